"""Forty hostile documents and more, through every place that renders: they reach nothing.

There is a server that counts what it is asked, and a file whose words must not be in any output.
"""

import io
import threading
import zipfile
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from urllib.parse import quote

import pikepdf
import pytest

from reports import pdf, word
from reports.document import document
from reports.formats import FORMATS
from reports.rendering import RenderingFailed, Unreadable, picture
from tests import factories
from tests.conftest import TODAY

pytestmark = pytest.mark.any_database

SECRET = "kestrel-under-the-copper-bridge"
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">{}</svg>'
# {} is an address.
HTML = {
    "img": '<img src="{}" alt="x">',
    "img-srcset": '<img srcset="{} 2x" src="{}" alt="x">',
    "picture": '<picture><source srcset="{}"><img src="{}" alt="x"></picture>',
    "input": '<input type="image" src="{}" alt="x">',
    "object": '<object data="{}">x</object>',
    "embed": '<embed src="{}">',
    "iframe": '<iframe src="{}"></iframe>',
    "frame": '<frameset><frame src="{}"></frameset>',
    "video": '<video src="{}" poster="{}"></video>',
    "audio": '<audio src="{}"></audio>',
    "script": '<script src="{}"></script>',
    "link-sheet": '<link rel="stylesheet" href="{}">',
    "link-alternate": '<link rel="alternate stylesheet" href="{}">',
    "link-icon": '<link rel="icon" href="{}">',
    "link-attachment": '<link rel="attachment" href="{}">',
    "a-attachment": '<a rel="attachment" href="{}">x</a>',
    "base": '<base href="{}"><img src="x.png" alt="x"><link rel="stylesheet" href="x.css">',
    "refresh": '<meta http-equiv="refresh" content="0;url={}">',
    "body-background": '<table background="{}"><tr><td background="{}">x</table>',
    "math": '<math href="{}"><mglyph src="{}"/></math>',
    "include": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}" parse="text"/>',
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "{}">]><p>&e;</p>',
    "processing": '<?xml-stylesheet href="{}"?><p>x</p>',
}
CSS = {
    "import": '@import url("{}");',
    "import-words": '@import "{}" print;',
    "namespace": '@namespace url("{}");',
    "font-face": '@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}',
    "font-local": '@font-face {{ font-family: x; src: local("x"), url("{}") }} p {{ font: 9pt x }}',
    "background": 'body {{ background: url("{}") }}',
    "background-escaped": "body {{ background: \\75\\72\\6c({}) }}",
    "page": '@page {{ background-image: url("{}"); @top-left {{ content: url("{}") }} }}',
    "content": 'p::before {{ content: url("{}") }}',
    "list": 'li {{ list-style-image: url("{}") }}',
    "border": 'p {{ border-image: url("{}") 3 }}',
    "mask": 'p {{ mask-image: url("{}"); cursor: url("{}"), auto }}',
    "variable": ':root {{ --x: url("{}") }} p {{ background: var(--x) }}',
    "attr": 'p::before {{ content: attr(title url) }} body::after {{ content: url("{}") }}',
    "image-set": 'p {{ background: image-set("{}" 1x) }}',
    "target": 'p::after {{ content: target-text(url("{}#x")) }}',
    "profile": '@color-profile --x {{ src: url("{}") }} p {{ color: color(--x 0 0 0) }}',
}
SVG = {
    "image": '<image href="{}" width="9" height="9"/>',
    "xlink": '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{}"/>',
    "use": '<use href="{}#x"/>',
    "style": "<style>@import url({});</style><rect width='9' height='9'/>",
    "fill": '<rect width="9" height="9" fill="url({}#x)"/>',
    "filter": '<filter id="f"><feImage href="{}"/></filter><rect filter="url(#f)" width="9"/>',
    "foreign": '<foreignObject width="9" height="9"><img src="{}"/></foreignObject>',
    "pattern": '<pattern id="p" href="{}#x"/><rect fill="url(#p)" width="9" height="9"/>',
    "text-path": '<text><textPath href="{}#x">x</textPath></text>',
}
KINDS = ["http", "redirect", "file", "path", "relative", "dots"]


