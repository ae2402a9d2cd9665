"""Abbreviations and the glossary.

An abbreviation is a word of two to eight capitals and figures that begins with a capital, with
small letters between them if there are fewer of these (“MoRiLE”), and with or without an s for
several. Not looked for are Roman numerals, units, roads, quarters and postcodes (“A20”, “Q3”),
what is said in capitals, and what every reader of a newspaper knows. An agency’s abbreviation must
be explained like any other, since the list of members gives names alone; only what is a name
itself, or part of one (“NSPCC”, “Theatre ADAD”), needs no explaining.

Explained is what stands in the glossary, or is spelled out in brackets where it is first used:
“the Community Safety Unit (CSU)”.
"""

import re
from collections.abc import Iterable, Iterator

from plans.models import Block, GlossaryTerm
from reports.checks.findings import Finding, Place
from reports.checks.loaded import Loaded
from reports.checks.texts import Text

WORD = re.compile(r"(?<![\w@/.&-])[A-Z][A-Za-z0-9]*(?:&[A-Z][A-Za-z0-9]*)?(?![\w@]|\.\w)")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
SHOUTED = re.compile(r"\b[A-Z]{2,}(?:[\s.,:;!?–-]+[A-Z]{2,})+\b")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
CODE = re.compile(r"[A-Z]{1,2}\d+[A-Z]?")
# Units, and words that need no explaining.
KNOWN = re.compile(
    r"GB|MB|KM|KG|MPH|KPH|GHZ|MHZ|KWH|UK|EU|USA|NHS|BBC|ITV|TV|CD|DVD|PDF|"
    r"CCTV|COVID|DNA|HIV|AIDS|ID|OK|AM|PM|GP|GCSE|IT|HR|MP|MPS|PC|PO|AGM|"
    r"FAQ|VAT|BST|GMT|MOT|PIN|SMS|USB|IP|HM|HQ|BMX|DVLA|GDPR|HMRC|LGBTQ?|RSPCA|A&E|B&Q|M&S"
)
# Whoever writes one of these in capitals raises the voice.
EMPHATIC = re.compile(
    r"ALL|AND|ANY|ARE|AS|AT|BE|BY|DO|DON|FOR|FROM|IN|IS|MUST|NEVER|NOT?|NOW|OF|ON|ONLY|OR|OUR|OUT|"
    r"THE|THIS|TO|WE|WILL|WITH|YOUR?"
)
INITIAL = re.compile(r"\b\w")


def abbreviations(loaded: Loaded) -> Iterator[Finding]:
    """Those that are used and nowhere explained."""
    if not loaded.is_part(Block.Part.GLOSSARY):
        return
    explained = {short for term in loaded.terms for short in _in(term.term)}
    explained |= {term.term for term in loaded.terms}
    of_names = {short for agency in loaded.agencies for short in _in(agency.name)}
    explained |= of_names - {agency.abbreviation for agency in loaded.agencies}
    for short, text in _first_uses(loaded.printed).items():
        if short not in explained and not _is_spelled_out(short, text.all_words):
            yield Finding(
                "abbreviation",
                f"“{short}” is used ({text.place.where}), but the glossary does not explain it.",
                loaded.page(
                    "glossary-term-add",
                    f"Glossary: {short}",
                    subject=f"abbreviation-{short}",
                    query=(("term", short),),
                ),
                short,
            )


def unused_terms(loaded: Loaded) -> Iterator[Finding]:
    """Terms of the glossary that the document uses nowhere."""
    if not loaded.is_part(Block.Part.GLOSSARY):
        return
    for term in loaded.terms:
        place = _place(term, loaded)
        if not is_used(term, loaded):
            yield Finding(
                "unused-term",
                f"The glossary explains “{term}”, which the document does not use.",
                place,
                term.term,
            )


def is_used(term: GlossaryTerm, loaded: Loaded) -> bool:
    """Whether the document says the term anywhere but in the glossary where it explains it."""
    own, pattern = _place(term, loaded).subject, _pattern(term.term)
    texts = (text for text in loaded.printed if text.place.subject != own)
    return any(pattern.search(text.all_words) for text in texts)


def _place(term: GlossaryTerm, loaded: Loaded) -> Place:
    return loaded.row("glossary-term", term, f"Glossary: {term}")


def _first_uses(texts: Iterable[Text]) -> dict[str, Text]:
    """By the abbreviation, the first text that uses it."""
    found: dict[str, Text] = {}
    for text in texts:
        for short in _in(text.words) + ([] if text.heading.isupper() else _in(text.heading)):
            found.setdefault(short, text)
    return found


def _in(words: str) -> list[str]:
    """The abbreviations in some words, in the singular."""
    words = ADDRESS.sub(" ", POSTCODE.sub(" ", SHOUTED.sub(_unless_short, words)))
    found = []
    for word in WORD.findall(words):
        short = word.removesuffix("s") if word[:-1].isupper() else word
        capitals = sum(letter.isupper() for letter in short)
        letters = sum(letter.isalpha() for letter in short)
        if (
            2 <= len(short) <= 8
            and capitals >= 2
            and 2 * capitals > letters
            and not ROMAN.fullmatch(short)
            and not CODE.fullmatch(short)
            and not KNOWN.fullmatch(short.upper())
            and not EMPHATIC.fullmatch(short)
        ):
            found.append(short)
    return found


def _unless_short(match: re.Match[str]) -> str:
    """A run of words in capitals, unless they may well be abbreviations in a row."""
    words = re.findall("[A-Z]+", match.group())
    is_in_a_row = len(words) > 2 and match.group().split() == words
    is_shouted = is_in_a_row and any(len(word) > 6 for word in words)
    return " " if is_shouted or any(map(EMPHATIC.fullmatch, words)) else match.group()


def _is_spelled_out(short: str, words: str) -> bool:
    """Whether the words say what it means: “Community Safety Unit (CSU)”, “CSU (Community …)”."""
    escaped = re.escape(short)
    for before in re.findall(rf"([^()\n]*)\((?:the |or )?{escaped}s?\b", words):
        if _stands_for(short, " ".join(before.split()[-len(short) - 5 :])):
            return True
    after = re.findall(rf"\b{escaped}s?\s*\(([^()]+)\)", words)
    return any(_stands_for(short, one) for one in after)


def _stands_for(short: str, words: str) -> bool:
    """Whether letters of the words, from the beginning of one of them, make the abbreviation."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    words = words.lower()
    if len(words.split()) < 2:
        return False
    for start in INITIAL.finditer(words):
        rest = iter(words[start.start() :])
        if start.group() == letters[0] and all(letter in rest for letter in letters):
            return True
    return False


def _pattern(term: str) -> re.Pattern[str]:
    """What finds a term of the glossary: in capitals as it is, in words in any case."""
    term = re.sub(r"\s*\([^)]*\)", "", term).strip() or term
    singular = term.removesuffix("s") if term[:-1].isupper() else term
    flags = 0 if any(letter.isupper() for letter in singular[1:]) else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(singular)}s?(?!\w)", flags)
