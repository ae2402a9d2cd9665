"""The desk's pages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import StatusUpdate
from actions.rounds.desk import views
from actions.rounds.desk.decisions import accept
from actions.rounds.links import token_of
from csp.versions import version_of
from plans.models import Plan
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def answer(larkshire, shelter):
    plan = factories.make_plan(larkshire)
    action = factories.make_action(factories.make_priority(plan), "Open a refuge", [shelter])
    request = factories.make_request(
        factories.make_round(plan, "Autumn"), shelter, ["box@example.org"]
    )
    return factories.make_answer(request, action, "Ten beds are there.")


def desk():
    return reverse("desk", args=["larkshire"])


def page_of(answer):
    return reverse("desk-answer", args=["larkshire", answer.pk])


def ticked(answer):
    return f"{answer.pk}:{version_of(answer)}:{answer.action.latest_update_id or ''}"


def accepting(answer, *, after="", **changes):
    return {
        "status": answer.status,
        "text": answer.text,
        "reason": "",
        "version": f"{version_of(answer)}:{after}",
        "accept": "",
    } | changes


def test_what_waits_is_shown_with_what_was_said_last(answer, officer):
    factories.make_update(answer.action, "Nothing much.")
    page = officer.get(desk()).content.decode()
    assert "1 of 1 answer to read" in page
    assert "Ten beds are there." in page
    assert "Nothing much." in page


@pytest.mark.parametrize(("asked", "number"), [({}, 1), ({"tick": "none"}, 0)])
def test_all_are_ticked_until_somebody_unticks_them(asked, number, answer, officer):
    assert officer.get(desk(), asked).content.decode().count(" checked") == number


def test_what_is_older_than_the_plan_is_not_ticked(answer, officer):
    factories.make_update(answer.action, "Of today.", on=TODAY)
    assert " checked" not in officer.get(desk()).content.decode()


def test_unticking_keeps_the_filters(answer, officer):
    page = officer.get(desk(), {"round": answer.request.round.pk}).content.decode()
    assert f"?round={answer.request.round.pk}&amp;tick=none" in page


def test_drafts_are_nobody_else_s(answer, officer):
    answer.state = "draft"
    answer.save()
    assert "Ten beds" not in officer.get(desk()).content.decode()
    assert officer.get(page_of(answer)).status_code == 404


def test_my_work_leads_to_what_waits(answer, officer, cast, sign_in):
    assert "1 answer from partners</a> waits to be read" in officer.get("/").content.decode()
    assert desk() not in sign_in(cast.reader).get("/").content.decode()


def test_nothing_goes_into_a_plan_that_is_closed(answer, officer):
    seen = ticked(answer)
    Plan.objects.update(stage=Plan.Stage.CLOSED)
    assert "There are no answers to read" in officer.get(desk()).content.decode()
    assert "is closed" in officer.get(page_of(answer)).content.decode()
    assert officer.post(page_of(answer), accepting(answer)).status_code == 403
    officer.post(desk(), {"answer": [seen]})
    answer.refresh_from_db()
    assert answer.state == "sent"


def test_the_filters_leave_others_out(answer, officer, larkshire):
    other = factories.make_agency(larkshire, "Zeal")
    request = factories.make_request(answer.request.round, other)
    factories.make_answer(request, answer.action, "Something else.")
    page = officer.get(desk(), {"agency": other.pk}).content.decode()
    assert "1 of 2 answers" in page
    assert "Ten beds" not in page


def test_a_filter_holds_when_nothing_of_it_waits_any_more(answer, officer, larkshire):
    quiet = factories.make_round(answer.request.round.plan, "Winter")
    response = officer.get(desk(), {"round": quiet.pk})
    assert not response.context["form"].errors
    assert "No answers match these filters" in response.content.decode()


def test_several_are_accepted_as_they_are(answer, officer):
    response = officer.post(desk(), {"answer": [ticked(answer)]}, follow=True)
    assert "1 answer accepted." in response.content.decode()
    answer.refresh_from_db()
    assert answer.update.text == "Ten beds are there."


def test_of_several_one_that_is_older_than_the_newest_word_is_left_and_named(
    answer, officer, larkshire
):
    update = factories.make_update(answer.action, "It is full.", on=TODAY)
    other = factories.make_action(answer.action.priority, "Train wardens")
    request = factories.make_request(answer.request.round, factories.make_agency(larkshire))
    answers = [answer, factories.make_answer(request, other)]
    for one in answers:
        one.action.refresh_from_db()
    response = officer.post(desk(), {"answer": [ticked(one) for one in answers]}, follow=True)
    page = response.content.decode()
    assert "1 answer accepted." in page
    assert "1 not accepted: there is a newer update" in page
    assert "“Open a refuge”, Lark Shelter" in page
    assert answer.action.updates.get() == update


def test_what_was_said_on_the_same_day_is_newer_only_if_it_was_said_later(answer, officer):
    words = {"on": date(2026, 11, 17)}
    update = factories.make_update(answer.action, "It is full.", **words)
    StatusUpdate.objects.filter(pk=update.pk).update(made_at=answer.sent_at - timedelta(hours=1))
    assert officer.get(desk()).context["answers"][0].update_since is None
    StatusUpdate.objects.filter(pk=update.pk).update(made_at=answer.sent_at + timedelta(hours=1))
    assert officer.get(desk()).context["answers"][0].update_since == update


def test_an_answer_is_as_old_as_it_was_said_whenever_it_was_accepted(answer, officer, larkshire):
    request = factories.make_request(answer.request.round, factories.make_agency(larkshire))
    sent_at = answer.sent_at - timedelta(days=3)
    older = factories.make_answer(request, answer.action, "Nine.", sent_at=sent_at)
    officer.post(desk(), {"answer": [ticked(older)]})
    (shown,) = officer.get(desk()).context["answers"]
    assert (shown, shown.update_since) == (answer, None)


def test_what_is_older_is_not_offered_to_be_accepted_unread(answer, officer):
    factories.make_update(answer.action, "It is full.", on=TODAY)
    page = officer.get(desk()).content.decode()
    assert f'id="answer-{answer.pk}"' not in page
    assert "Open it to decide" in page


def test_on_its_own_page_an_older_answer_is_accepted_beside_what_is_newer(answer, officer):
    newer = factories.make_update(answer.action, "It is full.", "complete", on=TODAY)
    page = officer.get(page_of(answer)).content.decode()
    assert "Ten beds are there." in page
    assert "It is full." in page
    assert "said something newer on 18 November 2026" in page
    response = officer.post(page_of(answer), accepting(answer, after=newer.pk), follow=True)
    assert "Accepted and dated 17 November 2026" in response.content.decode()
    assert [one.made_on.day for one in answer.action.updates.all()] == [18, 17]


def test_of_several_those_that_changed_are_named_and_left(answer, officer):
    seen = ticked(answer)
    answer.text = "Eleven."
    answer.save()
    response = officer.post(desk(), {"answer": [seen]}, follow=True)
    assert "“Open a refuge”, Lark Shelter" in response.content.decode()
    answer.refresh_from_db()
    assert answer.update is None


@pytest.mark.parametrize("ticks", [[], ["1"], ["x:y:z"], ["999999:1:"]])
def test_a_form_without_sense_changes_nothing(ticks, answer, officer):
    assert officer.post(desk(), {"answer": ticks}).status_code == 302
    answer.refresh_from_db()
    assert answer.state == "sent"


def test_accept_and_next_goes_to_the_next_answer(answer, officer, larkshire):
    request = factories.make_request(answer.request.round, factories.make_agency(larkshire))
    other = factories.make_answer(request, answer.action, "Something else.")
    response = officer.post(page_of(answer), accepting(answer, accept_and_next=""))
    assert response.url == page_of(other)


def test_an_officer_s_words_are_kept_when_the_answer_changes(answer, officer):
    typed = accepting(answer, text="Mine.")
    answer.text = "Eleven."
    answer.save()
    response = officer.post(page_of(answer), typed)
    page = response.content.decode()
    assert "The partner changed this answer while you were reading" in page
    assert "Mine." in page
    assert "Eleven." in page
    again = accepting(answer, text="Mine.")
    assert response.context["form"].data["version"] == again["version"]
    officer.post(page_of(answer), again)
    assert answer.action.updates.get().text == "Mine."


def test_an_officer_s_words_are_given_back_when_another_has_decided(answer, officer, cast):
    typed = accepting(answer, text="My own words.", accept_and_next="")
    fields = {"by": cast.manager, "on": TODAY, "seen": version_of(answer), "after": None}
    accept(answer, status="on_track", text=answer.text, **fields)
    page = officer.post(page_of(answer), typed).content.decode()
    assert "This answer was decided on while you were reading" in page
    assert "My own words." in page


def test_the_files_stay_in_the_database_while_nobody_asks_for_them(answer, officer):
    factories.make_evidence(answer, "", file=b"1,2", file_name="figures.csv")
    asked = answer.request
    token = token_of(asked.recipients.get())
    with CaptureQueriesContext(connection) as queries:
        for address in (desk(), page_of(answer), reverse("answer", args=[token])):
            assert officer.get(address).status_code == 200
        assert "figures.csv" in officer.get(page_of(answer)).content.decode()
        officer.get(reverse("answer-action", args=[token, answer.action_id]))
    assert not [query for query in queries if '"rounds_evidence"."file",' in query["sql"]]


def test_a_partner_s_reason_is_kept_whatever_the_status(answer, officer):
    answer.status, answer.reason = "not_pursued", "The landlord sold it."
    answer.save()
    shown = officer.get(page_of(answer)).context["form"]
    officer.post(page_of(answer), accepting(answer, reason=shown["reason"].value()))
    assert answer.action.updates.get().reason == "The landlord sold it."
    assert "The landlord sold it." in officer.get(page_of(answer)).content.decode()


def test_another_s_update_is_shown_before_the_answer_follows_it(answer, officer, cast):
    update = factories.make_update(answer.action, "Theirs.", by=cast.manager)
    response = officer.post(page_of(answer), accepting(answer))
    assert f"{cast.manager} saved an update" in response.content.decode()
    officer.post(page_of(answer), accepting(answer, after=update.pk))
    assert [update.text for update in answer.action.updates.all()] == [answer.text, "Theirs."]


def test_a_question_without_words_is_a_mistake(answer, officer):
    data = {"ask-question": "", "ask-version": version_of(answer), "send_back": ""}
    page = officer.post(page_of(answer), data).content.decode()
    assert "Enter what you want to know" in page
    assert "<title>Error: " in page


def test_a_question_sends_it_back(answer, officer):
    data = {"ask-question": "Which?", "ask-version": version_of(answer), "send_back": ""}
    response = officer.post(page_of(answer), data, follow=True)
    assert "Sent back to Lark Shelter." in response.content.decode()
    assert "Sent back and not answered yet" in response.content.decode()


def test_what_was_typed_is_there_after_signing_in_again(answer, officer, client, cast):
    client.logout()
    client.post(page_of(answer), accepting(answer, text="Typed for an hour."))
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    assert "Typed for an hour." in client.get(page_of(answer)).content.decode()


def test_another_partnership_s_answer_does_not_exist(answer, cast, sign_in):
    client = sign_in(cast.other_officer)
    wrong = reverse("desk-answer", args=["wrenmoor", answer.pk])
    assert client.get(wrong).status_code == 404
    client.post(reverse("desk", args=["wrenmoor"]), {"answer": [ticked(answer)]})
    answer.refresh_from_db()
    assert answer.state == "sent"


def test_the_desk_asks_the_same_number_of_times_however_much_waits(
    answer, officer, larkshire, django_assert_max_num_queries
):
    for _ in range(10):
        request = factories.make_request(answer.request.round, factories.make_agency(larkshire))
        factories.make_answer(request, answer.action)
    with django_assert_max_num_queries(16):
        officer.get(desk())


def test_many_answers_wait_on_several_pages(answer, officer, monkeypatch):
    monkeypatch.setattr(views, "ANSWERS_ON_A_PAGE", 1)
    action = factories.make_action(answer.action.priority, "Second", [answer.request.agency])
    factories.make_answer(answer.request, action, "It is full.")
    agency = answer.request.agency_id
    page = officer.get(desk(), {"agency": agency, "page": 2}).content.decode()
    assert "It is full." in page
    assert "Ten beds" not in page
    assert "2 of 2 answers to read" in page
    assert "1 on this page is newer" in page
    assert f'href="?agency={agency}&amp;page=1"' in page


def test_the_scoreboard_is_taken_away_as_a_table(answer, officer):
    answer.request.answered_at = answer.request.round.opened_at
    answer.request.save()
    address = reverse("scoreboard-csv", args=["larkshire"])
    table = officer.get(address).content.decode()
    assert '"Lark Shelter","Answered 1 of 1, in time","","2026-11-02","0"' in table
