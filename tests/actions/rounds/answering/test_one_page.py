"""All of an agency's actions on one page: what each button keeps, and what is wrong with one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from actions.rounds import answers
from actions.rounds.desk.decisions import accept
from actions.rounds.models import Answer, Evidence
from csp.versions import version_of
from tests.actions.rounds.answering.page import at, on_page, said
from tests.conftest import TODAY
from tests.factories import make_accepted_answer, make_answer, make_evidence, make_update, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client, asked):
    """post(button, **fields) fills in the page as it is now: of actions named a0, a1 by place."""

    def send(button="save", value="all", seen=None, **fields):
        sent = seen or on_page(client, at(asked))
        pks = list(asked.round.plan.priorities.get().actions.values_list("pk", flat=True))
        typed = {f"a{pks[int(name[1])]}-{name[3:]}": words for name, words in fields.items()}
        return client.post(at(asked), sent | typed | {button: value})

    return send


def test_saving_keeps_every_action_that_was_written_of(post, asked):
    post(a0_text="Half a sen", a1_choice="on_track", a1_text="All is well.")
    assert said(asked) == [("draft", "", "Half a sen"), ("draft", "on_track", "All is well.")]


def test_what_nobody_wrote_of_is_not_begun(post, asked):
    post(a1_text="All is well.")
    assert [one.action.wording for one in asked.answers.all()] == ["Train taxi drivers"]


def test_no_change_is_sent_in_words_with_the_status_and_reason_of_before(
    post, asked, client, actions
):
    make_update(actions[0], "Cold.", status="at_risk", reason="No money.")
    post("check", a0_choice="no_change")
    page = client.get(at(asked, "send"))
    client.post(at(asked, "send"), page.context["form"].initial | {"given_by": "Robin", "send": ""})
    answer = asked.answers.get()
    assert (answer.state, answer.status, answer.reason) == ("sent", "at_risk", "No money.")
    assert answer.text == "Nothing new since 1 May 2026."


def test_no_change_is_taken_in_as_no_news(post, asked, client, actions, cast):
    told = make_update(actions[0], "Cold.", status="at_risk", reason="No money.")
    post("check", a0_choice="no_change")
    page = client.get(at(asked, "send"))
    client.post(at(asked, "send"), page.context["form"].initial | {"given_by": "Robin", "send": ""})
    answer = asked.answers.get()
    words = {name: getattr(answer, name) for name in ("status", "text", "reason")}
    for _ in range(2):
        accept(answer, by=cast.officer, on=TODAY, seen=version_of(answer), after=told.pk, **words)
    actions[0].refresh_from_db()
    assert actions[0].latest_update == told
    assert [one.is_nothing_new for one in actions[0].updates] == [True, False]


def test_text_beside_no_change_is_kept_and_told_not_to_be_sent(post, asked, client):
    post("check", a0_choice="no_change", a0_text="Typed first.")
    assert "Typed first." in client.get(at(asked)).content.decode()
    assert "Not sent, because you selected" in client.get(at(asked, "send")).content.decode()


def test_no_change_since_an_update_that_was_not_read_is_asked_again(post, asked, client, actions):
    seen = on_page(client, at(asked))
    make_update(actions[0], "An officer's word.")
    text = post(seen=seen, a0_choice="no_change").content.decode()
    assert "There was an update while this page was open" in text
    assert not asked.answers.get().no_change


def test_what_an_officer_said_before_it_is_sent_makes_it_unready(post, asked, client, actions):
    post(a0_choice="no_change")
    make_update(actions[0], "Late.", status="off_track", reason="Rain.")
    assert client.get(at(asked, "send")).context["ready"] == []


def test_one_mistake_holds_up_no_other_action(post, asked):
    response = post(a0_choice="on_track", a0_text="x" * 4001, a1_choice="on_track", a1_text="Good.")
    text = response.content.decode()
    assert "What has happened must be 4,000 characters or fewer" in text
    assert "x" * 4001 in text
    assert ("draft", "on_track", "Good.") in said(asked)


def test_a_chosen_file_survives_a_mistake_in_its_action(post, asked):
    file = SimpleUploadedFile("report.csv", b"a,b\n1,2\n")
    text = post(a0_text="x" * 4001, a0_file=file).content.decode()
    assert Evidence.objects.get().file_name == "report.csv"
    assert "Remove report.csv" in text


def test_check_says_of_each_action_what_is_missing(post, asked):
    text = post(
        "check", a0_choice="at_risk", a0_text="Cold.", a1_text="Only words."
    ).content.decode()
    assert "Enter why the action is at risk" in text
    assert "Select how the action is going" in text
    assert asked.answers.count() == 2


def test_check_with_nothing_written_says_so(post):
    assert "Select how at least one action is going" in post("check").content.decode()


def test_saving_another_action_leaves_an_officer_s_question_unanswered(post, asked, actions):
    asked_back = {"question": "How many?", "questioned_by": make_user("Olive")}
    make_answer(asked, actions[0], state="returned", **asked_back)
    post(a1_text="Words.")
    assert asked.answers.get(action=actions[0]).state == "returned"


def test_its_own_button_answers_a_question_in_the_same_words(post, asked, actions):
    asked_back = {"question": "How many?", "questioned_by": make_user("Olive")}
    make_answer(asked, actions[0], state="returned", **asked_back)
    post("save", str(actions[0].pk))
    assert asked.answers.get().state == "draft"


# Two people at once, a stale tab, a double press.


def test_what_a_colleague_wrote_is_not_undone_by_a_page_that_was_open(post, asked, client):
    seen = on_page(client, at(asked))
    post(a0_text="A colleague's words.")
    post(seen=seen, a1_text="Mine.")
    assert {text for _, _, text in said(asked)} == {"A colleague's words.", "Mine."}


def test_two_who_write_of_one_action_are_both_shown(post, asked, client):
    seen = on_page(client, at(asked))
    post(a0_text="A colleague's words.")
    file = SimpleUploadedFile("report.csv", b"a,b\n1,2\n")
    text = post(seen=seen, a0_text="Mine.", a0_file=file).content.decode()
    assert "A colleague saved something else" in text
    assert "A colleague&#x27;s words." in text
    assert "Mine." in text
    assert Evidence.objects.exists()


def test_a_double_press_saves_once(post, asked, client):
    seen = on_page(client, at(asked))
    for _ in range(2):
        assert post(seen=seen, a0_text="Words.").status_code == 302
    assert Answer.history.count() == 1


@pytest.mark.parametrize("make", [make_answer, make_accepted_answer])
def test_words_of_what_was_sent_meanwhile_are_given_back(make, post, asked, client, actions):
    seen = on_page(client, at(asked))
    make(asked, actions[0])
    response = post(seen=seen, a0_text="My own words.", a1_text="Others.")
    assert "My own words." in response.content.decode()
    assert "Others." in [one.text for one in asked.answers.all()]
    assert "My own words." not in [one.text for one in asked.answers.all()]


def test_a_link_that_was_withdrawn_gives_the_text_back(post, asked, client):
    seen = on_page(client, at(asked))
    asked.revoked_at = timezone.now()
    asked.save()
    response = post(seen=seen, a0_text="Typed for an hour.")
    assert response.status_code == 410
    assert "Typed for an hour." in response.content.decode()


def test_more_actions_than_one_form_takes_have_pages_of_their_own(post, asked, client, monkeypatch):
    monkeypatch.setattr("actions.rounds.views.one_page.MOST_AT_ONCE", 1)
    text = client.get(at(asked)).content.decode()
    assert "Answer on a page of its own" in text


def test_a_draft_that_is_there_is_not_read_as_written_anew(asked, actions):
    answers.save_draft(asked, actions[0], status="", text="a", seen="", at=timezone.now())
    answers.save_draft(asked, actions[0], status="", text="a", seen="", at=timezone.now())
    assert Answer.history.count() == 1


def test_evidence_that_is_removed_twice_is_gone_without_an_error(post, asked, actions):
    evidence = make_evidence(make_answer(asked, actions[0], state="draft"))
    for _ in range(2):
        assert post(a0_remove=str(evidence.pk)).status_code == 302
    assert not Evidence.objects.exists()


def test_a_sixth_piece_of_evidence_is_refused_and_the_words_are_kept(post, asked, actions):
    answer = make_answer(asked, actions[0], state="draft")
    for _ in range(5):
        make_evidence(answer)
    text = post(a0_link="https://www.example.org/6", a0_text="Words.").content.decode()
    assert "There can be 5 files and links" in text
    assert "Words." in text
