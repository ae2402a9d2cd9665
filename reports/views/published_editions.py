"""How an edition is read: chapter by chapter, as a whole, action by action.

All of it is cut out of what was frozen when it was issued; around it stands what leads on.
"""

import re
from html import unescape
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from reports.frozen.editions import frozen_editions
from reports.frozen.pages import Chapter, FrozenPage
from reports.views.public import Found, found_or_404, html_page, page, withdrawn

TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
# The first cell of an action, or all of it where they stand one below the other.
ACTION = re.compile(r'<(tr|li)[^>]* id="plan-action-([^"]+)"[^>]*>.*?(?=</th>|</li>)', re.DOTALL)
# How far back a chapter's former address is looked for.
MOST_EARLIER = 10


@login_not_required
@require_safe
def edition(
    request: HttpRequest, partnership: str, address: str, number: int | None = None
) -> HttpResponse:
    """What an edition is and its chapters, or all of it if it has none; without a number the
    latest one that isn't withdrawn.
    """
    found = found_or_404(partnership, address, number)
    if found.edition.is_withdrawn:
        return withdrawn(request, found)
    frozen = _frozen(found)
    if not frozen.chapters:
        return _whole(request, found, frozen)
    context = {"chapters": _linked(found, frozen), "files": _files(found)}
    return _page(request, "edition_contents", found, frozen, context, found.address("plan"))


@login_not_required
@require_safe
def whole(
    request: HttpRequest, partnership: str, address: str, number: int | None = None
) -> HttpResponse:
    """An edition on one page, for printing."""
    found = found_or_404(partnership, address, number)
    if found.edition.is_withdrawn:
        return withdrawn(request, found)
    return _whole(request, found, _frozen(found))


@login_not_required
@require_safe
def chapter(
    request: HttpRequest, partnership: str, address: str, slug: str, number: int | None = None
) -> HttpResponse:
    """A chapter of an edition.

    Where the latest edition calls it otherwise, its former address leads there; where it has no
    such chapter any more, a page says in which edition it was.
    """
    found = found_or_404(partnership, address, number)
    if found.edition.is_withdrawn:
        return withdrawn(request, found)
    frozen = _frozen(found)
    shown = frozen.chapter(slug)
    if shown is None:
        return _former_chapter(request, found, frozen, slug)
    place = frozen.chapters.index(shown)
    beside = {"before": place - 1, "after": place + 1}
    chapters = _linked(found, frozen)
    context = {
        "chapters": chapters,
        "chapter": shown,
        "html": _with_links(found, shown),
        **{name: chapters[at] for name, at in beside.items() if 0 <= at < len(chapters)},
    }
    own = found.address("chapter", slug)
    return _page(request, "edition_chapter", found, frozen, context, own, shown.title)


def _former_chapter(
    request: HttpRequest, found: Found, frozen: FrozenPage, slug: str
) -> HttpResponse:
    if found.number is not None:
        raise Http404
    earlier = found.standing[1 : MOST_EARLIER + 1]
    kept = frozen_editions(earlier, ["html"])
    for one in earlier:
        former = kept[one.pk].page.chapter(slug) if one.pk in kept else None
        if former and (now := frozen.named(former.name)):
            return redirect(found.address("chapter", now.slug))
        if former:
            then = Found(found.editions, found.standing, one, one.number)
            context = found.context | {
                "chapter": former,
                "then": one,
                "address_then": then.address("chapter", slug),
            }
            return page(request, "chapter_gone", context, status=404)
    raise Http404


def _frozen(found: Found) -> FrozenPage:
    file = get_object_or_404(found.edition.files, format="html")
    return FrozenPage(bytes(file.content).decode())


def _files(found: Found) -> Any:
    return found.edition.files.described().select_related("edition__plan__partnership")


def _linked(found: Found, frozen: FrozenPage) -> list[tuple[Chapter, str]]:
    """The chapters, each with where it is."""
    return [(one, found.address("chapter", one.slug)) for one in frozen.chapters]


def _with_links(found: Found, chapter: Chapter) -> SafeString:
    """A chapter's words with a link at each action to the page of the action."""
    plan = found.plan

    def linked(action: re.Match[str]) -> str:
        words = " ".join(unescape(strip_tags(action[0])).split())[:80]
        address = reverse("published-action", args=[plan.partnership.slug, plan.address, action[2]])
        return action[0] + format_html(
            '<br><a class="edition-link" href="{}">About this action'
            '<span class="govuk-visually-hidden">: {}</span></a>',
            address,
            words,
        )

    return mark_safe(ACTION.sub(linked, chapter.html))


def _whole(request: HttpRequest, found: Found, frozen: FrozenPage) -> HttpResponse:
    body = BODY.search(frozen.html)
    context = {"body": body[1] if body else "", "files": _files(found)}
    own = found.address("whole" if frozen.chapters else "plan")
    return _page(request, "edition_whole", found, frozen, context, own)


def _page(
    request: HttpRequest,
    name: str,
    found: Found,
    frozen: FrozenPage,
    context: dict[str, Any],
    own: str,
    title: str = "",
) -> HttpResponse:
    """A page in the look in which an edition was issued.

    own: where it is, as long as there is a later edition. title: of its chapter, if it is one's.
    """
    is_latest = found.edition == found.standing[0]
    of_latest = Found(found.editions, found.standing, found.edition, None)
    canonical = own
    if is_latest and found.number is not None:
        canonical = own.replace(found.address("plan"), of_latest.address("plan"), 1)
    head = frozen.head
    if title:
        # A function, since a text would have its backslashes read.
        head = TITLE.sub(lambda old: old[0].replace(">", f">{escape(title)} – ", 1), head, count=1)
    context |= found.context | {
        "head": head,
        "frozen": frozen,
        "canonical": canonical,
        "contents": found.address("plan"),
        "whole": found.address("whole"),
        "title": title,
    }
    html = render_to_string(f"reports/published/{name}.html", context)
    return html_page(request, html, has_exit=found.plan.has_exit)
