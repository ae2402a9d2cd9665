"""Plain functions that make one row each, with what a test doesn't care about filled in."""

import itertools
import json
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from actions.building.models import PlanImport
from actions.changes import add_update, strike_out
from actions.extensions import Promise
from actions.meetings.changes import decide, written_at
from actions.meetings.models import Attendance, Meeting, MeetingDecision, UpdateTaken
from actions.models import (
    Action,
    ActionRecommendation,
    ActionTheme,
    Owner,
    Status,
    UpdateEvidence,
)
from actions.moving import Said, keep_move
from actions.rounds.models import (
    Answer,
    Evidence,
    PartnerQuestion,
    Recipient,
    UpdateRequest,
    UpdateRound,
)
from csp.spreadsheets.grids import Grid, GridRow, Grids
from partners.access import Role
from partners.changes import LEFT
from partners.joining.changes import join
from partners.joining.planned import Planned
from partners.models import (
    Agency,
    Contact,
    ContactImport,
    Division,
    Founding,
    Mail,
    Membership,
    Partnership,
    User,
)
from plans.models import (
    Allocation,
    Block,
    CrossCuttingTheme,
    GlossaryTerm,
    Grant,
    Indicator,
    LogEntry,
    MeetingBody,
    NamedPerson,
    Observation,
    Plan,
    PlanColumn,
    PlanIndicator,
    PlanPart,
    Priority,
    Recommendation,
    Spending,
    StatutoryStep,
    Strand,
    Theme,
)
from reports.models import AcceptedFinding, Edition, EditionFile, Rendering

numbers = itertools.count(1)
PASSWORD = "a-password-for-tests"


def make_partnership(district="Larkshire", **fields):
    fields = {
        "name": f"{district} Community Safety Partnership",
        "slug": district.lower().replace(" ", "-"),
        "council": f"{district} Council",
    } | fields
    return Partnership.objects.create(district=district, **fields)


def make_agency(partnership, name="", **fields):
    return Agency.objects.create(
        partnership=partnership, name=name or f"Agency {next(numbers)}", **fields
    )


def make_twin(agency):
    """Another record of the same partner."""
    return make_agency(agency.partnership, f"{agency.name} Service {next(numbers)}")


def make_joining(agency, by=None, goes=None):
    """Another record of the agency that was joined with it; if none is given, it had a contact."""
    if goes is None:
        goes = make_agency(agency.partnership, f"Former {next(numbers)}")
        make_contact(goes)
    seen = Planned(fresh(agency), fresh(goes)).version
    return join(agency, goes, by=by or make_user(), seen=seen)


def fresh(row):
    """The row once more, as it is saved."""
    return type(row).objects.get(pk=row.pk)


def make_contact(agency, role="Community safety lead", **fields):
    fields = {"keep_until": date(2030, 1, 1), "email": f"lead{next(numbers)}@example.org"} | fields
    return Contact.objects.create(agency=agency, role=role, **fields)


def make_user(name="Somebody", email="", **fields):
    email = email or f"somebody{next(numbers)}@example.org"
    return User.objects.create_user(email, PASSWORD, name=name, **fields)


def make_member(partnership, role=Role.OFFICER, agency=None, **fields):
    """A new user with that role in the partnership."""
    user = make_user(**({"name": f"{role.label} of {partnership.district}"} | fields))
    make_membership(user, partnership, role, agency)
    return user


def make_leaver(partnership, **fields):
    """Somebody who was an officer of the partnership, and is a member of none any more."""
    user = make_member(partnership, **fields)
    user.memberships.get().delete()
    user.is_active, user._change_reason = False, LEFT
    user.save()
    return user


def make_founding(*partnerships, by=None, **fields):
    """A proposal to found Heathland, to which all have agreed."""
    by = by or make_user()
    fields = {
        "name": "Heathland Community Safety Partnership",
        "district": "Heathland",
        "council": "Heathland Council",
        "begins_on": date(2027, 4, 1),
    } | fields
    founding = Founding.objects.create(proposed_by=by, **fields)
    agreed = {"agrees": True, "answered_by": by, "answered_at": timezone.now()}
    for one in partnerships:
        founding.founders.create(partnership=one, asked_as=one.name, **agreed)
    return founding


