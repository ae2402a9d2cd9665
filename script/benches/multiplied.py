"""Hundreds of partnerships from one: each of its rows again, under new keys, by the server itself.

Whatever belongs to a partnership refers to rows of the same partnership alone; so the keys of a
copy are those of the template and a distance. Nothing is sent: a server reads its own rows and
writes them, which is quicker than COPY.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field, ForeignKey, Max, Model

from script.benches.measuring import Wrong

APPS = ("partners", "plans", "actions", "rounds", "building", "reports")
# Texts that say the number of their partnership, as in “ordinary-0”.
NUMBERED = {
    ("partnership", "slug"),
    ("partnership", "name"),
    ("partnership", "district"),
    ("partnership", "council"),
    ("partnership", "email"),
    ("user", "email"),
    ("contact", "email"),
    ("recipient", "email"),
    ("mail", "recipient"),
}
# Numbers that are keys, though the database does not know it.
KEYS = {("mail", "about"), ("joining", "made_into"), ("joining", "former")}
# What must be another for each, or names a key in a text.
OTHERS = {
    ("mail", "key"): "split_part({column}, ':', 1) || ':' || "
    "(split_part({column}, ':', 2)::bigint + {distance}) || ':' || split_part({column}, ':', 3)",
    ("mail", "message_id"): "'<' || {number} || '.' || substr({column}, 2)",
    ("user", "calendar_key"): "CASE {column} WHEN '' THEN '' ELSE {number} || {column} END",
}
# Keys of the second template begin here: more than all copies of the first have.
SECOND = 10_000_000


def models() -> list[type[Model]]:
    """Those of which rows belong to a partnership, each before what refers to it or not."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in APPS and model._meta.managed and not model._meta.proxy
    ]


def begin_second() -> None:
    """From now on new rows have keys from SECOND on."""
    with connection.cursor() as cursor:
        for sequence in _sequences(cursor):
            cursor.execute("SELECT setval(%s, %s)", [sequence, SECOND])


def multiply(number: int, *, second: bool = False) -> None:
    """Make the partnership that is there one of so many. second: the one from SECOND on.

    The others are numbers 1, 2, … of it. Raises IntegrityError where a row breaks what is true of
    the data; whether all refer to what is there, `check` says.
    """
    lowest = SECOND if second else 0
    highest = max(_highest(model, lowest) for model in models())
    distance = highest + 1 - lowest
    if not second and distance * number > SECOND:
        raise Wrong(f"{number} times {distance} keys are more than {SECOND}")
    with transaction.atomic(), connection.cursor() as cursor:
        # Each row would else ask for those to which it refers, of which some are not there yet.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in models():
            _multiply(cursor, model, number, lowest, highest, distance)
            _number_on(cursor, model)


def finish() -> None:
    """Let the server look at what is there, as it does by itself in a quiet hour."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def check() -> int:
    """How many rows there are of all models. Raises Wrong if one refers to what is not there."""
    with connection.cursor() as cursor:
        for model in models():
            for key in _foreign_keys(model):
                lost = _lost(cursor, model, key)
                if lost:
                    raise Wrong(f"{lost} rows of {model._meta.label} have lost their {key.name}")
    return sum(model._base_manager.count() for model in models())


def _multiply(
    cursor: Any, model: type[Model], number: int, lowest: int, highest: int, distance: int
) -> None:
    table, key = model._meta.db_table, model._meta.pk
    assert key
    columns = {field.column: _again(field, distance) for field in model._meta.local_fields}
    names = ", ".join(f'"{name}"' for name in columns)
    # By number, so that the rows of each partnership lie together, as when written in its time.
    cursor.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {", ".join(columns.values())} '
        f'FROM generate_series(1, %s) AS copies(nth) CROSS JOIN (SELECT * FROM "{table}" '
        f'WHERE "{key.column}" BETWEEN %s AND %s ORDER BY "{key.column}") AS template '
        "ORDER BY copies.nth",
        [number - 1, lowest, highest],
    )


def _number_on(cursor: Any, model: type[Model]) -> None:
    """New rows have keys that no copy has."""
    table, key = model._meta.db_table, model._meta.pk
    assert key
    cursor.execute(
        f'SELECT setval(pg_get_serial_sequence(%s, %s), max("{key.column}")) FROM "{table}"',
        [f'"{table}"', key.column],
    )


def _again(field: Field, distance: int) -> str:
    """What stands in the column of a copy, in SQL."""
    column = f'template."{field.column}"'
    named = (_name_of(field.model), field.name)
    away = f"copies.nth * {distance}"
    if named in OTHERS:
        return OTHERS[named].format(column=column, number="copies.nth", distance=away)
    if named in NUMBERED:
        # As in “Ordinary-0 Council”, and in “officer@ordinary-0.example.org”.
        return f"replace({column}, '-0', '-' || copies.nth)"
    if _is_key(field) or named in KEYS:
        return f"{column} + {away}"
    return column


def _name_of(model: type[Model]) -> str:
    """The model's name; of a history that of what it is the history of."""
    return model._meta.model_name.removeprefix("historical")  # type: ignore[union-attr]


def _is_key(field: Field) -> bool:
    """Whether a row's own key, or that of a row of the same partnership."""
    if isinstance(field, ForeignKey):
        return field.related_model in set(models())
    # A history has keys of its own, and those of the rows.
    return field.primary_key or (field.name == "id" and hasattr(field.model, "history_type"))


def _foreign_keys(model: type[Model]) -> Iterator[ForeignKey]:
    for field in model._meta.local_fields:
        # Histories may outlive what they refer to.
        if isinstance(field, ForeignKey) and getattr(field, "db_constraint"):  # noqa: B009
            yield field


def _lost(cursor: Any, model: type[Model], key: ForeignKey) -> int:
    other = key.related_model
    assert not isinstance(other, str)
    cursor.execute(
        f'SELECT count(*) FROM "{model._meta.db_table}" AS one WHERE "{key.column}" IS NOT NULL '
        f'AND NOT EXISTS (SELECT 1 FROM "{other._meta.db_table}" AS other '
        f'WHERE other."{key.target_field.column}" = one."{key.column}")'
    )
    return int(cursor.fetchone()[0])


def _highest(model: type[Model], lowest: int) -> int:
    """The highest key of the template's rows; `lowest` if it has none."""
    found = model._base_manager.filter(pk__gte=lowest)
    if not lowest:
        found = found.filter(pk__lt=SECOND)
    keys = [found.aggregate(highest=Max("pk"))["highest"]]
    return max(filter(None, keys), default=lowest)


def _sequences(cursor: Any) -> list[str]:
    """The names of the sequences that number rows."""
    cursor.execute("SELECT schemaname || '.' || quote_ident(sequencename) FROM pg_sequences")
    return [name for (name,) in cursor.fetchall()]
