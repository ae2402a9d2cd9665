"""Writes that touch several rows, each broken off at its last statement: nothing of them is left.

A test runs inside a transaction, so what is taken back here is what the write itself holds
together (`transaction.atomic`), be it one transaction or, in another, a savepoint.
"""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import connection, transaction

from actions import changes as of_actions
from actions.building.carrying import action_fates
from actions.building.carrying.begin import begin_plan
from actions.building.carrying.decided import actions_of
from actions.building.carrying.decided import version_of as version_of_fate
from actions.building.plan_import import taking_back
from actions.building.plan_import import writing as plan_writing
from actions.building.plan_import.tables_to_plan import planned_from
from actions.models import Action
from actions.rounds import answers, asking, opening, passing, running
from actions.rounds.desk import decisions
from actions.rounds.models import Answer, Evidence
from csp.versions import NO_VERSION, version_of
from partners import changes, contact_changes, erasure
from partners.contact_import import writing as contact_writing
from partners.contact_import.choosing import preview_of
from partners.founding import found, renaming
from partners.founding.coming import coming_of
from partners.joining import changes as joinings
from partners.joining.apart import Apart
from partners.joining.planned import Planned
from partners.models import DETAILS, Contact
from plans import changes as of_plans
from plans import member_list, restoring, restricting
from plans.forms.structure import PriorityForm
from plans.kinds import KINDS
from plans.models import Plan
from reports import editions, own_layout
from reports.models import EditionFile
from reports.transfer.importing import import_plan
from reports.transfer.writing import plan_file
from tests import factories
from tests.conftest import TODAY
from tests.factories import fresh

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
KIND = {kind.name: kind for kind in KINDS}
WRITING = ("INSERT", "UPDATE", "DELETE")


class BrokenOff(Exception):
    pass


class Breaking:
    """Counts the statements that write, and breaks off at one of them; never, if at is 0."""

    def __init__(self, at=0):
        self.at, self.count = at, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(WRITING):
            self.count += 1
            if self.count == self.at:
                raise BrokenOff
        return execute(sql, params, many, context)


def everything():
    """All rows of all tables."""
    models = apps.get_models(include_auto_created=True)
    return {model: sorted(map(repr, model._base_manager.values_list())) for model in models}


def statements_of(write):
    """How many statements a write takes; it is taken back."""
    counting = Breaking()
    with transaction.atomic():
        with connection.execute_wrapper(counting):
            write()
        transaction.set_rollback(True)
    return counting.count


def assert_whole_or_not_at_all(write):
    count = statements_of(write)
    assert count > 1
    before = everything()
    with connection.execute_wrapper(Breaking(count)), pytest.raises(BrokenOff):
        write()
    assert everything() == before


@pytest.fixture
def officer(cast, larkshire):
    return cast.officer.memberships.get()


@pytest.fixture
def action(plan, shelter):
    action = factories.make_action(factories.make_priority(plan), owners=[shelter])
    factories.make_update(action)
    return action


@pytest.fixture
def asked(plan, action, shelter):
    factories.make_contact(shelter, email="lead@example.org", receives_update_requests=True)
    return factories.make_request(factories.make_round(plan), shelter, ["lead@example.org"])


class TestPartners:
    def test_inviting(self, larkshire, cast):
        who = {"email": "new@example.org", "name": "New", "role": "officer"}
        assert_whole_or_not_at_all(
            lambda: changes.add_person(larkshire, by=cast.administrator, **who)
        )

    def test_another_role(self, officer):
        assert_whole_or_not_at_all(
            lambda: changes.change_role(officer, role="manager", seen="officer")
        )

    def test_removing_somebody(self, officer):
        assert_whole_or_not_at_all(lambda: changes.remove_person(officer, seen="officer"))

    def test_erasing_somebody(self, cast):
        factories.make_mail(cast.officer.email)
        assert_whole_or_not_at_all(lambda: erasure.erase_person(cast.officer))

    def test_a_contact(self, shelter):
        typed = {"role": "Lead", "email": "new@example.org"}
        typed |= {"version": version_of(Contact(agency=shelter)) or NO_VERSION}
        typed |= {"keep_until_0": "1", "keep_until_1": "1", "keep_until_2": "2030"}

        def save():
            form, is_saved = contact_changes.save_contact(Contact(agency=shelter), typed)
            assert is_saved, form.errors

        assert_whole_or_not_at_all(save)

    def test_removing_a_contact(self, shelter):
        contact = factories.make_contact(shelter)
        seen = version_of(contact)
        assert_whole_or_not_at_all(lambda: contact_changes.remove_contact(contact, seen=seen))

    def test_importing_contacts(self, larkshire, shelter):
        started = factories.make_contact_import(larkshire)
        digest = preview_of(started).digest

        def write():
            _, is_written = contact_writing.write(fresh(started), agreed=digest)
            assert is_written

        assert_whole_or_not_at_all(write)

    def test_joining(self, shelter, cast):
        factories.make_contact(twin := factories.make_twin(shelter))
        seen = Planned(shelter, twin).version
        assert_whole_or_not_at_all(lambda: joinings.join(shelter, twin, by=cast.manager, seen=seen))

    def test_taking_apart(self, shelter, cast):
        joining = factories.make_joining(shelter, by=cast.manager)
        seen = Apart(joining).version
        assert_whole_or_not_at_all(lambda: joinings.take_apart(joining, by=cast.manager, seen=seen))

    def test_renaming(self, larkshire):
        details = {name: getattr(larkshire, name) for name in DETAILS} | {"name": "Lark"}
        seen = version_of(larkshire)
        assert_whole_or_not_at_all(
            lambda: renaming.rename(larkshire, details=details, since=TODAY, seen=seen)
        )

    def test_founding(self, larkshire, wrenmoor, plan, action, cast):
        founding = factories.make_founding(larkshire, wrenmoor, by=cast.administrator)
        said = {"slug": "heathland", "by": cast.administrator, "at": NOON}
        seen = coming_of(founding, on=TODAY).version
        assert_whole_or_not_at_all(lambda: found.found(fresh(founding), seen=seen, **said))


