-- Addresses seen in traffic.
select source_ip as ip from traffic where source_ip is not null
union
select target_ip from traffic where target_ip is not null
