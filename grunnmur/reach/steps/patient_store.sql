-- Stores and copies that hold patient data, or may: what is not known is not left out.
select d.data_store_id, d.application_id, d.asset_id, d.kind, d.data_class,
    coalesce(d.controller_id, p.controller_id) as controller_id,
    coalesce(a.kind in ('storage', 'hypervisor', 'cluster', 'controller') or a.role = 'backup', false)
        or coalesce(d.kind = 'backup', false) as on_infrastructure
from data_store d
left join application p on p.application_id = d.application_id
left join asset a on a.asset_id = d.asset_id
where d.data_class is null or d.data_class = 'patient'
