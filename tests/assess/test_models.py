"""Whether two ways to write a model name one: registers' own, and makers' names in advisories."""

from __future__ import annotations

import pytest

from grunnmur.assess import models
from grunnmur.catalogue import learnt

NAMES = learnt.learn(())
SURE = None
PERHAPS = models.MODEL_NOT_ENOUGH
NOT = "not"


def _found(own: tuple[str, str], theirs: tuple[str, str]) -> str | None:
    return dict(models.models(NAMES, [theirs]).like(*own)).get(0, NOT)


@pytest.mark.parametrize(
    ("own", "theirs", "found"),
    [
        # the model and no more
        ("Philips|MX450", "Philips|IntelliVue MX450", SURE),
        ("Philips|IntelliVueMX450", "Philips|IntelliVue MX450", SURE),
        ("ZOLL|ZOLL R Series", "ZOLL Medical|R Series", SURE),
        ("ZOLL|X Series", "ZOLL|R Series", NOT),
        ("GE|CARESCAPE Central Station", "General Electric (GE)|CARESCAPE Central Station (CSCS)", SURE),
        ("Philips|PIC iX", "Philips|Patient Information Center iX (PIC iX)", SURE),
        ("Welch Allyn|Connex Spot", "Hillrom|Welch Allyn Connex Spot Monitor (CSM)", SURE),
        ("Hillrom|Hill-Rom900", "Hill-Rom|Hill-Rom 900", SURE),
        ("Getinge/Maquet|Servo-i", "Maquet Critical Care AB|SERVO-i", SURE),
        ("Drägerwerk AG & Co. KGaA|Infinity Delta", "Dräger|Infinity Delta", SURE),
        ("BD|Alaris 8015 PC Unit", "Becton, Dickinson and Company (BD)|Alaris PC Unit Model 8015", SURE),
        # a word more after the number may make it another model
        ("GE|MAC 5500", "GE|MAC 5500 HD", PERHAPS),
        ("Radiometer|ABL90 FLEX PLUS", "Radiometer|ABL90 FLEX", PERHAPS),
        ("Hillrom|Centrella 900", "Hillrom|Hill-Rom 900", PERHAPS),
        ("Acme|Pump 7000 Plus", "Acme|Pump 7000", PERHAPS),
        ("Dräger|Infinity Delta XL", "Dräger|Infinity Delta", PERHAPS),
        # lists, families and ranges
        ("Philips|IntelliVue MX450", "Philips|IntelliVue patient monitor MX400-MX850", PERHAPS),
        ("Philips|IntelliVue MX100", "Philips|IntelliVue patient monitor MX400-MX850", NOT),
        ("Philips|EPIQ 7", "Philips|Ultrasound EPIQ/Affiniti", PERHAPS),
        ("GE|Vivid E95", "GE Healthcare|Vivid products, not including EchoPAC", PERHAPS),
        ("GE|EchoPAC", "GE Healthcare|Vivid products, not including EchoPAC", NOT),
        ("Philips|IntelliBridge EC80", "Philips|IntelliBridge Enterprise (IBE)", NOT),
        # what is built into a series is about all of it; a brand alone is not
        ("Fresenius Kabi|Agilia SP", "Fresenius Kabi|Agilia Connect WiFi module of the pumps", PERHAPS),
        ("Fresenius|Volumat MC Agilia", "Fresenius Kabi|Agilia Connect WiFi module of the pumps", PERHAPS),
        ("Fresenius Kabi|Vigilant Agilia", "Fresenius Kabi|Agilia Link+", NOT),
        ("GE|CARESCAPE R860", "General Electric (GE)|CARESCAPE Telemetry Server", NOT),
        ("Philips|IntelliVue MX750", "Philips|IntelliVue Information Center iX", NOT),
        # a register that cuts long names
        ("B. Braun|Perfusor Spac", "B. Braun|Perfusor Space", PERHAPS),
        ("B. Braun|Perf", "B. Braun|Perfusor Space", NOT),
        # other makers
        ("Baxter|MX450", "Philips|IntelliVue MX450", NOT),
        ("Philips|", "Philips|IntelliVue MX450", NOT),
    ],
)  # fmt: skip
def test_a_model_is_known_however_it_is_written(own, theirs, found):
    assert _found(tuple(own.split("|")), tuple(theirs.split("|"))) == found


@pytest.mark.parametrize(
    ("model", "found"),
    [
        ("Philips IntelliVue MX450", SURE),
        ("IntelliVue MX450", models.MAKER_NOT_KNOWN),
        ("IntelliVue MX700", NOT),
    ],
)
def test_where_no_maker_stands_the_model_may_say_it(model, found):
    assert _found(("", model), ("Philips", "IntelliVue MX450")) == found
