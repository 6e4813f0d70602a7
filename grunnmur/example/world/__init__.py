"""The made region as it truly is, before any register got it wrong.

Reads nothing but a size, a seed and a day; gives a `World` of frames. Each part has a stream of
chance of its own, so that a change in one part leaves the others as they were.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from grunnmur.example.world import (
    accounts,
    addresses,
    agreements,
    applications,
    assets,
    clients,
    components,
    conversations,
    data_stores,
    dependencies,
    equipment,
    identities,
    landscape,
    life,
    links,
    medical,
    middleware,
    networks,
    organisations,
    outside,
    people,
    places,
    programme,
    rights,
    servers,
    zones,
)
from grunnmur.example.world.drawing import stream
from grunnmur.example.world.frame import Column, Frame

__all__ = ["Frame", "World", "build"]


@dataclass(frozen=True, slots=True)
class World:
    """Everything there truly is; one frame a table. See each part's file for its columns."""

    size: float
    seed: int
    on: date
    organisation: Frame
    location: Frame
    zone: Frame
    zone_rule: Frame
    domain: Frame
    vcenter: Frame
    network: Frame
    asset: Frame
    device: Frame
    asset_link: Frame
    address: Frame
    installation: Frame
    application: Frame
    component: Frame
    usage: Frame
    clinical_service: Frame
    service_member: Frame
    dependency: Frame
    conversation: Frame
    outside: Frame
    data_store: Frame
    person: Frame
    account: Frame
    membership: Frame
    privilege: Frame
    logon: Frame
    logging: Frame
    contract: Frame
    subprocessor: Frame
    assessment: Frame
    resource_capacity: Frame
    resource_use: Frame
    freeze: Frame
    skill_capacity: Frame
    cutover_slot: Frame
    budget: Frame
    deadline: Frame
    fixed_cost: Frame

    def counts(self) -> dict[str, int]:
        """The number of rows of each frame."""
        frames = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: len(frame) for name, frame in frames.items() if isinstance(frame, Frame)}


def build(*, size: float, seed: int, on: date) -> World:
    """The region of that size. The same size, seed and day give the same region."""
    organisation = organisations.build(stream(seed, 1), size)
    location = places.build(stream(seed, 2), organisation, size)
    zone = zones.build()
    domain = landscape.domains(stream(seed, 3))
    application = applications.build(stream(seed, 4), organisation, size)
    columns, device = _things(seed, organisation, location, application, size, on)
    columns = identities.identified(stream(seed, 9), columns, domain)
    network, network_row = networks.build(stream(seed, 10), columns, location)
    network = outside.with_clouds(network, location)
    columns = _answering(seed, columns, network, network_row)
    address = addresses.build(stream(seed, 12), columns, network, network_row, on=on)
    component = components.build(columns)
    shared = middleware.chosen(application, component, columns, size=size)
    application = application.extended({"shared": shared})
    person = people.build(stream(seed, 13), organisation, size=size, on=on)
    account = accounts.build(
        stream(seed, 14), organisation, person, application, columns, domain, on=on
    )
    dependency = dependencies.build(stream(seed, 15), application, component, columns, size=size)
    service = components.services(organisation, size)
    beyond = outside.addresses(stream(seed, 34), network, columns)
    conversation = conversations.build(
        stream(seed, 21), dependency, application, component, columns, size=size
    ).followed_by(outside.conversations(stream(seed, 35), beyond, columns))
    contract = agreements.contracts(stream(seed, 16), organisation, application, size=size, on=on)
    return World(
        size=size,
        seed=seed,
        on=on,
        organisation=organisation,
        location=location,
        zone=zone,
        zone_rule=zones.rules(stream(seed, 17), zone),
        domain=domain,
        vcenter=landscape.vcenters(location),
        network=network,
        asset=Frame(columns),
        device=device,
        asset_link=links.build(columns),
        address=address,
        installation=components.installations(stream(seed, 18), columns),
        application=application,
        component=component,
        usage=components.usages(stream(seed, 19), organisation, application, location),
        clinical_service=service,
        service_member=components.members(stream(seed, 20), service, application),
        dependency=dependency,
        conversation=conversation,
        outside=beyond,
        data_store=data_stores.build(stream(seed, 22), application, columns, location, on=on),
        person=person,
        account=account,
        membership=rights.memberships(stream(seed, 23), account, application),
        privilege=rights.privileges(stream(seed, 24), account, columns, component, on=on),
        logon=rights.logons(stream(seed, 25), account, person, columns, size=size, on=on),
        logging=rights.logging(stream(seed, 26), columns, on=on),
        contract=contract,
        subprocessor=agreements.subprocessors(stream(seed, 27), organisation, contract),
        assessment=agreements.assessments(stream(seed, 28), application, on=on),
        resource_capacity=programme.capacities(stream(seed, 29), location, size=size, on=on),
        resource_use=programme.uses(columns),
        freeze=programme.freezes(stream(seed, 30), organisation, service, on=on),
        skill_capacity=programme.skills(size=size, on=on),
        cutover_slot=programme.slots(organisation, size=size, on=on),
        budget=programme.budgets(size=size, on=on),
        deadline=programme.deadlines(stream(seed, 31), application, location, size=size, on=on),
        fixed_cost=programme.fixed_costs(location, contract, size=size),
    )


def _things(
    seed: int, organisation: Frame, location: Frame, application: Frame, size: float, on: date
) -> tuple[dict[str, Column], Frame]:
    """All assets, and what is particular to the medical ones."""
    parts = [
        *servers.build(stream(seed, 5), organisation, location, application, size=size, on=on),
        *equipment.build(stream(seed, 6), organisation, location, size=size, on=on),
        clients.build(stream(seed, 7), organisation, location, size=size, on=on),
    ]
    begin = sum(len(part["kind"]) for part in parts)
    medicine, devices = medical.build(stream(seed, 8), organisation, location, size=size, on=on)
    columns = assets.assemble([*parts, *medicine])
    columns = life.lived(stream(seed, 11), columns, on=on)
    joined = {name: np.concatenate([device[name] for device in devices]) for name in devices[0]}
    rows = np.arange(begin, len(columns["kind"]))
    columns = links.gateways(stream(seed, 32), columns)
    return columns, Frame({"asset_row": rows, **joined, "networked": columns["networked"][rows]})


def _answering(
    seed: int, columns: dict[str, Column], network: Frame, network_row: Column
) -> dict[str, Column]:
    """Which things answer a scan: alive, in a scanned network, and talkative enough."""
    rng = stream(seed, 33)
    kind = columns["kind"].astype(str)
    share = np.where(np.isin(kind, ("medical", "gateway", "phone")), 0.55, 0.93)
    covered = (network_row >= 0) & network["scanned"][network_row]
    heard = covered & columns["alive"] & (rng.random(len(kind)) < share)
    return {**columns, "scanned": heard, "network_row": network_row}
