"""What a plan says and shows on its cover, and the logos of its partners."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from actions.building.carrying.begin import begin_plan
from csp.versions import version_of
from plans.models import Plan
from plans.pictures import vanishes_on_white
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


@pytest.mark.parametrize(
    ("mode", "ground", "drawn", "is_lost"),
    [
        ("RGBA", (0, 0, 0, 0), "white", True),
        ("RGBA", (0, 0, 0, 0), "#ffe9a0", True),
        ("RGBA", (0, 0, 0, 0), "#1d4d63", False),
        ("RGB", "white", "white", True),
        ("RGB", "white", "#1d4d63", False),
        ("RGB", "#1d4d63", "white", False),
        ("L", 255, 20, False),
    ],
)
def test_a_logo_that_cannot_be_seen_on_white_is_told_from_others(mode, ground, drawn, is_lost):
    image = Image.new(mode, (300, 100), ground)
    image.paste(drawn, (20, 40, 120, 60))
    file = BytesIO()
    image.save(file, "PNG")
    assert vanishes_on_white(file) == is_lost


def test_what_is_no_picture_does_not_vanish():
    assert not vanishes_on_white(BytesIO(b"<svg/>"))


def test_who_sends_a_white_logo_is_told(manager, plan, shelter):
    url = f"/larkshire/2026/members/{shelter.pk}/"
    words = {"name": shelter.name, "kind": "other", "place": "first"}
    sent = words | {"version": version_of(shelter), "logo": picture(make_picture(colour="white"))}
    page = text(manager.post(url, sent, follow=True))
    assert "has been saved. The logo is so light that it can hardly be seen on white" in page


def test_a_partner_s_logo_is_sent_and_removed(manager, plan, shelter):
    url = f"/larkshire/2026/members/{shelter.pk}/"
    words = {"name": shelter.name, "kind": "other", "place": "first"}
    manager.post(url, words | {"version": version_of(shelter), "logo": picture()})
    shelter.refresh_from_db()
    assert shelter.logo.name.startswith("logos/")
    manager.post(url, words | {"version": version_of(shelter), "remove_picture": "on"})
    shelter.refresh_from_db()
    assert not shelter.logo
