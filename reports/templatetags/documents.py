from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list

from actions.models import Status
from plans import links, marks, rich_text
from plans.action_fields import MARKED
from plans.figures.shown import Figure
from reports.document import LONG_WORD, Document
from reports.layouts import Column
from reports.parts import Piece
from reports.parts.tables import ActionRow, PriorityTable, Tables

register = template.Library()

# In a column of large print, which holds about 18 to a line; a page has 26 lines.
LETTERS_IN_LARGE_ROW = 150


@register.filter
def pounds(amount: Decimal, with_pence: bool = False) -> str:
    """An amount as money: “£31,107”, or “£31,107.00” where the amounts beside it have pence."""
    return f"£{amount:,.2f}" if with_pence or amount % 1 else f"£{amount:,.0f}"


@register.simple_tag
def status_label(value: str) -> str:
    """A status in words alone: “on track”."""
    return Status(value).label.lower()


@register.filter
def words(action: ActionRow, field: str) -> str:
    """What an action has under a column of that field."""
    return action.texts[field]


@register.simple_tag
def words_in_cell(
    action: ActionRow, field: str, table: PriorityTable, heading: str = ""
) -> SafeString:
    """What an action has under a column of that field, with what no column of the table shows.

    heading: of the column, where it stands before the words.
    """
    before = format_html("<strong>{}:</strong>&#32;", heading) if heading else ""
    return _words(action, field, table, before)


@register.simple_tag
def words_in_block(action: ActionRow, column: Column, table: PriorityTable) -> SafeString:
    """The same where actions stand one below the other: as paragraphs, and lists."""
    if column.field == "wording":
        reference = action.texts["reference"] if "reference" in table.fields else ""
        html = _words(action, "wording", table, f"{escape(reference)} " if reference else "")
        tag = "div" if marks.is_in_blocks(html) else "p"
        return format_html('<{0} class="block-title">{1}</{0}>', tag, html)
    before = format_html('<strong class="label">{}:</strong>&#32;', column.heading)
    html = _words(action, column.field, table, before)
    return html if marks.is_in_blocks(html) else format_html("<p>{}</p>", html)


def _words(action: ActionRow, field: str, table: PriorityTable, before: str) -> SafeString:
    text, measure, reference = (action.texts[name] for name in (field, "measure", "reference"))
    if field == "wording" and reference and "reference" not in table.fields:
        before += f"{escape(reference)} "
    if field not in MARKED:
        return mark_safe(before + linebreaksbr(text, autoescape=True))
    html = marks.in_cell(text, before)
    if field != "wording" or not measure or "measure" in table.fields:
        return html
    below = marks.in_cell(measure, "Measure: ")
    if marks.is_in_blocks(html) or marks.is_in_blocks(below):
        both = marks.as_html(text, before), marks.as_html(measure, "Measure: ")
        return format_html('{}<div class="measured">{}</div>', *both)
    return format_html('{}<br><span class="measure">{}</span>', html, below)


@register.filter
def side_by_side(figures: tuple[Figure, ...], document: Document) -> tuple[Figure, ...]:
    """Those of some figures whose charts are small, in a document that has many; none or several.

    Those of parts have a table with more to say.
    """
    small = tuple(one for one in figures if one.is_series)
    return small if document.has_small_charts and len(small) > 1 else ()


@register.filter
def having(figures: Sequence[Figure], name: str) -> bool:
    """Whether one of some figures has anything of that name: “target”, “comparison_label”."""
    return any(getattr(one, name) for one in figures)


@register.filter
def sources(figures: Sequence[Figure]) -> list[tuple[str, str]]:
    """The sources of some figures, each with the titles of its figures if there are others."""
    found: dict[str, list[str]] = {}
    for one in figures:
        found.setdefault(one.source, []).append(one.title)
    found.pop("", None)
    is_only = len(found) == 1 and all(one.source for one in figures)
    return [(source, "" if is_only else get_text_list(of, "and")) for source, of in found.items()]


@register.filter
def body_at(piece: Piece, level: int) -> SafeString:
    """The words of a piece, its sub-headings below its own heading, which has that level."""
    return rich_text.at_level(piece.body, level + bool(piece.heading))


@register.filter
def has_long_words(figure: Figure) -> bool:
    """Whether a word in a figure's table is too long for a column."""
    heads = [figure.row_heading, figure.unit, figure.change_heading, figure.comparison_label]
    texts = [*heads, *(row.label for row in figure.rows), *(name for name, _ in figure.aims)]
    return any(len(word) > LONG_WORD for text in texts for word in text.split())


@register.filter
def shares(part: Tables, table: PriorityTable) -> list[tuple[Column, int]]:
    """The columns of a part's table with the part of its width that each gets, in per cent."""
    return part.shares(table)


@register.simple_tag
def below(part: Tables, table: PriorityTable, action: ActionRow) -> list[Column]:
    """The columns whose cell stands below the row of an action, across the table."""
    return part.below(action, table)


@register.simple_tag
def row_class(part: Tables, table: PriorityTable, action: ActionRow) -> str:
    """Of an action's row: “low” where it has few lines, “tall” where it may be broken."""
    if part.is_low(action, table):
        return "low"
    return "tall" if action.is_tall and not part.below(action, table) else ""


@register.simple_tag
def tall_in_large_print(
    document: Document, wording: str, owners: Sequence[str], told: str
) -> SafeString:
    """Of a row of highlights: that it may be broken, where it takes over a third of a page."""
    longest = max(len(wording) + len("; ".join(owners)), len(told))
    is_tall = document.is_large_print and longest > LETTERS_IN_LARGE_ROW
    return mark_safe(' class="tall"' if is_tall else "")


@register.simple_tag(takes_context=True)
def picture_address(context: template.Context, name: str) -> str:
    """Where the form of the document that is being made finds a media file of this name."""
    return context["picture_address"](name)


@register.simple_tag
def web_link(written: str, css_class: str = "") -> str:
    """A web address as it is read (www.kent.gov.uk), and a link to it unless it leads nowhere.

    It may be broken before a full stop, as a zero-width space says: the element wbr would split
    the link in a PDF. css_class: of the element that it becomes.
    """
    words = (written.partition("://")[2] or written).rstrip("/").replace(".", "\u200b.")
    return _link(links.address(written), words, css_class)


@register.simple_tag
def mail_link(written: str) -> str:
    """An e-mail address, and a link to it unless it is none."""
    return _link(links.address(written and f"mailto:{written}"), written)


def _link(address: str, words: str, css_class: str = "") -> str:
    name = format_html(' class="{}"', css_class) if css_class else ""
    if address:
        return format_html('<a{} href="{}">{}</a>', name, address, words)
    return format_html("<span{}>{}</span>", name, words)
