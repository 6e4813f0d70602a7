import csv
import io
from datetime import date

import pytest
from reading import claims, codes, document, records, rows, written

from grunnmur.collect import snipe_it
from grunnmur.errors import CollectError

ASSETS = """Asset Name,Category,Model name,Manufacturer,Serial,Asset Tag,Location,Purchase Date,\
Company,Status,Notes
PC-1234,Laptops,Latitude 5420,Dell,ABC123,T1,Gaustad,4/25/22,OUS,Deployed,x
Skjerm i kantina,Skjerm,U2415,Dell,3.5E+15,T2,,1/2/20,,Archived,
,Laptops,,,,,,,,,
,,,,,,,,,,
"""


def test_every_row_is_claimed_or_noted(tmp_path):
    found = list(snipe_it.parse(written(tmp_path, "assets.csv", ASSETS)))

    assert rows(found) == 4
    assert codes(found) == {
        "row_without_name": 1,
        "empty_row": 1,
        "identifier_rounded": 1,
        "columns_not_used": 1,
    }


def test_an_asset_is_claimed_with_kind_day_and_identifiers(tmp_path):
    found = records(snipe_it.parse(written(tmp_path, "assets.csv", ASSETS)))

    laptop, screen = found["T1"].claims[0], found["T2"].claims[0]
    assert (laptop.values["kind"], laptop.values["status"]) == ("client", "active")
    assert laptop.values["purchased_on"] == date(2022, 4, 25)
    assert ("hostname", "PC-1234") in laptop.identifiers
    assert (screen.values["kind"], screen.values["status"]) == ("other", "retired")
    assert dict(screen.identifiers) == {"asset_tag": "T2"}


def test_a_day_is_unknown_when_the_file_does_not_tell_which_number_is_the_month(tmp_path):
    ambiguous = ASSETS.replace("4/25/22", "4/5/22")

    found = list(snipe_it.parse(written(tmp_path, "assets.csv", ambiguous)))

    assert [claim.values["purchased_on"] for claim in claims(found, "asset")] == [None, None]
    assert codes(found)["dates_ambiguous"] == 1


def test_users_are_people_with_accounts(tmp_path):
    users = """First Name,Last Name,Email,Username,Activated,Employee Number,Company,\
End Date,Country
Kari,Nordmann,kari@sykehus.example,knord,true,1234,OUS,2026-01-31,Norge
"""

    found = list(snipe_it.parse(written(tmp_path, "users.csv", users)))

    person = records(found)["knord"].claims[0]
    assert person.values["name"] == "Kari Nordmann"
    assert person.values["ended_on"] == date(2026, 1, 31)
    assert person.values["country"] == "Norge"
    assert ("employee_no", "1234") in person.identifiers


def test_licences_are_agreements_and_their_keys_stay_unread(tmp_path):
    licences = """Item name,Product key,Seats,License Name,Supplier,Company,\
Expiration Date,Reassignable
PACS,AAAA-BBBB-CCCC,5,PACS,Leverandør AS,OUS,2027-06-30,Yes
"""

    found = list(snipe_it.parse(written(tmp_path, "licences.csv", licences)))

    assert claims(found, "contract")[0].values["valid_to"] == date(2027, 6, 30)
    assert "AAAA" not in repr(found)


def test_models_and_stock_are_noted_with_their_number_of_rows(tmp_path):
    models = "Name,Category,Model Number,Fieldset,Requestable,EOL\nA,B,1,x,Y,36\nB,B,2,x,Y,36\n"
    stock = "Name,QTY,Min Amount,Order Number,Purchase Cost\nMus,5,1,2,3\n"

    for content, expected in ((models, 2), (stock, 1)):
        found = list(snipe_it.parse(written(tmp_path, "x.csv", content)))
        assert rows(found) == expected


def test_windows_text_and_carriage_returns_are_read(tmp_path):
    old = ASSETS.replace("\n", "\r").replace("Gaustad", "Ås").encode("cp1252")

    found = list(snipe_it.parse(written(tmp_path, "assets.csv", old)))

    assert records(found)["T1"].claims[0].values["location_id"] == "Ås"
    assert codes(found)["encoding_guessed"] == 1


def test_other_lists_are_not_recognised(tmp_path):
    for head in ("Asset tag,Serial number,Name,Class\n", "first_name,username\n", "navn;id\n", ""):
        assert not snipe_it.recognise(written(tmp_path, "x.csv", head))


def test_a_list_of_something_else_is_refused(tmp_path):
    with pytest.raises(CollectError, match="headings_unknown"):
        list(snipe_it.parse(written(tmp_path, "x.csv", "a,b\n1,2\n")))


@pytest.mark.needs_data
def test_real_lists_lose_no_row(data):
    for path in sorted((data / "samples/snipeit_csv").glob("*.csv")):
        text = path.read_bytes().decode("latin-1")
        lines = [line for line in csv.reader(io.StringIO(text, newline="")) if line]

        found = list(snipe_it.parse(document(path)))

        assert snipe_it.recognise(document(path)), path.name
        assert rows(found) == len(lines) - 1, path.name


@pytest.mark.needs_data
def test_the_real_list_with_broken_text_gives_its_assets(data):
    found = list(snipe_it.parse(document(data / "samples/snipeit_csv/assets-sample-BAD.csv")))

    asset = records(found)["970882174-8"].claims[0]
    assert asset.values["purchased_on"] == date(2016, 4, 5)
    assert ("serial", "27aa8378-b0f4-4289-84a4-405da95c6147") in asset.identifiers
    assert codes(found)["encoding_guessed"] == codes(found)["headings_not_unique"] == 1