def make_division(partnership, *districts, by=None, **fields):
    """A proposal to divide the partnership: into Northshire and Southshire if none is named."""
    division = Division.objects.create(partnership=partnership)
    for district in districts or ("Northshire", "Southshire"):
        named = {"name": f"{district} Community Safety Partnership", "district": district}
        make_founding(partnership, by=by, division=division, **named | fields)
    return division


def make_membership(user, partnership, role=Role.OFFICER, agency=None, **fields):
    fields = {"taken_up_at": timezone.now()} | fields
    return Membership.objects.create(
        user=user, partnership=partnership, role=role, agency=agency, **fields
    )


def make_plan(partnership, start_year=2026, stage=Plan.Stage.AGREED, **fields):
    plan = Plan.of_year(start_year, partnership=partnership, stage=stage, **fields)
    plan.save()
    return plan


def make_titled_plan(partnership, title="Violence plan", **fields):
    """A delivery plan of four years from April 2026."""
    fields = {
        "kind": Plan.Kind.DELIVERY,
        "address": f"plan-{next(numbers)}",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2030, 3, 31),
        "stage": Plan.Stage.AGREED,
    } | fields
    return Plan.objects.create(partnership=partnership, title=title, **fields)


def make_restricted_plan(partnership, title="Review", named=(), **fields):
    """A plan of four years of which only these members know."""
    plan = make_titled_plan(partnership, title, is_restricted=True, **fields)
    for user in named:
        make_named_person(plan, user)
    return plan


def make_named_person(plan, user=None):
    """A member of the plan's partnership, a new one if none is given, who is named for it."""
    user = user or make_member(plan.partnership)
    membership = user.memberships.get(partnership=plan.partnership)
    return NamedPerson.objects.create(plan=plan, membership=membership, named_by=user)


def make_strategy(partnership, first_year=2026, last_year=2028, **fields):
    """A plan that frames those that begin in these years."""
    fields = {
        "kind": Plan.Kind.STRATEGY,
        "starts_on": date(first_year, 4, 1),
        "ends_on": date(last_year + 1, 3, 31),
    } | fields
    return make_titled_plan(partnership, "Community Safety Strategy", **fields)


def make_theme(plan, title="", **fields):
    return Theme.objects.create(plan=plan, title=title or f"Theme {next(numbers)}", **fields)


def make_priority(plan, title="", **fields):
    return Priority.objects.create(plan=plan, title=title or f"Priority {next(numbers)}", **fields)


def make_strand(priority, title="", **fields):
    return Strand.objects.create(priority=priority, title=title or "Strand", **fields)


def make_block(plan, part=Block.Part.INTRODUCTION, body="<p>Words.</p>", **fields):
    """A block of the plan's narrative, after those made before it."""
    fields = {"position": next(numbers)} | fields
    return Block.objects.create(plan=plan, part=part, body=body, **fields)


def make_picture(width=4, height=3, kind="PNG", colour="teal", **options):
    """The bytes of a picture file."""
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind, **options)
    return file.getvalue()


def make_grant(plan, name="", amount=1000, **fields):
    fields = {"funder": "The Commissioner"} | fields
    return Grant.objects.create(
        plan=plan, name=name or f"Grant {next(numbers)}", amount=amount, **fields
    )


def make_allocation(grant, project="", proposed_year=1000, **fields):
    fields = {"organisation": "Lark Shelter"} | fields
    return Allocation.objects.create(
        grant=grant,
        project=project or f"Project {next(numbers)}",
        proposed_year=proposed_year,
        **fields,
    )


def make_spending(grant, item="Cameras", amount=100, **fields):
    return Spending.objects.create(grant=grant, item=item, amount=amount, **fields)


def make_log_entry(plan, text="The hall opened.", happened_on=None, **fields):
    """An entry of the plan's log, of its first day if no other is given."""
    return LogEntry.objects.create(
        plan=plan, text=text, happened_on=happened_on or plan.starts_on, **fields
    )


def make_series(partnership, title="", **fields):
    """An indicator of the partnership that no plan shows."""
    fields = {"unit": "reports"} | fields
    title = title or f"Indicator {next(numbers)}"
    return Indicator.objects.create(partnership=partnership, title=title, **fields)


def make_shown(indicator, plan, **fields):
    return PlanIndicator.objects.create(plan=plan, indicator=indicator, **fields)


