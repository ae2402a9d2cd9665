"""The databases in which is measured, each made when it is first asked for."""

from script.benches import filled, multiplied
from script.benches.bench import Bench

ORDINARY, LARGE = "ordinary", "large"


def migrated(bench: Bench) -> str:
    """The address of a database with tables and no rows."""
    return bench.database("migrated", _migrate)


def demo(bench: Bench) -> str:
    """One with the demo alone."""
    migrated(bench)
    return bench.database("demo", _load_demo, copy_of="migrated")


def alone(bench: Bench, kind: str) -> str:
    """One with one partnership alone, an ORDINARY or a LARGE one."""
    migrated(bench)
    fill = _fill_ordinary if kind == ORDINARY else _fill_large
    return bench.database(kind, fill, copy_of="migrated")


def national(bench: Bench) -> str:
    """One with all partnerships there are: the same, and many others like them."""
    alone(bench, ORDINARY)
    return bench.database("national", _fill_national, copy_of=ORDINARY)


def slug_of(bench: Bench, kind: str) -> str:
    """The partnership of this kind in the midst of all others."""
    number = bench.scale.partnerships if kind == ORDINARY else bench.scale.large
    return f"{kind}-{number // 2}"


def _migrate(bench: Bench, database: str) -> None:
    bench.side(database).call(filled.migrated)
    bench.close_sides()


def _load_demo(bench: Bench, database: str) -> None:
    bench.side(database).call(filled.demo)
    bench.close_sides()


def _fill_ordinary(bench: Bench, database: str) -> None:
    scale = bench.scale
    side = bench.side(database)
    side.call(
        filled.partnership,
        slug=f"{ORDINARY}-0",
        plans=scale.years,
        actions=scale.actions,
        updates=scale.updates,
    )
    side.call(multiplied.finish)
    bench.close_sides()


def _fill_large(bench: Bench, database: str) -> None:
    scale = bench.scale
    side = bench.side(database)
    side.call(multiplied.begin_second)
    side.call(
        filled.partnership,
        slug=f"{LARGE}-0",
        plans=scale.large_years,
        actions=scale.large_actions,
        updates=scale.updates,
    )
    side.call(multiplied.finish)
    bench.close_sides()


def _fill_national(bench: Bench, database: str) -> None:
    _fill_large(bench, database)
    scale = bench.scale
    side = bench.side(database)
    side.call(multiplied.multiply, number=scale.partnerships)
    side.call(multiplied.multiply, number=scale.large, second=True)
    side.call(multiplied.finish)
    rows = side.call(multiplied.check).result
    print(f"The national database has {rows:,} rows.", flush=True)
    bench.close_sides()
