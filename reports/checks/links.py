"""Links of the document that lead nowhere, and so are printed as words."""

from collections.abc import Iterator

from django.utils.text import Truncator

from plans import links, rich_text
from plans.models import Block
from reports.checks.findings import Finding, Place
from reports.checks.loaded import Loaded

OF_COMMENTS = ("#_mso", "#cmnt")


def dead(loaded: Loaded) -> Iterator[Finding]:
    """Links in the narrative, and addresses of the partnership and of its members."""
    for block in loaded.blocks:
        for words, written in rich_text.dead_links(block.body):
            yield _in_text(loaded.block(block), words, written)
    partnership = loaded.plan.partnership
    page = loaded.page("partnership-details", "Contact details", subject="contact")
    addresses = [(page, partnership.website)]
    if partnership.email:
        addresses.append((page, f"mailto:{partnership.email}"))
    if loaded.is_part(Block.Part.MEMBERS) and not loaded.context.layout.names_members_only:
        addresses += [
            (loaded.row("member", one, f"Members: {one}"), one.website) for one in loaded.members
        ]
    for place, written in addresses:
        if written.strip() and not links.address(written):
            words = f"{place.where} gives the address “{_short(written)}”, which does not work."
            yield Finding("dead-link", words, place, written)


def _in_text(place: Place, words: str, written: str) -> Finding:
    said = f"“{words}”" if words else "a link without words"
    if written.startswith(OF_COMMENTS):
        told = (
            f"{place.where} has what is left of a comment from a word processor, {said}. "
            "Look whether words of the comment are printed."
        )
    else:
        told = (
            f"{place.where} links {said} to “{_short(written)}”, which does not work. It is "
            "printed as words alone."
        )
    return Finding("dead-link", told, place, f"{words} {written}")


def _short(written: str) -> str:
    return Truncator(written.removeprefix("mailto:")).chars(80)
