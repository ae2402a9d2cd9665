"""The same texts in every text field of every row there is, past the forms."""

import itertools
import json

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from actions.decisions import ActionDecision
from actions.meetings.changes import close
from partners.models import AuditEntry, FormerDetails
from plans.models import Block, PriorityDecision
from reports.models import EditionFile, Rendering
from tests import factories
from tests.conftest import TODAY

OURS = ("csp", "partners", "plans", "actions", "reports")
# Frozen.
LEFT_ALONE = {EditionFile}
# Nobody writes these: keys, and what is checked to be an address, a colour or a list of days. The
# e-mail as a page is shown with nothing allowed.
NOT_WRITTEN = {"accent_colour", "content_type", "file_name", "html", "key", "link", "message_id"}
NOT_WRITTEN |= {"calendar_key", "password", "reminder_days", "website"}
# Nor these, of one model: digests and what is read as more than text.
NOT_WRITTEN |= {
    "partners.ContactListShape.headings",
    "plans.Plan.address",
    "meetings.Minutes.words",
    "meetings.AgendaItem.status",
}
NAMES_AND_ADDRESSES = (models.SlugField, models.EmailField, models.FileField)
# What is kept as JSON: which of it people have written.
AS_JSON = {
    "meetings.Minutes.words": lambda value, text: json.dumps(_everywhere(json.loads(value), text)),
    "partners.ContactImport.tables": lambda value, text: _in_cells(value, text),
    "building.PlanImport.tables": lambda value, text: _in_cells(value, text),
}


# What of it is no text: a status is the key of one.
KEYS = {"status"}


def our_models():
    return [one for one in apps.get_models() if one.__module__.partition(".")[0] in OURS]


def text_fields(model):
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, NAMES_AND_ADDRESSES)
        and not field.choices
        and not field.primary_key
        and not {field.name, called(model, field).replace(".Historical", ".")} & NOT_WRITTEN
    ]


def called(model, field):
    return f"{model._meta.label}.{field.name}"


def write_everywhere(corpus, first=0):
    """Into every text field of every row of ours; how often, by the field's name.

    first: with which of the corpus to begin; each field takes the next.
    """
    texts = itertools.cycle(corpus[first:] + corpus[:first])
    written = {}
    # In one order, so that each run writes the same text into the same field.
    for model in sorted(set(our_models()) - LEFT_ALONE, key=lambda one: one._meta.label):
        rows = model._base_manager
        keys = list(rows.values_list("pk", flat=True))
        for field in text_fields(model):
            # Each row's own, since many must differ; cut as the form would.
            values = ((key, f"{next(texts)}{key}"[: field.max_length]) for key in keys)
            written[called(model, field)] = sum(
                _written(rows, key, field.name, value) for key, value in values
            )
    for name, inside in AS_JSON.items():
        label, _, field = name.rpartition(".")
        rows = apps.get_model(label)._base_manager
        found = [(row.pk, getattr(row, field)) for row in rows.all() if getattr(row, field)]
        values = [(key, inside(value, lambda: next(texts))) for key, value in found]
        written[name] = sum(_written(rows, key, field, value) for key, value in values)
    return written


def _written(rows, key, name, value):
    try:
        with transaction.atomic():
            rows.filter(pk=key).update(**{name: value})
    except DatabaseError:
        # A constraint says that no such text can be there.
        return False
    return True


def _everywhere(value, text):
    if isinstance(value, dict):
        return {key: one if key in KEYS else _everywhere(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [_everywhere(one, text) for one in value]
    return text() if isinstance(value, str) else value


def _in_cells(tables, text):
    """In every cell below the headings, and in one heading more."""
    for grid in tables.get("grids", []):
        headings, *rows = (row["cells"] for row in grid["rows"])
        headings.append(text())
        for cells in rows:
            cells[:] = [text() for _ in headings]
    return tables


def make_the_rest(plan, agency):
    """Rows of what tests.addresses makes none of, in the states that have a text of their own."""
    partnership, by = plan.partnership, factories.make_user()
    before = factories.make_plan(partnership, plan.start_year - 3)
    priority = factories.make_priority(plan)
    action = factories.make_action(priority, "Mark bicycles", [agency], timescale="By May 2026")
    factories.make_titled_plan(partnership)
    factories.make_extension(action, "By July 2026")
    factories.strike(factories.make_update(action))
    factories.make_update(action)
    factories.withdraw(factories.make_edition(plan))
    factories.make_edition(plan)
    factories.make_recommendation(priority, actions=[action])
    factories.make_cross_cutting_theme(plan, actions=[action])
    old = factories.make_priority(before)
    PriorityDecision.objects.create(row=old, plan=plan, fate="ended", fate_reason="Over")
    old = factories.make_action(old)
    ActionDecision.objects.create(row=old, plan=plan, fate="dropped", fate_reason="Over")
    days = {"until": plan.starts_on, "name": "Lark CSP", "district": "Lark", "council": "Lark"}
    FormerDetails.objects.create(partnership=partnership, policing_body="Lark", **days)
    AuditEntry.objects.create(partnership=partnership, what=AuditEntry.What.DOWNLOADED, user=by)
    Rendering.objects.create(
        plan=plan, fingerprint="0" * 64, state="failed", failure="No", asked_at=timezone.now()
    )
    for part in Block.Part:
        factories.make_block(plan, part, heading="Words")
    _make_the_rest_of_rounds(plan, action, agency, by)
    _make_the_rest_of_meetings(plan, action, agency, by)


def _make_the_rest_of_rounds(plan, action, agency, by):
    asked = factories.make_request(
        factories.make_round(plan), agency, ["chair@shelter.example.org"], to_sign_by="Robin"
    )
    factories.make_passed(asked, action)
    factories.make_answer(asked, action, state="returned", question="Which?")
    told = {"replied_at": timezone.now(), "replied_by": by, "reply": "These."}
    factories.make_partner_question(asked, action, **told)


def _make_the_rest_of_meetings(plan, action, agency, by):
    """A meeting at which a point was closed, whose minutes are confirmed."""
    meeting = factories.make_meeting(factories.make_meeting_body(plan), TODAY)
    factories.make_update_taken(meeting, action)
    close(
        factories.make_decision(meeting, owner=agency, by=by, action=action),
        outcome="Done",
        by=by,
        at=timezone.now(),
    )
    factories.make_minutes(meeting, by=by, present=[agency])
    factories.confirm_minutes(meeting, by=by)
