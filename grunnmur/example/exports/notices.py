"""Safety notices and makers' security forms, as clinical engineering keeps them: a list and a sheet."""

from __future__ import annotations

from grunnmur.example import notices
from grunnmur.example.exports import register
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Cells, Register

_KINDS = {"fsn": "Sikkerhetsmelding", "recall": "Tilbakekalling"}
_REMEDIES = {"update": "Oppdatering", "mitigation": "Avbøtende tiltak", "none": "Ingen"}
_ANSWERS = {"yes": "Yes", "no": "No", "not_applicable": "N/A", "remark": "See Note"}


def write(desk: Desk) -> Export:
    """One file of notices, one of forms."""
    export = Export()
    register.write(desk, export, _notices(desk))
    register.write(desk, export, _forms())
    return export


def _notices(desk: Desk) -> Register:
    rows = list(notices.rows(desk.world))
    headings = {
        "notice_id": "Melding",
        "vendor": "Produsent",
        "model": "Modell",
        "version": "Versjoner",
        "serial": "Serienr",
        "kind": "Type",
        "title": "Tittel",
        "published_on": "Dato",
        "remedy": "Tiltak",
        "mended_in": "Rettet i",
        "statement": "Ordlyd",
        "replace_by": "Skiftes innen",
    }
    cells: Cells = {heading: [row[column] for row in rows] for column, heading in headings.items()}
    cells["Type"] = [_KINDS[row["kind"]] for row in rows]
    cells["Tiltak"] = [_REMEDIES[row["remedy"]] for row in rows]
    return Register(
        "sikkerhetsmeldinger",
        "mtu/sikkerhetsmeldinger.csv",
        "safety_notice",
        cells=cells,
        columns=headings,
        values={
            "kind": {word: kind for kind, word in _KINDS.items()},
            "remedy": {word: remedy for remedy, word in _REMEDIES.items()},
        },
    )


def _forms() -> Register:
    rows = list(notices.answers())
    return Register(
        "mds2",
        "mtu/mds2.csv",
        "device_disclosure",
        cells={
            "Manufacturer": [form["vendor"] for form, _, _ in rows],
            "Model": [form["model"] for form, _, _ in rows],
            "Question": [question for _, question, _ in rows],
            "Answer": [_ANSWERS[answer] for _, _, answer in rows],
            "Date": [form["stated"] for form, _, _ in rows],
        },
        columns={
            "vendor": "Manufacturer",
            "model": "Model",
            "question": "Question",
            "answer": "Answer",
            "stated_on": "Date",
        },
        values={"answer": {word: answer for answer, word in _ANSWERS.items()}},
    )
