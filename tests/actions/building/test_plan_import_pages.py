"""The steps of an import in the browser's eyes, and taking one back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.building.models import PlanImport
from actions.building.plan_import.saving import version_of_choices
from actions.models import Action
from partners.models import Agency
from plans.models import Priority
from tests import factories

KNOWN = [["Priority", "Action", "Owner", "Status", "Update"]]
ROWS = [*KNOWN, ["Burglary", "Mark bicycles", "Lark Shelter", "Amber", "Slow"]]


@pytest.fixture
def manager(cast, sign_in, plan):
    return sign_in(cast.manager)


def at(name, started=None):
    arguments = ["larkshire", 2026, *([started.pk] if started else [])]
    return reverse(name, args=arguments)


def csv(rows):
    lines = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    return SimpleUploadedFile("plan.csv", lines.encode())


def confirmed(client, started):
    preview = client.get(at("plan-import-preview", started))
    agreed = preview.context["planned"].digest
    return client.post(at("plan-import-confirm", started), {"version": agreed}, follow=True)


def test_a_file_whose_meaning_is_clear_leads_to_the_preview(manager, plan):
    response = manager.post(at("plan-import"), {"file": csv(ROWS)})
    started = PlanImport.objects.get()
    assert response.url == at("plan-import-preview", started)
    assert not Action.objects.exists()


def test_a_bad_file_is_refused_on_the_page(manager, plan):
    response = manager.post(at("plan-import"), {"file": SimpleUploadedFile("a.docx", b"Hello")})
    assert "is not a Word file" in response.content.decode()
    assert not PlanImport.objects.exists()


def test_an_unknown_heading_is_asked_with_an_error_that_leads_to_it(manager, plan):
    rows = [["Priority", "Action", "Gwaith"], ["Burglary", "Patrol", "Done"]]
    started = factories.make_plan_import(plan, rows)
    typed = {"take-0": "yes", "column-0-0": "priority", "column-0-1": "action", "column-0-2": ""}
    typed["version"] = version_of_choices(started)
    response = manager.post(at("plan-import-columns", started), typed)
    assert 'href="#column-0-2"' in response.content.decode()
    typed |= {"column-0-2": "update", "version": response.context["version"]}
    response = manager.post(at("plan-import-columns", started), typed)
    assert response.url == at("plan-import-owners", started)


def test_what_was_chosen_is_there_when_the_import_is_taken_up_again(manager, plan):
    rows = [["Action", "Owner", "Gwaith"], ["Patrol", "Lark Shelter", "Done"]]
    started = factories.make_plan_import(plan, rows)
    typed = {"take-0": "yes", "column-0-0": "action", "column-0-1": "owners", "column-0-2": ""}
    typed["version"] = version_of_choices(started)
    manager.post(at("plan-import-columns", started), typed | {"priority-0": "Burglary"})
    page = manager.get(at("plan-import-columns", started)).content.decode()
    assert 'value="Burglary"' in page


def test_an_unknown_owner_becomes_a_partner_when_chosen(manager, plan, shelter):
    rows = [*KNOWN, ["Burglary", "Patrol", "Taxi Forum", "", ""]]
    started = factories.make_plan_import(plan, rows)
    url = at("plan-import-owners", started)
    page = manager.get(url).content.decode()
    assert "A new partner, “Taxi Forum”" in page
    response = manager.post(url, {"owner-0": "", "owner-0-text": "taxi forum"})
    assert "Select who “Taxi Forum” is" in response.content.decode()
    typed = {"owner-0": "new", "owner-0-text": "taxi forum"}
    manager.post(url, typed | {"version": version_of_choices(started)})
    confirmed(manager, started)
    action = Action.objects.get()
    assert action.owners.get().agency.name == "Taxi Forum"
    assert action.owners_as_written == "Taxi Forum"


def test_confirming_writes_the_plan_with_its_updates(manager, plan, cast, shelter):
    started = factories.make_plan_import(plan, ROWS)
    response = confirmed(manager, started)
    assert "1 action imported." in response.content.decode()
    action = Action.objects.get()
    assert (str(action.priority), action.status) == ("Burglary", "at_risk")
    update = action.updates.get()
    assert (update.text, update.made_by, str(update.made_on)) == (
        "Slow",
        cast.manager,
        "2026-11-18",
    )
    assert (update.reason, update.imported_from) == ("", "plan.docx")
    assert action.latest_update == update


def test_an_update_of_a_year_that_is_over_is_of_its_last_day(manager, larkshire, shelter):
    old = factories.make_plan(larkshire, 2019)
    started = factories.make_plan_import(old, ROWS)
    arguments = ["larkshire", 2019, started.pk]
    page = manager.get(reverse("plan-import-preview", args=arguments))
    agreed = {"version": page.context["planned"].digest}
    manager.post(reverse("plan-import-confirm", args=arguments), agreed)
    assert str(Action.objects.get().updates.get().made_on) == "2020-03-31"


def test_pressed_twice_it_is_imported_once(manager, plan, shelter):
    started = factories.make_plan_import(plan, ROWS)
    agreed = manager.get(at("plan-import-preview", started)).context["planned"].digest
    for _ in range(2):
        manager.post(at("plan-import-confirm", started), {"version": agreed})
    assert Action.objects.count() == 1


def test_a_plan_that_has_changed_since_is_shown_again(manager, plan, shelter):
    started = factories.make_plan_import(plan, ROWS)
    agreed = manager.get(at("plan-import-preview", started)).context["planned"].digest
    factories.make_action(factories.make_priority(plan, "Burglary"), "Mark bicycles")
    response = manager.post(at("plan-import-confirm", started), {"version": agreed})
    assert "Nothing has been imported. Check it again." in response.content.decode()
    assert Action.objects.count() == 1


def test_taking_back_removes_what_the_import_made(manager, plan, shelter):
    rows = [*ROWS, ["Noise", "Listen", "Taxi Forum", "", ""]]
    choices = {"owners": {"taxi forum": "new"}}
    started = factories.make_plan_import(plan, rows, choices=choices)
    confirmed(manager, started)
    assert Agency.objects.filter(name="Taxi Forum").exists()
    response = manager.post(at("plan-imports"), {"import": started.pk}, follow=True)
    assert "undone: 2 actions removed." in response.content.decode()
    assert not Action.objects.exists()
    assert not Priority.objects.exists()
    assert not Agency.objects.filter(name="Taxi Forum").exists()


def test_what_somebody_has_changed_since_stays(manager, plan, shelter):
    started = factories.make_plan_import(plan, [*ROWS, ["Burglary", "Patrol", "", "", ""]])
    confirmed(manager, started)
    factories.make_update(Action.objects.get(wording="Mark bicycles"))
    response = manager.post(at("plan-imports"), {"import": started.pk}, follow=True)
    page = response.content.decode()
    assert "1 action removed. Somebody has changed or used the rest since" in page
    assert [one.wording for one in Action.objects.all()] == ["Mark bicycles"]
    assert Priority.objects.get().title == "Burglary"


def test_an_import_of_another_plan_is_not_found(manager, plan, wrenmoor):
    other = factories.make_plan_import(factories.make_plan(wrenmoor, 2026))
    for name in ("columns", "owners", "preview", "confirm"):
        url = at(f"plan-import-{name}", other)
        assert manager.get(url).status_code == 404
    assert manager.post(at("plan-imports"), {"import": other.pk}).status_code == 404


def test_an_unfinished_import_can_be_deleted(manager, plan):
    started = factories.make_plan_import(plan)
    version = version_of_choices(started)
    typed = {"import": started.pk, "do": "discard", "version": version}
    manager.post(at("plan-imports"), typed)
    assert not PlanImport.objects.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_the_preview_costs_the_same_however_much_it_shows(
    count, manager, plan, shelter, django_assert_max_num_queries
):
    rows = [["Burglary", f"Patrol {number}", "Lark Shelter", "G", "x"] for number in range(count)]
    started = factories.make_plan_import(plan, [*KNOWN, *rows])
    with django_assert_max_num_queries(14):
        manager.get(at("plan-import-preview", started))


def test_a_status_without_an_update_says_nothing_of_ours(manager, plan, shelter):
    rows = [["Priority", "Action", "Status"], ["Burglary", "Patrol", "In progress (red)"]]
    choices = {"statuses": {"in progress (red)": "off_track"}}
    confirmed(manager, factories.make_plan_import(plan, rows, choices=choices))
    action = Action.objects.get()
    update = action.updates.get()
    assert (action.status, action.review_wording) == ("off_track", "")
    assert (update.text, update.reason) == ("", "")
    page = manager.get(action.get_absolute_url()).content.decode()
    assert "Imported from plan.docx, where the status is “In progress (red)”" in page


def test_earlier_statuses_are_updates_of_their_days(manager, plan):
    rows = [
        ["Priority", "Action", "30/6/2026", "30/9/2026", "Update"],
        ["Burglary", "Patrol", "Red", "Green", "Better"],
    ]
    confirmed(manager, factories.make_plan_import(plan, rows))
    action = Action.objects.get()
    assert [(str(one.made_on), one.status, one.text) for one in action.updates.all()] == [
        ("2026-09-30", "on_track", "Better"),
        ("2026-06-30", "off_track", ""),
    ]
    assert (action.status, action.latest_update.text) == ("on_track", "Better")


def test_an_indicator_and_a_strapline_are_written(manager, plan, shelter):
    rows = [
        ["Calm streets\nFor all", "", ""],
        ["Burglary", "Success indicator: Fewer", ""],
        ["Action", "Owner", "Update"],
        ["Patrol", "Lark Shelter", ""],
    ]
    confirmed(manager, factories.make_plan_import(plan, rows))
    priority = Priority.objects.get()
    assert (priority.title, priority.success_indicator) == ("Burglary", "Fewer")
    assert (priority.theme.title, priority.theme.strapline) == ("Calm streets", "For all")


def test_the_row_of_the_headings_can_be_pointed_at(manager, plan):
    rows = [["Pethau", "Pwy"], ["Gwaith", "Enw"], ["Patrol", "Lark Shelter"]]
    started = factories.make_plan_import(plan, rows)
    shown = manager.get(at("plan-import-columns", started))
    assert '<option value="2">2: Gwaith | Enw</option>' in shown.content.decode()
    chosen = {"head-0": "2", "version": shown.context["version"]}
    response = manager.post(at("plan-import-columns", started), chosen, follow=True)
    page = response.content.decode()
    assert "The headings were read anew" in page
    assert "Select what “Gwaith” in Table 1 means" in page


def test_a_colour_is_asked_with_what_it_may_mean_proposed(manager, plan):
    started = factories.make_plan_import(plan, [["Priority", "Action", "RAG"]])
    row = {"number": 2, "cells": ["Burglary", "Patrol", ""], "colours": {"2": "green"}}
    started.tables["grids"][0]["rows"].append(row)
    started.save()
    page = manager.get(at("plan-import-owners", started)).content.decode()
    assert "“green cell”" in page
    assert '<option value="on_track" selected>' in page
