"""Fills a Nautobot with devices by its own models, and makes a person. For `benchmarks.beside_nautobot`, by its Python.

    python -P beside_nautobot_fill.py CONFIG < {"devices": […], "new": […]}

Prints a token, a session, the devices' ids by name, and the new devices as its API takes them. What is there stays.
"""

import json
import sys
from typing import Any

import nautobot

nautobot.setup(config_path=sys.argv[1])

from django.contrib.auth import get_user_model  # noqa: E402 needs settings
from django.contrib.contenttypes.models import ContentType  # noqa: E402 needs settings
from django.test import Client  # noqa: E402 needs settings
from nautobot.dcim import models as dcim  # noqa: E402 needs settings
from nautobot.extras.models import Role, Status  # noqa: E402 needs settings
from nautobot.users.models import Token  # noqa: E402 needs settings


def main() -> None:
    """Reads what is wanted and prints what there is."""
    wanted = json.load(sys.stdin)
    kind = ContentType.objects.get_for_model(dcim.Device)
    active, _ = Status.objects.get_or_create(name="Active")
    active.content_types.add(kind, ContentType.objects.get_for_model(dcim.Location))
    site, _ = dcim.LocationType.objects.get_or_create(name="Site")
    site.content_types.add(kind)
    both = wanted["devices"] + wanted["new"]
    role = {n: Role.objects.get_or_create(name=n)[0] for n in _all(both, "role")}
    for one in role.values():
        one.content_types.add(kind)
    place = {
        n: dcim.Location.objects.get_or_create(name=n, location_type=site, status=active)[0]
        for n in _all(both, "location")
    }
    maker = {n: dcim.Manufacturer.objects.get_or_create(name=n)[0] for n in _all(both, "vendor")}
    model = {
        (v, m): dcim.DeviceType.objects.get_or_create(manufacturer=maker[v], model=m)[0]
        for v, m in sorted({(d["vendor"], d["model"]) for d in both})
    }
    if not dcim.Device.objects.exists():
        dcim.Device.objects.bulk_create(
            dcim.Device(
                name=d["name"],
                serial=d["serial"],
                status=active,
                role=role[d["role"]],
                location=place[d["location"]],
                device_type=model[d["vendor"], d["model"]],
            )
            for d in wanted["devices"]
        )
    rows = [
        {
            "name": d["name"],
            "serial": d["serial"],
            "status": str(active.pk),
            "role": str(role[d["role"]].pk),
            "location": str(place[d["location"]].pk),
            "device_type": str(model[d["vendor"], d["model"]].pk),
        }
        for d in wanted["new"]
    ]
    ids = {name: str(pk) for name, pk in dcim.Device.objects.values_list("name", "pk")}
    print(json.dumps({**_person(), "ids": ids, "rows": rows}))


def _all(devices: list[dict[str, str]], what: str) -> list[str]:
    return sorted({device[what] for device in devices})


def _person() -> dict[str, Any]:
    person, _ = get_user_model().objects.get_or_create(
        username="bench", is_superuser=True, is_staff=True
    )
    token, _ = Token.objects.get_or_create(user=person)
    client = Client()
    client.force_login(person)
    return {"token": token.key, "session": client.cookies["sessionid"].value}


main()
