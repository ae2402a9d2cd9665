"""A whole partnership as a zip: out of one installation, and into another."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from actions.models import StatusUpdate
from actions.rounds.models import Evidence, Recipient
from partners.access import Role
from partners.models import Partnership, User
from plans.models import Indicator, Plan
from reports.models import EditionFile
from reports.transfer import archive
from reports.transfer.kinds import ALL
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def moved(full, larkshire, tmp_path):
    """Larkshire as it was, and as it is after it has gone out and come back in its own place."""
    path = tmp_path / "all.zip"
    secret = factories.make_restricted_plan(larkshire, "Review", [manager_of(larkshire)])
    factories.make_indicator(secret)
    call_command("export_partnership", "larkshire", path)
    before = counts(larkshire)
    larkshire.slug, larkshire.name = "old", "Old"
    larkshire.save()
    call_command("import_partnership", path)
    new = Partnership.objects.get(slug="larkshire")
    return before, new, path, larkshire


def manager_of(partnership):
    return factories.make_member(partnership, Role.MANAGER)


def counts(partnership):
    """How many rows there are of each kind."""
    found = {}
    for kind in ALL:
        if kind.name in ("plan", "partnership"):
            continue
        owner = kind.owner.replace("plan", "plan__partnership")
        rows = kind.model._default_manager.filter(**{owner: partnership})
        found[kind.name] = rows.count()
    return found | {"plans": partnership.plans.count()}


def test_all_of_it_comes_back(moved):
    before, new, _, _ = moved
    assert counts(new) == before
    assert [name for name, count in before.items() if not count] == []


def test_evidence_and_editions_are_the_same_bytes(moved):
    _, new, _, old = moved
    for model, owner, name in (
        (Evidence, "answer__request__round__plan__partnership", "file"),
        (EditionFile, "edition__plan__partnership", "content"),
    ):
        contents = [
            [
                bytes(getattr(row, name))
                for row in model.objects.filter(**{owner: one}).order_by("pk")
            ]
            for one in (old, new)
        ]
        assert contents[0] == contents[1] != []


def test_people_keep_their_roles_and_their_words(moved):
    _, new, _, old = moved
    roles = [sorted(one.memberships.values_list("user__email", "role")) for one in (old, new)]
    assert roles[0] == roles[1]
    # Who had an account here is asked.
    assert not new.memberships.taken_up().exists()
    updates = StatusUpdate.objects.filter(action__priority__plan__partnership=new)
    assert updates.exists()


def test_a_restricted_plan_is_known_to_those_who_were_named(moved):
    _, new, _, old = moved
    plan = new.plans.get(is_restricted=True)
    assert [one.membership.user for one in plan.named.all()] == [
        one.membership.user for one in old.plans.get(is_restricted=True).named.all()
    ]
    assert Indicator.objects.get(only_in=plan).partnership == new


def test_no_link_that_was_sent_comes_along(moved):
    keys = Recipient.objects.values_list("key", flat=True)
    assert len(set(keys)) == len(keys) > 1
    assert not [key for key in keys if key in text_of(moved[2])]


def text_of(path):
    with zipfile.ZipFile(path) as zipped:
        return "".join(zipped.read(name).decode(errors="replace") for name in zipped.namelist())


def test_no_password_goes_out(moved):
    passwords = User.objects.values_list("password", flat=True)
    assert not [one for one in passwords if one in text_of(moved[2])]


def test_people_without_an_account_get_one_without_a_password(larkshire, tmp_path):
    user = factories.make_member(larkshire, Role.ADMINISTRATOR, name="Ada", email="ada@example.org")
    call_command("export_partnership", "larkshire", tmp_path / "all.zip")
    Partnership.objects.update(slug="old", name="Old")
    User.objects.filter(pk=user.pk).update(email="other@example.org")
    call_command("import_partnership", tmp_path / "all.zip")
    new = User.objects.get(email="ada@example.org")
    assert (new.name, new.has_usable_password(), new.is_staff) == ("Ada", False, False)
    assert new.memberships.get().taken_up_at


def test_who_is_no_member_any_more_stays_a_name(larkshire, tmp_path):
    admin = factories.make_member(larkshire, Role.ADMINISTRATOR)
    action = factories.make_action(factories.make_priority(factories.make_plan(larkshire)))
    factories.make_update(action, by=factories.make_user("Gone Away"))
    call_command("export_partnership", "larkshire", tmp_path / "all.zip")
    larkshire.slug = "old"
    larkshire.save()
    call_command("import_partnership", tmp_path / "all.zip")
    new = StatusUpdate.objects.exclude(action=action).get()
    assert (new.by, new.made_by) == ("Gone Away", admin)


def test_a_partnership_that_is_here_is_never_changed(moved):
    before = Plan.objects.count()
    with pytest.raises(CommandError, match="There is a partnership with the address “larkshire”"):
        call_command("import_partnership", moved[2])
    assert Plan.objects.count() == before


def test_a_plan_that_fails_leaves_nothing_behind(larkshire, tmp_path, media):
    factories.make_member(larkshire, Role.ADMINISTRATOR)
    factories.make_plan(larkshire)
    path, broken = tmp_path / "all.zip", tmp_path / "broken.zip"
    call_command("export_partnership", "larkshire", path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, "{}" if name == "plans/2026/plan.json" else old.read(name))
    Partnership.objects.update(slug="old")
    with pytest.raises(CommandError, match="2026: The file is not a plan"):
        call_command("import_partnership", broken)
    assert Partnership.objects.count() == 1


def test_the_page_has_restricted_plans_only_for_those_named(larkshire, sign_in, cast):
    factories.make_restricted_plan(larkshire, "Wyrmwood", [cast.administrator])
    factories.make_restricted_plan(larkshire, "Basilisk")
    response = sign_in(cast.administrator).get(reverse("archive-file", args=["larkshire"]))
    content = io.BytesIO(b"".join(response.streaming_content))
    assert "Wyrmwood" in text_of(content)
    assert "Basilisk" not in text_of(content)


def test_what_is_too_much_for_a_page_is_for_the_command(larkshire, sign_in, cast, monkeypatch):
    monkeypatch.setattr(archive, "MOST_ACTIONS_OF_PAGE", 0)
    factories.make_action(factories.make_priority(factories.make_plan(larkshire)))
    client = sign_in(cast.administrator)
    assert "they have a command" in client.get("/larkshire/partners/all/").content.decode()
    assert client.get("/larkshire/partners/all.zip").status_code == 404


def test_a_closed_partnership_can_still_be_taken_away(larkshire, sign_in, cast):
    larkshire.closed_on = TODAY
    larkshire.save()
    page = sign_in(cast.administrator).get(reverse("take-away", args=["larkshire"]))
    assert page.status_code == 200


def test_it_says_where_it_cannot_write(larkshire, tmp_path):
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("export_partnership", "larkshire", tmp_path / "nowhere" / "all.zip")
