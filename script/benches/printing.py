"""What documents cost: beside bare tools, Chromium, themselves unchanged, larger, two at once."""

import math
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any
from unittest.mock import patch

import pypandoc
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from pypdfium2 import PdfDocument
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from partners.models import User
from plans.models import Plan
from reports import makers, pdf, rendered
from reports.document import Document, document
from reports.formats import FORMATS
from script.benches import data, filled
from script.benches.bench import Bench, Part
from script.benches.measuring import Row, Side, Wrong, compared, in_turn
from tests import factories
from tests.serving import chromium

# The demo's plan that is printed as it was published, on 22 pages.
PLAN = ("tonbridge-and-malling", "2017")
GROWING = "growing-0"
# How often what takes next to nothing is done, to be measured at all.
OFTEN = 20
MAKERS = 2


def beside_weasyprint(bench: Bench) -> list[Row]:
    """The PDF in the application that is at work, and by a command that begins anew."""
    side, bare = _sides(bench, 2)
    _same_pages(side.call(ask).result, bare.call(bare_pdf).result)
    against = "bare WeasyPrint, warm"
    number = bench.scale.slow_pairs
    asked = in_turn(_cpu(side, ask), _cpu(bare, bare_pdf), number)
    inside = in_turn(_cpu(side, make), _cpu(bare, bare_pdf), number)
    return [
        compared("PDF in the application", against, "CPU s", asked, 1.05),
        compared("PDF in its own process", against, "CPU s", inside, 1.05),
    ]


def beside_chromium(bench: Bench) -> list[Row]:
    side, browser = _sides(bench, 2)
    _same_pages(side.call(ask).result, browser.call(chromium_pdf).result, apart=0.3)
    against = "Chromium, all processes"
    number = bench.scale.slow_pairs
    warm = in_turn(_cpu(side, ask), _cpu(browser, chromium_pdf), number)
    cold = in_turn(_cpu(side, by_command), _cpu(browser, chromium_pdf), number)
    (memory, _), (of_chromium, _) = side.peak_of(ask), browser.peak_of(chromium_pdf)
    return [
        compared("PDF in the application", against, "CPU s", warm, 1.3),
        compared("PDF by command, cold", against, "CPU s", cold, 1.6),
        compared("PDF in the application", against, "MB", [(memory, of_chromium)], 0.3),
    ]


def tagged(bench: Bench) -> list[Row]:
    (side,) = _sides(bench, 1)
    number = bench.scale.slow_pairs
    pairs = in_turn(_cpu(side, make), _cpu(side, untagged), number)
    wide = in_turn(_cpu(side, make), _cpu(side, any_width), number)
    return [
        compared("PDF with its tags", "without", "CPU s", pairs, 1.15),
        compared("PDF with fixed columns", "as wide as their words want", "CPU s", wide),
    ]


def unchanged(bench: Bench) -> list[Row]:
    (side,) = _sides(bench, 1)

    def again() -> float:
        return side.call(ask_again).cpu / OFTEN

    pairs = in_turn(again, _cpu(side, ask), bench.scale.slow_pairs)
    return [compared("the same PDF again", "the first time", "CPU s", pairs, 0.01)]


def growing(bench: Bench) -> list[Row]:
    """Documents of more pages, and a table of more rows: how the CPU grows with them."""
    side = bench.side(_growing(bench))
    few, many = bench.scale.pages
    pages = _growth(bench, side, "pages", few, many, "pages")
    few, many = bench.scale.rows
    return [pages, _growth(bench, side, "rows", few, many, "rows of a table")]


def two_makers(bench: Bench) -> list[Row]:
    """Several documents at once, and one after another."""
    (side,) = _sides(bench, 1)

    def a_minute(at_once: int) -> float:
        documents = 2 * MAKERS
        seconds = side.call(ask_for, number=documents, at_once=at_once).seconds
        return 60 * documents / seconds

    pairs = in_turn(lambda: a_minute(MAKERS), lambda: a_minute(1), bench.scale.slow_pairs)
    work = f"{MAKERS} makers of PDFs"
    return [compared(work, "one", "documents a minute", pairs, 1.85, at_least=True)]


def word(bench: Bench) -> list[Row]:
    side, bare = _sides(bench, 2)
    asked = in_turn(_cpu(side, ask, format="docx"), _cpu(bare, pandoc), bench.scale.slow_pairs)
    inside = in_turn(_cpu(side, make, format="docx"), _cpu(bare, pandoc), bench.scale.slow_pairs)
    return [
        compared("Word in the application", "bare pandoc", "CPU s", asked, 2),
        compared("Word in its own process", "bare pandoc", "CPU s", inside, 2),
    ]


