import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from partners.access import Role
from partners.founding.found import CannotFound
from partners.founding.taking_back import take_back
from partners.models import Founding, Membership
from plans.removals import remove
from tests import factories
from tests.partners.founding.conftest import carry_out, dump, make_administrator, make_founding


def test_everything_is_as_it_was_before(larkshire, wrenmoor):
    for partnership in (larkshire, wrenmoor):
        agency = factories.make_agency(partnership, "Police")
        factories.make_contact(agency)
        factories.make_member(partnership, Role.CONTRIBUTOR, agency)
    founding = make_founding(larkshire, wrenmoor)
    before = dump()
    carry_out(founding)
    assert dump() != before
    take_back(founding, by=founding.proposed_by)
    assert dump() == before


def test_what_the_new_one_has_done_since_goes_too(founding):
    before = dump()
    new = carry_out(founding)
    plan = factories.make_plan(new)
    agency = factories.make_agency(new)
    action = factories.make_action(factories.make_priority(plan), owners=[agency])
    by = founding.proposed_by
    factories.make_update(action, by=by)
    request = factories.make_request(factories.make_round(plan, opened_by=by), agency, ["a@b.org"])
    factories.make_evidence(factories.make_answer(request, action))
    factories.make_block(plan, body="<p>Ours.</p>")
    removed = factories.make_action(factories.make_priority(plan), owners=[agency])
    removed.wording = "In other words"
    removed.save()
    remove(removed.priority)
    take_back(founding, by=by)
    assert dump() == before


def test_its_files_go_and_those_of_others_stay(
    founding, larkshire, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    logo = ContentFile(factories.make_picture())
    default_storage.save("old.png", logo)
    new = carry_out(founding)
    new.logo.save("new.png", logo)
    for partnership in (larkshire, new):
        plan = factories.make_plan(partnership)
        factories.make_block(plan, picture="old.png", alternative_text="A park")
    with django_capture_on_commit_callbacks(execute=True):
        take_back(founding, by=founding.proposed_by)
    assert [path.name for path in tmp_path.rglob("*.png")] == ["old.png"]


def test_it_can_be_founded_again(founding):
    carry_out(founding)
    take_back(founding, by=founding.proposed_by)
    assert carry_out(Founding.objects.get()).district == "Heathland"


def test_an_administrator_of_the_new_one_alone_takes_it_back(founding):
    new = carry_out(founding)
    Membership.objects.filter(partnership=new).update(role=Role.MANAGER)
    with pytest.raises(CannotFound, match="not an administrator"):
        take_back(founding, by=founding.proposed_by)


def test_one_that_goes_into_another_is_not_taken_back(founding, larkshire):
    new = carry_out(founding)
    by = make_administrator(new)
    make_founding(new, by=by, name="Further")
    with pytest.raises(CannotFound, match="is itself asked to go into another"):
        take_back(founding, by=by)