class TestPlans:
    def test_a_row(self, plan):
        priority = factories.make_priority(plan, "Theft")
        typed = PriorityForm(instance=priority).initial | {"title": "Burglary"}
        typed |= {"version": str(version_of(priority))}

        def save():
            form, is_saved = of_plans.save_row(PriorityForm, typed, row=fresh(priority), plan=plan)
            assert is_saved, form.errors

        assert_whole_or_not_at_all(save)

    def test_moving_a_row(self, plan):
        _, _, third = (factories.make_priority(plan, position=0) for _ in range(3))
        sequence = KIND["priority"].sequence
        assert_whole_or_not_at_all(
            lambda: of_plans.move_row(fresh(third), plan=plan, sequence=sequence, by=-1, seen="0")
        )

    def test_removing_a_row(self, plan):
        priority = factories.make_priority(plan)
        strand = factories.make_strand(priority)
        factories.make_action(priority, strand=strand)
        seen = version_of(strand)
        assert_whole_or_not_at_all(lambda: of_plans.remove_row(fresh(strand), plan=plan, seen=seen))

    def test_bringing_a_row_back(self, plan):
        theme = factories.make_theme(plan)
        of_plans.remove_row(theme, plan=plan, seen=version_of(theme))
        record = type(theme).history.filter(history_type="-").get()
        kind, seen = KIND["theme"], str(record.history_id)
        assert_whole_or_not_at_all(
            lambda: restoring.restore_row(kind, record, plan=plan, seen=seen)
        )

    def test_opening_a_restricted_plan(self, larkshire, cast):
        plan = factories.make_restricted_plan(larkshire, named=[cast.manager])
        assert_whole_or_not_at_all(
            lambda: restricting.open_to_all(fresh(plan), seen=version_of(plan))
        )

    def test_moving_a_member(self, plan, larkshire, shelter):
        police = factories.make_agency(larkshire, "Police")
        for position, agency in enumerate((police, shelter), 1):
            agency.grid_position = position
            agency.save()
        assert_whole_or_not_at_all(lambda: member_list.move(fresh(shelter), plan, by=-1, seen="2"))


class TestActions:
    def test_an_update(self, action, cast):
        said = {"status": "delayed", "text": "Late.", "reason": "Rain", "by": cast.officer}
        seen = action.latest_update_id
        assert_whole_or_not_at_all(
            lambda: of_actions.add_update(action, on=TODAY, after=seen, **said)
        )

    def test_nothing_new(self, action, cast):
        seen = action.latest_update_id
        assert_whole_or_not_at_all(
            lambda: of_actions.say_nothing_new(action, by=cast.officer, on=TODAY, after=seen)
        )

    def test_striking_out(self, action, cast):
        update = action.latest_update
        why = {"strike": "mistake", "why": "Of another action.", "by": cast.officer, "at": NOON}
        assert_whole_or_not_at_all(lambda: of_actions.strike_out(fresh(update), **why))


