"""The page of the checks, letting a finding stand, and what issuing makes of it."""

import pytest
from django.urls import reverse

from reports import formats
from reports.checks import findings
from reports.models import AcceptedFinding, Edition
from tests import factories
from tests.conftest import TODAY
from tests.reports import planted

pytestmark = pytest.mark.slow


@pytest.fixture
def sound(larkshire, shelter):
    return planted.make_sound_plan(larkshire, shelter)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The web page alone is rendered, which takes no time."""
    monkeypatch.setattr(formats, "FORMATS", {"html": formats.FORMATS["html"]})


def address(name, *more):
    return reverse(name, args=["larkshire", 2026, *more])


def words(response):
    return response.content.decode()


def key_in(plan):
    (finding,) = findings(plan, TODAY)
    return finding.key


def test_findings_stand_by_kind_with_the_way_to_mend_them(sound, cast, sign_in):
    planted.unexplained(sound)
    planted.ownerless(sound)
    planted.case_study(sound)
    page = words(sign_in(cast.manager).get(address("checks")))
    assert "3 findings" in page
    assert "Actions without an owner (1)" in page
    assert f'href="{address("glossary-term-add")}?term=PCSO"' in page
    assert page.count("Accept with a reason<") == 3


def test_a_sound_plan_is_told_so(sound, cast, sign_in):
    page = words(sign_in(cast.manager).get(address("checks")))
    assert "The checks find nothing." in page


def test_a_finding_is_accepted_with_a_reason(sound, cast, sign_in):
    planted.ownerless(sound)
    client = sign_in(cast.manager)
    accept = address("finding-accept", key_in(sound))
    assert "Action 4.2 has no owner." in words(client.get(accept))
    page = words(client.post(accept, {"reason": "To be found in May."}, follow=True))
    assert "The checks find nothing except what was accepted." in page
    assert f"Accepted by {cast.manager} on 18 November 2026: To be found in May." in page


def test_what_was_accepted_comes_back_when_the_text_changes(sound, cast, sign_in):
    planted.future_in_review(sound)
    client = sign_in(cast.manager)
    client.post(address("finding-accept", key_in(sound)), {"reason": "It is meant."})
    assert "1 accepted finding" in words(client.get(address("checks")))
    last = planted._last_action(sound)
    last.year_end_wording = "The sheds will be locked in June."
    last.save()
    assert "1 finding</h2>" in words(client.get(address("checks")))


def test_what_was_accepted_is_taken_back(sound, cast, sign_in):
    planted.ownerless(sound)
    key = key_in(sound)
    factories.make_accepted_finding(sound, key, "To be found in May.")
    client = sign_in(cast.manager)
    take_back = address("finding-take-back", key)
    assert "To be found in May." in words(client.get(take_back))
    page = words(client.post(take_back, {"version": AcceptedFinding.objects.get().pk}, follow=True))
    assert "The finding is open again." in page
    assert "1 finding</h2>" in page


@pytest.mark.parametrize(
    ("reason", "complaint"),
    [
        (" ", "Enter why you accept it"),
        ("x" * 1001, "The reason must be 1,000 characters or fewer"),
    ],
)
def test_without_a_fit_reason_it_stays_open(reason, complaint, sound, cast, sign_in):
    planted.ownerless(sound)
    accept = address("finding-accept", key_in(sound))
    page = words(sign_in(cast.manager).post(accept, {"reason": reason}))
    assert page.count(complaint) >= 2
    assert "<title>Error: Accept a finding" in page
    assert reason in page
    assert not AcceptedFinding.objects.exists()


def test_who_accepts_second_reads_the_first_reason_and_keeps_the_text(sound, cast, sign_in):
    planted.ownerless(sound)
    key = key_in(sound)
    factories.make_accepted_finding(sound, key, "The first reason.")
    page = words(sign_in(cast.manager).post(address("finding-accept", key), {"reason": "Mine."}))
    assert "The first reason." in page
    assert "Mine." in page
    assert AcceptedFinding.objects.get().reason == "The first reason."


def test_what_is_mended_meanwhile_gives_the_text_back(sound, cast, sign_in):
    page = words(
        sign_in(cast.manager).post(address("finding-accept", "0" * 64), {"reason": "Mine."})
    )
    assert "This is no longer a finding" in page
    assert "Mine." in page


def test_a_reason_typed_before_the_session_ended_is_given_back(sound, cast, client, sign_in):
    planted.ownerless(sound)
    accept = address("finding-accept", key_in(sound))
    client.post(accept, {"reason": "To be found in May."})
    assert "To be found in May." in words(sign_in(cast.manager).get(accept))


def test_personal_data_cannot_be_accepted(sound, cast, sign_in):
    planted.private_mailbox(sound)
    client = sign_in(cast.manager)
    accept = address("finding-accept", key_in(sound))
    assert "Accept with a reason" not in words(client.get(address("checks")))
    assert client.get(accept).status_code == 404
    assert client.post(accept, {"reason": "Why not?"}).status_code == 404
    factories.make_accepted_finding(sound, key_in(sound))
    assert "1 finding</h2>" in words(client.get(address("checks")))


def test_personal_data_keeps_the_document_from_being_issued(sound, cast, sign_in):
    planted.private_mailbox(sound)
    client = sign_in(cast.manager)
    page = words(client.post(address("edition-issue"), {"label": "Spring", "version": "0"}))
    assert "The document cannot be issued" in page
    assert "robin.lark@example.org" in page
    assert 'value="Spring"' in page
    assert not Edition.objects.exists()
    sound.blocks.filter(body__contains="robin.lark").delete()
    client.post(address("edition-issue"), {"label": "Spring", "version": "0"})
    assert Edition.objects.get().label == "Spring"


def test_with_other_findings_it_can_be_issued(sound, cast, sign_in):
    planted.ownerless(sound)
    planted.case_study(sound)
    client = sign_in(cast.manager)
    page = words(client.get(address("edition-issue")))
    assert "The checks find 2 things</a> that may be wrong. You can still issue it." in page
    client.post(address("edition-issue"), {"label": "Spring", "version": "0"})
    assert Edition.objects.exists()


def test_the_page_of_the_document_counts_what_is_open(sound, cast, sign_in):
    planted.ownerless(sound)
    planted.unused_term(sound)
    factories.make_accepted_finding(sound, findings(sound, TODAY)[0].key)
    page = words(sign_in(cast.manager).get(address("document")))
    assert "The checks find 1 thing that may be wrong with the document, besides 1 that was" in page
    assert address("checks") in page
    assert address("checks") not in words(sign_in(cast.reader).get(address("document")))


def test_another_plans_acceptance_counts_for_it_alone(sound, larkshire, cast, sign_in):
    planted.ownerless(sound)
    factories.make_accepted_finding(factories.make_plan(larkshire, 2027), key_in(sound))
    assert "1 finding</h2>" in words(sign_in(cast.manager).get(address("checks")))


@pytest.mark.parametrize("times", [1, 5])
def test_more_findings_need_no_more_queries(
    times, sound, cast, sign_in, django_assert_max_num_queries
):
    for number in range(times):
        sound.glossary.create(term=f"T{number}X", meaning="A term")
        planted.case_study(sound)
    for finding in findings(sound, TODAY)[:times]:
        factories.make_accepted_finding(sound, finding.key)
    client = sign_in(cast.manager)
    # What is found is kept by the second visit: then its queries are asked again, and no others.
    for most in (104, 150, 53):
        with django_assert_max_num_queries(most):
            client.get(address("checks"))


def test_what_somebody_accepted_anew_is_not_taken_back_unseen(sound, cast, sign_in):
    key = factories.make_accepted_finding(sound).key
    seen = AcceptedFinding.objects.get().pk
    AcceptedFinding.objects.all().delete()
    factories.make_accepted_finding(sound, key, "Another reason.")
    client = sign_in(cast.manager)
    page = words(client.post(address("finding-take-back", key), {"version": seen}))
    assert "Somebody accepted this again while you were reading" in page
    assert "Another reason." in page
    assert AcceptedFinding.objects.exists()
