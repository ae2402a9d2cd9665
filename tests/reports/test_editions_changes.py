"""Which editions there are, and what has changed between any two of them."""

import pytest
from django.urls import reverse

from plans.models import Block
from reports import formats
from reports.models import Edition
from tests import factories
from tests.factories import make_frozen_action

PUBLIC = "/published/larkshire/2026/changes/"
OF_MEMBERS = reverse("edition-changes", args=["larkshire", 2026])


@pytest.fixture
def editions(plan):
    """Three, of which the second is withdrawn."""
    factories.make_edition(plan, actions=[make_frozen_action("One")])
    factories.withdraw(factories.make_edition(plan, actions=[make_frozen_action("Secret two")]))
    factories.make_edition(plan, actions=[make_frozen_action("Three")], changed="By <b>hand</b>.")


def words(response):
    return " ".join(response.content.decode().split())


def test_the_latest_two_that_stand_are_compared_if_none_are_chosen(editions, client):
    page = words(client.get(PUBLIC))
    assert "From Edition 1 to Edition 3" in page
    assert "By &lt;b&gt;hand&lt;/b&gt;." in page
    assert "<ins>" in page


@pytest.mark.parametrize("chosen", ["?from=2&to=3", "?from=x&to=99999999999999999999", "?from="])
def test_the_public_compares_what_stands_and_nothing_else(chosen, editions, client):
    page = words(client.get(PUBLIC + chosen))
    assert "Secret two" not in page
    assert "From Edition 1 to Edition 3" in page


def test_members_compare_the_withdrawn_ones_too(editions, cast, sign_in):
    page = words(sign_in(cast.reader).get(f"{OF_MEMBERS}?from=3&to=2"))
    assert "From Edition 3 to Edition 2" in page
    assert "Secret two" in page


def test_of_one_edition_there_is_nothing_to_compare(plan, client):
    factories.make_edition(plan)
    assert "only one edition" in words(client.get(PUBLIC))


def test_the_published_page_has_a_table_of_editions(editions, client):
    page = words(client.get("/published/larkshire/2026/"))
    assert "Edition 3 (this one)" in page
    assert "Withdrawn on 17 November 2026" in page
    assert f'href="{PUBLIC}"' in page


@pytest.mark.parametrize("more", [0, 5])
@pytest.mark.parametrize(("url", "queries"), [(PUBLIC, 2)])
def test_more_editions_need_no_more_queries(
    more, url, queries, editions, plan, client, django_assert_num_queries
):
    for _ in range(more):
        factories.make_edition(plan)
    with django_assert_num_queries(queries):
        client.get(url)


@pytest.fixture
def issue(plan, cast, sign_in, monkeypatch):
    """issue(label, changed) issues it as a manager does, as a web page and data alone."""
    made = {name: formats.FORMATS[name] for name in ("html", "json")}
    monkeypatch.setattr(formats, "FORMATS", made)
    client = sign_in(cast.manager)
    url = reverse("edition-issue", args=["larkshire", 2026])

    def issue_it(label, changed=""):
        data = {"label": label, "changed": changed, "version": plan.editions.count()}
        assert client.post(url, data).status_code == 302
        return Edition.objects.get(label=label)

    issue_it.asked = lambda: words(client.get(url))
    return issue_it


def page_of(edition):
    return bytes(edition.files.get(format="html").content).decode()


def test_what_the_issuer_says_and_what_is_counted_are_kept_and_printed(plan, issue):
    action = factories.make_action(factories.make_priority(plan), "Open a refuge")
    first = issue("First")
    assert (first.changed, first.counted) == ("", "")
    assert "Editions of this document" not in page_of(first)
    action.wording = "Open two refuges"
    action.save()
    factories.make_action(action.priority, "Train drivers")
    second = issue("Second", "After <consultation>")
    assert second.counted == "1 action added, 1 action with other words."
    page = page_of(second)
    assert "Editions of this document" in page
    assert "After &lt;consultation&gt;" in page
    assert second.counted in page


def test_before_it_is_issued_the_issuer_sees_what_is_counted(plan, issue):
    block = factories.make_block(plan, body="<p>Safe.</p>")
    factories.make_action(factories.make_priority(plan))
    assert "What has changed" not in issue.asked()
    issue("First")
    Block.objects.filter(pk=block.pk).update(body="<p>Safer.</p>")
    assert "What has changed since First?" in issue.asked()
    assert "It also says: 1 chapter with other words." in issue.asked()


def test_a_leaflet_has_no_table_of_editions(plan, issue):
    plan.layout = "summary-leaflet"
    plan.save()
    factories.make_block(plan)
    issue("First")
    second = issue("Second")
    assert second.counted == "No change in what is printed."
    assert "Editions of this document" not in page_of(second)


def test_a_key_stays_when_its_action_is_edited_and_restored(plan, cast, sign_in):
    action = factories.make_action(factories.make_priority(plan))
    key = action.key
    record = action.history.first()
    action.wording = "Other"
    action.save()
    url = reverse("plan-action-restore", args=["larkshire", 2026, action.pk, record.history_id])
    sign_in(cast.manager).post(url)
    action.refresh_from_db()
    assert action.key == key
