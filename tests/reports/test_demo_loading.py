"""Loading the demo: on any day, and only where it may be."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from actions.models import Action
from actions.rounds.models import UpdateRound
from partners.models import User
from reports.demo import loading

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path):
    """Of the demo's files, the partnerships, the people, and the plans that count from today."""
    for path in loading.FIXTURES.glob("*/*.yaml"):
        if path.stem in ("partnership", "strategy", "last", "this"):
            copy = tmp_path / path.relative_to(loading.FIXTURES)
            copy.parent.mkdir(exist_ok=True)
            copy.symlink_to(path)
    (tmp_path / "people.yaml").symlink_to(loading.FIXTURES / "people.yaml")
    return tmp_path


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2027, 3, 31), date(2028, 2, 29)])
def test_on_any_day_something_wants_an_update(day, folder, db):
    loading.load(day, folder)
    wanting = Action.objects.filter(
        priority__plan__partnership__slug="tonbridge-and-malling"
    ).wanting_update(day)
    assert wanting.exists()


def test_a_round_before_the_year_began_is_left_out(folder, db):
    loading.load(date(2026, 4, 8), folder)
    assert not UpdateRound.objects.exists()


def test_it_is_not_loaded_where_real_data_is_kept(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("demo")
    assert not User.objects.exists()
