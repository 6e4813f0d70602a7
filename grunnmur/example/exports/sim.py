"""The mobile cards of home treatment aids, as the department that hands them out keeps them."""

from __future__ import annotations

import numpy as np

from grunnmur.example.exports import register
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import looked_up, texts
from grunnmur.example.world.outside import REALM


def write(desk: Desk) -> Export:
    """One list: serial number and address."""
    export = Export()
    outside = desk.world.outside
    home = outside.take(np.flatnonzero(outside["kind"] == "home"))
    register.write(
        desk,
        export,
        Register(
            "sim-kort",
            "register/sim-kort.csv",
            "address",
            cells={
                "Serienr": looked_up(desk.world.asset["serial"], home["asset_row"]),
                "Adresse": texts(home["ip"]),
            },
            columns={"asset_id": "Serienr", "ip": "Adresse"},
            constants={"realm": REALM},
            settings={"realm": REALM},
        ),
    )
    return export
