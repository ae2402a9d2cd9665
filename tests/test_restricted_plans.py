"""A restricted plan does not exist for those who are not named for it, wherever they look."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.building.models import PlanImport
from actions.meetings.models import Meeting, MeetingDecision, Minutes
from actions.models import Action, StatusUpdate, UpdateEvidence
from actions.rounds.digests import put_digests
from actions.rounds.models import Answer, Evidence, PartnerQuestion, UpdateRound
from actions.rounds.reminders import remind
from partners.access import PERMISSIONS, Permission, Role
from partners.models import Mail
from plans.models import (
    Block,
    CrossCuttingTheme,
    Grant,
    Indicator,
    LogEntry,
    Priority,
    Recommendation,
)
from reports.models import Edition
from tests import factories
from tests.addresses import addresses_in
from tests.conftest import TODAY
from tests.test_access import ADDRESSES, BY_LINK, OF_PARTNERSHIP, OWN, PUBLISHED, ROLES

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_rendering")]

# Words that stand nowhere else: in the title, in what is in the plan, in what others than the
# shelter do there.
TITLE, WITHIN, OF_OTHERS = "Quillfeather", "Wyrmwood", "Basilisk"
WORDS_OF_IT = (TITLE, WITHIN, OF_OTHERS)
WORDS = {
    Action: "wording", Priority: "title", UpdateRound: "name", LogEntry: "text", Grant: "name",
    Indicator: "title", Answer: "text", StatusUpdate: "text", Recommendation: "text",
    CrossCuttingTheme: "title", PartnerQuestion: "text",
}  # fmt: skip
# Beside those whose address names the plan.
OF_ROUND = {
    "round", "round-change", "round-ask", "round-close", "request-send", "request-revoke",
    "evidence", "update-evidence", "desk-answer", "desk-question", "signed-in-actions",
    "signed-in-action",
    "signed-in-send", "signed-in-sent", "signed-in-evidence", "sent-mail-message", "sent-mail-file",
}  # fmt: skip
# What the contributor of an agency sees of a plan for which it is not named.
OF_OWN_ACTIONS = {
    *("action", "evidence", "update-evidence", "update-put-right"),
    *(name for name in OF_ROUND if name.startswith("signed")),
}


@pytest.fixture
def restricted(larkshire, shelter, media):
    """A restricted plan with something of all there is. Nobody of the cast is named for it: to be
    made before what else there is in a test.
    """
    days = {"starts_on": TODAY - timedelta(365), "ends_on": TODAY + timedelta(365)}
    before = {one: day - timedelta(800) for one, day in days.items()}
    plan = factories.make_restricted_plan(larkshire, f"{TITLE} review", **days)
    old = factories.make_restricted_plan(larkshire, f"{TITLE} review", **before)
    plan.find = addresses_in(plan, old, shelter)
    old.named.all().delete()
    plan.old = old
    for model in (Action, Priority, UpdateRound, LogEntry, Grant, Indicator, Answer, StatusUpdate):
        model.objects.update(**{WORDS[model]: Concat(Value(WITHIN), Cast("pk", TextField()))})
    Block.objects.update(heading=WITHIN)
    for model in (Evidence, UpdateEvidence):
        model.objects.exclude(file_name="").update(file_name=f"{WITHIN}.csv")
    PlanImport.objects.update(file_name=f"{WITHIN}.docx")
    other = factories.make_agency(larkshire, "Other body")
    factories.make_action(plan.priorities.first(), OF_OTHERS, owners=[other])
    return plan


def name_for(plan, user):
    """For both, as whoever sees the plan sees the one before, else nobody is shown that there."""
    factories.make_named_person(plan, user)
    for one in plan.named.all():
        factories.make_named_person(plan.old, one.membership.user)


def of_plan(plan):
    """The addresses of the plan's own pages, by name."""
    found = {name: plan.find(name) for name in OF_PARTNERSHIP}
    return {name: url for name, url in found.items() if plan.address in url or name in OF_ROUND}


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_who_is_named_sees_what_the_role_permits(role, restricted, cast, sign_in):
    client = sign_in(getattr(cast, role))
    name_for(restricted, getattr(cast, role))
    found = {name: client.get(url).status_code for name, url in of_plan(restricted).items()}
    expected = {name: 200 if OF_PARTNERSHIP[name] in PERMISSIONS[role] else 403 for name in found}
    # Nothing of it is there to be taken back, and the contributor's e-mail does not come again.
    assert found == expected


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_to_other_members_it_does_not_exist(method, role, restricted, cast, sign_in):
    client = sign_in(getattr(cast, role))
    seen = OF_OWN_ACTIONS if role == Role.CONTRIBUTOR else set()
    wrong = {}
    for name, url in of_plan(restricted).items():
        response = getattr(client, method)(url)
        status = response.status_code
        may = OF_PARTNERSHIP[name] in PERMISSIONS[role]
        expected = {200, 302, 403, 405} if name in seen else {404, 405} if may else {403, 405}
        if status not in expected or (method == "get" and status == 405):
            wrong[name] = status
        if name not in seen and any(word in response.content.decode() for word in WORDS_OF_IT):
            wrong[name] = "words"
    assert wrong == {}


