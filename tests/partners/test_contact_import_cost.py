"""What an import of 5,000 contacts costs, beside what openpyxl takes to read their file."""

import gc
import io
import time

import pytest
from django.db import transaction
from openpyxl import load_workbook

from csp.spreadsheets.reading import read_grids
from partners.contact_import.choosing import begin, preview_of
from partners.contact_import.writing import write
from partners.models import Contact
from tests.csp.workbooks import workbook
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.any_database

HEAD = ["Organisation", "First name", "Surname", "Job title", "Email", "Tel", "Mobile", "Address"]


def cost(work):
    """Seconds of computing, and what came of it.

    What other tests have left is not looked through meanwhile for what is rubbish.
    """
    gc.collect()
    gc.freeze()
    begun = time.process_time()
    made = work()
    return time.process_time() - begun, made


def beside_reading(content, work):
    """What the work costs, what openpyxl's reading does, and what came of the work.

    A processor that others use too does less in a second of ours. So the work is done twice, the
    first time for nothing, and the reading before, between and after: its slowest was about as slow
    as the work at its quickest.
    """

    def for_nothing():
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    reading, ours = [], []
    for job in (for_nothing, work):
        reading.append(cost(lambda: read_by_openpyxl(content))[0])
        taken, made = cost(job)
        ours.append(taken)
    reading.append(cost(lambda: read_by_openpyxl(content))[0])
    return min(ours), max(reading), made


def read_by_openpyxl(content):
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return list(book.active.iter_rows(values_only=True))


def test_five_thousand_contacts_cost_at_most_six_times_the_reading(larkshire):
    for number in range(40):
        make_agency(larkshire, f"Body {number}")
    rows = [
        [f"Body {n % 40}", "Pat", f"Lee {n}", "Sergeant", f"p{n}@x.org", "01632 960102",
         "07700 900311", "1 Dock Road"]
        for n in range(5_000)
    ]  # fmt: skip
    content = workbook(HEAD, *rows)

    def import_all():
        grids = read_grids("contacts.xlsx", io.BytesIO(content))
        started = begin(grids, partnership=larkshire, file_name="x.xlsx", by=make_user())
        return write(started, agreed=preview_of(started).digest)

    ours, reading, (_, is_written) = beside_reading(content, import_all)
    assert is_written
    assert Contact.objects.count() == 5_000
    assert ours < 6 * reading
