"""The page of a partnership, against a plan that was counted by hand (by_hand.py)."""

import re
from datetime import date

import pytest
from django.utils import timezone

from actions.models import Action, Status
from partners.models import Partnership
from plans.models import StatutoryStep
from tests.actions.by_hand import (
    MAY,
    NOVEMBER,
    ON_TRACK,
    figures_of,
    make_counted_plan,
    make_year_before,
    rows_of,
    said,
    wrong_figures,
)
from tests.factories import (
    make_action,
    make_agency,
    make_founding,
    make_indicator,
    make_observation,
    make_plan,
    make_priority,
    make_request,
    make_round,
    make_shown,
    make_step,
    make_user,
)
from tests.pages import text, words

URL = "/larkshire/"


@pytest.fixture
def counted(larkshire, shelter):
    return make_counted_plan(larkshire, shelter)


@pytest.fixture
def reader(cast, sign_in):
    return sign_in(cast.reader)


def test_every_figure_opens_the_list_that_it_counts(counted, larkshire, reader):
    make_year_before(larkshire)
    html = reader.get(URL).content.decode()
    assert len(figures_of(html)) > 30
    assert wrong_figures(html) == []


def test_the_sentence_says_how_many_go_well_and_more_or_fewer(counted, reader):
    said = "4 of 8 actions are on track or complete, one fewer than on 6 October 2026. "
    assert f"{said}2 are at risk or off track." in words(reader.get(URL))


def test_with_a_meeting_it_is_compared_with_what_that_knew(counted, reader):
    Partnership.objects.update(last_met_on=date(2026, 9, 1))
    # What was said on its day is news: three went well before.
    assert "one more than at the meeting on 1 September 2026." in words(reader.get(URL))


def test_the_priorities_in_numbers(counted, reader):
    rows = rows_of(reader.get(URL).content.decode(), "How each priority stands")
    # Not started, on track, at risk, off track, complete, not pursued; all; past their date,
    # silent, behind, achieved.
    assert rows == {
        "Priority 1: Violence": [0, 2, 1, 0, 1, 0, 4, 1, 0, 2, 2],
        "Priority 2: Roads": [1, 1, 0, 1, 0, 1, 4, 0, 2, 3, 1],
        "Priority 3: Empty": [0] * 11,
    }


def test_each_priority_has_a_bar_that_says_its_numbers(counted, reader):
    html = reader.get(URL).content.decode()
    assert "<title>Bar: Priority 1: Violence. 1 complete, 2 on track, 1 at risk</title>" in html
    assert "<title>Bar: Priority 2: Roads. 1 on track, 1 off track, 1 not started" in html
    assert "Bar: Priority 3" not in html


def test_each_priority_says_what_became_of_it(counted, reader):
    moved = re.findall(r"Priority \d: (?:Violence|Roads)([a-z ]+) since", words(reader.get(URL)))
    assert moved == ["as many", "one fewer"]


def test_what_is_achieved_stands_beside_the_year_before(counted, larkshire, reader):
    make_year_before(larkshire)
    page = text(reader.get(URL))
    assert "43% of the actions of 2026/27 are achieved so far; 2025/26 ended with 50%." in page
    assert "An action counts as achieved if it is complete, or if it is ongoing" in page
    assert 'href="/larkshire/2026/?show=achieved">3</a>' in page
    assert 'href="/larkshire/2025/?show=counted">2</a>' in page


def test_a_founders_year_is_told_but_not_opened(counted, larkshire, wrenmoor, reader):
    times = {"founded_at": timezone.now()}
    make_founding(wrenmoor, partnership=larkshire, founded_by=make_user(), **times)
    make_year_before(wrenmoor)
    page = text(reader.get(URL))
    assert "Wrenmoor 2025/26 ended with 50%" in page
    assert "/wrenmoor/2025/" not in page


def test_what_is_overdue_and_silent_is_counted(counted, reader):
    page = text(reader.get(URL))
    assert '?show=late">1 action</a> past its date and not finished' in page
    assert '?show=silent">2 actions</a> without an update for a quarter' in page


def test_the_next_legal_step_is_the_first_that_is_not_recorded(counted, reader):
    make_step(counted, StatutoryStep.Kind.ASSESSMENT)
    page = text(reader.get(URL))
    assert 'Next legal step: <a class="govuk-link" href="/larkshire/2026/steps/">Community' in page
    for kind in list(StatutoryStep.Kind)[1:]:
        make_step(counted, kind)
    assert "All legal steps</a> are recorded" in text(reader.get(URL))


def test_a_figure_says_which_way_it_goes_and_its_target(counted, reader):
    indicator = make_indicator(counted, "Bicycles stolen", better="lower")
    counted.indicators.update(target=100)
    make_observation(indicator, "2024/25", 130)
    make_observation(indicator, "2025/26", 118)
    page = text(reader.get(URL))
    assert "118 reports in 2025/26, 18 more than the target of 100; lower is better." in page
    assert f'href="/larkshire/2026/figures/#indicator-{indicator.pk}">Bicycles stolen' in page


