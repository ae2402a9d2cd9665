"""The agencies as a plan lists them, and how a year's list leaves those before as they are."""

import time
from datetime import date

import pytest

from partners.models import Agency
from plans.changes import save_row, version_of
from plans.forms.members import MemberForm
from plans.kinds import MEMBER
from plans.member_list import listed_in
from tests.at_once import at_once, needs_connections
from tests.factories import make_action, make_agency, make_plan, make_priority
from tests.pages import text

URL = "/larkshire/2026/members/"


@pytest.fixture
def last_year(larkshire):
    return make_plan(larkshire, 2025)


@pytest.fixture
def plan(larkshire, last_year):
    return make_plan(larkshire)


@pytest.fixture
def three(plan, shelter):
    return [
        make_agency(plan.partnership, name, grid_position=position)
        for position, name in enumerate("ABC", start=1)
    ]


def names(plan):
    return "".join(one.name for one in listed_in(plan))


def typed(agency, **changes):
    """What the form of an agency sends if no more than this is typed."""
    return {"name": agency.name, "kind": agency.kind, "version": version_of(agency), **changes}


def test_the_page_tells_the_listed_from_the_others(manager, plan, three):
    make_agency(plan.partnership, "Gone", ended_on=plan.starts_on, successor=three[0])
    group = make_agency(plan.partnership, "Everybody")
    group.members.add(three[0], three[1])
    context = manager.get(URL).context
    assert [one.name for one in context["listed"]] == ["A", "B", "C"]
    assert [one.name for one in context["groups"]] == ["Everybody"]
    assert [one.name for one in context["others"]] == ["Lark Shelter"]
    assert [one.name for one in context["not_there"]] == ["Gone"]


def test_an_agency_is_added_to_this_year_s_list_alone(manager, plan, last_year, three):
    new = {
        "name": "D",
        "kind": "fire",
        "place": str(three[0].pk),
        "telephones": "01234",
        "website": "www.d.example.org",
    }
    response = manager.post(f"{URL}add/", new)
    assert response.url.startswith(URL)
    assert (names(plan), names(last_year)) == ("ADBC", "ABC")
    assert Agency.objects.get(name="D").website == "https://www.d.example.org"


def test_the_first_plan_lists_an_agency_without_a_day(manager, last_year, shelter):
    manager.post("/larkshire/2025/members/add/", {"name": "D", "kind": "fire", "place": "first"})
    assert Agency.objects.get(name="D").listed_from is None


def test_who_is_taken_out_stays_in_the_list_before(manager, plan, last_year, three):
    manager.post(f"{URL}{three[1].pk}/", typed(three[1], place="no"))
    assert (names(plan), names(last_year)) == ("AC", "ABC")


def test_who_was_taken_out_can_be_listed_again(manager, plan, three):
    manager.post(f"{URL}{three[1].pk}/", typed(three[1], place="no"))
    manager.post(f"{URL}{three[1].pk}/", typed(three[1], place="first"))
    assert names(plan) == "BAC"


def test_an_agency_that_began_later_has_no_place_and_takes_another_day(manager, plan, three):
    late = make_agency(plan.partnership, "Late", began_on=date(2026, 7, 1))
    day = {"began_on_0": "1", "began_on_1": "8", "began_on_2": "2026"}
    assert manager.post(f"{URL}{late.pk}/", typed(late) | day).status_code == 302
    late.refresh_from_db()
    assert late.began_on == date(2026, 8, 1)


def test_what_is_corrected_leaves_the_place(manager, plan, three):
    form = manager.get(f"{URL}{three[1].pk}/").context["form"]
    assert form["place"].value() == str(three[0].pk)
    manager.post(f"{URL}{three[1].pk}/", typed(three[1], place=three[0].pk, address="High Street"))
    three[1].refresh_from_db()
    assert three[1].address == "High Street"
    assert names(plan) == "ABC"
    assert all(one.history.count() == 1 for one in (three[0], three[2]))


