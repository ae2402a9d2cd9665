"""The same body spelled in two ways.

A text that says the name of an agency with one word mistaken (“Restore, Restore, Respect”), and a
capitalised word that differs by one slip of the pen from one that is used more often (“Chanel”
beside “Channel”). A slip is a letter doubled or not, two letters exchanged, or one letter too many,
too few or wrong; the last three count only beside the same longer word as elsewhere, for
“Tonbridge” and “Tunbridge” are two towns. What ends like a plural or a genitive is no slip.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from reports.checks.findings import Finding, Place
from reports.checks.loaded import Loaded
from reports.checks.texts import Text

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHORTEST = 5
GENITIVE = re.compile(r"['’]s?$")
# What stands before the first word of a sentence, a line or a quotation.
BEGINNING = re.compile(r"(?:^|[.!?:;\n“‘'\"(])\s*$")
INFLECTIONS = ("s", "es", "d", "ed", "'s", "’s", "n", "y")

# An agency's name as its words, in small letters.
Name = tuple[str, ...]


def names(loaded: Loaded) -> Iterator[Finding]:
    """Agencies whose names are mistaken in a text, and words that look mistyped."""
    known = {_words(agency.name): agency.name for agency in loaded.agencies}
    found: set[tuple[str, str]] = set()
    for text in loaded.printed:
        for said, name in _mistaken_names(WORD.findall(text.all_words), known):
            if (text.place.subject, said) not in found:
                found.add((text.place.subject, said))
                yield _finding(text.place, said, name)
    yield from _mistyped_words(loaded.printed, known, found)
    yield from _alike(loaded)


def _finding(place: Place, said: str, meant: str) -> Finding:
    words = f"{place.where} says “{said}”, but elsewhere it is “{meant}”."
    return Finding("spelling", words, place, said)


def _words(name: str) -> Name:
    return tuple(word.lower() for word in WORD.findall(name))


def _mistaken_names(words: list[str], known: Mapping[Name, str]) -> Iterator[tuple[str, str]]:
    """Pairs of what is said and the name that is meant."""
    lowered = [word.lower() for word in words]
    for name, as_written in known.items():
        size = len(name)
        if size < 2:
            continue
        for start in range(len(words) - size + 1):
            said = tuple(lowered[start : start + size])
            if said == name or said in known or not words[start][0].isupper():
                continue
            wrong = [n for n in range(size) if said[n] != name[n]]
            if len(wrong) == 1 and _is_mistaken(said, name, wrong[0]):
                yield " ".join(words[start : start + size]), as_written


def _is_mistaken(said: Name, name: Name, place: int) -> bool:
    """Whether one word of a name is mistyped, or stands there a second time instead of it."""
    word = said[place]
    if is_slip(word, name[place]):
        return True
    others = name[:place] + name[place + 1 :]
    return len(name) >= 3 and word in others and len(word) >= SHORTEST


def _mistyped_words(
    printed: Iterable[Text], known: Iterable[Name], found: Iterable[tuple[str, str]]
) -> Iterator[Finding]:
    """Proper names that are a slip away from one that stands there more often."""
    counts: Counter[str] = Counter()
    beside: defaultdict[str, set[str]] = defaultdict(set)
    places: dict[str, Place] = {}
    for text in printed:
        for name, neighbours in _proper_names(text.all_words):
            counts[name] += 1
            beside[name] |= neighbours
            places.setdefault(name, text.place)
    named = {word for name in known for word in name}
    named |= {word.lower() for _, said in found for word in said.split()}
    for rare in counts:
        if rare.lower() in named:
            continue
        for common in counts:
            if counts[common] > counts[rare] and _is_mistyped(rare, common, beside):
                yield _finding(places[rare], rare, common)
                break


def _proper_names(words: str) -> Iterator[tuple[str, set[str]]]:
    """The words with a capital within a sentence, each with the longer words beside it."""
    found = list(WORD.finditer(words))
    for number, match in enumerate(found):
        name = GENITIVE.sub("", match.group())
        if (
            len(name) >= SHORTEST
            and name[0].isupper()
            and name[1:].islower()
            and not BEGINNING.search(words[: match.start()][-5:])
        ):
            around = found[max(number - 1, 0) : number] + found[number + 1 : number + 2]
            lowered = {other.group().lower() for other in around}
            yield name, {other for other in lowered if len(other) >= SHORTEST}


def _is_mistyped(rare: str, common: str, beside: Mapping[str, set[str]]) -> bool:
    if not is_slip(rare.lower(), common.lower()):
        return False
    return _is_doubling(rare.lower(), common.lower()) or bool(beside[rare] & beside[common])


def _alike(loaded: Loaded) -> Iterator[Finding]:
    """Agencies that the plan lists or whose actions it has, and that are likely the same."""
    used = {agency.pk: agency for agency in loaded.members}
    for action in loaded.actions:
        used |= {owner.agency_id: owner.agency for owner in action.owners.all()}
    agencies = sorted(used.values(), key=lambda agency: agency.pk)
    for number, agency in enumerate(agencies):
        name = _words(agency.name)
        for earlier in agencies[:number]:
            other = _words(earlier.name)
            wrong = [n for n in range(len(name)) if len(name) == len(other) and name[n] != other[n]]
            same = name == other or (len(wrong) == 1 and is_slip(name[wrong[0]], other[wrong[0]]))
            if same:
                yield Finding(
                    "spelling",
                    f"“{agency.name}” and “{earlier.name}” are two partners, "
                    "but look like one body.",
                    loaded.row("member", agency, f"Members: {agency}"),
                    f"{agency.name}\n{earlier.name}",
                )


def is_slip(word: str, other: str) -> bool:
    """Whether two words, in small letters, differ as one mistyped word from the right one."""
    if word == other or min(len(word), len(other)) < SHORTEST or _is_inflected(word, other):
        return False
    short, long = sorted((word, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next((n for n in range(len(short)) if short[n] != long[n]), len(short))
    if len(long) > len(short):
        return short[start:] == long[start + 1 :]
    is_exchanged = short[start : start + 2] == long[start : start + 2][::-1]
    return short[start + 1 :] == long[start + 1 :] or (
        is_exchanged and short[start + 2 :] == long[start + 2 :]
    )


def _is_doubling(word: str, other: str) -> bool:
    """Whether the slip is a letter doubled or not, or two letters exchanged."""
    if len(word) == len(other):
        return sorted(word) == sorted(other)
    short, long = sorted((word, other), key=len)
    return re.sub(r"(.)\1", r"\1", short) == re.sub(r"(.)\1", r"\1", long)


def _is_inflected(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    stem = short.rstrip("ey")
    return (
        any(long == short + ending for ending in INFLECTIONS)
        or (len(short) == len(long) and short[:-1] == long[:-1])
        or any(long == stem + ending for ending in ("ies", "ied", "ing"))
    )
