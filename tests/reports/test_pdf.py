import logging
from contextlib import suppress

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from reports import pdf
from reports.pdf import ROOT, OwnFiles, RenderingFailed, Unreadable

pytestmark = pytest.mark.any_database

PAGE = '<!doctype html><html lang="en-GB"><title>A plan</title><body><h1>A plan</h1>{}'


@pytest.fixture
def media(settings, tmp_path):
    """A function that puts a small picture among the media files."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def put(name="pictures/park.png"):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (4, 4), "green").save(path)
        return name

    return put


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/picture.png",
        "ftp://127.0.0.1/",
        "data:image/png;base64,AAAA",
        f"{ROOT}etc/passwd",
        f"{ROOT}static/../csp/settings.py",
        f"{ROOT}static/%2e%2e/csp/settings.py",
        f"{ROOT}static//etc/passwd",
        f"{ROOT}static/print/",
        f"{ROOT}media/pictures/../../db.sqlite3",
        f"{ROOT}media/pictures/not-in-this-document.png",
        "https://document.invalid.example.org/static/print/pages.css",
    ],
)
def test_nothing_but_the_documents_own_files_is_given(address, media):
    media("pictures/not-in-this-document.png")
    fetcher = OwnFiles([media("pictures/park.png")])
    with pytest.raises(Unreadable):
        fetcher.fetch(address)


def test_our_own_static_files_are_given():
    assert b"@page" in OwnFiles().fetch(f"{ROOT}static/print/pages.css").read()


def test_the_documents_own_pictures_are_given(media):
    name = media("pictures/a park & a pond.png")
    response = OwnFiles([name]).fetch(ROOT + pdf.media_address(name))
    assert response.read().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src="{}" alt="x">',
        '<link rel="stylesheet" href="{}">',
        '<style>@import url("{}");</style>',
        '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style>',
        '<style>body {{ background: url("{}") }}</style>',
        '<svg><image href="{}" width="9" height="9"/></svg>',
        '<object data="{}"></object>',
        '<embed src="{}">',
        '<link rel="attachment" href="{}">',
        '<ul style="list-style-image: url({})"><li>x</ul>',
    ],
)
def test_a_hostile_document_reaches_no_server(hostile, canary):
    with suppress(RenderingFailed):
        pdf.render(PAGE.format(hostile.format(canary.address)))
    assert canary.asked == []


def test_a_base_address_moves_nothing(canary):
    base = f'<base href="{canary.address}">'
    with pytest.raises(RenderingFailed):
        pdf.render(PAGE.format(f'{base}<img src="media/park.png" alt="x">'), media=["park.png"])
    assert canary.asked == []


def test_a_line_that_just_fits_is_not_broken_after_its_first_word():
    text = "to bring ASB down and to spare people from it happening again"
    html = PAGE.format(f'<p style="font-size: 10pt; width: 140pt">{text}\n</p>')
    with PdfDocument(pdf.render(html)) as opened:
        lines = opened[0].get_textpage().get_text_range().splitlines()
    assert lines[1:3] == ["to bring ASB down and to spare", "people from it happening again"]


def test_a_picture_that_is_gone_is_named(media):
    html = PAGE.format('<img src="media/gone.png" alt="A park">')
    with pytest.raises(RenderingFailed, match=r"the picture gone\.png cannot be read"):
        pdf.render(html, media=["gone.png"])


def test_a_picture_that_is_none_is_named(media, settings):
    name = media()
    (settings.MEDIA_ROOT / name).write_text("No picture")
    html = PAGE.format(f'<img src="media/{name}" alt="A park">')
    with pytest.raises(RenderingFailed, match=f"the picture {name} cannot be read"):
        pdf.render(html, media=[name])


def test_lists_in_lists_without_end_are_refused_in_words():
    with pytest.raises(RenderingFailed, match="too many levels of lists"):
        pdf.render(PAGE.format("<ul><li>" * 400))


def test_the_cause_is_logged_in_one_line(caplog):
    with caplog.at_level(logging.ERROR), pytest.raises(RenderingFailed):
        pdf.render(PAGE.format('<img src="file:///etc/passwd" alt="x">'))
    (record,) = [record for record in caplog.records if record.name == "reports.pdf"]
    assert "file:///etc/passwd is not part of the document" in record.getMessage()
    assert record.exc_info is None