def make_indicator(plan, title="", priority=None, **fields):
    """An indicator of the plan's partnership that the plan shows."""
    if plan.is_restricted:
        fields.setdefault("only_in", plan)
    indicator = make_series(plan.partnership, title, **fields)
    make_shown(indicator, plan, priority=priority)
    return indicator


def make_observation(indicator, label="", value=10, **fields):
    return Observation.objects.create(
        indicator=indicator, label=label or f"Part {next(numbers)}", value=value, **fields
    )


def make_meeting_body(plan, name="", **fields):
    return MeetingBody.objects.create(plan=plan, name=name or f"Group {next(numbers)}", **fields)


def make_meeting(body, held_on=None, **fields):
    """A meeting of the group, on a day of its own in spring if none is given."""
    day = held_on or date(2026, 5, 1) + timedelta(days=next(numbers) % 150)
    return Meeting.objects.create(body=body, held_on=day, **fields)


def make_minutes(meeting, by=None, *, is_finished=True, present=()):
    """What is written at it: who was there, and the agenda as it is now."""
    minutes = written_at(meeting, by=by or make_user(), at=timezone.now())
    for agency in present:
        Attendance.objects.create(minutes=minutes, agency=agency)
    if is_finished:
        minutes.finished_at = timezone.now()
        minutes.save()
    return minutes


def make_decision(meeting, text="", owner=None, **fields):
    """An open point of the meeting, unless another kind is given."""
    agency = owner or make_agency(meeting.body.plan.partnership)
    fields = {
        "kind": MeetingDecision.Kind.POINT,
        "due_on": date(2026, 12, 31),
        "by": fields.pop("by", None) or make_user(),
    } | fields
    text = text or f"Decision {next(numbers)}"
    return decide(meeting, text=text, owner=agency, at=timezone.now(), **fields)


def make_update_taken(meeting, action, text="Said at the meeting."):
    minutes = written_at(meeting, by=make_user(), at=timezone.now())
    return UpdateTaken.objects.create(minutes=minutes, update=make_update(action, text))


def make_step(plan, kind=StatutoryStep.Kind.ASSESSMENT, **fields):
    fields = {"done_on": plan.starts_on} | fields
    return StatutoryStep.objects.create(plan=plan, kind=kind, **fields)


def make_recommendation(of, text="", actions=(), **fields):
    """A recommendation of a priority or of a plan, which these actions answer."""
    text = text or f"Recommendation {next(numbers)}"
    above = {"plan": of} if isinstance(of, Plan) else {"plan": of.plan, "priority": of}
    made = Recommendation.objects.create(**above, text=text, **fields)
    for action in actions:
        ActionRecommendation.objects.create(action=action, recommendation=made)
    return made


def make_cross_cutting_theme(plan, title="", actions=(), **fields):
    """A cross-cutting theme of a plan, and the actions that belong to it."""
    title = title or f"Cross-cutting theme {next(numbers)}"
    made = CrossCuttingTheme.objects.create(plan=plan, title=title, **fields)
    for action in actions:
        ActionTheme.objects.create(action=action, theme=made)
    return made


def make_term(plan, term="", meaning="What it means", **fields):
    term = term or f"Term {next(numbers)}"
    return GlossaryTerm.objects.create(plan=plan, term=term, meaning=meaning, **fields)


def make_part(plan, part=Block.Part.INTRODUCTION, **fields):
    return PlanPart.objects.create(plan=plan, part=part, **fields)


def make_column(plan, field="wording", **fields):
    return PlanColumn.objects.create(plan=plan, field=field, **fields)


def make_action(priority, wording="", owners=(), **fields):
    """An action of the priority, owned by the agencies given, in their order."""
    action = Action(priority=priority, wording=wording or f"Action {next(numbers)}", **fields)
    action.full_clean()
    action.save()
    for position, agency in enumerate(owners):
        Owner.objects.create(action=action, agency=agency, position=position)
    return action


def make_update(action, text="It goes on.", status=Status.ON_TRACK, by=None, on=None, **fields):
    """Say something of the action, after whatever was said before."""
    action.refresh_from_db()
    update = add_update(
        action,
        status=status,
        text=text,
        by=by or make_user(),
        on=on or date(2026, 5, 1),
        after=action.latest_update_id,
        **fields,
    )
    action.refresh_from_db()
    return update


