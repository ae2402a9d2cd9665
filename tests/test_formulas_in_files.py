"""Text that a spreadsheet takes for a formula, in every text field: in no file does it run.

What runs is sought in every file that any address gives, so a new list is tried as it is there.
"""

import csv
import io
import re
import zipfile

import pytest
from openpyxl import load_workbook

from csp.spreadsheets import csv_files, excel_files
from partners.access import PERMISSIONS, Permission, Role
from plans.models import Plan
from tests import factories
from tests.addresses import addresses_in
from tests.conftest import TODAY
from tests.csp.test_spreadsheets import PAYLOADS
from tests.test_access import OF_PARTNERSHIP, OWN, PUBLISHED
from tests.written_texts import make_the_rest, write_everywhere

pytestmark = pytest.mark.usefixtures("no_rendering")
CORPUS = [*PAYLOADS, '=HYPERLINK("http://x.example","x")', "@SUM(1+1)*cmd|' /C calc'!A0", "\n=1"]
BEGINS = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
# Pages of one row, and papers: no list is there.
NO_FILES = re.compile(r"-(add|remove|move|history|restore|change|pdf|docx|end|group)$")


def live_in_csv(content):
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row if BEGINS.match(cell)]


def live_in_excel(content):
    """Formulas, and links and what else a workbook fetches or runs."""
    found = [
        cell.value
        for sheet in load_workbook(io.BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" or cell.hyperlink
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            found += [name] * bool(re.search("externalLink|vbaProject|connections|embed", name))
            found += re.findall(rb"<f>.*?</f>|<ddeLink.*?>|<hyperlink .*?>", packed.read(name))
    return found


def live_in(response):
    """What of a file would run, and how many files it was; of a zip, in the files within it."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind == "text/html":
        return [], 0
    content = b"".join(response)
    if kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            texts = [packed.read(one) for one in packed.namelist() if one == "contacts.csv"]
        return [one for text in texts for one in live_in_csv(text)], len(texts)
    if kind == "text/csv":
        return live_in_csv(content), 1
    if kind == excel_files.CONTENT_TYPE:
        return live_in_excel(content), 1
    return [], 0


def test_what_runs_is_seen():
    assert live_in_csv(b'"a","=1+1"\r\n') == ["=1+1"]
    book = load_workbook(io.BytesIO(excel_files.write(["a"], [["=1+1"]])))
    assert live_in_excel(_saved(book)) == []
    book.active["A3"] = "=1+1"
    assert live_in_excel(_saved(book))


def _saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("payload", CORPUS)
def test_the_first_row_of_a_csv_file_is_guarded_as_all(payload):
    written = csv_files.write([payload], [[payload]])
    assert live_in_csv(written.encode()) == []
    assert len(list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))) == 2


@pytest.fixture
def everywhere(larkshire, shelter, media, cast):
    """Where the pages of a plan are, and of one that is restricted, for whoever is named for it."""
    years = {"starts_on": TODAY.replace(year=2025), "ends_on": TODAY.replace(year=2027)}
    restricted = factories.make_restricted_plan(
        larkshire, named=[cast.administrator, cast.manager, cast.officer], **years
    )
    before = factories.make_restricted_plan(
        larkshire, "Before", starts_on=TODAY.replace(year=2022), ends_on=TODAY.replace(year=2023)
    )
    plan, old = (factories.make_plan(larkshire, year) for year in (2026, 2025))
    make_the_rest(plan, shelter)
    finds = [addresses_in(plan, old, shelter), addresses_in(restricted, before, shelter)]
    return {
        (name, number): find(name)
        for number, find in enumerate(finds)
        for name in [*OF_PARTNERSHIP, *PUBLISHED, *OWN]
        # Those of a partnership are there once.
        if not NO_FILES.search(name)
        and (number == 0 or not name.startswith(("founding", "division")))
    }


@pytest.mark.any_database
def test_in_no_file_does_it_run(everywhere, cast, sign_in):
    write_everywhere(CORPUS)
    # It stands above every list of such a plan, whichever of the texts it was given.
    Plan.objects.filter(is_restricted=True).update(marking="=1+1")
    found, files = {}, 0
    for role in ("manager", "administrator"):
        client = sign_in(getattr(cast, role))
        for (name, number), url in everywhere.items():
            permission = OF_PARTNERSHIP.get(name, Permission.SEE_PLAN)
            if (permission in PERMISSIONS[Role.MANAGER]) != (role == "manager"):
                continue
            # Of the restricted one, its marking above a CSV file; all of the other.
            for form in ["csv", "xlsx"][: 2 - number]:
                live, of_these = live_in(client.get(url, {"as": form}))
                files += of_these
                found |= {f"{name} {number} {form}": live[:3]} if live else {}
    assert found == {}
    assert files > 40
