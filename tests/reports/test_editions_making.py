"""Issuing a document whose files take longer than a web page may: made first, then asked for."""

import pytest
from django.urls import reverse

from plans.models import Block
from reports import formats
from reports.models import Edition, Rendering
from tests import factories

ADDRESS = reverse("edition-issue", args=["larkshire", 2026])
SPRING = {"label": "Spring & summer", "version": "0"}


@pytest.fixture(autouse=True)
def plan(larkshire):
    plan = factories.make_plan(larkshire, 2026)
    factories.make_action(factories.make_priority(plan), "Open a refuge")
    factories.make_block(plan, body="<p>Safe streets.</p>")
    return plan


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.manager)


@pytest.fixture
def making(client):
    """making() is what the manager sees who has asked for the edition, and then looks again."""
    address = client.post(ADDRESS, SPRING)["Location"]
    return lambda: client.get(address).content.decode()


def begun():
    """The files that are asked for, in their order."""
    return list(Rendering.objects.order_by("pk"))


def finish(files):
    for file in files:
        factories.finish(file, b"made " + file.format_name.encode())


def test_all_its_files_are_begun_at_once_and_nothing_is_stored(making):
    heavy = [name for name, form in formats.issued().items() if form.is_heavy]
    assert [file.format_name for file in begun()] == heavy == ["pdf", "docx", "archive-pdf"]
    assert not Edition.objects.exists()


def test_it_says_of_each_how_far_it_is_and_asks_again_by_itself(making):
    Rendering.objects.filter(format_name="pdf").update(state="making", progress="laying out page 7")
    finish(begun()[1:])
    assert "Making the files of Spring &amp; summer" in making()
    assert 'PDF</dt><dd class="govuk-summary-list__value">Laying out page 7</dd>' in making()
    assert 'Word</dt><dd class="govuk-summary-list__value">Ready</dd>' in making()
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in making()
    assert "Issue and publish" not in making()


def test_when_they_are_made_looking_again_issues_it_without_a_press(client):
    address = client.post(ADDRESS, SPRING)["Location"]
    finish(begun())
    assert (
        "Spring &amp; summer has been issued." in client.get(address, follow=True).content.decode()
    )
    assert Edition.objects.get().label == "Spring & summer"


def test_it_is_issued_once(client):
    address = client.post(ADDRESS, SPRING)["Location"]
    finish(begun())
    client.get(address)
    assert "ready to be issued" in client.get(address).content.decode()
    assert Edition.objects.count() == 1


def test_whoever_has_not_pressed_is_asked_with_what_was_typed(client, cast, sign_in):
    address = client.post(ADDRESS, SPRING)["Location"]
    finish(begun())
    page = sign_in(cast.administrator).get(address).content.decode()
    assert "Spring &amp; summer is ready to be issued" in page
    assert '<input type="hidden" name="label" value="Spring &amp; summer">' in page
    assert '<input type="hidden" name="version" value="0">' in page
    assert not Edition.objects.exists()


def test_what_was_pressed_of_another_edition_issues_none_of_these(client):
    address = client.post(ADDRESS, SPRING)["Location"]
    finish(begun())
    client.get(address.replace("Spring", "Autumn"))
    assert not Edition.objects.exists()


def test_a_second_press_issues_what_was_made(client, making):
    finish(begun())
    assert client.post(ADDRESS, SPRING)["Location"] == reverse("editions", args=["larkshire", 2026])
    edition = Edition.objects.get()
    assert edition.label == "Spring & summer"
    assert bytes(edition.files.get(format="docx").content) == b"made docx"
    assert len(begun()) == 3


def test_a_failure_says_in_which_part_and_lets_them_try_again(client, making):
    finish(begun()[1:])
    failure = "The PDF could not be made. It is in the part “Introduction”."
    Rendering.objects.filter(format_name="pdf").update(state="failed", failure=failure)
    assert "<title>Error: The files of Spring &amp; summer could not be made" in making()
    assert "It is in the part “Introduction”." in making()
    assert "Try again</button>" in making()
    assert "http-equiv" not in making()
    assert not Edition.objects.exists()


def test_if_the_plan_is_changed_meanwhile_they_are_made_anew(client, making):
    finish(begun())
    Block.objects.update(body="<p>Safer streets.</p>")
    response = client.post(ADDRESS, SPRING, follow=True)
    assert "Making the files of" in response.content.decode()
    assert len(begun()) == 6
    assert not Edition.objects.exists()


def test_if_somebody_issued_meanwhile_it_says_so_and_then_makes_it_with_both_in_its_table(
    client, making, plan
):
    finish(begun())
    factories.make_edition(plan, issued_by=factories.make_user("Mona Manager"))
    told = client.post(ADDRESS, SPRING).content.decode()
    assert "Mona Manager issued Edition 1 while you were here." in told
    assert len(begun()) == 3
    client.post(ADDRESS, SPRING | {"version": "1"})
    assert len(begun()) == 6
    finish(begun())
    client.post(ADDRESS, SPRING | {"version": "1"})
    table = bytes(Edition.objects.get(number=2).files.get(format="html").content).decode()
    assert table.index("Edition 1</th>") < table.index("Spring &amp; summer</th>")


def test_what_may_not_be_published_blocks_it_still(client, making, shelter):
    finish(begun())
    factories.make_contact(shelter, email="robin.lark@example.org")
    Block.objects.update(body="<p>Write to robin.lark@example.org.</p>")
    told = client.post(ADDRESS, SPRING).content.decode()
    assert "The document cannot be issued" in told
    assert len(begun()) == 3
    assert not Edition.objects.exists()


def test_files_that_are_gone_lead_back_to_the_form_with_what_was_typed(making):
    Rendering.objects.all().delete()
    assert "Checks before issue" in making()
    assert 'value="Spring &amp; summer"' in making()


def test_the_page_costs_few_queries(client, making, django_assert_num_queries):
    with django_assert_num_queries(8):
        making()


def test_only_managers_see_it(making, client, cast, sign_in):
    address = client.post(ADDRESS, SPRING)["Location"]
    assert sign_in(cast.officer).get(address).status_code == 403
    assert sign_in(cast.other_manager).get(address).status_code == 404
