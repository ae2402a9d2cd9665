"""Words in rows of the database, found as people mean them: in any form, by their beginning,
whatever their accents and hyphens.

PostgreSQL keeps the words of each row beside it and an index on them (KeptWords); SQLite, which is
for one council, looks through the rows at hand. docs/decisions/search.md says why.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.expressions import RawSQL

from csp.plain_text import folded

LONGEST_SEARCH = 200
# More words than these narrow no search.
MOST_WORDS = 10
LONGEST_WORD = 40
# Shorter ones begin too many words.
LEAST_LETTERS_OF_HALF_A_WORD = 3
# The lexemes of a text must stay below PostgreSQL's megabyte, however many bytes a letter has.
MOST_LETTERS_KEPT = 50_000
WORD = re.compile(r"[^\W_]+(?:-+[^\W_]+)*")
# They stand in nearly every text; PostgreSQL knows the same for its English.
STOP_WORDS = frozenset(
    """a an and are as at be been but by can did do does for from had has have he her his how i if
    in into is it its me my no not of on or our out she so some such than that the their them then
    there these they this to up was we were what when where which who will with you your
    """.split()  # noqa: SIM905
)


class Word(NamedTuple):
    """A word that is looked for; parts: of one with hyphens, else itself alone."""

    parts: tuple[str, ...]

    @property
    def joined(self) -> str:
        return "".join(self.parts)[:LONGEST_WORD]


def words_in(typed: str) -> list[Word]:
    """The words that somebody typed into a search, each once; no signs, and no words that stand in
    nearly every text unless there are no others.
    """
    text = folded(typed[:LONGEST_SEARCH]).replace("'", "")
    found = [
        Word(tuple(part[:LONGEST_WORD] for part in re.split("-+", word)))
        for word in dict.fromkeys(WORD.findall(text))
    ]
    telling = [word for word in found if word.joined not in STOP_WORDS]
    return (telling or found)[:MOST_WORDS]


def text_to_search(texts: Iterable[str]) -> str:
    """What is looked through for the words of words_in, as SQLite gets it."""
    text = folded("\n".join(texts)).replace("'", "")
    return f"{text} {text.replace('-', '')}" if "-" in text else text


class KeptWords(models.Index):
    """The words of some columns of text, kept by PostgreSQL in a column that no model knows.

    It is called as the index. The database computes it whenever a row is written, by whomever: in
    bulk, by an import, by a restore. html: those of the columns that hold HTML.
    """

    def __init__(
        self, *, fields: Sequence[str] = (), name: str | None = None, html: Sequence[str] = ()
    ) -> None:
        super().__init__(fields=fields, name=name)
        self.html = tuple(html)

    def deconstruct(self) -> Any:
        path, arguments, named = super().deconstruct()
        return path, arguments, named | ({"html": self.html} if self.html else {})

    def create_sql(
        self,
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **named: Any,
    ) -> Statement:
        column = schema_editor.quote_name(str(self.name))
        return self._statement(
            model,
            schema_editor,
            "ALTER TABLE %(table)s ADD COLUMN %(column)s tsvector "
            "GENERATED ALWAYS AS (%(words)s) STORED; "
            "CREATE INDEX %(column)s ON %(table)s USING gin (%(column)s)",
            column=column,
            words=self._words_sql(model, schema_editor),
        )

    def remove_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, **named: Any
    ) -> Any:
        column = schema_editor.quote_name(str(self.name))
        drop = "ALTER TABLE %(table)s DROP COLUMN IF EXISTS %(column)s"
        return self._statement(model, schema_editor, drop, column=column)

    @staticmethod
    def _statement(
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        template: str,
        **parts: str,
    ) -> Statement:
        if schema_editor.connection.vendor != "postgresql":
            # SQLite keeps none, and Django wants to run something.
            template = "SELECT 1"
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement(template, table=table, **parts)

    def _words_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        """The words as they stand and by their stems, as csp.plain_text.folded would give them.

        All of it is PostgreSQL's own, without extensions: what an owner of a database may do.
        """
        columns = []
        for name in self.fields:
            field: Any = model._meta.get_field(name)
            column = schema_editor.quote_name(field.column)
            if name in self.html:
                column = f"regexp_replace({column}, '<[^>]*>|&[#a-zA-Z0-9]+;', ' ', 'g')"
            columns.append(column)
        text = " || ' ' || ".join(columns)
        # Accents and what else nobody types go, hyphens become one sign.
        text = f"normalize(replace({text}, 'ß', 'ss'), NFKD)"
        text = rf"regexp_replace({text}, '[\u0300-\u036f\u00ad\u200b-\u200f''`‘’ʼ]', '', 'g')"
        text = (
            rf"left(regexp_replace({text}, '[\u2010-\u2015\u2212]', '-', 'g'), {MOST_LETTERS_KEPT})"
        )
        # “anti-social” as one word and as two.
        text = f"{text} || ' ' || replace({text}, '-', '')"
        # Else “and/or” were the name of a file, and “1.2” a number.
        text = rf"regexp_replace({text}, '[!-/:-@\[-`{{-~]+', ' ', 'g')"
        return (
            f"strip(to_tsvector('pg_catalog.simple'::regconfig, {text}) || "
            f"to_tsvector('pg_catalog.english'::regconfig, {text}))"
        )

    def find(self, rows: "models.QuerySet[Any]", words: Sequence[Word], *, most: int) -> list[int]:
        """The ids of those of the rows in which all of the words are, in the order of the rows.

        One query, of the rows that are given and no others.
        """
        if connection.vendor == "postgresql":
            return list(
                rows.filter(self._says(rows.model, words)).values_list("pk", flat=True)[:most]
            )
        told = rows.values_list("pk", *self.fields)
        texts = {pk: text_to_search(self._plain(cells)) for pk, *cells in told.iterator()}
        found = _found_by_sqlite(texts, words)
        return [pk for pk in texts if pk in found][:most]

    def _says(self, model: type[models.Model], words: Sequence[Word]) -> RawSQL:
        column = connection.ops.quote_name(str(self.name))
        table = connection.ops.quote_name(model._meta.db_table)
        one = (
            "(to_tsquery('pg_catalog.simple'::regconfig, %s) || "
            "to_tsquery('pg_catalog.english'::regconfig, %s))"
        )
        asked = " && ".join([one] * len(words))
        parameters = [text for word in words for text in _queries(word, "'", ":*", "|", "&")]
        return RawSQL(f"{table}.{column} @@ ({asked})", parameters, models.BooleanField())

    def _plain(self, cells: Sequence[str]) -> list[str]:
        named = zip(self.fields, cells, strict=True)
        return [TAG.sub(" ", cell) if name in self.html else cell for name, cell in named]


TAG = re.compile("<[^>]*>|&[#a-zA-Z0-9]+;")


def _queries(word: Word, quote: str, begins: str, either: str, both: str) -> tuple[str, str]:
    """What asks for a word, and words that begin so, as it stands; and for its forms."""

    def asked(star: str) -> str:
        joined = f"{quote}{word.joined}{quote}{star}"
        if len(word.parts) == 1:
            return joined
        *before, last = (f"{quote}{part}{quote}" for part in word.parts)
        return f"{joined} {either} ({f' {both} '.join([*before, last + star])})"

    is_long = len(word.joined) >= LEAST_LETTERS_OF_HALF_A_WORD
    return asked(begins if is_long else ""), asked("")


def _found_by_sqlite(texts: dict[int, str], words: Sequence[Word]) -> set[int]:
    """The keys of the texts in which all of the words are: by an FTS5 index for the moment."""
    found = set(texts)
    with closing(sqlite3.connect(":memory:")) as index:
        for name, tokenizer in (("words", "unicode61"), ("stems", "porter unicode61")):
            index.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5(text, content='', detail=none, "
                f"tokenize='{tokenizer}')"
            )
            index.executemany(f"INSERT INTO {name} (rowid, text) VALUES (?, ?)", texts.items())
        for word in words:
            asked = _queries(word, '"', "*", "OR", "AND")
            found &= {
                pk
                for table, query in zip(("words", "stems"), asked, strict=True)
                for (pk,) in index.execute(
                    f"SELECT rowid FROM {table} WHERE {table} MATCH ?", [query]
                )
            }
    return found