def test_to_the_contributor_of_another_agency_its_actions_do_not_exist(restricted, sign_in):
    other = factories.make_agency(restricted.partnership)
    client = sign_in(factories.make_member(restricted.partnership, Role.CONTRIBUTOR, other))
    statuses = {client.get(restricted.find(name)).status_code for name in OF_OWN_ACTIONS}
    assert statuses == {404}


@pytest.mark.any_database
@pytest.mark.parametrize("person", [*Role, "elsewhere"])
def test_its_words_are_on_no_page_of_others(person, restricted, address, cast, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    user = getattr(cast, person, None)
    if user is None:
        other = factories.make_agency(restricted.partnership)
        user = factories.make_member(restricted.partnership, Role.CONTRIBUTOR, other)
    # The contributor's own actions are theirs to read.
    words = {TITLE, OF_OTHERS} | ({WITHIN} if person != Role.CONTRIBUTOR else set())
    client = sign_in(user)
    urls = [*map(address, [*OF_PARTNERSHIP, *OWN]), f"{address('plan')}?words={TITLE}"]
    wrong = []
    for url in urls:
        response = client.get(url)
        said = b"".join(response).decode(errors="replace") + str(response.headers)
        said = said.replace(f'value="{TITLE}"', "").replace(f"words={TITLE}", "")
        wrong += [(url, word) for word in words if word in said]
    assert wrong == []
    assert not [word for word in words if word in caplog.text.replace(f"words={TITLE}", "")]


@pytest.mark.any_database
def test_to_others_no_number_tells_of_it(restricted, address, cast, sign_in, larkshire):
    """The same pages say the same once it is gone."""
    told = ["my-work", "partnership", "rounds", "desk", "scoreboard", "partners", "sent-mail"]
    told += ["plan-begin-titled", "plan-begin", "agency"]
    client = sign_in(cast.administrator)
    pages = {name: plain(client.get(address(name))) for name in told}
    restricted.imports.all().delete()
    restricted.rounds.all().delete()
    Mail.objects.filter(about=restricted.pk).delete()
    Edition.objects.filter(plan=restricted).update(plan=larkshire.plans.get(address="2025"))
    restricted.indicators.all().delete()
    Indicator.objects.filter(only_in=restricted).delete()
    MeetingDecision.objects.filter(minutes__meeting__body__plan=restricted).delete()
    Minutes.objects.filter(meeting__body__plan=restricted).delete()
    Meeting.objects.filter(body__plan=restricted).delete()
    restricted.delete()
    assert {name: plain(client.get(address(name))) for name in told} == pages


def plain(response):
    return re.sub(r'(nonce|value)="[^"]{20,}"', "", response.content.decode())


@pytest.mark.any_database
def test_nothing_of_it_is_in_admin(restricted, cast, sign_in):
    client = sign_in(cast.operator)
    lists = [reverse(name) for name in ADDRESSES if re.search("_(changelist|add)$", name)]
    urls = [*lists]
    for model in (restricted, restricted.priorities.first(), restricted.rounds.first()):
        of_model = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        urls += [reverse(f"{of_model}_{what}", args=[model.pk]) for what in ("change", "history")]
    agency = restricted.partnership.agencies.first()
    urls += [reverse("admin:partners_agency_delete", args=[agency.pk])]
    wrong = []
    for url in urls:
        page = client.get(url, follow=True).content.decode()
        wrong += [url for word in (TITLE, WITHIN, restricted.address) if word in page]
    assert wrong == []


@pytest.mark.any_database
def test_no_search_in_admin_finds_it(restricted, cast, sign_in):
    client = sign_in(cast.operator)
    found = {}
    for name in ADDRESSES:
        if name.endswith("_changelist"):
            context = client.get(reverse(name), {"q": WITHIN}).context
            found[name] = context["cl"].result_count if context else 0
    assert {name for name, number in found.items() if number} == set()


def test_no_email_tells_its_title(restricted, cast):
    factories.make_named_person(restricted, cast.officer)
    restricted.rounds.update(closes_on=TODAY - timedelta(3))
    assert remind(TODAY)
    assert put_digests(TODAY)
    mails = list(Mail.objects.all())
    assert [one for one in mails if TITLE in one.subject + one.text + one.html] == []
    assert [one for one in mails if WITHIN in one.subject] == []
    assert all(one.text.startswith("OFFICIAL-SENSITIVE\n") for one in mails)
    assert all(one.text.endswith("\nOFFICIAL-SENSITIVE\n") for one in mails)
    assert all(one.html.count("OFFICIAL-SENSITIVE") == 2 for one in mails)


def test_the_digest_of_it_goes_to_named_officers_alone(restricted, cast):
    factories.make_named_person(restricted, cast.officer)
    restricted.rounds.update(closes_on=TODAY - timedelta(3))
    put_digests(TODAY)
    digests = Mail.objects.filter(key__startswith="digest").values_list("recipient", flat=True)
    assert set(digests) == {one.membership.user.email for one in restricted.named.all()}


@pytest.mark.parametrize("name", sorted(BY_LINK))
def test_a_link_opens_it_as_any_other_plan(name, restricted, client):
    page = client.get(restricted.find(name))
    assert page.status_code == 200
    if name != "answer-evidence":
        assert page.content.decode().count(">OFFICIAL-SENSITIVE<") == 2
        assert TITLE not in page.content.decode().partition("</title>")[0]
        assert OF_OTHERS not in page.content.decode()


def test_the_link_of_another_plan_does_not_tell_of_it(restricted, address, client):
    assert WITHIN not in client.get(address("answer")).content.decode()


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_nothing_of_it_is_published(name, restricted, client):
    response = client.get(restricted.find(name))
    assert not [word for word in (TITLE, WITHIN) if word in response.content.decode()]
    of_all = ("published", "published-accessibility", "robots", "sitemap", "open-data")
    is_of_it = name not in (*of_all, "open-data-catalogue", "open-data-schema")
    assert response.status_code == (404 if is_of_it else 200)


def test_restricted_plans_cost_no_queries(address, larkshire, cast, sign_in):
    client = sign_in(cast.officer)
    urls = [reverse("my-work"), *map(address, ("partnership", "plan", "rounds", "desk"))]

    def costs():
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            found.append(len(queries))
        return found

    costs()
    few = costs()
    for _ in range(3):
        plan = factories.make_restricted_plan(larkshire, named=[cast.officer])
        factories.make_action(factories.make_priority(plan))
        factories.make_round(plan)
    assert costs() == few


# Where plans are picked, or rows of plans by their partnership, without asking who looks, and why
# that may be. Whatever else starts from a partnership goes by plans.models.PlanQuerySet.seen_by or
# plans.access.seen_by.
WITHOUT_ASKING = {
    "actions/building/workspace/kinds.py": "of an action that is brought back",
    "actions/due.py": "of those that the member sees",
    "actions/ancestry.py": "of kin, among the plans that the member is told of",
    "actions/standing.py": "plans of actions that the caller has picked",
    "actions/personal_data.py": "names of somebody who is erased",
    "actions/of_agency.py": "among the actions that the member sees",
    "actions/rounds/links.py": "closed partnerships, whose links are dead",
    "actions/rounds/reminders.py": "closed partnerships, which are left out",
    "actions/building/carrying/begin.py": "of the address or the kind of a new plan",
    "actions/building/carrying/begin_forms.py": "yearly plans; addresses that are taken",
    "actions/building/management/commands/import_actions.py": "the operator's",
    "actions/rounds/digests.py": "of a plan that the caller picks",
    "actions/rounds/opening.py": "a lock",
    "actions/rounds/requests.py": "plans that the caller has picked",
    "actions/building/plan_import/taking_back.py": "a lock",
    "actions/building/plan_import/writing.py": "a lock",
    "actions/meetings/changes.py": "of the plan at hand, whether it is closed",
    "actions/meetings/models.py": "plans that are not restricted; whether there are minutes",
    "actions/updating/action_page.py": "among the actions that the member sees",
    "plans/access.py": "where it is decided",
    "plans/admin.py": "addresses of plans that are not restricted",
    "plans/changes.py": "a lock",
    "plans/forms/rows.py": "of the plan at hand",
    "plans/member_list.py": "whether there is an earlier one, which nobody is told",
    "reports/checks/accepted.py": "a lock",
    "plans/models/plan.py": "strategies, none of them restricted",
    "reports/demo/handed_over.py": "the operator's",
    "reports/demo/loading.py": "the operator's",
    "reports/demo/plans.py": "the operator's",
    "reports/parts/year.py": "no query: those within a strategy, none of them restricted",
    "reports/editions.py": "a lock",
    "reports/management/commands/check_plan.py": "the operator's",
    "reports/management/commands/export_plan.py": "the operator's",
    "reports/management/commands/export_partnership.py": "the operator's",
    "reports/management/commands/import_partnership.py": "how many there are, for the operator",
    "reports/transfer/archive.py": "among the plans that the caller has picked",
    "reports/transfer/importing.py": "addresses that are taken",
    "reports/transfer/writing.py": "no query: those that the caller has picked",
    "reports/outline.py": "the plan at hand, as it is saved",
    "reports/published_words.py": "what is published, of which no plan is restricted",
    "reports/views/published.py": "what is published, of which no plan is restricted",
    "reports/views/public.py": "what is published, of which no plan is restricted",
    "reports/frozen/lines.py": "what is published, of which no plan is restricted",
    "plans/management/commands/name_for_plan.py": "the operator's",
    "plans/views/people.py": "the plan at hand",
}
PICKED = re.compile(
    r"\.plans\b(?!\.seen_by)|Plan\.objects\b(?!\.(seen_by|told_to))|plan__partnership\w*\s*=|"
    r"\"partnership__plans"
)


def test_whoever_picks_plans_asks_who_looks():
    root = Path(__file__).parent.parent
    picking = {
        str(path.relative_to(root))
        for app in ("partners", "plans", "actions", "reports")
        for path in (root / app).rglob("*.py")
        if "migrations" not in path.parts and PICKED.search(path.read_text("utf-8"))
    }
    assert picking == WITHOUT_ASKING.keys()


def test_no_template_picks_plans():
    root = Path(__file__).parent.parent / "templates"
    picking = [one for one in root.rglob("*.*") if "partnership.plans" in one.read_text("utf-8")]
    assert picking == []


@pytest.mark.parametrize("role", [Role.OFFICER, Role.READER])
def test_naming_others_is_for_managers(role, restricted, cast, sign_in):
    name_for(restricted, getattr(cast, role))
    assert Permission.EDIT_PLAN not in PERMISSIONS[role]
    assert sign_in(getattr(cast, role)).get(restricted.find("plan-people")).status_code == 403
