"""Answering by the link: drafts, several people at once, and what is asked."""

from django.utils import timezone

from actions.models import StatusUpdate
from actions.rounds import answers
from actions.rounds.models import Answer
from actions.rounds.requests import is_complete, progress_of, wanted_of
from tests.actions.rounds.answering.page import WORDS, at, said
from tests.factories import (
    make_accepted_answer,
    make_action,
    make_agency,
    make_answer,
    make_request,
    make_round,
    make_update,
)

# Drafts.


def test_a_draft_may_be_empty_but_for_a_word(press, asked, actions):
    press("save", actions[0], text="Half a sen")
    assert said(asked) == [("draft", "", "Half a sen")]


def test_a_draft_is_there_when_the_page_is_opened_again(press, client, asked, actions):
    press("save", actions[0], **WORDS)
    text = client.get(at(asked, "action", actions[0].pk)).content.decode()
    assert "The lease is signed." in text
    assert "Robin Lark" in text


def test_saving_begins_the_request(press, asked, actions):
    press("save", actions[0], text="Half a sen")
    asked.refresh_from_db()
    assert asked.opened_at


def test_save_and_next_leads_to_the_next_action(press, asked, actions):
    response = press("save_and_next", actions[0], **WORDS)
    assert response.url.startswith(at(asked, "action", actions[1].pk))


def test_save_leads_to_the_list_which_says_that_it_is_not_sent(press, client, asked, actions):
    response = press("save", actions[0], **WORDS)
    assert "It is not sent yet" in client.get(response.url).content.decode()


def test_an_empty_form_saves_nothing_and_goes_on(press, asked, actions):
    response = press("save_and_next", actions[0])
    assert response.status_code == 302
    assert not Answer.objects.exists()


def test_the_name_is_remembered_for_the_next_action(press, client, asked, actions):
    press("save", actions[0], **WORDS)
    assert "Robin Lark" in client.get(at(asked, "action", actions[1].pk)).content.decode()


def test_a_draft_tells_the_officer_nothing(press, asked, actions):
    press("save", actions[0], **WORDS)
    asked.refresh_from_db()
    assert asked.answered_at is None
    assert progress_of([asked])[asked.pk].answered == 0


def test_text_that_is_too_long_is_given_back(press, asked, actions):
    text = press("save", actions[0], text="x" * 4001).content.decode()
    assert "must be 4,000 characters or fewer" in text
    assert "x" * 4001 in text
    assert not Answer.objects.exists()


# Several people at once.


def test_two_colleagues_lose_nothing(client, asked, actions):
    address = at(asked, "action", actions[0].pk)
    client.post(address, {"text": "Theirs.", "version": "", "save": "save"})
    response = client.post(address, {"text": "Mine.", "version": "", "save": "save"})
    text = response.content.decode()
    assert "Theirs." in text
    assert "Mine." in text
    assert said(asked) == [("draft", "", "Theirs.")]
    form = response.context["form"]
    client.post(address, form.data | {"save": "save"})
    assert said(asked) == [("draft", "", "Mine.")]
    assert [one.text for one in asked.answers.get().history.all()] == ["Mine.", "Theirs."]


def test_of_the_last_action_there_is_still_no_next_one(client, asked, actions):
    make_answer(asked, actions[1])
    address = at(asked, "action", actions[0].pk)
    for words in ("Theirs.", "Mine."):
        response = client.post(address, {"text": words, "version": "", "save": "save"})
    assert "Compare it with yours" in response.content.decode()
    assert "Save and next" not in response.content.decode()


def test_the_same_draft_saved_twice_is_saved_once(client, asked, actions):
    for _ in range(2):
        response = client.post(
            at(asked, "action", actions[0].pk), {"text": "Mine.", "version": "", "save": "save"}
        )
        assert response.status_code == 302
    assert asked.answers.get().history.count() == 1


def test_a_colleague_who_has_sent_meanwhile_is_not_overridden(press, asked, actions, client):
    seen = client.get(at(asked, "action", actions[0].pk)).context["form"].initial["version"]
    make_answer(asked, actions[0], "Theirs.")
    response = press("save", actions[0], text="Mine.", version=seen)
    assert "A colleague sent an answer while you were writing" in response.content.decode()
    assert "Send the change" in response.content.decode()
    assert said(asked)[0][2] == "Theirs."


def test_what_an_officer_says_meanwhile_stays_beside_the_answer(press, client, asked, actions):
    update = make_update(actions[0], "The officer's word.")
    response = press("save", actions[0], heard="", **WORDS)
    assert "officer&#x27;s word" in client.get(response.url).content.decode()
    assert said(asked)[0][2] == "The lease is signed."
    assert StatusUpdate.objects.get() == update


def test_agencies_of_a_group_answer_the_same_action_each(larkshire, priority, shelter):
    group, fire = make_agency(larkshire, "All partners"), make_agency(larkshire, "Fire")
    group.members.add(shelter, fire)
    action = make_action(priority, owners=[group])
    round = make_round(action.plan)
    for agency in (shelter, fire):
        asked = make_request(round, agency)
        words = WORDS | {"text": f"{agency} says.", "seen": "", "at": timezone.now()}
        answers.send(asked, action, **words)
        assert is_complete(asked)
    assert {answer.text for answer in action.answers.all()} == {"Lark Shelter says.", "Fire says."}


# What is asked.


def test_finished_actions_are_not_asked_about(asked, actions):
    actions[0].status = "complete"
    actions[0].save()
    assert list(wanted_of(asked)) == [actions[1]]
    assert progress_of([asked])[asked.pk].wanted == 1


def test_an_action_that_was_finished_by_its_answer_still_counts(asked, actions):
    make_accepted_answer(asked, actions[0])
    actions[0].status = "complete"
    actions[0].save()
    assert actions[0] in wanted_of(asked)
    progress = progress_of([asked])[asked.pk]
    assert (progress.answered, progress.wanted) == (1, 2)


def test_a_draft_that_was_never_sent_is_not_missed_once_its_action_is_finished(asked, actions):
    make_answer(asked, actions[0], state="draft")
    make_answer(asked, actions[1])
    actions[0].status = "complete"
    actions[0].save()
    assert is_complete(asked)


def test_an_answer_with_a_question_is_missed(asked, actions):
    make_answer(asked, actions[0], state="returned", question="How many?")
    make_answer(asked, actions[1])
    assert not is_complete(asked)
    assert progress_of([asked])[asked.pk].returned == 1


def test_progress_costs_the_same_however_many_are_asked(
    priority, larkshire, django_assert_num_queries
):
    round = make_round(priority.plan)
    asked = []
    for _ in range(5):
        agency = make_agency(larkshire)
        make_action(priority, owners=[agency])
        asked.append(make_request(round, agency))
    with django_assert_num_queries(5):
        assert [one.wanted for one in progress_of(asked).values()] == [1] * 5
