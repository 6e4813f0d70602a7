-- The rules of registers: those that are not of packet filters alone, whose zones are their own.
select * from read_rule
where from_zone is null or to_zone is null
    or from_zone not in (select zone_id from zone where pillar = 'packet_filter')
    or to_zone not in (select zone_id from zone where pillar = 'packet_filter')
