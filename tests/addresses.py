"""Where each page of a plan and its partnership is, with rows that it can show."""

from datetime import date

from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse
from django.utils import timezone

from actions.rounds.letters import put_request
from actions.rounds.links import token_of
from reports.checks import findings
from tests import factories

TODAY = date(2026, 11, 18)


def addresses_in(plan, before, agency):
    """find(name): the address of that page, of the plan where it is one of a plan.

    before: the plan that is carried forward into it. agency: owns its actions and is asked.
    """
    rows, arguments = _rows(plan, before, agency)

    def find(name):
        if name.startswith("founding") and not rows.get("founding"):
            rows.update(_rows_of_foundings(plan.partnership))
        if name.startswith("division") and not rows.get("division"):
            rows.update(_rows_of_divisions(plan.partnership))
        given = arguments | {"format": "json" if name.startswith("open-data") else "pdf"}
        if name in rows:
            given["pk"] = given["above"] = rows[name].pk
        if name.endswith("-restore"):
            given["record"] = rows[name].history.first().pk
        if name == "finding-accept":
            given["key"] = findings(plan, TODAY)[0].key
        if name == "finding-take-back":
            given["key"] = factories.make_accepted_finding(plan).key
        (_, needed), *_ = get_resolver().reverse_dict.getlist(name)[0][0]
        return reverse(name, kwargs={key: given[key] for key in needed})

    return find


def _rows(plan, before, agency):
    """The rows that pages show, by the names of their addresses, and what else addresses name."""
    partnership = plan.partnership
    action = factories.make_action(factories.make_priority(plan), owners=[agency])
    update = factories.make_update(action)
    shown = factories.make_update_evidence(update, link="", file=b"1,2", file_name="counts.csv")
    member = factories.make_member(partnership).memberships.get()
    edition = factories.make_edition(plan)
    if plan.is_restricted:
        factories.withdraw(edition)
    rows = {"action": action, "agency": agency, "contact-add": agency}
    rows |= {"update-put-right": update, "update-evidence": shown}
    rows |= {"over-time-priority": action.priority}
    rows |= dict.fromkeys(("person", "person-invite", "person-remove"), member)
    rows["person-erase"] = factories.make_leaver(partnership)
    rows |= dict.fromkeys(("contact", "contact-remove"), factories.make_contact(agency))
    rows |= _rows_of_plan(plan, agency)
    rows |= _rows_of_building(plan, before)
    twin = factories.make_twin(agency)
    joined = factories.make_joining(agency, by=member.user)
    rows |= {"agency-join": agency, "agency-join-with": agency, "joining-take-apart": joined}
    rows |= _rows_of_contact_imports(partnership)
    rows |= _rows_of_round(plan, action, agency)
    rows |= _rows_of_meetings(factories.make_meeting_body(plan), action, agency)
    mail = put_request(rows["request-send"].recipients.get(), key="")
    rows |= {"sent-mail-message": mail, "sent-mail-file": mail}
    return rows, {
        "partnership": partnership.slug,
        "address": plan.address,
        "number": 1,
        "fingerprint": factories.make_rendered_file(plan).fingerprint,
        "slug": "introduction",
        "key": "k2345678",
        "other": twin.pk,
        "provider_id": "council",
        "token": token_of(rows["request-send"].recipients.get()),
        "action": action.pk,
        "evidence": rows["evidence"].pk,
        "point": rows["meeting-decision"].pk,
    }


def _rows_of_building(plan, before):
    """What is carried forward, and a file on its way into the plan."""
    old = factories.make_priority(before)
    started = factories.make_plan_import(plan)
    steps = ("columns", "owners", "preview", "confirm")
    rows = {f"plan-import-{step}": started for step in steps}
    return rows | {"carry-priority": old, "carry-action": factories.make_action(old)}


def _rows_of_foundings(partnership):
    """A proposal to which everybody has agreed, and a partnership that was founded."""
    proposed = factories.make_founding(partnership, factories.make_partnership("Thornby"))
    steps = ("founding", "founding-agencies", "founding-found")
    founded = factories.make_founding(
        partnership,
        partnership=factories.make_partnership("Oakshire"),
        founded_by=proposed.proposed_by,
        founded_at=timezone.now(),
    )
    return dict.fromkeys(steps, proposed) | {"founding-take-back": founded}


def _rows_of_divisions(partnership):
    """A proposal to divide it."""
    factories.make_contact(factories.make_agency(partnership))
    proposed = factories.make_division(partnership)
    steps = ("partners", "contacts", "people", "divide", "take-back")
    of_all = {f"division-{step}": proposed for step in steps} | {"division": proposed}
    return of_all | {"division-part": proposed.parts.first()}


