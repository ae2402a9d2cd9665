"""Accessible PDF (PDF/UA-1, or another variant) from HTML. Only the modules pdf… know WeasyPrint.

HTML names its files by addresses relative to the site's root: static/… for our own static files,
media/… for those media files that the caller allows. Nothing else is fetched, from anywhere.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote, unquote

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from PIL.Image import Image
from pypdfium2 import PdfDocument
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports import booklet, fonts
from reports.pdf_variants import AttachedFile, Variant, attachments, finisher
from reports.rendering import RenderingFailed, Unreadable, picture

logger = logging.getLogger(__name__)
Made = TypeVar("Made")

# Stands before relative addresses; no such host can exist (RFC 2606).
ROOT = "https://document.invalid/"
STYLESHEETS = (
    fonts.OF_ALL,
    "print/document.css",
    "print/parts.css",
    "print/blocks.css",
    "print/status.css",
    "print/pages.css",
    "print/narrative.css",
    "print/one_page.css",
    "print/cover.css",
)

# The page of a drawing alone, without the margins and running words of other pages.
DRAWING_PAGE = """@page drawing-{number} {{
  size: {width}px {height}px; margin: 0;
  @top-left {{ content: none }} @top-right {{ content: none }}
  @bottom-left {{ content: none }} @bottom-right {{ content: none }}
}}
"""
# White space before the end of a block: it says nothing, but where a text fits on its last line
# only without it, WeasyPrint breaks that line after its first word.
LAST_SPACE = re.compile(r"(?<!\s)\s+(?=</(?:p|li|th|td|h[1-6])>)")
# The sign for a sign that cannot be shown.
UNKNOWN = "\u25a1"
# Pixels of its picture for each point, 72 to the inch: sharp in print.
DRAWING_SCALE = 3

# The font configuration that renderings share is not made for several threads at once.
_one_at_a_time = Lock()


class OwnFiles(URLFetcher):
    """Gives WeasyPrint our static files and the media files named, and refuses all else."""

    def __init__(self, media: Iterable[str] = ()) -> None:
        super().__init__(fail_on_errors=True)
        self.media = frozenset(media)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The file at an address below ROOT. Raises Unreadable."""
        path = unquote(url.removeprefix(ROOT)) if url.startswith(ROOT) else ""
        folder, _, name = path.partition("/")
        if folder == "static":
            body = _static_file(name)
        elif folder == "media" and name in self.media:
            body = picture(name)
        else:
            raise Unreadable(f"the address {url} is not part of the document")
        content_type = guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, {"Content-Type": content_type})


def media_address(name: str) -> str:
    """The address by which HTML for `render` names a media file."""
    return f"media/{quote(name)}"


def render(
    html: str,
    *,
    media: Iterable[str] = (),
    variant: Variant = Variant.UA_1,
    files: Sequence[AttachedFile] = (),
) -> bytes:
    """The PDF of a whole HTML page.

    media: the names of the media files that the page may show. files: to be attached, which only
    an archive form may have. Raises RenderingFailed.
    """

    def written(page: HTML, **options: Any) -> bytes:
        return page.write_pdf(
            finisher=finisher(variant),
            pdf_variant=variant.value,
            attachments=attachments(files),
            **options,
        )

    return _made(html, media, written)


def pages_of(html: str, *, media: Iterable[str] = ()) -> list[tuple[str, int]]:
    """The headings to which the bookmarks of `render` lead, in their order, each with its page.

    The pages are laid out for it, not written. Raises RenderingFailed.
    """

    def marked(page: HTML, **options: Any) -> list[tuple[str, int]]:
        return list(_marks(page.render(**options).make_bookmark_tree()))

    return _made(html, media, marked)


def _marks(tree: Iterable[Any]) -> Iterator[tuple[str, int]]:
    # Each is a title, its place as page and point, what is below it, and whether that shows.
    for title, (page, *_), below, _ in tree:
        yield title, page + 1
        yield from _marks(below)


def _made(html: str, media: Iterable[str], make: Callable[..., Made]) -> Made:
    """What `make` makes of a page of WeasyPrint, by options with our sheets and fonts.

    Raises RenderingFailed.
    """
    try:
        with _one_at_a_time:
            signs = fonts.lacking(unescape(html), (fonts.OF_ALL,))
            sliced = fonts.lacking("".join(signs), (fonts.OF_ALL, fonts.MORE))
            stylesheets, families = _look(len(signs) > len(sliced), fonts.slices_of(sliced))
            written = LAST_SPACE.sub("", _known(html) if sliced else html)
            page = HTML(string=written, base_url=ROOT, url_fetcher=OwnFiles(media))
            # The number at which a list begins is an attribute, which is a presentational hint.
            return make(
                page, stylesheets=stylesheets, font_config=families, presentational_hints=True
            )
    # Whatever goes wrong in the layout of a page, the reader gets an answer.
    except (FatalURLFetchingError, Exception) as error:
        cause = error.__cause__ or error
        logger.error("A PDF could not be made: %s: %s", type(cause).__name__, cause)
        raise RenderingFailed(_in_words(cause)) from error


