"""Search: what a person may see of all their partnerships and years, and nothing else."""

import time

import pytest
from django.urls import reverse

from actions.changes import add_update
from actions.decisions import ActionDecision
from partners.access import Role
from plans.models import Priority, PriorityDecision
from tests import factories
from tests.conftest import TODAY

WORD = "lantern"


@pytest.fixture
def search(client):
    """search("words", kind="actions") gives the page as plain text."""

    def ask(typed, **filters):
        response = client.get(reverse("search"), {"q": typed, **filters})
        assert response.status_code == 200
        return response

    return ask


def kinds(response):
    return {one.kind.value: len(one.rows) for one in response.context.get("found") or []}


@pytest.fixture
def everywhere(plan, shelter, cast):
    """The word in a row of each kind."""
    priority = factories.make_priority(plan, title=f"{WORD} streets")
    Priority.objects.filter(pk=priority.pk).update(fate="ended", fate_reason=f"No {WORD}s left")
    action = factories.make_action(priority, f"Carry {WORD}s", owners=[shelter])
    update = factories.make_update(action, text=f"Two {WORD}s were carried")
    factories.make_block(plan, body=f"<p>Of {WORD}s</p>")
    factories.make_log_entry(plan, text=f"{WORD} night")
    factories.make_recommendation(priority, text=f"Buy {WORD}s")
    factories.make_agency(plan.partnership, f"{WORD} makers")
    meeting = factories.make_meeting(factories.make_meeting_body(plan))
    factories.make_decision(meeting, f"Light more {WORD}s", owner=shelter)
    return action, update


def test_each_kind_is_found(everywhere, officer, search):
    assert kinds(search(f"{WORD}s")) == dict.fromkeys(
        ["actions", "updates", "decisions", "priorities", "narrative", "recommendations", "log"], 1
    ) | {"decisions": 2, "partners": 1}


def test_a_result_leads_to_its_page_and_marks_the_word(everywhere, officer, search):
    action, _ = everywhere
    page = search("lanterns", kind="actions").content.decode()
    assert f'href="{action.get_absolute_url()}"' in page
    assert "Carry <mark>lanterns</mark>" in page


def test_each_address_of_a_result_is_there(everywhere, cast, sign_in, search):
    for role in (Role.READER, Role.MANAGER):
        client = sign_in(getattr(cast, role))
        for _, results in search(WORD).context["shown"]:
            for result in results:
                page = client.get(result.told.address)
                _, _, place = result.told.address.partition("#")
                assert page.status_code == 200
                assert f'id="{place}"' in page.content.decode() or not place


def test_what_is_shown_is_escaped(plan, officer, search):
    factories.make_action(factories.make_priority(plan), "<b>lantern</b> & <script>")
    page = search("lantern").content.decode()
    assert "&lt;b&gt;<mark>lantern</mark>&lt;/b&gt; &amp; &lt;script&gt;" in page


def test_an_update_that_was_struck_out_is_not_found(everywhere, cast, officer, search):
    _, update = everywhere
    factories.strike(update)
    assert "updates" not in kinds(search(WORD))


@pytest.mark.parametrize("person", ["other_administrator", "operator"])
def test_nothing_of_another_partnership_is_found(person, everywhere, cast, sign_in, search):
    sign_in(getattr(cast, person))
    assert kinds(search(WORD)) == {}
    assert WORD not in search("lan").content.decode()


def test_who_is_only_invited_finds_nothing(everywhere, cast, sign_in, search):
    sign_in(cast.officer)
    cast.officer.memberships.update(taken_up_at=None)
    assert kinds(search(WORD)) == {}


@pytest.fixture
def restricted(larkshire, shelter):
    plan = factories.make_restricted_plan(larkshire, "A review")
    action = factories.make_action(
        factories.make_priority(plan, title=WORD), WORD, owners=[shelter]
    )
    factories.make_update(action, text=WORD)
    factories.make_block(plan, body=f"<p>{WORD}</p>")
    factories.make_log_entry(plan, text=WORD)
    return plan


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CONTRIBUTOR])
def test_a_restricted_plan_is_not_found(role, restricted, cast, sign_in, search):
    sign_in(getattr(cast, role))
    assert kinds(search(WORD)) == {}


