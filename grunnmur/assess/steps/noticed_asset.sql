-- What is stated beside each thing that is judged now.
select t.asset_id, t.software_version, s.truth as serial_truth, r.*
from noticed_anew t
join notice_row r using (vendor, model)
left join serial_standing s on s.asset_id = t.asset_id and s.serial = r.serial