@pytest.mark.parametrize(("moved", "to", "order"), [(2, "up", "ACB"), (0, "down", "BAC")])
def test_an_agency_is_moved(moved, to, order, manager, plan, three):
    agency = three[moved]
    data = {"move": to, "version": agency.grid_position}
    response = manager.post(f"{URL}{agency.pk}/move/", data)
    assert response.url == f"{URL}#member-{agency.pk}"
    assert names(plan) == order


def test_an_agency_that_somebody_has_moved_is_not_moved_again(manager, plan, three):
    for _ in range(2):
        response = manager.post(
            f"{URL}{three[2].pk}/move/", {"move": "up", "version": "3"}, follow=True
        )
    assert "Somebody else has moved this" in text(response)
    assert names(plan) == "ACB"


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"name": ""}, "name", "Enter the name"),
        ({"name": "lark shelter"}, "name", "“Lark Shelter” already has this name"),
        ({"kind": "x"}, "kind", "Select the kind from the list"),
        (
            {"website": "x y"},
            "website",
            "Website must be a web address, like https://www.example.org",
        ),
        ({"place": "0"}, "place", "Select where it stands in the list of members from the list"),
        (
            {"began_on_0": "1", "began_on_1": "5", "began_on_2": "2026"},
            "place",
            "The plan lists who was there on 1 April 2026.",
        ),
    ],
)
def test_a_mistake_is_named_and_nothing_is_saved(changes, field, error, manager, plan, three):
    agency = three[0]
    page = text(manager.post(f"{URL}{agency.pk}/", typed(agency, place="first") | changes))
    assert f'<a href="#id_{field}">{error}' in page
    agency.refresh_from_db()
    assert (agency.name, agency.history.count()) == ("A", 1)


def test_the_second_to_save_is_told_and_keeps_the_text(manager, cast, plan, three):
    agency = three[0]
    mine = typed(agency, place="first", address="Mine")
    agency._history_user = cast.administrator
    agency.address = "Theirs"
    agency.save()
    page = text(manager.post(f"{URL}{agency.pk}/", mine))
    assert f"{cast.administrator} changed this while you were writing." in page
    assert "Mine</textarea>" in page
    assert ">Theirs</dd>" in page


def test_an_agency_ends_and_a_new_one_takes_its_place(manager, plan, three):
    group = make_agency(plan.partnership, "Everybody")
    group.members.add(three[1])
    end = {
        "ended_on_0": "1",
        "ended_on_1": "4",
        "ended_on_2": "2026",
        "new_successor": "N",
        "version": version_of(three[1]),
    }
    manager.post(f"{URL}{three[1].pk}/end/", end)
    three[1].refresh_from_db()
    new = three[1].successor
    assert (three[1].ended_on, new.name, new.began_on) == (date(2026, 4, 1), "N", date(2026, 4, 1))
    assert names(plan) == "ANC"
    assert names(plan.plan_before()) == "ABC"
    assert new in group.members.all()


@pytest.mark.parametrize(
    ("year", "told"),
    [("2026", "The end of B, 1 April 2026, has been saved."), ("", "B has no end date.")],
)
def test_it_is_told_whether_an_agency_ends(year, told, manager, plan, three):
    day = {"ended_on_0": "1", "ended_on_1": "4", "ended_on_2": year} if year else {}
    version = {"version": version_of(three[1])}
    assert told in text(manager.post(f"{URL}{three[1].pk}/end/", day | version, follow=True))


