"""What a plan says and shows on its cover, and the logos of its partners."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actions.building.carrying.begin import begin_plan
from csp.versions import version_of
from plans.models import Plan
from tests.factories import make_picture, make_plan
from tests.pages import text

URL = "/larkshire/2026/settings/cover/"


@pytest.fixture
def plan(larkshire, media):
    return make_plan(larkshire, stage=Plan.Stage.DRAFTING)


def typed(plan, **fields):
    return {"cover_title": "Safer Together", "version": version_of(plan)} | fields


def picture(content=None):
    return SimpleUploadedFile("pier.png", content or make_picture())


def test_a_manager_says_what_stands_on_the_cover(manager, plan):
    words = {"subtitle": "For all of us", "cover_date": "June 2026"}
    words |= {"cover_picture": picture(), "cover_alternative_text": "A pier"}
    manager.post(URL, typed(plan, **words))
    plan.refresh_from_db()
    said = (plan.cover_title, plan.subtitle, plan.cover_date, plan.cover_alternative_text)
    assert said == ("Safer Together", "For all of us", "June 2026", "A pier")
    assert plan.cover_picture.name.startswith("pictures/")


def test_its_picture_needs_words_and_is_to_be_sent_again(manager, plan):
    page = text(manager.post(URL, typed(plan, cover_picture=picture())))
    assert "Enter what the picture shows" in page
    assert "Select the picture again after fixing the other errors" in page


def test_what_is_no_picture_is_refused(manager, plan):
    sent = typed(plan, cover_picture=picture(b"<svg/>"), cover_alternative_text="A pier")
    page = text(manager.post(URL, sent))
    assert "The picture must be a PNG or JPEG file that can be read" in page
    assert not Plan.objects.get().cover_picture


def test_its_picture_is_removed(manager, plan):
    sent = {"cover_picture": picture(), "cover_alternative_text": "A pier"}
    manager.post(URL, typed(plan, **sent))
    plan.refresh_from_db()
    manager.post(URL, typed(plan, remove_picture="on"))
    plan.refresh_from_db()
    assert not plan.cover_picture


def test_the_next_plan_begins_with_its_title_and_not_with_its_date(plan, larkshire):
    plan.cover_title, plan.subtitle, plan.cover_date = "Safer Together", "For all", "June 2026"
    new = begin_plan(Plan.of_year(2027, partnership=larkshire), befores=[plan])
    assert (new.cover_title, new.subtitle, new.cover_date) == ("Safer Together", "For all", "")


def test_a_partner_s_logo_is_sent_and_removed(manager, plan, shelter):
    url = f"/larkshire/2026/members/{shelter.pk}/"
    words = {"name": shelter.name, "kind": "other", "place": "first"}
    manager.post(url, words | {"version": version_of(shelter), "logo": picture()})
    shelter.refresh_from_db()
    assert shelter.logo.name.startswith("logos/")
    manager.post(url, words | {"version": version_of(shelter), "remove_picture": "on"})
    shelter.refresh_from_db()
    assert not shelter.logo
