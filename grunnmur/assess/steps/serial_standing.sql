-- How each thing stands to each cell of serial numbers: 2 named, 1 perhaps, 0 not. Nothing of a thing whose number is not known.
select o.asset_id, s.serial,
    max(case when s.tells = 'any' then s.truth
             when s.tells = 'unread' then s.truth
             when s.tells = 'one' and o.code = s.code then s.truth
             when s.tells = 'begins' and starts_with(o.code, s.code) then s.truth
             when s.tells = 'range' and o.prefix = s.prefix and o.number between s.least and s.greatest then s.truth
             else 0 end) as truth
from own_serial o
join asset a using (asset_id)
join (select distinct vendor, model, serial from notice_row where serial is not null) r
    on r.vendor = coalesce(a.vendor, '') and r.model = a.model
join serial_span s on s.serial = r.serial
group by o.asset_id, s.serial
