"""Contracts with suppliers, their sub-processors, and assessments of risk and privacy."""

from __future__ import annotations

from datetime import date

import numpy as np

from grunnmur.example.world.drawing import Stream, count_of, flags, mix, numbered, pick
from grunnmur.example.world.frame import DAYS, Column, Frame, column_of, either, yes
from grunnmur.example.world.organisations import rows_of

_KIND = {"maintenance": 60, "licence": 25, "operations": 15}
_TITLE = {"maintenance": "Vedlikehold", "licence": "Lisens", "operations": "Drift",
          "medical": "Service medisinsk utstyr"}  # fmt: skip
_BASIS = {"EUs standardvilkår": 6, "Bindende virksomhetsregler": 2, None: 2}
_APPROVERS = ("Administrerende direktør", "Fagdirektør", "Klinikksjef", "Direktør teknologi")


def contracts(rng: Stream, organisation: Frame, application: Frame, *, size: float,
              on: date) -> Frame:  # fmt: skip
    """Most supplied applications have a contract; trusts have contracts for medical equipment."""
    supplied = np.flatnonzero(application["supplier_row"] >= 0)
    supplied = supplied[flags(rng, 0.82, len(supplied))]
    suppliers, trusts = rows_of(organisation, "supplier"), rows_of(organisation, "trust")
    medical = count_of(260, size, least=12)
    count = len(supplied) + medical
    kind = np.concatenate([mix(rng, _KIND, len(supplied)), column_of(["medical"] * medical)])
    supplier = np.concatenate([application["supplier_row"][supplied],
                               rng.choice(suppliers, medical)])  # fmt: skip
    customer = np.concatenate([application["organisation_row"][supplied],
                               trusts[np.arange(medical) % len(trusts)]])  # fmt: skip
    today = np.datetime64(on, "D")
    foreign = ~np.isin(organisation["country"][supplier].astype(str),
                       ("NO", "SE", "DK", "DE", "NL", "IE", "FR"))  # fmt: skip
    number = numbered("AVT-", count, 5)
    return Frame({
        "contract_id": numbered("contract-", count, 5),
        "contract_no": number,
        "name": column_of([f"{_TITLE[one]} {organisation['name'][whose]} {tail}" for
                           one, whose, tail in zip(kind, supplier, number, strict=True)]),
        "supplier_row": supplier,
        "customer_row": customer,
        "application_row": np.concatenate([supplied, np.full(medical, -1)]),
        "kind": kind,
        "processor_agreement": _answers(rng, count, yes=0.62, no=0.27),
        "change_consent": _answers(rng, count, yes=0.58, no=0.25),
        "transfer_basis": either(foreign, mix(rng, _BASIS, count), None),
        "started_on": today - rng.integers(100, 3000, count).astype("timedelta64[D]"),
        "valid_to": (today + rng.integers(-100, 1800, count).astype("timedelta64[D]")).astype(DAYS),
        "yearly_nok": (rng.lognormal(12.6, 1.0, count)).astype(np.int64),
    })  # fmt: skip


def subprocessors(rng: Stream, organisation: Frame, contract: Frame) -> Frame:
    """Whom some suppliers let in, and from where."""
    suppliers = rows_of(organisation, "supplier")
    rows = np.flatnonzero(flags(rng, 0.2, len(contract)))
    other = rng.choice(suppliers, len(rows))
    return Frame({
        "contract_row": rows,
        "organisation_row": other,
        "country": organisation["country"][other],
    })  # fmt: skip


def assessments(rng: Stream, application: Frame, *, on: date) -> Frame:
    """Analyses of risk (ros) and of privacy (dpia), some late, some never approved."""
    weighty = np.isin(application["criticality"].astype(str), ("A", "B"))
    done = rng.random(len(application)) < np.where(weighty, 0.75, 0.35)
    health = yes(application["health_data"])
    ros = np.flatnonzero(done)
    dpia = np.flatnonzero(health & flags(rng, 0.55, len(application)))
    subject = np.concatenate([ros, dpia])
    count = len(subject)
    kind = np.array(["ros"] * len(ros) + ["dpia"] * len(dpia), dtype=object)
    decided = np.datetime64(on, "D") - rng.integers(20, 1500, count).astype("timedelta64[D]")
    before = rng.integers(5, 200, count).astype("timedelta64[D]")
    late = flags(rng, 0.1, count)
    late[[0, len(ros)]] = True
    made = np.where(late, decided + before // 4, decided - before)
    title = {"ros": "ROS-analyse", "dpia": "Personvernkonsekvensvurdering"}
    return Frame({
        "assessment_id": numbered("assessment-", count, 5),
        "name": column_of([f"{title[one]} {application['name'][row]}" for one, row in
                           zip(kind.tolist(), subject.tolist(), strict=True)]),
        "kind": kind,
        "subject_kind": column_of(["application"] * count),
        "subject_row": subject,
        "organisation_row": application["organisation_row"][subject],
        "done_on": _partly(rng, made, 0.03),
        "approved_by": either(flags(rng, 0.08, count), None, pick(rng, _APPROVERS, count)),
        "decided_on": _partly(rng, decided, 0.05),
    })  # fmt: skip


def _answers(rng: Stream, count: int, *, yes: float, no: float) -> Column:
    answer = pick(rng, [True, False, None], count, np.array([yes, no, 1 - yes - no]))
    answer[-3:] = [True, False, None]
    answer[:3] = [False, True, False]
    return answer


def _partly(rng: Stream, days: Column, missing: float) -> Column:
    return either(flags(rng, missing, len(days)), np.datetime64("NaT"), days).astype(DAYS)