def as_booklet(content: bytes) -> bytes:
    """The sheets of a PDF, to be folded: reports.booklet."""
    with _one_at_a_time:
        return booklet.imposed(content)


class Drawing(NamedTuple):
    """svg: its source. width, height: in CSS pixels."""

    svg: str
    width: float
    height: float


def drawings_as_png(drawings: Sequence[Drawing]) -> list[bytes]:
    """SVG drawings as PNG pictures. Raises RenderingFailed."""
    if not drawings:
        return []
    # All in one document: most of what a small one takes is the beginning.
    pages = "".join(
        DRAWING_PAGE.format(number=number, width=one.width, height=one.height)
        for number, one in enumerate(drawings)
    )
    shown = "".join(
        f'<div style="page: drawing-{number}">{one.svg}</div>'
        for number, one in enumerate(drawings)
    )
    content = render(
        f'<!doctype html><html lang="en-GB"><title>Drawings</title>'
        f"<style>{pages}body {{ margin: 0 }} svg {{ display: block }}</style><body>{shown}"
    )
    # A PDF is drawn by one thread at a time too.
    with _one_at_a_time, PdfDocument(content) as drawn:
        pictures = [page.render(scale=DRAWING_SCALE).to_pil() for page in drawn]
    return [_as_png(picture) for picture in pictures]


def _as_png(picture: Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def report_steps(report: Callable[[str], None]) -> None:
    """From now on, call report(words) at each step of a rendering: “laying out page 7”."""
    steps = logging.getLogger("weasyprint.progress")
    handler = logging.Handler()
    handler.emit = lambda record: report(_step_in_words(record))  # type: ignore[method-assign]
    steps.handlers = [handler]
    steps.setLevel(logging.INFO)
    steps.propagate = False


def _step_in_words(record: logging.LogRecord) -> str:
    """What WeasyPrint does, by its own message: Step 5 - Creating layout - Page 7."""
    if page := re.search(r"Page \d+", record.getMessage()):
        return f"laying out {page[0].lower()}"
    if record.msg.startswith(("Step 6", "Step 7")):
        return "writing the file"
    return "laying out the pages"


def _known(html: str) -> str:
    """HTML with a sign of our fonts for each that none of them has.

    Such signs would be drawn as boxes of which nobody can tell what they stand for, and PDF/UA
    forbids that. The checks before issue name them.
    """
    return html.translate({ord(sign): UNKNOWN for sign in fonts.lacking(unescape(html))})


@lru_cache(maxsize=4)
def _look(
    has_more_signs: bool, slices: tuple[str, ...] = ()
) -> tuple[list[CSS], FontConfiguration]:
    """The style sheets and their fonts, kept for the life of the process.

    slices: the names of those that the document needs of the sliced font (reports/fonts.py).
    """
    families = FontConfiguration()
    fetcher = OwnFiles()
    stylesheets = [
        CSS(url=f"{ROOT}static/{name}", url_fetcher=fetcher, font_config=families)
        for name in ((fonts.MORE,) if has_more_signs else ()) + STYLESHEETS
    ]
    if slices:
        faces = _faces(slices)
        stylesheets.append(
            CSS(string=faces, base_url=ROOT, url_fetcher=fetcher, font_config=families)
        )
    return stylesheets, families


def _faces(slices: Sequence[str]) -> str:
    """The style sheet of slices. Each is a family: two of one are taken for one (fonts.scss)."""
    faces = [
        f'@font-face {{ font-family: "{name}"; font-weight: 100 900; '
        f"src: url(static/built/fonts/{name}) }}"
        for name in slices
    ]
    families = ", ".join(f'"{name}"' for name in slices)
    return "\n".join([*faces, f":root {{ --sliced: {families} }}"])


def _static_file(name: str) -> bytes:
    try:
        if found := finders.find(name):
            return Path(found).read_bytes()
    except (OSError, SuspiciousFileOperation):
        pass
    raise Unreadable(f"the file static/{name} cannot be read")


def _in_words(cause: BaseException) -> str:
    if isinstance(cause, Unreadable):
        return f"The PDF could not be made, because {cause}."
    if isinstance(cause, RecursionError):
        return "The PDF could not be made, because a text in it has too many levels of lists."
    # What is written in C may say it as a SystemError.
    if isinstance(cause, MemoryError | SystemError):
        return "The PDF could not be made, because it needs more memory than a document may have."
    return f"The PDF could not be made ({type(cause).__name__})."
