import pytest

from actions.same_words import alike, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meet monthly about organised crime", "Meet monthly about organised crime."),
        ("Meet monthly about organised crime", "Meet **monthly** about serious organised crime"),
        ("Train 20 door staff to spot abuse", "Train 150 door staff to spot abuse"),
        ("Visit the schools of the town", "VISIT SCHOOLS IN THE TOWN"),
    ],
)
def test_wordings_of_nearly_the_same_words_are_alike(one, other):
    assert alike({1: one, 2: other}) == [[1, 2]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meet monthly about organised crime", "Meet yearly about road safety in villages"),
        ("Light the lane", "Light the shopping street and the park at night"),
        ("Meet partners", "Meet partners"),
        ("", ""),
        ("2026", "2026"),
    ],
)
def test_others_are_not(one, other):
    assert alike({1: one, 2: other}) == []


def test_what_is_like_one_of_a_group_belongs_to_it():
    wordings = {
        1: "alpha bravo charlie delta echo",
        2: "alpha bravo charlie delta foxtrot",
        3: "alpha bravo charlie golf foxtrot",
        4: "hotel india juliet kilo",
    }
    assert alike(wordings) == [[1, 2, 3]]


def test_marks_and_figures_say_nothing():
    assert words_of("**Train** 20 _staff_ by 2027") == {"train", "staff"}


def test_very_many_alike_take_no_time_of_their_own():
    same = {n: f"Action number {n} of the county's plan about crime" for n in range(4000)}
    others = {n: f"Crime county plan word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600)}
    groups = alike(same | {4000 + n: one for n, one in others.items()})
    assert len(groups[0]) == 4000
