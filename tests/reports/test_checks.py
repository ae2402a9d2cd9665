"""What the checks find in a plan, and what they leave alone."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Action
from plans.models import Block, Plan
from reports.checks import CHECKS, findings
from tests import factories
from tests.conftest import TODAY, made_once
from tests.reports import planted


@pytest.fixture(scope="module")
def sound_of_module(django_db_setup, django_db_blocker):
    """The sound plan for all tests here, since making it takes longer than most of them."""

    def make():
        larkshire = factories.make_partnership("Larkshire")
        shelter = factories.make_agency(larkshire, "Lark Shelter", kind="voluntary")
        return planted.make_sound_plan(larkshire, shelter)

    yield from made_once(django_db_blocker, make)


@pytest.fixture
def sound(sound_of_module, db):
    """As it was made, whatever other tests have done to theirs."""
    return Plan.objects.select_related("partnership").get(pk=sound_of_module.pk)


@pytest.fixture
def larkshire(sound):
    return sound.partnership


@pytest.fixture
def shelter(larkshire):
    return larkshire.agencies.get()


def found_in(plan, on=TODAY):
    """(check, words) of each finding."""
    return [(finding.check, finding.words) for finding in findings(plan, on)]


def test_nothing_is_found_in_a_sound_plan(sound):
    assert found_in(sound) == []


@pytest.mark.parametrize(
    ("check", "plant", "words"),
    planted.FAULTS,
    ids=[plant.__name__ for _, plant, _ in planted.FAULTS],
)
def test_a_planted_fault_is_found_once(check, plant, words, sound):
    plant(sound)
    ((name, said),) = found_in(sound)
    assert name == check
    assert words in said


def test_every_check_has_a_fault_planted():
    assert {check for check, _, _ in planted.FAULTS} == set(CHECKS)


def plant_one_of_each(plan):
    """Plant a fault of each kind. Returns what is said of each, by the name of the check."""
    one_of_each = {check: (plant, words) for check, plant, words in reversed(planted.FAULTS)}
    for plant, _ in one_of_each.values():
        plant(plan)
    return {check: words for check, (_, words) in one_of_each.items()}


def test_every_planted_fault_is_found_in_a_plan_that_has_one_of_each(sound):
    wanted = plant_one_of_each(sound)
    said = found_in(sound)
    for check, words in wanted.items():
        assert any(name == check and words in one for name, one in said), check


def test_personal_data_alone_blocks(sound):
    planted.private_mailbox(sound)
    planted.personal_mailbox(sound)
    assert {one.check: one.blocks for one in findings(sound, TODAY)} == {
        "personal-data": True,
        "mailbox": False,
    }


@pytest.mark.slow
def test_every_finding_leads_to_a_page_that_is_there(sound, cast, sign_in):
    plant_one_of_each(sound)
    client = sign_in(cast.manager)
    for address in {finding.address for finding in findings(sound, TODAY)}:
        assert client.get(address).status_code == 200, address


def test_findings_come_in_the_order_of_the_document(sound):
    planted.ownerless(sound)
    factories.make_block(sound, part=Block.Part.INTRODUCTION, body="<p>The MARAC.</p>", position=0)
    planted.case_study(sound)
    planted.silent_action(sound)
    found = [check for check, _ in found_in(sound)]
    assert found == ["final-update", "consent", "owner", "abbreviation"]


@pytest.mark.parametrize(
    "words",
    [
        "It rests with the Community Safety Partnership (CSP). The CSP meets.",
        "The PACT (Partners and Communities Together) met.",
        "King Edward VII opened the A20 near TN13 1GP in Q3.",
        "The NHS put it on CCTV at 30 MPH.",
        "STAY SAFE ONLINE TOGETHER is the motto.",
        "ACTIONS FOR ALL OF US: KEEP IT LOCKED, AND DO NOT LEAVE IT OUT.",
        "It must NOT be left to the A&amp;E alone, nor to B&amp;Q.",
        "Read https://www.example.org/ABC/DEF or write to CSU.DUTY@example.org.",
        "McDonald and WhatsApp are here.",
        "The CSU’s van and the CSU's car.",
    ],
)
def test_what_needs_no_explaining_is_no_abbreviation(words, sound):
    factories.make_block(sound, part=Block.Part.PROJECTS, body=f"<p>{words}</p>")
    assert found_in(sound) == []


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("Two PCSOs walk.", "PCSO"),
        ("It was scored with MoRiLE.", "MoRiLE"),
        ("The R&D went well.", "R&D"),
        ("It (the IDVA) helps.", "IDVA"),
        ("The CSP meets. The Community Safety Panel is (XY).", "CSP"),
    ],
)
def test_an_abbreviation_is_found_in_all_its_forms(words, short, sound):
    words = words.replace("&", "&amp;")
    factories.make_block(sound, part=Block.Part.PROJECTS, body=f"<p>{words}</p>")
    said = [one for check, one in found_in(sound) if check == "abbreviation"]
    assert any(f"“{short}”" in one for one in said)


def test_an_owner_that_is_printed_by_its_abbreviation_needs_the_glossary(sound, larkshire):
    council = factories.make_agency(larkshire, "Larkshire Council", abbreviation="LBC")
    Action.objects.filter(priority__plan=sound).first().owners.create(agency=council)
    assert [check for check, _ in found_in(sound)] == ["abbreviation"]
    sound.glossary.create(term="LBC", meaning="Larkshire Council")
    assert found_in(sound) == []


@pytest.mark.parametrize("name", ["NSPCC", "Theatre ADAD"])
def test_a_name_in_capitals_needs_none(name, sound, larkshire):
    agency = factories.make_agency(larkshire, name)
    Action.objects.filter(priority__plan=sound).first().owners.create(agency=agency)
    assert found_in(sound) == []


@pytest.mark.parametrize(
    "words",
    [
        "People from Tonbridge and from Tunbridge Wells, from Tonbridge and Tonbridge Road.",
        "There were Three Towers, and Three Bridges; There was one.",
        "East Kent Mediation and West Kent Mediation, as West Kent Mediation said.",
        "They saw the Wardens, a Warden and the Wardens' van.",
        "To the Parish and its Parishes, and the Parishes of it.",
    ],
)
def test_names_that_are_alike_are_no_slips(words, sound, larkshire):
    factories.make_agency(larkshire, "West Kent Mediation")
    factories.make_block(sound, part=Block.Part.PROJECTS, body=f"<p>{words}</p>")
    assert found_in(sound) == []


@pytest.mark.parametrize(
    "words",
    [
        "The work will continue this year.",
        "They agreed that it will be lit.",
        "He works of his own free will.",
        "People work against their will.",
        "The political will was there.",
        "In 2026/27 it will be lit.",
        "Goodwill helped.",
    ],
)
def test_a_review_may_look_ahead(words, sound):
    factories.make_block(sound, part=Block.Part.PROJECTS, body=f"<p>{words}</p>")
    assert found_in(sound) == []


def test_a_year_that_still_runs_may_be_told_as_one_to_come(sound):
    planted.future_in_review(sound)
    assert found_in(sound, date(2026, 3, 31)) == []


@pytest.mark.parametrize(
    ("part", "heading", "words"),
    [
        ("introduction", "From 2025/26 to 2026/27", "The plan of 2027/28 is next."),
        ("introduction", "", "Reports are fewer than they were in 2014/15."),
        ("projects", "Since April 2025", "In 2014/15 nobody came; in April 2014 one."),
        ("introduction", "Strategy 2014 to 2018", "Call 2014-2018."),
    ],
)
def test_a_plan_may_speak_of_other_years(part, heading, words, sound):
    factories.make_block(sound, part=part, heading=heading, body=f"<p>{words}</p>")
    assert found_in(sound) == []


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("This is the plan for 2025/26.", "2025/26"),
        ("The priorities are for April 2025 to March 2026.", "April 2025"),
        ("We meet until February 2026.", "February 2026"),
        ("We meet until April 2026.", None),
        ("The group first met in May 2025.", None),
    ],
)
def test_narrative_left_as_it_was_last_year_may_not_speak_of_that_year(words, label, sound):
    last = sound.plans_before()[0]
    for plan in (last, sound):
        factories.make_block(plan, part="introduction", body=f"<p>{words}</p>")
    told = [words for _, words in found_in(sound)]
    says = f"is as it was in the plan 2025/26, and mentions {label}: “{words}”"
    assert len(told) == bool(label)
    assert all(one.endswith(says) for one in told)


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ({"email": "box@example.org", "published": True}, "Write to box@example.org."),
        ({"telephones": "01732 844522"}, "Call 01732 844522."),
        ({"name": "Robin"}, "A robin sang."),
        ({"name": "Lark Shelter"}, "Lark Shelter is open."),
        ({"telephones": "07700 900123"}, "In 2017, 07700 900124 was called."),
    ],
)
def test_what_is_public_may_be_printed(contact, words, sound, shelter):
    shelter.telephones = "01732 844522 (day and night)"
    shelter.save()
    factories.make_contact(shelter, **contact)
    factories.make_block(sound, part=Block.Part.PROJECTS, body=f"<p>{words}</p>")
    assert found_in(sound) == []


def test_another_partnerships_contacts_are_not_looked_for(sound, wrenmoor):
    factories.make_contact(factories.make_agency(wrenmoor), email="robin.lark@example.org")
    factories.make_block(sound, part=Block.Part.PROJECTS, body="<p>robin.lark@example.org</p>")
    assert [check for check, _ in found_in(sound)] == ["mailbox"]


def test_a_mailbox_of_an_office_is_nobodys(sound):
    factories.make_block(
        sound, part=Block.Part.PROJECTS, body="<p>community.safety@example.org</p>"
    )
    assert found_in(sound) == []


def test_what_is_not_printed_is_not_checked(sound):
    factories.make_block(sound, part=Block.Part.PROJECTS, body="<p>The MARAC.</p>", published=False)
    factories.make_block(sound, part=Block.Part.LOG, body="<p>The MARAC.</p>")
    assert [check for check, _ in found_in(sound)] == ["unprinted"]


def test_a_body_is_named_as_it_was_in_the_year_that_is_told_of(sound, larkshire):
    factories.make_agency(larkshire, "Circle Russet", ended_on=date(2026, 4, 1))
    last = Action.objects.get(wording="Lock sheds")
    last.year_end_wording = "Circle Russet locked them."
    last.save()
    assert found_in(sound) == []


def test_a_successor_may_be_introduced(sound, larkshire):
    heir = factories.make_agency(larkshire, "Clarion Housing")
    factories.make_agency(larkshire, "Circle Russet", ended_on=date(2018, 4, 1), successor=heir)
    words = "Clarion Housing, formerly Circle Russet."
    factories.make_block(sound, part=Block.Part.PROJECTS, body=f"<p>{words}</p>")
    assert found_in(sound) == []


def test_the_law_is_that_of_the_plans_year(larkshire, shelter):
    plan = factories.make_plan(larkshire, 2009)
    said = {words for check, words in found_in(plan) if check == "legal-strand"}
    assert not any("re-offending" in words or "violence" in words for words in said)
    assert len(said) == 2


def test_a_draft_was_not_sent_to_anybody_yet(sound):
    sound.steps.filter(kind__in=["summary", "policing_body"]).delete()
    assert len(found_in(sound)) == 2
    Plan.objects.update(stage=Plan.Stage.DRAFTING)
    sound.refresh_from_db()
    assert found_in(sound) == []


def test_what_no_action_has_is_told_once(sound):
    Action.objects.filter(wording="Lock sheds").update(fate="", latest_update=None)
    assert [words for _, words in found_in(sound)] == [
        "There is no decision yet on any action of 2025/26.",
        "There is no final update for any action of 2025/26, which is over.",
    ]


def test_undecided_actions_are_told_by_their_priority(sound):
    theft = Action.objects.get(wording="Lock sheds").priority
    for wording in ("Light paths", "Lend locks"):
        action = factories.make_action(theft, wording)
        factories.make_update(action, status="complete")
    (finding,) = findings(sound, TODAY)
    assert finding.words == "There is no decision yet on 2 actions of “Theft” in 2025/26."
    assert finding.address == f"/larkshire/2026/carry-forward/#priority-{theft.pk}"


def test_when_another_action_is_undecided_the_finding_is_another(sound):
    theft = Action.objects.get(wording="Lock sheds").priority
    keys = set()
    for wording in ("Light paths", "Lend locks"):
        factories.make_update(factories.make_action(theft, wording), status="complete")
        (finding,) = findings(sound, TODAY)
        keys.add(finding.key)
    assert len(keys) == 2


@pytest.mark.parametrize("reference", ["2026001", "4.99999999999999999"])
def test_a_number_far_from_the_others_leaves_none_out(reference, sound):
    """Else whoever types it makes everybody wait who looks at the checks."""
    planted._action(sound, reference=reference)
    assert [one for one in findings(sound, TODAY) if one.check == "numbering"] == []


def test_why_an_action_was_dropped_is_checked_as_it_is_printed(sound, shelter):
    factories.make_contact(shelter, "Robin Lark", email="robin.lark@example.org")
    Action.objects.filter(wording="Lock sheds").update(fate_reason="Ask robin.lark@example.org")
    assert "personal-data" in {check for check, _ in found_in(sound)}


def test_more_of_everything_needs_no_more_queries(sound, shelter, django_assert_num_queries):
    factories.make_allocation(factories.make_grant(sound))
    factories.make_indicator(sound.plans_before()[0], "None counted")
    with CaptureQueriesContext(connection) as before:
        findings(sound, TODAY)
    for number in range(5, 9):
        priority = factories.make_priority(sound, f"Problem {number}", position=number)
        planted.make_planned(priority, shelter, f"{number}.1")
        last = factories.make_priority(sound.plans_before()[0], f"Problem {number}")
        factories.make_update(factories.make_action(last, owners=[shelter]))
        factories.make_block(sound, priority=priority, part=Block.Part.ACTION_PLANS)
        factories.make_contact(shelter)
        factories.make_allocation(factories.make_grant(sound))
        factories.make_log_entry(sound)
        factories.make_observation(factories.make_indicator(sound.plans_before()[0]))
    with django_assert_num_queries(len(before)):
        findings(sound, TODAY)


def test_the_key_changes_with_the_text_and_with_nothing_else(sound):
    planted.future_in_review(sound)
    (before,) = findings(sound, TODAY)
    Action.objects.filter(wording="Lock sheds").update(wording="Lock all sheds")
    (renamed,) = findings(sound, TODAY)
    assert renamed.key == before.key
    Action.objects.update(year_end_wording="It will be done.")
    assert before.key not in {one.key for one in findings(sound, TODAY)}