def test_who_is_named_finds_it_and_is_told_the_marking(restricted, cast, officer, search):
    factories.make_named_person(restricted, cast.officer)
    response = search(WORD)
    assert set(kinds(response)) >= {"actions", "updates", "narrative", "log", "priorities"}
    assert restricted.marking in response.content.decode()


def test_a_contributor_finds_their_own_actions_of_it_alone(restricted, cast, sign_in, search):
    sign_in(cast.contributor)
    response = search(WORD)
    assert kinds(response) == {"actions": 1, "updates": 1}
    # Nor are they told what the plan is called.
    assert "A review" not in response.content.decode()
    assert "A review" not in search(WORD, **{"as": "csv"}).content.decode()


def test_the_years_offered_tell_of_no_restricted_plan(restricted, plan, cast, officer, search):
    restricted.starts_on = restricted.starts_on.replace(year=restricted.starts_on.year - 5)
    restricted.save()
    assert [year for year, _ in search("x").context["form"].fields["year"].choices] == ["", "2026"]


@pytest.mark.parametrize(("role", "number"), [(Role.READER, 0), (Role.MANAGER, 1)])
def test_what_is_not_to_be_published_is_found_by_who_writes_it(
    role, number, plan, cast, sign_in, search
):
    factories.make_block(plan, body=f"<p>{WORD}</p>", published=False)
    sign_in(getattr(cast, role))
    assert kinds(search(WORD)).get("narrative", 0) == number


@pytest.fixture
def followed(plan, wrenmoor, cast):
    """Wrenmoor's next plan, which says of a priority and an action of Larkshire's why not."""
    made = factories.make_plan(wrenmoor, 2027)
    priority = factories.make_priority(plan, "Burglary")
    action = factories.make_action(priority, "Mark bicycles")
    why = {"plan": made, "fate_reason": f"No {WORD}s left"}
    PriorityDecision.objects.create(row=priority, fate="ended", **why)
    ActionDecision.objects.create(row=action, fate="dropped", **why)
    made.action, made.reader = action, factories.make_member(wrenmoor, Role.READER)
    return made


def told(response):
    return [result.told for _, results in response.context["shown"] for result in results]


def test_why_another_plan_dropped_it_is_found_by_those_whose_action_it_was(
    followed, officer, search
):
    found = {one.title: one for one in told(search(f"{WORD} left"))}
    assert found.keys() == {"Mark bicycles", "Burglary"}
    action = found["Mark bicycles"]
    assert action.beside == "Dropped, Wrenmoor 2027/28"
    page = officer.get(action.address).content.decode()
    assert f"No {WORD}s left" in page
    assert officer.get(found["Burglary"].address).status_code == 200


def test_why_their_plan_dropped_it_is_found_by_its_readers(followed, sign_in, search):
    client = sign_in(followed.reader)
    found = told(search(WORD))
    assert {(one.title, one.beside) for one in found} == {
        ("Mark bicycles", "Dropped, from Larkshire 2026/27"),
        ("Burglary", "Not a priority any more, from Larkshire 2026/27"),
    }
    assert {client.get(one.address).status_code for one in found} == {200}
    assert kinds(search(WORD, year=2027)) == {"decisions": 2}
    assert kinds(search(WORD, year=2026)) == {}


def test_who_sees_both_plans_finds_it_once(followed, cast, officer, search):
    factories.make_membership(cast.officer, followed.partnership)
    assert kinds(search(WORD)) == {"decisions": 2}


def test_why_a_restricted_plan_dropped_it_is_found_by_those_named_alone(
    followed, cast, officer, sign_in, search
):
    secret = factories.make_restricted_plan(followed.partnership, named=[followed.reader])
    for model in (PriorityDecision, ActionDecision):
        model.objects.update(plan=secret)
    assert kinds(search(WORD)) == {}
    sign_in(factories.make_member(followed.partnership))
    assert kinds(search(WORD)) == {}
    sign_in(followed.reader)
    assert kinds(search(WORD)) == {"decisions": 2}
    # The page of the action tells it to nobody, so that the document of the plan must.
    factories.make_membership(followed.reader, followed.action.plan.partnership)
    assert {one.plan for one in told(search(WORD))} == {secret}