def _sides(bench: Bench, number: int) -> list[Side]:
    database = data.demo(bench)
    return [bench.side(database) for _ in range(number)]


def _cpu(side: Side, function: Callable[..., Any], **arguments: Any) -> Callable[[], float]:
    return lambda: side.call(function, **arguments).cpu


def _same_pages(found: dict[str, int], other: dict[str, int], apart: float = 0) -> None:
    if abs(found["pages"] - other["pages"]) > apart * other["pages"]:
        raise Wrong(f"{found['pages']} pages are not {other['pages']}")


def _growing(bench: Bench) -> str:
    data.migrated(bench)
    return bench.database("growing", _fill_growing, copy_of="migrated")


def _fill_growing(bench: Bench, database: str) -> None:
    side = bench.side(database)
    side.call(fill_growing, pages=bench.scale.pages, rows=bench.scale.rows)
    bench.close_sides()


def _growth(bench: Bench, side: Side, kind: str, few: int, many: int, unit: str) -> Row:
    """The exponent by which the CPU grows, from a document of few to one of many."""
    small, large = ({"slug": GROWING, "address": f"{kind}-{number}"} for number in (few, many))
    sizes = [side.call(make, **one).result["pages"] for one in (small, large)]
    times = sizes[1] / sizes[0] if unit == "pages" else many / few
    pairs = in_turn(_cpu(side, make, **large), _cpu(side, make, **small), bench.scale.slow_pairs)
    of = f"{sizes[1]} pages" if unit == "pages" else f"{many} {unit}"
    against = f"{sizes[0]} pages" if unit == "pages" else f"{few} {unit}"

    def exponent(first: float, second: float) -> float:
        return math.log(first / second) / math.log(times)

    return compared(f"PDF of {of}", against, "CPU s; exponent", pairs, 1.1, exponent)


# What happens in a Side. Each returns how many pages there are, where it makes a PDF.

_editions = count(1)


@cache
def _printed(slug: str = PLAN[0], address: str = PLAN[1]) -> tuple[Plan, Document]:
    plan = Plan.objects.get(partnership__slug=slug, address=address)
    return plan, document(plan, on=timezone.localdate())


@cache
def _html(name: str = "print") -> str:
    context = {"document": _printed()[1], "picture_address": pdf.media_address}
    return render_to_string(f"reports/{name}.html", context)


def _content(plan: Plan, document: Document, format: str) -> bytes:
    """A file of a document as a page of the application gets it: the one place that knows how."""
    _start_makers()
    by = User.objects.order_by("pk")[0]
    file = rendered.rendered_file(plan, document, format, name="bench", by=by)
    while not file.is_over:
        time.sleep(0.02)
        file.refresh_from_db()
    content = file.content
    if content is None:
        raise Wrong(file.failure)
    return content


@cache
def _start_makers() -> None:
    """As the application's server does; what they start descends from this process, and counts."""
    making = {"stopping": Event(), "at_once": MAKERS}
    Thread(target=makers.work, kwargs=making, daemon=True).start()


def _pages(content: bytes, format: str = "pdf") -> dict[str, int]:
    if format != "pdf":
        return {"bytes": len(content)}
    with PdfDocument(content) as opened:
        return {"pages": len(opened)}


def _new() -> Document:
    """A document that nobody has asked for yet."""
    return replace(_printed()[1], edition=f"Edition {next(_editions)}")


def ask(format: str = "pdf") -> dict[str, int]:
    """Ask the application for a file that it has not made yet."""
    return _pages(_content(_printed()[0], _new(), format), format)


def ask_again() -> None:
    """Ask it often for one that it has made."""
    plan, shown = _printed()
    for _ in range(OFTEN):
        _content(plan, shown, "pdf")


def ask_for(number: int, at_once: int) -> None:
    """Ask for several documents, so many at once, each of them new."""
    plan, documents = _printed()[0], [_new() for _ in range(number)]
    with ThreadPoolExecutor(at_once) as pool:
        made = pool.map(lambda one: _content(plan, one, "pdf"), documents)
        for content in made:
            _pages(content)


def make(format: str = "pdf", slug: str = PLAN[0], address: str = PLAN[1]) -> dict[str, int]:
    """Make a file here, as a maker does."""
    return _pages(FORMATS[format].make(_printed(slug, address)[1]), format)


