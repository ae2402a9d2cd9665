"""The page of a file that is being made: how far it is, the file, or what failed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories


@pytest.fixture
def page_of(cast, sign_in):
    """page_of(file) is the page about it as an officer sees it."""
    return lambda file: sign_in(cast.officer).get(address("rendered", file)).content.decode()


@pytest.fixture
def under_way(plan):
    """A file that is being made."""
    fields = {"state": "making", "attempts": 1, "progress": "laying out page 7"}
    return factories.make_rendered_file(plan, content=None, **fields)


def address(name, file, partnership="larkshire"):
    return reverse(name, args=[partnership, 2026, file.format_name, file.fingerprint])


def test_it_says_how_far_it_is(under_way, page_of):
    page = page_of(under_way)
    assert "Making the PDF" in page
    assert "At the moment: laying out page 7." in page
    assert 'aria-live="polite"' in page


def test_without_javascript_it_asks_again_by_itself(under_way, page_of):
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page_of(under_way)


def test_a_file_that_is_made_is_offered(plan, page_of):
    file = factories.make_rendered_file(plan)
    page = page_of(file)
    assert "The PDF is ready" in page
    download = address("rendered-file", file)
    assert f'<a class="govuk-button" href="{download}"' in page
    assert f'<noscript><meta http-equiv="refresh" content="0; url={download}"></noscript>' in page


def test_it_says_how_many_are_made_before(plan, under_way, page_of):
    files = [factories.make_rendered_file(plan, content=None) for _ in range(3)]
    assert "It is next to be made." in page_of(files[0])
    assert "1 file is to be made before this one." in page_of(files[1])
    assert "2 files are to be made before this one." in page_of(files[2])


def test_it_says_so_where_nobody_makes_files(plan, page_of):
    long_ago = timezone.now() - timedelta(minutes=2)
    file = factories.make_rendered_file(plan, content=None, asked_at=long_ago)
    assert "No file is being made at the moment." in page_of(file)
    factories.make_rendered_file(plan, content=None, state="making", attempts=1)
    assert "It is next to be made." in page_of(file)


def test_what_failed_is_said_with_the_part_that_failed(plan, page_of):
    failure = "The PDF could not be made. It is in the part “Introduction”."
    file = factories.make_rendered_file(plan, content=None, state="failed", failure=failure)
    page = page_of(file)
    assert "<title>Error: The PDF could not be made" in page
    assert failure in page
    assert "http-equiv" not in page


def test_the_file_is_sent_under_its_name(plan, cast, sign_in):
    file = factories.make_rendered_file(plan)
    response = sign_in(cast.officer).get(address("rendered-file", file))
    assert response["Content-Disposition"] == 'attachment; filename="larkshire-plan.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response.content == b"%PDF-1.7 made"


def test_a_file_that_is_not_made_yet_does_not_exist(under_way, cast, sign_in):
    response = sign_in(cast.officer).get(address("rendered-file", under_way))
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["rendered", "rendered-file"])
def test_it_is_not_found_under_another_partnership(name, plan, wrenmoor, cast, sign_in):
    factories.make_plan(wrenmoor, 2026)
    file = factories.make_rendered_file(plan)
    client = sign_in(cast.other_officer)
    assert client.get(address(name, file, "wrenmoor")).status_code == 404
    assert client.get(address(name, file)).status_code == 404
