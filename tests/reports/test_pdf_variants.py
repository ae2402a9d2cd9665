"""PDF/A-3a with data inside, and PDF/UA-2: each checked by what knows its rules."""

import json
import zlib
from dataclasses import replace
from io import BytesIO

import page
import pikepdf
import pydyf
import pytest
from django.urls import reverse

from reports import pdf_structure
from reports.action_tables import json_of
from reports.document import document
from reports.formats import FORMATS
from reports.transfer.writing import plan_file
from tests import factories
from tests.conftest import TODAY
from tests.reports.conftest import SAMPLES
from tests.reports.pdf_ua_2 import elements, faults_of, kind

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ARCHIVE = page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1


@pytest.fixture
def plan(larkshire, settings, tmp_path):
    settings.RENDERINGS_ROOT = tmp_path
    plan = factories.make_plan(larkshire, 2026)
    factories.make_block(plan, "introduction", body="<ol><li>One</li></ol><p>Words</p>")
    factories.make_action(factories.make_priority(plan, "Theft"), "Mark bicycles")
    return plan


def made(plan, format, **changes):
    return FORMATS[format].make(replace(document(plan, on=TODAY), **changes))


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_demo_s_archives_keep_the_rules_of_pdf_a_3a_and_ua_1(sample, demo_documents):
    content = FORMATS["archive-pdf"].make(demo_documents[sample, False])
    for profile in ARCHIVE:
        report = page.validate_pdf_bytes(content, profile=profile)
        assert [(one.rule_id, one.message) for one in report.failures] == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_demo_s_pdf_2_keep_the_rules_of_pdf_ua_2(sample, demo_documents):
    assert faults_of(FORMATS["ua2-pdf"].make(demo_documents[sample, False])) == []


def test_an_archive_says_that_it_is_both(plan):
    with pikepdf.open(BytesIO(made(plan, "archive-pdf"))) as pdf:
        said = pdf.open_metadata()
    names = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
    assert [said[name] for name in names] == ["3", "A", "1"]


@pytest.mark.parametrize("compress", [False, True])
def test_a_stream_of_an_archive_may_end_with_half_a_line_s_end(plan, monkeypatch, compress):
    # The last byte when compressed goes by the sum of all.
    words = b"96000\r"
    assert zlib.compress(words, 9).endswith(b"\r")
    complete = pdf_structure.complete

    def with_one_more(document, pdf):
        pdf.add_object(pydyf.Stream([words], compress=compress))
        return complete(document, pdf)

    monkeypatch.setattr(pdf_structure, "complete", with_one_more)
    report = page.validate_pdf_bytes(made(plan, "archive-pdf"), profile=ARCHIVE[0])
    assert [(one.rule_id, one.message) for one in report.failures] == []


def test_no_stream_of_an_archive_ends_as_its_last_byte_may_have_it(plan):
    content = made(plan, "archive-pdf")
    assert content.count(b"/ObjStm") == content.count(b"/XRef") == 1
    assert content.count(b"endstream") == content.count(b"\r\nendstream")


def attached(content):
    """The one file in a PDF: its name, how it is related, its kind, its bytes."""
    with pikepdf.open(BytesIO(content)) as pdf:
        (file,) = pdf.Root.AF
        (name,) = pdf.attachments
        stream = file.EF.F
        return name, str(file.AFRelationship), str(stream.Subtype), stream.read_bytes()


def test_in_an_archive_are_the_actions_that_are_published_beside_it(plan):
    content = made(plan, "archive-pdf")
    of_plan = json_of(document(plan, on=TODAY))
    assert attached(content) == ("actions.json", "/Data", "/application/json", of_plan)


def test_in_the_pdf_of_the_whole_plan_is_plan_json(plan):
    whole = plan_file(plan)
    content = made(plan, "whole-pdf", whole=whole)
    assert attached(content) == ("plan.json", "/Source", "/application/json", whole)


def test_an_edition_has_no_more_in_it_than_it_shows(plan):
    content = made(plan, "archive-pdf", edition="First edition")
    said = json.loads(attached(content)[3])
    assert said.keys() == {"format", "version", "partnership", "plan", "actions", "recommendations"}


def test_an_edition_is_issued_for_archives_too_and_never_whole():
    issued = {name for name, form in FORMATS.items() if form.is_issued}
    assert "archive-pdf" in issued
    assert "whole-pdf" not in issued


def test_the_contents_lead_to_their_headings(plan):
    with pikepdf.open(BytesIO(made(plan, "ua2-pdf"))) as pdf:
        entries = [one for one in elements(pdf) if kind(one) == "TOCI"]
        assert [kind(entry.Ref[0]) for entry in entries] == ["H2", "H2", "H2", "H3"]


def test_who_may_not_export_the_plan_gets_no_pdf_with_it(plan, cast, sign_in, no_rendering):
    address = reverse("document-whole-pdf", args=["larkshire", 2026])
    about = reverse("document", args=["larkshire", 2026])
    reader = sign_in(cast.reader)
    assert reader.get(address).status_code == 403
    assert address not in reader.get(about).content.decode()
    officer = sign_in(cast.officer)
    assert address in officer.get(about).content.decode()
    assert "plan-2026-27.whole.pdf" in officer.get(address)["Content-Disposition"]


def test_nor_by_the_address_where_it_was_made(plan, cast, sign_in, no_rendering):
    officer = sign_in(cast.officer)
    officer.get(reverse("document-whole-pdf", args=["larkshire", 2026]))
    file = plan.renderings.get()
    address = reverse("rendered-file", args=["larkshire", 2026, "whole-pdf", file.fingerprint])
    assert officer.get(address).status_code == 200
    assert sign_in(cast.reader).get(address).status_code == 403