def by_command() -> dict[str, int]:
    """Make the PDF in a process that begins for it, with nothing read yet."""
    code = (
        "import django, pickle, sys; django.setup(); from reports.formats import FORMATS; "
        "sys.stdout.buffer.write(FORMATS['pdf'].make(pickle.load(sys.stdin.buffer)))"
    )
    shown = pickle.dumps(_printed()[1])
    done = subprocess.run(
        [sys.executable, "-c", code], input=shown, capture_output=True, check=True
    )
    return _pages(done.stdout)


def bare_pdf() -> dict[str, int]:
    """WeasyPrint by itself, on the same HTML and with the same sheets, which it has read before."""
    stylesheets, families = _sheets()
    shown = _printed()[1]
    page = HTML(string=_html(), base_url=pdf.ROOT, url_fetcher=pdf.OwnFiles(shown.media))
    return _pages(
        page.write_pdf(stylesheets=stylesheets, font_config=families, pdf_variant="pdf/ua-1")
    )


def untagged() -> dict[str, int]:
    """As `make`, without the tags that a screen reader needs."""
    write_pdf = HTML.write_pdf

    def without(page: HTML, *, stylesheets: Any, font_config: Any, **_: Any) -> Any:
        return write_pdf(page, stylesheets=stylesheets, font_config=font_config)

    with patch.object(HTML, "write_pdf", without):
        return make()


def any_width() -> dict[str, int]:
    """As `make`, with columns as wide as their words want."""
    style = "<style>table { table-layout: auto !important }</style></head>"
    shown = _printed()[1]
    return _pages(pdf.render(_html().replace("</head>", style), media=shown.media))


def chromium_pdf() -> dict[str, int]:
    """Chromium printing the same HTML with the same sheets, files and fonts."""
    with _site() as folder:
        file = folder / "printed.pdf"
        subprocess.run(
            [
                *(_chromium(), "--headless", "--no-sandbox", "--disable-gpu"),
                *("--allow-file-access-from-files", "--no-pdf-header-footer"),
                *(f"--user-data-dir={folder}/profile", f"--print-to-pdf={file}"),
                f"file://{folder}/page.html",
            ],
            check=True,
            capture_output=True,
        )
        return _pages(file.read_bytes())


def pandoc() -> dict[str, int]:
    """Pandoc by itself, on the page of which Word is made."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from=html", "--to=docx", "--output=-"],
        input=_html("word").encode(),
        capture_output=True,
        check=True,
    )
    return _pages(done.stdout, "docx")


@cache
def _sheets() -> tuple[Any, Any]:
    families, fetcher = FontConfiguration(), pdf.OwnFiles()
    sheets = [
        CSS(url=f"{pdf.ROOT}static/{name}", url_fetcher=fetcher, font_config=families)
        for name in pdf.STYLESHEETS
    ]
    return sheets, families


@contextmanager
def _site() -> Iterator[Path]:
    """A folder with page.html and all that it names."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "static").symlink_to(settings.BASE_DIR / "static")
        if Path(settings.MEDIA_ROOT).exists():
            (folder / "media").symlink_to(settings.MEDIA_ROOT)
        links = "".join(f'<link rel="stylesheet" href="static/{one}">' for one in pdf.STYLESHEETS)
        (folder / "page.html").write_text(_html().replace("</head>", f"{links}</head>"))
        yield folder


def _chromium() -> str:
    found = chromium()
    if not found:
        raise Wrong("Chromium is not installed: script/setup --browser")
    return found


def fill_growing(pages: Iterable[int], rows: Iterable[int]) -> None:
    """Plans whose documents have about so many pages, and those with so many rows in one table."""
    of = factories.make_partnership("Growing-0", slug=GROWING)
    agencies = [factories.make_agency(of) for _ in range(3)]
    by = factories.make_member(of)
    # Four or five actions stand on a page, and some pages hold none.
    plans = [(f"pages-{number}", max(9, number * 9 // 2 - 16), 8) for number in pages]
    plans += [(f"rows-{number}", number, 1) for number in rows]
    for address, actions, priorities in plans:
        plan = factories.make_titled_plan(of, address, address=address)
        made = [factories.make_priority(plan, position=n) for n in range(priorities)]
        filled.add_updates(filled.add_actions(plan, made, agencies, actions), by, 1)


PARTS = [
    Part("weasyprint", "the plan’s PDF beside bare WeasyPrint", beside_weasyprint),
    Part("chromium", "the plan’s PDF beside Chromium printing it", beside_chromium),
    Part("tags", "tagged beside untagged", tagged),
    Part("unchanged", "a document that has not changed, beside its first time", unchanged),
    Part("growing", "longer documents, and longer tables", growing),
    Part("two-makers", "two documents at once, beside one after another", two_makers),
    Part("word", "the Word file beside bare pandoc", word),
]
