-- Addresses seen in traffic, as they are written.
select realm, source_ip as ip from traffic where source_ip is not null
union
select realm, target_ip from traffic where target_ip is not null
