"""Actions of which much was said, beside those of which little was."""

from collections.abc import Callable
from functools import partial
from typing import Any

from script.benches import data, filled, multiplied, pages
from script.benches.bench import Bench, Part
from script.benches.measuring import Row, compared, in_turn

BAR = 1.5
FEW, MANY = 5, 320
LITTLE, MUCH = "little-0", "much-0"
PAGES = (
    "my work of an officer",
    "plan",
    "action",
    "document as a web page",
    "overview of a partnership",
)


def talkative(bench: Bench) -> list[Row]:
    """Pages and posting, of partnerships that differ in how many updates their actions have."""
    data.migrated(bench)
    side = bench.side(bench.database("talkative", _fill, copy_of="migrated"))

    def row(work: str, function: Callable[..., Any], **arguments: str) -> Row:
        much, little = (
            lambda slug=slug: 1000 * side.call(function, slug=slug, **arguments).result["seconds"]
            for slug in (MUCH, LITTLE)
        )
        work = f"{work}, {many} updates an action"
        return compared(work, f"{FEW} updates", "ms", in_turn(much, little, bench.scale.pairs), BAR)

    many = _many(bench)
    rows = [row(name, pages.look, name=name) for name in PAGES]
    return [*rows, row("posting an update", pages.post)]


def _many(bench: Bench) -> int:
    return MANY if bench.scale.updates > FEW else 4 * FEW


def _fill(bench: Bench, database: str) -> None:
    side = bench.side(database)
    fill = partial(side.call, filled.partnership, plans=1, actions=bench.scale.actions)
    fill(slug=LITTLE, updates=FEW)
    fill(slug=MUCH, updates=_many(bench))
    side.call(multiplied.finish)
    bench.close_sides()


PARTS = [Part("talkative", "actions with many updates, beside those with few", talkative)]