@pytest.fixture(scope="module")
def served():
    """The server, in front of a file that redirects lead to."""
    asked = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(302 if "redirect" in self.path else 200)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
            self.wfile.write(SECRET.encode())

        do_HEAD = do_POST = do_OPTIONS = do_GET

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Canary) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield SimpleNamespace(host=f"127.0.0.1:{server.server_port}", asked=asked)
        server.shutdown()


@pytest.fixture
def canary(served, settings, tmp_path):
    """The server, and addresses of it and of the file by how they are written."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    file = tmp_path / "canary.svg"
    file.write_text(DRAWN.format(f"<title>{SECRET}</title><text>{SECRET}</text>"))
    inner = quote(f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{file}"/></svg>')
    served.asked.clear()
    addresses = {
        "http": f"http://{served.host}/canary.svg",
        "redirect": f"http://{served.host}/redirect",
        "protocol-relative": f"//{served.host}/canary.svg",
        "https": f"https://{served.host}/canary.svg",
        "ftp": f"ftp://{served.host}/canary.svg",
        "file": f"file://{file}",
        "path": str(file),
        "relative": "../canary.svg",
        "dots": f"media/..%2f{quote(str(file), safe='')}",
        "data": f"data:image/svg+xml,{inner}",
        "user": f"http://document.invalid@{served.host}/canary.svg",
        "spaced": f"  HtTp://{served.host}/canary.svg",
        "jar": f"jar:file://{file}!/x",
    }
    return SimpleNamespace(addresses=addresses, asked=served.asked, file=file)


def filled_in(template, address):
    return template.replace("{{", "{").replace("}}", "}").replace("{}", address)


def page_of(inside):
    return f'<!doctype html><html lang="en-GB"><title>A plan</title><body><h1>A</h1>{inside}'


def rendered(make, *arguments):
    """What a renderer makes, unpacked; nothing if it refuses."""
    with suppress(RenderingFailed, Unreadable):
        content = make(*arguments)
        if content.startswith(b"%PDF"):
            with pikepdf.open(io.BytesIO(content)) as opened:
                streams = [one for one in opened.objects if isinstance(one, pikepdf.Stream)]
                return content + b"".join(stream.read_bytes() for stream in streams)
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                return b"".join(packed.read(name) for name in packed.namelist())
        return content
    return b""


def assert_untouched(canary, output):
    assert canary.asked == []
    assert SECRET.encode() not in output
    assert SECRET.encode("utf-16-be") not in output


def test_the_canary_is_reached_by_what_may_fetch_anything(canary):
    page = page_of(HTML["img"].format(canary.addresses["http"]))
    pdf.HTML(string=page, url_fetcher=pdf.URLFetcher()).write_pdf()
    assert canary.asked == ["/canary.svg"]


@pytest.mark.parametrize("name", [*HTML, *CSS, *SVG])
def test_a_pdf_reaches_nothing(name, canary):
    for address in canary.addresses.values():
        hostile = filled_in((HTML | CSS | SVG)[name], address)
        if name in CSS:
            hostile = f"<style>{hostile}</style><p title='{address}'>x</p><ul><li>x</ul>"
        if name in SVG:
            hostile = DRAWN.format(hostile)
        assert_untouched(canary, rendered(pdf.render, page_of(hostile)))


@pytest.mark.parametrize("name", CSS)
def test_a_style_sheet_of_the_pdf_reaches_nothing(name, canary, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "STYLESHEETS", ("hostile.css",))
    settings.STATICFILES_DIRS = [tmp_path]
    pdf.finders.get_finder.cache_clear()
    for kind in KINDS:
        (tmp_path / "hostile.css").write_text(filled_in(CSS[name], canary.addresses[kind]))
        pdf._look.cache_clear()
        assert_untouched(canary, rendered(pdf.render, page_of("<p>x</p><ul><li>x</ul>")))
    pdf._look.cache_clear()
    pdf.finders.get_finder.cache_clear()


@pytest.mark.parametrize("name", SVG)
def test_a_drawing_reaches_nothing(name, canary):
    for kind in KINDS:
        hostile = DRAWN.format(filled_in(SVG[name], canary.addresses[kind]))
        made = rendered(lambda svg: pdf.drawings_as_png([pdf.Drawing(svg, 90, 90)])[0], hostile)
        assert_untouched(canary, made)


@pytest.mark.parametrize("kind", ["http", "redirect", "file", "path", "data"])
def test_a_word_file_reaches_nothing(kind, canary):
    look = word._plain_look()
    # Each apart would take pandoc a minute; what it refuses, it refuses with a warning alone.
    snippets = [filled_in(one, canary.addresses[kind]) for one in (*HTML.values(), *SVG.values())]
    sheets = [filled_in(one, canary.addresses[kind]) for one in CSS.values()]
    page = page_of("".join(f"<div>{one}</div>" for one in snippets))
    page += "".join(f"<style>{one}</style>" for one in sheets)
    output = rendered(word._converted, page, look)
    assert b"word/document" in output or b"<w:document" in output
    assert_untouched(canary, output)


@pytest.mark.parametrize("format", ["pdf", "html", "docx"])
def test_hostile_words_in_a_plan_reach_nothing(format, canary, larkshire):
    plan = factories.make_plan(larkshire, 2026)
    for kind in ("http", "file"):
        everything = [*HTML.values(), *(DRAWN.format(one) for one in SVG.values())]
        everything += [f"<style>{one}</style>" for one in CSS.values()]
        words = "".join(filled_in(one, canary.addresses[kind]) for one in everything)
        factories.make_block(plan, heading=words[:200], body=words)
        priority = factories.make_priority(plan, f"{words[:190]}{kind}", scope=words[:500])
        factories.make_action(priority, words, measure=words)
    output = rendered(FORMATS[format].make, document(plan, on=TODAY))
    assert len(output) > 5000
    assert_untouched(canary, output)


@pytest.mark.parametrize("format", ["pdf", "html", "docx"])
@pytest.mark.parametrize(
    "name",
    ["../canary.svg", "/etc/hostname", "{file}", "http://{host}/x.png", "x\0.png", "canary.svg"],
)
def test_a_picture_s_name_leads_nowhere(name, format, canary, larkshire):
    host = canary.addresses["http"].split("/")[2]
    plan = factories.make_plan(larkshire, 2026)
    block = factories.make_block(plan, kind="picture", alternative_text="A park")
    hostile = name.format(file=canary.file, host=host)
    shown = document(plan, on=TODAY)
    with pytest.raises(RenderingFailed, match=r"because the (picture|address)"):
        FORMATS[format].make(with_picture(shown, block, hostile))
    assert canary.asked == []


def with_picture(shown, block, name):
    """The Document with a picture in its only piece, whatever the database makes of the name."""
    (part,) = (part for part in shown.parts if part.pieces)
    piece = replace(part.pieces[0], picture=name, alternative_text="A park")
    return replace(shown, parts=(replace(part, pieces=(piece,)),))


@pytest.mark.parametrize(
    "content",
    [
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/hostname) (r) file\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/hostname'/></svg>",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>',
        b"<html><script>alert(1)</script></html>",
        b"MM\0*\0\0\0\x08",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        b"GIF89a",
        b"",
    ],
)
def test_what_is_no_picture_is_none_whatever_it_is_called(content, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "park.png").write_bytes(content)
    with pytest.raises(Unreadable, match=r"the picture park\.png cannot be read"):
        picture("park.png")
