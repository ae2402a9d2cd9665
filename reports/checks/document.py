"""The document itself: parts with nothing in them, case studies, pictures, sums."""

import re
from collections.abc import Iterator

from django.core.files.storage import default_storage

from plans.funding import warnings_of
from plans.models import Block
from plans.pictures import VANISHES, vanishes_on_white
from reports.checks.findings import Finding
from reports.checks.loaded import Loaded
from reports.parts.tables import Tables

# What is said of a part that is left out because there is nothing to put in it, and where it is
# filled; of another part, nothing is said: not every plan has one.
LEFT_OUT = {
    "introduction": ("There is no introduction.", "narrative"),
    "background": ("There is nothing about the background.", "narrative"),
    "projects": ("There is nothing about last year’s projects and initiatives.", "narrative"),
    "priorities": ("There are no priorities.", "workspace"),
    "action_plans": ("There are no actions.", "workspace"),
    "members": ("No agency is marked to be listed as a member.", "members"),
    "glossary": ("The glossary has no terms.", "glossary"),
}
# What stands for a picture and says nothing: a file's name, or that it is one.
SAYS_NOTHING = re.compile(
    r"\W*|(?:picture|photo|photograph|image|logo|figure)\W*\d*|\S+\.(?:jpe?g|png|gif|webp)", re.I
)


def left_out(loaded: Loaded) -> Iterator[Finding]:
    """Parts of the layout with nothing in them, and blocks with neither words nor a picture."""
    for name in loaded.document.left_out:
        # A partnership's first plan has no year to look back at; that is said once, below.
        is_first = name == "projects" and not loaded.context.last_plans
        if name in LEFT_OUT and not is_first:
            words, page = LEFT_OUT[name]
            yield _empty(loaded, words, page, name)
    if loaded.is_part(Block.Part.REVIEW):
        yield from _nothing_reviewed(loaded)
    if loaded.document.contact.is_empty:
        yield _empty(
            loaded,
            "There are no contact details for the back page.",
            "partnership-details",
            "contact",
        )
    for block in loaded.blocks:
        if not (block.heading or block.picture or re.sub(r"<[^>]*>|\s", "", block.body)):
            words = f"A block of the part “{block.get_part_display()}” is empty."
            yield Finding("empty", words, loaded.block(block))
        elif block.kind == Block.Kind.PICTURE and not block.picture:
            words = f"“{block}” should have a picture, but has none."
            yield Finding("empty", words, loaded.block(block))


def _nothing_reviewed(loaded: Loaded) -> Iterator[Finding]:
    if not loaded.reviewed and not loaded.plan.is_yearly:
        # There may well have been none before.
        return
    review = loaded.document.part(Block.Part.REVIEW)
    if not isinstance(review, Tables) or not (review.all_pieces or review.actions):
        own = loaded.context.layout.reviews_own_year
        label = loaded.plan.period.moved(0 if own else -1).label
        yield _empty(loaded, f"There are no actions of {label} to review.", "narrative", "review")


def _empty(loaded: Loaded, words: str, page: str, part: str) -> Finding:
    return Finding("empty", words, loaded.page(page, words.rstrip("."), subject=f"part-{part}"))


def consents(loaded: Loaded) -> Iterator[Finding]:
    """Case studies without a record of who agreed to it."""
    for block in loaded.blocks:
        if block.kind == Block.Kind.CASE_STUDY and not block.consent.strip():
            words = f"The case study “{block.heading or block}” has no record of consent."
            yield Finding("consent", words, loaded.block(block), block.heading)


def pictures(loaded: Loaded) -> Iterator[Finding]:
    """Pictures whose alternative text is missing, or says nothing of what they show."""
    plan = loaded.plan
    if plan.cover_picture and SAYS_NOTHING.fullmatch(plan.cover_alternative_text):
        words = "The picture on the cover has no text that says what it shows."
        place = loaded.page("plan-cover", "Cover of the document", subject="cover")
        yield Finding("alternative-text", words, place, plan.cover_alternative_text)
    for block in loaded.blocks:
        if block.picture and SAYS_NOTHING.fullmatch(block.alternative_text):
            words = f"The picture “{block}” has no text that says what it shows."
            yield Finding("alternative-text", words, loaded.block(block), block.alternative_text)


def logos(loaded: Loaded) -> Iterator[Finding]:
    """Logos that are lost on the white on which all of them stand."""
    own = loaded.document.logo
    if own and _is_lost(own):
        place = loaded.page("partnership-details", "Details of the partnership", subject="logo")
        yield Finding("logo", VANISHES, place, own)
    for one in loaded.document.partner_logos:
        if _is_lost(one.picture):
            words = f"{one.partner}: {VANISHES}"
            place = loaded.page("members", f"Members: {one.partner}", subject=f"logo-{one.partner}")
            yield Finding("logo", words, place, one.picture)


def _is_lost(name: str) -> bool:
    try:
        with default_storage.open(name) as file:
            return vanishes_on_white(file)
    except OSError:
        # That it is missing is said when the document is printed.
        return False


def sums(loaded: Loaded) -> Iterator[Finding]:
    """Grants that don't add up."""
    for grant in loaded.grants:
        for warning in warnings_of(grant):
            place = loaded.page("funding", f"Funding: {grant}", subject=f"grant-{grant.pk}")
            yield Finding("sums", f"{grant}: {warning}", place, warning)
