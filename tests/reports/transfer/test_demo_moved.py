"""Every plan of the demo as a file, and each partnership as a zip, in a place that is empty."""

import re
from io import BytesIO

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from partners.access import Role
from partners.models import DETAILS, Partnership
from plans.models import Plan
from reports.document import document
from reports.formats import pdf_of, web_page_of
from reports.transfer.importing import import_plan
from reports.transfer.writing import plan_file
from tests import factories
from tests.conftest import TODAY
from tests.reports.transfer.test_archive import counts

pytestmark = pytest.mark.any_database

# What the document says of its partnership.
SAID = [
    *DETAILS,
    *("telephone", "email", "website", "social_media", "address", "accent_colour", "notice"),
]


def words(plan, layout=None):
    """The document as a web page, but for the ids of rows in it."""
    page = web_page_of(document(Plan.objects.get(pk=plan.pk), on=TODAY, layout=layout))
    return re.sub(r'(id|href|aria-labelledby|headers)="#?[\w -]+"', "", page)


def elsewhere(partnership):
    """An empty partnership that is called the same."""
    said = {name: getattr(partnership, name) for name in SAID}
    made = factories.make_partnership(**said, slug=f"other-{next(factories.numbers)}")
    return made, factories.make_member(made, Role.MANAGER)


def test_each_plan_prints_the_same_where_nothing_else_is(loaded_demo):
    wrong = []
    for plan in Plan.objects.select_related("partnership"):
        there, by = elsewhere(plan.partnership)
        content = plan_file(plan)
        made = import_plan(there, content, file_name="plan.json", by=by, make_partners=True).plan
        for layout in {plan.layout, "highlight-report"}:
            if words(made, layout) != words(plan, layout):
                wrong.append((str(plan), layout))
    assert wrong == []


def test_each_partnership_has_the_same_of_all(loaded_demo, tmp_path):
    for old in Partnership.objects.filter(plans__isnull=False).distinct():
        slug, name = old.slug, old.name
        path = tmp_path / f"{slug}.zip"
        call_command("export_partnership", slug, path)
        Partnership.objects.filter(pk=old.pk).update(slug=f"old-{slug}")
        call_command("import_partnership", path)
        new = Partnership.objects.get(slug=slug)
        assert counts(new) == counts(old), name
        for plan in old.plans.all():
            assert words(new.plans.get(address=plan.address)) == words(plan), plan


def test_the_pdf_says_the_same(loaded_demo):
    plan = Plan.objects.get(partnership__slug="tonbridge-and-malling", address="2017")
    there, by = elsewhere(plan.partnership)
    made = import_plan(
        there, plan_file(plan), file_name="plan.json", by=by, make_partners=True
    ).plan
    texts = [text_of(pdf_of(document(one, on=TODAY))) for one in (plan, made)]
    assert texts[0] == texts[1]


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
