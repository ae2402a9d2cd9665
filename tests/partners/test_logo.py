"""A partnership's logo, which an operator sends in the admin: a picture or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import make_picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>owned()</script></svg>'


@pytest.fixture
def send(sign_in, cast, larkshire, settings, tmp_path):
    """send(name, content) saves Larkshire with this logo; larkshire is fresh after it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    client = sign_in(cast.operator)

    def post(name, content):
        address = reverse("admin:partners_partnership_change", args=[larkshire.pk])
        form = client.get(address).context["adminform"].form
        typed = {key: value for key, value in form.initial.items() if value not in (None, "")}
        typed["logo"] = SimpleUploadedFile(name, content)
        response = client.post(address, typed)
        larkshire.refresh_from_db()
        return response

    return post


def test_a_picture_is_taken(send, larkshire):
    assert send("badge.png", make_picture()).status_code == 302
    with larkshire.logo.open() as kept:
        assert kept.read() == make_picture()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("badge.svg", SVG),
        ("badge.png", SVG),
        ("badge.html", make_picture()),
        ("badge.png.html", make_picture()),
        ("badge.svg", make_picture()),
        ("badge.png", b"<!doctype html><script>owned()</script>"),
        ("badge.png", make_picture()[:30]),
    ],
)
def test_what_is_no_picture_or_is_called_otherwise_is_refused(name, content, send, larkshire):
    assert send(name, content).status_code == 200
    assert not larkshire.logo


@pytest.mark.parametrize("name", ["../../outside.png", "C:\\outside.png", "/etc/outside.png"])
def test_its_name_leads_nowhere(name, send, larkshire, tmp_path):
    send(name, make_picture())
    assert larkshire.logo.name.startswith("logos/")
    assert [file.parent for file in tmp_path.rglob("*.png")] == [tmp_path / "media" / "logos"]


def test_what_is_kept_has_no_address(send, larkshire, client):
    send("badge.png", make_picture())
    client.logout()
    for folder in ("/media/", "/static/", "/"):
        assert client.get(f"{folder}{larkshire.logo.name}").status_code in (302, 404)


def test_one_of_too_many_pixels_is_refused(send, larkshire):
    response = send("badge.png", make_picture(8_000, 6_000))
    assert "The picture must have fewer pixels: it has 8,000 by 6,000" in response.content.decode()
    assert not larkshire.logo