def make_extension(action, after="", before="", by=None, on=None, **fields):
    """Move the timescale of the action; to nothing else if `after` is left out."""
    fields = {"is_correction": False, "reason": "No money", "agreed_by": "The board"} | fields
    was = Promise.of(before or action.timescale, action.plan.period)
    action.timescale = after or action.timescale
    action.full_clean()
    action.save()
    said = Said(**fields)
    return keep_move(action, was, said=said, by=by or make_user(), on=on or date(2026, 11, 1))


def make_update_evidence(update, link="https://www.example.org/figures", **fields):
    fields = {"action": update.action, "added_by": update.made_by} | fields
    return UpdateEvidence.objects.create(update=update, link=link, **fields)


def strike(update, why="It is of another action.", by=None, how="mistake"):
    """Strike an update out, as an officer would."""
    by = by or update.made_by
    return strike_out(update, strike=how, why=why, by=by, at=timezone.now())


def make_round(plan, name="", **fields):
    """A round that was opened on 2 November 2026 and closes on the 27th."""
    fields = {
        "closes_on": date(2026, 11, 27),
        "opened_at": datetime(2026, 11, 2, 12, tzinfo=UTC),
        "opened_by": fields.get("opened_by") or make_user(),
    } | fields
    return UpdateRound.objects.create(plan=plan, name=name or f"Round {next(numbers)}", **fields)


def make_request(round, agency, emails=(), **fields):
    """An agency that is asked in the round, by the mailboxes given."""
    request = UpdateRequest.objects.create(round=round, agency=agency, **fields)
    for email in emails:
        Recipient.objects.create(request=request, email=email)
    return request


def make_answer(request, action, text="It goes on.", state=Answer.State.SENT, **fields):
    """What the agency says of the action: sent, and neither accepted nor sent back yet."""
    fields = {"status": Status.ON_TRACK, "given_by": "Robin Lark"} | fields
    if state != Answer.State.DRAFT:
        fields.setdefault("sent_at", datetime(2026, 11, 17, 12, tzinfo=UTC))
    return Answer.objects.create(request=request, action=action, text=text, state=state, **fields)


def make_accepted_answer(request, action, text="It goes on.", **fields):
    """An answer that an officer has accepted as it was, and so is an update."""
    update = make_update(action, text)
    fields = {"accepted_by": update.made_by, "accepted_on": date(2026, 11, 18)} | fields
    return make_answer(request, action, text, state=Answer.State.ACCEPTED, update=update, **fields)


def make_evidence(answer, link="https://www.example.org/figures", **fields):
    return Evidence.objects.create(answer=answer, link=link, **fields)


def make_partner_question(request, action, text="Which figures do you want?", **fields):
    """What the agency wants to know of the action, and nobody has replied to."""
    fields = {"asked_at": datetime(2026, 11, 17, 12, tzinfo=UTC)} | fields
    fields.setdefault("asked_by", "lead@shelter.example.org")
    return PartnerQuestion.objects.create(request=request, action=action, text=text, **fields)


def make_passed(request, action, email="kim@shelter.example.org", **fields):
    """A colleague to whom the action was passed on."""
    fields = {"passed_by": "lead@shelter.example.org"} | fields
    fields.setdefault("passed_at", datetime(2026, 11, 17, 12, tzinfo=UTC))
    return Recipient.objects.create(
        request=request,
        email=email,
        purpose=Recipient.Purpose.PASSED,
        action=action,
        **fields,
    )


def make_mail(recipient="", **fields):
    number = next(numbers)
    fields = {
        "key": f"mail {number}",
        "subject": "An update is wanted",
        "text": "Words.",
        "message_id": f"<{number}@example.org>",
        "try_at": datetime(2026, 11, 2, 12, tzinfo=UTC),
    } | fields
    return Mail.objects.create(recipient=recipient or f"box{number}@example.org", **fields)


def make_plan_import(plan, rows=(), **fields):
    """A file of one table that was read: rows of texts; a heading row and an action if none."""
    rows = rows or [["Priority", "Action"], ["Burglary", "Mark bicycles"]]
    grid = Grid("Table 1", [GridRow(number, list(row)) for number, row in enumerate(rows, 1)])
    fields = {"file_name": "plan.docx", "tables": asdict(Grids([grid], []))} | fields
    return PlanImport.objects.create(plan=plan, **fields)


