import csv
import io
from datetime import date

import pytest

from csp.spreadsheets.reading import read_grids
from partners.contact_import.choosing import begin, preview_of
from partners.contact_import.columns import COLUMNS
from tests.csp.test_spreadsheets import PAYLOADS
from tests.factories import make_agency, make_contact, make_user

URL = "/larkshire/partners/contacts.csv"


def exported(client):
    return client.get(URL).content


def brought_back(content, partnership):
    grids = read_grids("contacts.csv", io.BytesIO(content))
    return preview_of(begin(grids, partnership=partnership, file_name="x.csv", by=make_user()))


def test_it_has_the_columns_of_the_import(shelter, cast, sign_in):
    make_contact(shelter, "Manager", email="pat@example.org", keep_until=date(2027, 3, 31))
    headings, row = exported(sign_in(cast.officer)).decode("utf-8-sig").splitlines()
    assert headings == ",".join(f'"{column}"' for column in COLUMNS)
    assert row == '"Lark Shelter","Manager","","pat@example.org","","yes","no","31/03/2027"'


def test_brought_back_it_changes_nothing(larkshire, shelter, cast, sign_in):
    make_contact(shelter, "Manager", telephones="+44 1732 844522\r\n(office hours)")
    make_contact(shelter, "Clerk", email="", name="Zoë")
    outcome = brought_back(exported(sign_in(cast.officer)), larkshire)
    assert len(outcome.unchanged) == len(outcome.rows) == 2


# The import takes out what nobody sees.
@pytest.mark.parametrize("payload", [one for one in PAYLOADS if one == one.strip()])
def test_nothing_in_it_runs_and_it_comes_back(payload, larkshire, cast, sign_in):
    make_contact(make_agency(larkshire, payload), payload, name=payload, telephones=payload)
    content = exported(sign_in(cast.officer))
    _, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    agency, role, name, _, telephones, *_ = row
    assert {agency, role, name, telephones} == {f"'{payload}"}
    outcome = brought_back(content, larkshire)
    assert len(outcome.unchanged) == len(outcome.rows) == 1


def test_another_partnership_s_contacts_are_not_in_it(wrenmoor, cast, sign_in):
    make_contact(make_agency(wrenmoor), email="secret@example.org")
    assert b"secret" not in exported(sign_in(cast.administrator))


def test_it_is_not_kept_on_the_way(cast, sign_in):
    assert "no-store" in sign_in(cast.officer).get(URL)["Cache-Control"]