def test_an_agency_ends_and_another_is_its_successor(manager, plan, three, shelter):
    end = {"ended_on_0": "1", "ended_on_1": "5", "ended_on_2": "2026", "successor": shelter.pk}
    manager.post(f"{URL}{three[1].pk}/end/", end | {"version": version_of(three[1])})
    three[1].refresh_from_db()
    assert three[1].successor == shelter
    assert names(plan) == "ABC"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"successor": "shelter"}, "Enter when it ended"),
        ({"new_successor": "C"}, "This agency is already there. Select it instead"),
        (
            {"successor": "shelter", "new_successor": "N"},
            "Select the agency that took over or enter a new one",
        ),
        (
            {"ended_on_0": "1", "ended_on_1": "5", "ended_on_2": "1999"},
            "When it ended must be after it began, 1 May 2001",
        ),
    ],
)
def test_a_mistake_in_an_end_is_named(changes, error, manager, plan, three, shelter):
    three[0].began_on = date(2001, 5, 1)
    three[0].save()
    if "successor" in changes:
        changes = changes | {"successor": shelter.pk}
    data = {"version": version_of(three[0])} | changes
    assert error in text(manager.post(f"{URL}{three[0].pk}/end/", data))
    three[0].refresh_from_db()
    assert three[0].ended_on is None


def test_who_makes_up_a_group_is_changed(manager, plan, three):
    group = make_agency(plan.partnership, "Everybody")
    group.members.add(three[0])
    seen = manager.get(f"{URL}{group.pk}/group/").context["form"]["version"].value()
    members = [three[1].pk, three[2].pk]
    manager.post(f"{URL}{group.pk}/group/", {"members": members, "version": seen})
    assert set(group.members.all()) == set(three[1:])


def test_a_group_that_somebody_changed_is_told_before_it_is_replaced(manager, plan, three):
    group = make_agency(plan.partnership, "Everybody")
    group.members.add(three[0])
    typed = {"members": [three[1].pk], "version": ""}
    page = manager.post(f"{URL}{group.pk}/group/", typed)
    assert page.context["form"].saved_now == [("Who belongs to it", "A")]
    assert set(group.members.all()) == {three[0]}
    seen = page.context["form"]["version"].value()
    manager.post(f"{URL}{group.pk}/group/", typed | {"version": seen})
    assert set(group.members.all()) == {three[1]}


def test_another_partnership_s_agency_joins_no_group(manager, plan, wrenmoor, three):
    group = make_agency(plan.partnership, "Everybody")
    stranger = make_agency(wrenmoor, "Stranger")
    page = manager.post(f"{URL}{group.pk}/group/", {"members": [stranger.pk], "version": ""})
    assert "Select agencies from the list" in text(page)
    assert not group.members.exists()


def test_an_agency_with_actions_is_not_removed(manager, plan, three):
    make_action(make_priority(plan), owners=[three[0]])
    url = f"{URL}{three[0].pk}/remove/"
    response = manager.post(url, {"version": version_of(three[0])})
    assert "cannot be removed" in text(response)
    assert Agency.objects.filter(pk=three[0].pk).exists()


def test_the_page_costs_the_same_however_much_it_shows(
    manager, plan, three, django_assert_num_queries
):
    for number in range(9):
        group = make_agency(plan.partnership, f"Group {number}")
        group.members.add(three[0])
        make_agency(plan.partnership, f"Listed {number}", grid_position=number + 5)
        make_agency(plan.partnership, f"Gone {number}", ended_on=plan.starts_on)
    # Session, person, membership, menu, plan, the listed, all agencies, the members of groups.
    with django_assert_num_queries(8):
        manager.get(URL)


@needs_connections
@pytest.mark.django_db(transaction=True)
def test_two_years_pages_do_not_save_over_one_another(plan, last_year, shelter, monkeypatch):
    save = MemberForm.save
    # Long enough for the other to check what it has seen.
    monkeypatch.setattr(MemberForm, "save", lambda form: (time.sleep(0.3), save(form)))
    saves = [
        lambda year=year: save_row(
            MemberForm,
            typed(shelter, name=f"Shelter {year}", place="no"),
            row=MEMBER.row_or_404(year, shelter.pk),
            plan=year,
        )[1]
        for year in (plan, last_year)
    ]
    assert sorted(at_once(*saves)) == [False, True]