def make_contact_import(partnership, rows=(), **fields):
    """A list of contacts that was read: rows of texts; a heading row and a contact if none."""
    rows = rows or [["Agency", "Role", "E-mail"], ["Lark Shelter", "Manager", "pat@example.org"]]
    grid = Grid("The table", [GridRow(number, list(row)) for number, row in enumerate(rows, 1)])
    fields = {"file_name": "contacts.csv", "tables": asdict(Grids([grid], []))} | fields
    by = fields.pop("started_by", None) or make_user()
    return ContactImport.objects.create(partnership=partnership, started_by=by, **fields)


def make_rendered_file(plan, content=b"%PDF-1.7 made", **fields):
    """A PDF of the plan as makers leave it; content None: it is not made, and waits."""
    fields = {
        "format_name": "pdf",
        "fingerprint": f"{next(numbers):064x}",
        "name": "larkshire-plan.pdf",
        "asked_at": timezone.now(),
    } | fields
    file = Rendering.objects.create(plan=plan, **fields)
    return file if content is None else finish(file, content)


def finish(file, content):
    """The Rendering as if it had been made, with that content."""
    file.file = file.file.storage.save("a-file", ContentFile(content))
    file.state = file.State.MADE
    file.save()
    return file


def make_chapter(name="introduction", title="Introduction", words="<p>Words.</p>"):
    """A part of a document, as its web page has it."""
    return (
        f'<section class="part part-{name}" aria-labelledby="{name}">'
        f'<h2 class="part-title" id="{name}">{title}</h2>{words}</section>'
    )


def make_frozen_action(wording="Open a refuge", key="k2345678", **texts):
    """An action as an edition's file of data has it."""
    texts = {"priority": "Priority 1: Violence", "status": "On track"} | texts
    return {"key": key, "action": wording, **texts}


def make_frozen_rows(*actions):
    """The table of these actions, as an edition's web page has it."""
    rows = "".join(
        f'<tr role="row" id="plan-action-{one["key"]}"><th scope="row" role="rowheader" '
        f'class="action of-wording">{one["action"]}</th></tr>'
        for one in actions
    )
    return f'<table class="actions cards">{rows}</table>'


def make_edition(plan, page=None, actions=None, **fields):
    """An edition as if it had been issued, after those before it: a web page, a PDF, its actions.

    page: the words of its web page, two chapters if left out.
    """
    if actions is None:
        actions = [make_frozen_action()]
    if page is None:
        rows = make_frozen_rows(*actions)
        page = make_chapter() + make_chapter("action_plans", "Action plans", rows)
    number = plan.editions.count() + 1
    fields = {
        "number": number,
        "label": f"Edition {number}",
        "title": f"Partnership Plan {plan.start_year} to {plan.start_year + 1}",
        "issued_at": datetime(2026, 11, number, 12, tzinfo=UTC),
        "issued_by": fields.get("issued_by") or make_user(),
    } | fields
    edition = Edition.objects.create(plan=plan, **fields)
    html = (
        '<!doctype html><html lang="en-GB"><head><title>Plan</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>:root { --accent: #1d4d63; }</style></head>"
        '<body><header class="document"><h1>Plan</h1></header>'
        f'<main class="document">{page}</main></body></html>'
    )
    for name, label, content_type, content in (
        ("html", "Web page", "text/html; charset=utf-8", html.encode()),
        ("pdf", "PDF", "application/pdf", b"%PDF-1.7"),
        ("json", "JSON", "application/json", json.dumps({"actions": actions}).encode()),
    ):
        EditionFile.objects.create(
            edition=edition,
            format=name,
            label=label,
            content_type=content_type,
            content=content,
            checksum=sha256(content).hexdigest(),
        )
    return edition


def make_accepted_finding(plan, key="", reason="It is meant so.", **fields):
    """A finding of the checks that somebody lets stand."""
    fields = {"words": "Something is missing."} | fields
    fields.setdefault("accepted_by", make_user())
    return AcceptedFinding.objects.create(
        plan=plan, key=key or f"{next(numbers):064x}", reason=reason, **fields
    )


def withdraw(edition, reason="It named a street.", **fields):
    """Withdraw an edition, as a manager would."""
    fields = {"withdrawn_at": datetime(2026, 11, 17, 12, tzinfo=UTC)} | fields
    fields.setdefault("withdrawn_by", edition.issued_by)
    for name, value in (fields | {"withdrawn_reason": reason}).items():
        setattr(edition, name, value)
    edition.save()
    return edition