def test_what_another_plan_made_of_a_restricted_one_is_not_found(followed, officer, search):
    secret = factories.make_restricted_plan(followed.action.plan.partnership)
    priority = factories.make_priority(secret)
    PriorityDecision.objects.update(row=priority)
    ActionDecision.objects.update(row=factories.make_action(priority))
    assert kinds(search(WORD)) == {}


def test_filters_narrow_what_is_found(everywhere, wrenmoor, cast, officer, search):
    factories.make_membership(cast.officer, wrenmoor)
    for year in (2025, 2026):
        there = factories.make_plan(wrenmoor, year)
        factories.make_action(factories.make_priority(there), WORD)
    assert kinds(search(WORD))["actions"] == 3
    assert kinds(search(WORD, partnership="wrenmoor")) == {"actions": 2}
    assert kinds(search(WORD, partnership="wrenmoor", year=2025)) == {"actions": 1}
    assert kinds(search(WORD, kind="updates")) == {"updates": 1}
    assert "partners" not in kinds(search(WORD, year=2026))


def test_the_partnership_of_others_is_no_choice(everywhere, wrenmoor, officer, search):
    page = search(WORD, partnership="wrenmoor").content.decode()
    assert "Wrenmoor" not in page
    assert "There is a problem" in page


def test_a_kind_with_many_is_shown_a_page_at_a_time(plan, officer, search):
    priority = factories.make_priority(plan)
    for number in range(30):
        factories.make_action(priority, f"{WORD} {number}")
    assert "All 30" in search(WORD).content.decode()
    first, second = (search(WORD, kind="actions", page=number) for number in (1, 2))
    assert [len(one.context["shown"][0][1]) for one in (first, second)] == [25, 5]


@pytest.mark.parametrize(
    "typed",
    [
        *("x" * 10_000, "wort " * 2_000, '"' * 200, "'" * 200, "*" * 200, "%_%", "\\", ")(", ":*"),
        *("lantern AND", "NOT lantern", "OR", "NEAR(a b)", "a:b", "^x", "-x", "- -", "🏮", "🏮 x"),
        *("<->", "!x", "a & b | c", "''", "x'); DROP TABLE plans_plan; --", "{a b}: c", "\u200b"),
        *("á" * 200, "\ud800".encode("utf-8", "replace").decode(), "١٢٣", "灯笼", "a-" * 100),
    ],
)
def test_whatever_is_typed_is_answered_quickly_and_in_words(typed, everywhere, officer, search):
    began = time.process_time()
    page = search(typed).content.decode()
    assert "ound for “" in page or "There is a problem" in page or "What is searched" in page
    assert time.process_time() - began < 2


def test_a_null_character_is_refused_in_words(officer):
    assert officer.get(reverse("search"), {"q": "a\0b"}).status_code == 400


def test_what_is_too_long_is_said_to_be_and_given_back(officer, search):
    page = search("lantern " * 100).content.decode()
    assert "Search for 200 characters or fewer" in page
    assert "lantern lantern" in page


def test_signs_alone_are_asked_to_be_words(officer, search):
    assert "Enter a word or a number to search for" in search("?!*").content.decode()


def test_it_costs_the_same_however_much_there_is(
    everywhere, cast, officer, search, django_assert_num_queries
):
    search(WORD)
    with django_assert_num_queries(28):
        search(WORD)
    for number in range(4):
        other = factories.make_partnership(f"Shire {number}")
        factories.make_membership(cast.officer, other)
        plan = factories.make_plan(other, 2026)
        action = factories.make_action(factories.make_priority(plan, title=WORD), WORD)
        add_update(
            action, by=cast.officer, on=TODAY, status="on_track", text=WORD, reason="", after=""
        )
    with django_assert_num_queries(28):
        search(WORD)


def test_what_is_found_is_taken_away_as_a_file(everywhere, officer, search):
    response = search(WORD, **{"as": "csv"})
    assert response["Content-Disposition"] == 'attachment; filename="search.csv"'
    lines = response.content.decode().splitlines()
    assert len(lines) == 1 + 9
    assert '"Actions","' in lines[1]
    assert search(WORD, **{"as": "xlsx"}).content[:2] == b"PK"