class TestRounds:
    def test_opening(self, plan, action, asked, cast):
        asked.round.delete()
        would_be = opening.to_be_asked(plan, on=TODAY)
        said = {"name": "Autumn", "message": "", "closes_on": date(2026, 12, 4)}
        said |= {"by": cast.manager, "at": NOON, "on": TODAY, "reminder_days": "7"}
        seen = opening.digest_of(would_be)
        assert_whole_or_not_at_all(lambda: opening.open_round(plan, seen=seen, **said))

    def test_sending_once_more(self, asked):
        seen = running.version_of_request(asked)
        assert_whole_or_not_at_all(
            lambda: running.send_again(asked, to="new@example.org", press="x", seen=seen)
        )

    def test_withdrawing(self, asked):
        factories.make_mail("lead@example.org", key=f"request:{asked.pk}:1")
        running.send_again(
            asked, to="new@example.org", press="x", seen=running.version_of_request(asked)
        )
        seen = running.version_of_request(asked)
        assert_whole_or_not_at_all(lambda: running.withdraw(fresh(asked), at=NOON, seen=seen))

    def test_closing(self, asked):
        round = asked.round
        assert_whole_or_not_at_all(
            lambda: running.close(
                fresh(round), on=TODAY, at=NOON, takes_late=False, seen=version_of(round)
            )
        )

    def test_passing_on(self, asked, action):
        who = {"to": "kim@example.org", "by": "lead@example.org"}
        assert_whole_or_not_at_all(lambda: passing.pass_on(asked, action, at=NOON, **who))

    def test_a_draft(self, asked, action):
        said = {"status": "on_track", "text": "It goes on.", "at": NOON}
        said |= {"seen": version_of(Answer(request=asked, action=action))}
        evidence = [Evidence(link="https://example.org/figures")]
        assert_whole_or_not_at_all(
            lambda: answers.save_draft(asked, action, evidence=evidence, **said)
        )

    def test_a_partner_s_question(self, asked, action, cast):
        said = {"text": "Which?", "by": "lead@example.org", "recipient": None, "at": NOON}
        assert_whole_or_not_at_all(lambda: asking.ask(asked, action, **said))

    def test_a_reply(self, asked, action, cast):
        question = factories.make_partner_question(asked, action)
        said = {"text": "These.", "by": cast.officer, "at": NOON}
        assert_whole_or_not_at_all(lambda: asking.reply(fresh(question), **said))

    def test_accepting(self, asked, action, cast):
        answer = factories.make_answer(asked, action, "Ten beds.")
        said = {"status": answer.status, "text": "Ten beds.", "by": cast.officer, "on": TODAY}
        said |= {"seen": version_of(answer), "after": action.latest_update_id}
        assert_whole_or_not_at_all(lambda: decisions.accept(fresh(answer), **said))

    def test_sending_back(self, asked, action, cast):
        answer = factories.make_answer(asked, action, "Ten beds.")
        said = {"by": cast.officer, "on": TODAY, "question": "Where?", "seen": version_of(answer)}
        assert_whole_or_not_at_all(lambda: decisions.send_back(fresh(answer), **said))


class TestBuilding:
    def test_beginning_a_plan(self, larkshire, plan):
        factories.make_theme(plan)
        new = {"partnership": larkshire}
        assert_whole_or_not_at_all(
            lambda: begin_plan(Plan.of_year(2027, **new), befores=[fresh(plan)])
        )

    def test_carrying_an_action_on(self, larkshire, plan, action):
        next_plan = begin_plan(Plan.of_year(2027, partnership=larkshire), befores=[plan])
        said = {"plan": next_plan, "priority": factories.make_priority(next_plan)}
        seen = version_of_fate(actions_of([plan], next_plan).get(pk=action.pk))
        said |= {"timescale": "May 2027", "seen": seen}
        assert_whole_or_not_at_all(lambda: action_fates.keep(fresh(action), **said))

    def test_importing_a_plan(self, plan, cast):
        started = factories.make_plan_import(plan)
        agreed = planned_from(started).digest

        def write():
            by = {"by": cast.manager, "on": TODAY}
            _, is_written = plan_writing.write(fresh(started), agreed=agreed, **by)
            assert is_written

        assert_whole_or_not_at_all(write)

    def test_taking_an_import_back(self, plan, cast):
        started = factories.make_plan_import(plan)
        agreed = planned_from(started).digest
        plan_writing.write(started, by=cast.manager, on=TODAY, agreed=agreed)
        assert Action.objects.exists()
        assert_whole_or_not_at_all(lambda: taking_back.take_back(fresh(started)))


class TestReports:
    def test_an_edition(self, plan, cast):
        edition = factories.make_edition(plan)
        file = {"label": "Web page", "content_type": "text/html", "content": b"", "checksum": "0"}

        def store():
            new = type(edition)(plan=plan, label="2", title="Plan", issued_at=NOON)
            new.issued_by = cast.manager
            editions._store(new, [EditionFile(format="html", **file)], edition.number)

        assert_whole_or_not_at_all(store)

    def test_a_layout_s_own_parts(self, plan):
        assert_whole_or_not_at_all(lambda: own_layout.begin_with_parts(plan))

    def test_a_layout_s_own_columns(self, plan):
        assert_whole_or_not_at_all(lambda: own_layout.begin_with_columns(plan))

    def test_a_plan_from_its_file(self, plan, action, wrenmoor, cast):
        content = plan_file(plan)
        brought = {"file_name": "plan.json", "by": cast.other_manager, "make_partners": True}
        assert_whole_or_not_at_all(lambda: import_plan(wrenmoor, content, **brought))
