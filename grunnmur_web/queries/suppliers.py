"""Suppliers, counted over what one may see of what they supply."""

from __future__ import annotations

from grunnmur_web import reading
from grunnmur_web.reading import Row


def suppliers() -> list[Row]:
    """Everyone who supplies an application or has a contract, the largest first."""
    return reading.rows(
        """
        with supplied as (
            select supplier_id, count(*) as applications, sum(failed)::bigint as failed,
                count(*) filter (where criticality = 'A') as most_critical, sum(users)::bigint as users
            from application where supplier_id is not null group by supplier_id
        ),
        agreed as (
            select supplier_id, count(*) as contracts,
                count(*) filter (where not processor_agreement) as without_agreement,
                count(*) filter (where processor_agreement is null) as agreement_unknown,
                min(valid_to) filter (where valid_to >= (select max(on_date) from run)) as first_end
            from contract where supplier_id is not null group by supplier_id
        )
        select coalesce(supplied.supplier_id, agreed.supplier_id) as organisation_id,
            coalesce(organisation.name, organisation.organisation_id) as name, organisation.country,
            applications, most_critical, users, failed, contracts, without_agreement, agreement_unknown, first_end
        from supplied full join agreed using (supplier_id)
        left join organisation on organisation.organisation_id = coalesce(supplied.supplier_id, agreed.supplier_id)
        order by applications desc nulls last, contracts desc nulls last, name nulls last, 1
        """
    )
