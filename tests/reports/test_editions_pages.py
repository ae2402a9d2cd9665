"""For managers: the list of editions, issuing one, withdrawing one."""

import pytest
from django.urls import reverse

from reports import formats
from reports.formats import Format
from reports.models import Edition
from reports.rendering import RenderingFailed
from tests import factories


@pytest.fixture
def plan(larkshire):
    plan = factories.make_plan(larkshire, 2026)
    factories.make_action(factories.make_priority(plan), "Open a refuge")
    return plan


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The web page alone is rendered, which takes no time."""
    monkeypatch.setattr(formats, "FORMATS", {"html": formats.FORMATS["html"]})


def address(name, *more):
    return reverse(name, args=["larkshire", 2026, *more])


def words(response):
    return response.content.decode()


def test_the_page_before_issuing_counts_what_the_checks_find(plan, cast, sign_in):
    page = words(sign_in(cast.manager).get(address("edition-issue")))
    assert address("checks") in page
    assert "You can still issue it." in page
    assert 'value="Edition 1"' in page
    assert "still being drafted" not in page
    assert not Edition.objects.exists()


def test_a_plan_that_is_not_agreed_is_missing_that(plan, cast, sign_in):
    plan.stage = "drafting"
    plan.save()
    page = words(sign_in(cast.manager).get(address("edition-issue")))
    assert "it is still being drafted" in page


def test_a_manager_issues_the_document(plan, cast, sign_in):
    client = sign_in(cast.manager)
    data = {"label": "Spring", "version": "0"}
    page = words(client.post(address("edition-issue"), data, follow=True))
    edition = Edition.objects.get()
    assert (edition.label, edition.number, edition.issued_by) == ("Spring", 1, cast.manager)
    assert "Spring has been issued." in page
    assert edition.files.get().checksum in page


@pytest.mark.parametrize(
    ("label", "complaint"),
    [
        (" ", "Enter the name of this edition"),
        ("edition 1", "There is already an edition of this name. Enter another"),
        ("x" * 61, "The name of this edition must be 60 characters or fewer"),
    ],
)
def test_a_name_that_does_not_do_is_given_back(label, complaint, plan, cast, sign_in):
    factories.make_edition(plan)
    data = {"label": label, "version": "1"}
    page = words(sign_in(cast.manager).post(address("edition-issue"), data))
    assert page.count(complaint) >= 2
    assert f'value="{label}"' in page
    assert Edition.objects.count() == 1


def test_who_issues_second_sees_who_was_first_and_may_issue_too(plan, cast, sign_in):
    factories.make_edition(plan, issued_by=factories.make_user("Mona Manager"))
    client = sign_in(cast.manager)
    page = words(client.post(address("edition-issue"), {"label": "Mine", "version": "0"}))
    assert "Mona Manager issued Edition 1 while you were here." in page
    assert 'value="Mine"' in page
    assert '<input type="hidden" name="version" value="1"' in page
    client.post(address("edition-issue"), {"label": "Mine", "version": "1"})
    assert Edition.objects.get(label="Mine").number == 2


def test_if_it_cannot_be_made_the_page_says_so_and_keeps_the_name(plan, cast, sign_in, monkeypatch):
    def fail(document):
        raise RenderingFailed("The PDF could not be made.")

    monkeypatch.setitem(formats.FORMATS, "pdf", Format("PDF", "application/pdf", fail))
    data = {"label": "Spring", "version": "0"}
    response = sign_in(cast.manager).post(address("edition-issue"), data)
    assert response.status_code == 500
    assert "The PDF could not be made." in words(response)
    assert 'value="Spring"' in words(response)
    assert not Edition.objects.exists()


def test_a_name_typed_before_the_session_ended_is_given_back(plan, cast, client, sign_in):
    client.post(address("edition-issue"), {"label": "After consultation", "version": "0"})
    page = words(sign_in(cast.manager).get(address("edition-issue")))
    assert 'value="After consultation"' in page


def test_an_edition_is_withdrawn_with_a_reason(plan, cast, sign_in):
    edition = factories.make_edition(plan)
    client = sign_in(cast.manager)
    assert "Withdraw Edition 1?" in words(client.get(address("edition-withdraw", 1)))
    data = {"reason": "It named a street."}
    page = words(client.post(address("edition-withdraw", 1), data, follow=True))
    edition.refresh_from_db()
    assert edition.withdrawn_by == cast.manager
    assert "Edition 1 has been withdrawn." in page
    assert "It named a street." in page


@pytest.mark.parametrize(
    ("reason", "complaint"),
    [
        ("", "Enter why you are withdrawing it"),
        ("x" * 1001, "must be 1,000 characters or fewer"),
    ],
)
def test_without_a_fit_reason_it_stands(reason, complaint, plan, cast, sign_in):
    factories.make_edition(plan)
    page = words(sign_in(cast.manager).post(address("edition-withdraw", 1), {"reason": reason}))
    assert complaint in page
    assert reason in page
    assert Edition.objects.standing().exists()


def test_who_withdraws_second_sees_who_was_first_and_keeps_the_text(plan, cast, sign_in):
    factories.withdraw(factories.make_edition(plan, issued_by=factories.make_user("Mona")))
    client = sign_in(cast.manager)
    page = words(client.post(address("edition-withdraw", 1), {"reason": "My own reason."}))
    assert "Mona withdrew it on 17 November 2026" in page
    assert "My own reason." in page
    assert Edition.objects.get().withdrawn_reason == "It named a street."


@pytest.mark.parametrize("name", ["edition-issue", "edition-withdraw"])
@pytest.mark.parametrize("role", ["reader", "contributor", "officer"])
def test_only_managers_issue_and_withdraw(role, name, plan, cast, sign_in):
    factories.make_edition(plan)
    more = [1] if name == "edition-withdraw" else []
    data = {"label": "Mine", "version": "1", "reason": "Because"}
    client = sign_in(getattr(cast, role))
    assert client.post(address(name, *more), data).status_code == 403
    assert Edition.objects.standing().count() == 1
    page = words(client.get(address("editions")))
    assert address(name, *more) not in page


def test_an_edition_that_there_is_not_cannot_be_withdrawn(plan, wrenmoor, cast, sign_in):
    factories.make_edition(factories.make_plan(wrenmoor, 2026))
    response = sign_in(cast.manager).get(address("edition-withdraw", 1))
    assert response.status_code == 404


def test_without_editions_the_list_says_so(plan, cast, sign_in):
    page = words(sign_in(cast.manager).get(address("editions")))
    assert "Nothing has been issued yet." in page
    assert "Issue the document" in page


def test_the_page_about_the_document_leads_to_its_editions(plan, cast, sign_in):
    page = words(sign_in(cast.reader).get(address("document")))
    assert address("editions") in page


@pytest.mark.parametrize("editions", [1, 10])
def test_more_editions_need_no_more_queries(
    editions, plan, cast, sign_in, django_assert_num_queries
):
    for _ in range(editions):
        factories.withdraw(factories.make_edition(plan))
    client = sign_in(cast.manager)
    with django_assert_num_queries(7):
        client.get(address("editions"))


def test_in_the_admin_it_can_only_be_looked_at(plan, cast, sign_in):
    edition = factories.make_edition(plan)
    client = sign_in(cast.operator)
    change = reverse("admin:reports_edition_change", args=[edition.pk])
    assert edition.files.first().checksum in words(client.get(change))
    assert client.post(change, {"label": "Mine"}).status_code == 403
    assert client.get(reverse("admin:reports_edition_add")).status_code == 403
    delete = reverse("admin:reports_edition_delete", args=[edition.pk])
    assert client.post(delete).status_code == 403