def _rows_of_contact_imports(partnership):
    """Lists of contacts on their way, with a row that is left out; and one that was imported."""
    rows = [["Agency", "Role", "E-mail"], ["Lark Shelter", "Manager", "pat@example.org"]]
    waiting = factories.make_contact_import(partnership, [*rows, ["Nobody", "Clerk", ""]])
    done = factories.make_contact_import(
        partnership, tables={}, imported_at=timezone.now(), reason="Import x"
    )
    steps = ("columns", "preview", "left-out", "discard")
    return {f"contact-import-{step}": waiting for step in steps} | {"contact-import-done": done}


def _rows_of_round(plan, action, agency):
    """A round in which the agency is asked, by the names of the addresses that show it."""
    round = factories.make_round(plan)
    request = factories.make_request(round, agency, ["lead@shelter.example.org"])
    finished = factories.make_action(action.priority, owners=[agency])
    evidence = factories.make_evidence(
        factories.make_accepted_answer(request, finished),
        link="",
        file=b"1,2",
        file_name="figures.csv",
    )
    rounds = dict.fromkeys(("round", "round-ask", "round-change", "round-close"), round)
    of_request = ("request-send", "request-revoke", "signed-in-actions", "signed-in-action")
    of_request += ("signed-in-send", "signed-in-sent", "signed-in-evidence")
    requests = dict.fromkeys(of_request, request)
    answer = factories.make_answer(request, factories.make_action(action.priority, owners=[agency]))
    files = dict.fromkeys(("evidence", "answer-evidence"), evidence)
    question = factories.make_partner_question(request, action)
    return (
        rounds
        | requests
        | files
        | {
            "answer-action": action,
            "desk-answer": answer,
            "desk-question": question,
        }
    )


def _rows_of_meetings(body, action, agency):
    """A meeting at which something was decided, the next one, and one at which nothing was."""
    before, now, to_come = (
        factories.make_meeting(body, day)
        for day in (date(2026, 9, 15), date(2026, 11, 10), date(2026, 12, 8))
    )
    by = factories.make_user()
    factories.make_minutes(before, by=by, present=[agency])
    decision = factories.make_decision(before, owner=agency, by=by)
    factories.make_minutes(now, by=by, present=[agency])
    factories.make_decision(now, owner=agency, by=by, action=action)
    factories.make_update_taken(now, action)
    pages = ("agenda", "minutes", "start", "action", "point", "silent", "end", "pack")
    of_meeting = {f"meeting-{name}": now for name in pages}
    of_meeting |= {"minutes-pdf": now, "minutes-docx": now, "meeting-decision": decision}
    about = ("meeting", "meeting-remove", "meeting-history", "meeting-restore")
    return of_meeting | dict.fromkeys(about, to_come) | {"meeting-add": body}


def _rows_of_plan(plan, shelter):
    """One row of each kind of plans/kinds.py, by the names of the addresses that show it."""
    grant = factories.make_grant(plan)
    priority = factories.make_priority(plan)
    indicator = factories.make_indicator(plan)
    rows = {
        "log-entry": factories.make_log_entry(plan),
        "grant": grant,
        "allocation": factories.make_allocation(grant),
        "spending": factories.make_spending(grant),
        "indicator": indicator,
        "plan-indicator": plan.indicators.get(),
        "observation": factories.make_observation(indicator),
        "meeting-body": factories.make_meeting_body(plan),
        "theme": factories.make_theme(plan),
        "priority": priority,
        "strand": factories.make_strand(priority),
        "recommendation": factories.make_recommendation(priority),
        "cross-cutting-theme": factories.make_cross_cutting_theme(plan),
        "glossary-term": factories.make_term(plan),
        "step": factories.make_step(plan),
        "plan-part": factories.make_part(plan),
        "plan-column": factories.make_column(plan),
        "priority-column": factories.make_column(plan, priority=priority),
        "member": shelter,
        "plan-action": factories.make_action(priority, owners=[shelter]),
        "block": _block_with_picture(plan),
    }
    about = {
        f"{name}-{what}": row
        for name, row in rows.items()
        for what in ("remove", "move", "history", "restore")
    }
    adding = {"allocation-add": grant, "spending-add": grant, "observation-add": indicator}
    of_priority = ("strand", "priority-column", "plan-action")
    adding |= {f"{name}-add": priority for name in of_priority}
    adding |= {f"member-{what}": shelter for what in ("move", "end", "group")}
    adding["plan-person-remove"] = factories.make_named_person(plan)
    return rows | about | adding | {"block-picture-file": rows["block"]}


def _block_with_picture(plan):
    picture = ContentFile(factories.make_picture(), "park.png")
    words = {"alternative_text": "A park", "published": False}
    return factories.make_block(plan, picture=picture, **words)