def test_of_many_figures_the_others_are_a_link(counted, reader):
    for _ in range(8):
        make_observation(make_indicator(counted), "2025/26")
    assert '/larkshire/2026/figures/">2 more figures</a>' in text(reader.get(URL))


def test_the_round_that_is_open_says_who_has_answered(counted, larkshire, cast, sign_in):
    round = make_round(counted, "Autumn")
    make_request(round, make_agency(larkshire))
    make_request(round, make_agency(larkshire))
    page = text(sign_in(cast.officer).get(URL))
    assert (
        f'Autumn: 0 of <a class="govuk-link" href="{round.get_absolute_url()}?only=asked">2' in page
    )
    page = text(sign_in(cast.reader).get(URL))
    assert "Autumn: 0 of 2 partners have answered." in page


def test_a_round_that_is_over_is_not_told(counted, reader):
    make_round(counted, "Spring", closes_on=date(2026, 4, 20))
    assert "Spring" not in text(reader.get(URL))


def test_what_has_an_update_and_the_same_status_is_listed(counted, reader):
    action = said(make_action(counted.priorities.first(), "Lock up"), (MAY, ON_TRACK))
    said(action, (NOVEMBER, ON_TRACK))
    told = text(reader.get(URL)).partition("1 more action has an update and the same status")[2]
    assert told.partition("</details>")[0].count(f'href="{action.get_absolute_url()}"') == 1


def test_what_has_changed_is_listed(counted, reader):
    Partnership.objects.update(last_met_on=date(2026, 5, 2))
    # All but what was said on 1 May, and that of which nothing was said.
    assert text(reader.get(URL)).count("now</span>") == 6


def test_an_empty_plan_says_so(larkshire, reader):
    make_plan(larkshire)
    page = text(reader.get(URL))
    assert "The plan has no actions yet." in page
    assert "<svg" not in page


def test_one_action_is_told_in_the_singular(larkshire, reader):
    make_action(make_priority(make_plan(larkshire)), status=Status.ON_TRACK)
    page = text(reader.get(URL))
    assert "1 of 1 action</a> is on track or complete." in page


def test_a_plan_of_which_all_is_given_up_has_no_rate(larkshire, reader):
    action = make_action(make_priority(make_plan(larkshire)))
    Action.objects.filter(pk=action.pk).update(status=Status.NOT_PURSUED)
    assert "No action of 2026/27 is counted" in text(reader.get(URL))


def test_a_year_without_figures_says_so(counted, reader):
    make_shown(make_indicator(make_plan(counted.partnership, 2025)), counted)
    assert "No figures are shown for 2026/27 yet." in text(reader.get(URL))


def test_by_partner_every_figure_opens_its_list(counted, reader):
    html = reader.get("/larkshire/2026/by-partner/").content.decode()
    assert len(figures_of(html)) > 20
    assert wrong_figures(html) == []


def test_the_partners_in_numbers(counted, reader):
    html = reader.get("/larkshire/2026/by-partner/").content.decode()
    assert rows_of(html, "How each partner stands") == {
        "All partners": [1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0],
        "Council": [0, 1, 1, 0, 0, 1, 3, 1, 0, 2, 0],
        "Lark Shelter": [1, 1, 0, 1, 0, 0, 3, 0, 2, 3, 1],
        "Police": [1, 1, 1, 0, 1, 0, 4, 0, 1, 2, 2],
    }


def test_who_is_furthest_behind_is_named_first(counted, reader):
    page = text(reader.get("/larkshire/2026/by-partner/"))
    assert "4 partners own actions of this plan." in page
    named = re.findall(r"(?:quarter:|;) ([\w ]+), <a", page)
    assert named == ["All partners", "Lark Shelter", "Council"]


def test_whoever_has_few_actions_is_not_named_beside_one_with_more(counted, larkshire, reader):
    busy = make_agency(larkshire, "Busy")
    priority = make_priority(counted, number=4)
    for _ in range(5):
        make_action(priority, owners=[busy])
    page = text(reader.get("/larkshire/2026/by-partner/"))
    assert re.findall(r"(?:quarter:|;) ([\w ]+), <a", page) == ["Busy"]


def test_a_plan_that_nobody_owns_says_so(larkshire, reader):
    make_action(make_priority(make_plan(larkshire)))
    page = text(reader.get("/larkshire/2026/by-partner/"))
    assert "No partner owns an action of this plan yet." in page


@pytest.mark.parametrize(("address", "queries"), [(URL, 23), ("/larkshire/2026/by-partner/", 10)])
def test_it_costs_the_same_queries_for_many_actions(
    address, queries, counted, larkshire, shelter, reader, django_assert_num_queries
):
    make_year_before(larkshire)
    for number in range(4, 20):
        priority = make_priority(counted, number=number)
        make_action(priority, owners=[shelter, make_agency(larkshire)])
        make_observation(make_indicator(counted), "2025/26")
    with django_assert_num_queries(queries):
        reader.get(address)
