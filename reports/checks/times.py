"""Words about the future where the year is over, and years that are not the plan's."""

import re
from collections.abc import Iterable, Iterator

from plans.models import Block
from plans.years import label as label_of
from reports.checks.findings import Finding
from reports.checks.loaded import Loaded, plain
from reports.checks.texts import Text

FUTURE = re.compile(
    r"(?<!free )(?<!good )(?<!their )(?<!his )(?<!her )(?<!own )(?<!at )(?<!['’])"
    r"(?<!\bthe )(?<!\ba )(?<!political )"
    r"\b(?:will|shall|won['’]t|(?:is|are) (?:going|due|planned|expected|set) to"
    r"|intends? to|hopes? to)\b"
)
# A sentence that tells how the work goes on, or what was promised, may look ahead.
LOOKING_AHEAD = re.compile(
    r"\b(?:continu\w+|go(?:es)? on|promised|agreed|decided|this (?:year|plan)"
    r"|(?:coming|next) year)\b",
    re.I,
)
# So may somebody else's words, and what is recommended for the next year.
AHEAD = {Block.Kind.QUOTATION, Block.Kind.RECOMMENDATION}
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\d)[^.!?\n]*)*[.!?]?")
YEAR = re.compile(r"\b(20\d\d)\s?(?:/|-|–)\s?(?:20)?(\d\d)\b")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"\b({MONTHS}) (20\d\d)\b")
LOOKING_BACK = re.compile(
    r"\b(?:since|was|were|had|first|began|from|between|against|compared|earlier|before)\b", re.I
)


def future(loaded: Loaded) -> Iterator[Finding]:
    """Sentences of the review that speak of its year, which is over, as of one to come."""
    for text in loaded.printed:
        may_look_ahead = text.block and text.block.kind in AHEAD
        if not text.is_review or may_look_ahead or loaded.on <= text.plan.ends_on:
            continue
        for sentence in sentences(text.words):
            found = FUTURE.search(sentence)
            later = re.search(rf"\b{loaded.plan.label}\b", sentence)
            if found and not later and not LOOKING_AHEAD.search(sentence):
                words = (
                    f"{text.plan.label} is over, but its review says “{found.group()}”: "
                    f"“{sentence}”"
                )
                yield Finding("future", words, text.place, sentence)


def years(loaded: Loaded) -> Iterator[Finding]:
    """Labels of other plans' years in headings and in the introduction; timescales of the past.

    Elsewhere a plan may well speak of earlier years, as it may in a sentence that looks back. But
    narrative that is as it was in last year's plan may not speak of that year.
    """
    plan = loaded.plan
    of_last_year = {plain(block.body) for block in loaded.reviewed_blocks}
    for text in loaded.printed:
        near = range(text.plan.start_year - 1, plan.period.financial_years[-1] + 2)
        for heading in filter(None, [text.heading]):
            yield from _of_others(text, heading, near, [*_years_in(heading), *_dates_in(heading)])
        if text.part == Block.Part.INTRODUCTION:
            for sentence in sentences(text.words):
                if not LOOKING_BACK.search(sentence):
                    yield from _of_others(text, sentence, near, _years_in(sentence))
        if text.block and text.plan == plan and text.words in of_last_year:
            yield from _left_as_it_was(text)
    for action in loaded.actions:
        if action.due_on and action.due_on < plan.starts_on:
            words = f"The timescale “{action.timescale}” was over before {plan.label} began."
            yield Finding("year", words, loaded.action(action), action.timescale)


def _left_as_it_was(text: Text) -> Iterator[Finding]:
    last = text.plan.start_year - 1
    for sentence in sentences(text.words):
        found = [*_years_in(sentence), *_months_in(sentence)]
        label = next((label for label, year in found if year == last), None)
        if label and not LOOKING_BACK.search(sentence):
            told = (
                f"{text.place.where} is as it was in the plan {label_of(last)}, and mentions "
                f"{label}: “{sentence}”"
            )
            yield Finding("year", told, text.place, f"{label}\n{sentence}")


def _of_others(
    text: Text, words: str, near: range, found: Iterable[tuple[str, int]]
) -> Iterator[Finding]:
    for label, year in found:
        if year not in near:
            told = f"{text.place.where} mentions {label}, which is another plan’s year: “{words}”"
            yield Finding("year", told, text.place, f"{label}\n{words}")


def _years_in(words: str) -> Iterator[tuple[str, int]]:
    """Pairs of a label of a financial year and the calendar year in which it begins."""
    for match in YEAR.finditer(words):
        first, last = int(match[1]), int(match[2])
        if (first + 1) % 100 == last:
            yield match.group(), first


def _dates_in(words: str) -> Iterator[tuple[str, int]]:
    for match in DATE.finditer(words):
        yield match.group(), int(match[2])


def _months_in(words: str) -> Iterator[tuple[str, int]]:
    """Pairs of a month and the calendar year in which its financial year begins."""
    for match in DATE.finditer(words):
        is_before_april = match[1] in ("January", "February", "March")
        yield match.group(), int(match[2]) - is_before_april


def sentences(words: str) -> list[str]:
    return [sentence.strip() for sentence in SENTENCE.findall(words) if sentence.strip()]
