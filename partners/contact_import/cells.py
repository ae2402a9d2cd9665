"""What is meant by a cell of a list of contacts: text, addresses, telephone numbers."""

import re
import unicodedata
from dataclasses import dataclass

# What people write where there is nothing.
NOTHING = {
    "-", "–", "—", "/", "?", "n/a", "n.a.", "n/k", "none", "nil", "not applicable",
    "not known", "unknown", "no email", "no e-mail", "no phone", "vacant", "vacancy",
    "to be confirmed",
}  # fmt: skip
LONGEST_NOTHING = max(map(len, NOTHING)) + 1
# Longer cells are nobody's address or telephone, and not searched for any.
LONGEST_SEARCHED = 1_000
# What most cells are: an address, or a number, by itself.
ONE_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
ONE_NUMBER = re.compile(r"[+(]?\d[\d ()]*")
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"“”|/]+@[^\s<>()\[\],;:\"“”|/]*[^\s<>()\[\],;:\"“”|/.]")
NAME_AND_ADDRESS = re.compile(r"([^<>@]*?)\s*<\s*(?:mailto:)?[^<>]*>\s*[;,]?", re.I)
REMARK = re.compile(r"\(([^()@]*\w[^()@]*)\)")
# What may stand around the addresses of a cell and says nothing.
AROUND_ADDRESSES = re.compile(
    r"mailto:|e-?mails?:?|\?\w+=\S*|\band\b|\bor\b|[\s<>()\[\],;:\"'“”‘’|/&.]", re.I
)
# Figures that a spreadsheet took for a number, as UK numbers without the nought begin or with 44.
LOST_NOUGHT = re.compile(r"([1-378]\d{8,9})(\.0)?")
LOST_PLUS = re.compile(r"(44\d{9,10})(\.0)?")
EXPONENT = re.compile(r"[\d.]+E\+?\d+", re.I)
KINDS = {
    "t": "Tel", "tel": "Tel", "tel no": "Tel", "telephone": "Tel", "phone": "Tel",
    "m": "Mobile", "mob": "Mobile", "mobile": "Mobile", "cell": "Mobile", "w": "Work",
    "work": "Work", "o": "Office", "office": "Office", "d": "Direct", "dd": "Direct",
    "direct": "Direct", "h": "Home", "home": "Home", "ooh": "Out of hours",
    "out of hours": "Out of hours",
}  # fmt: skip
KIND_BEFORE = re.compile(
    rf"({'|'.join(sorted(KINDS, key=len, reverse=True))})\b\.?\s*[:.–-]?\s*(?=[+(\d])", re.I
)
# Between two numbers of a cell: a line, a sign, or a word that says the kind of the next.
BETWEEN_NUMBERS = re.compile(
    r"\s*\n\s*|(?<=[\d)])\s*[;|]\s*|\s+/\s+|(?<=\d{3}),\s+(?=[+0])"
    rf"|(?<=\d)\s*[,/]?\s+(?={KIND_BEFORE.pattern})",
    re.I,
)


@dataclass(frozen=True)
class Addresses:
    """The e-mail addresses of a cell, each once; name: who is written before the only one.

    remark: what is said of them in brackets. other: words that are no address.
    """

    found: tuple[str, ...] = ()
    name: str = ""
    remark: str = ""
    other: str = ""


@dataclass(frozen=True)
class Telephones:
    """Lines of numbers with their words. mended: (as written, as read)."""

    lines: tuple[str, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()


def tidy(text: str) -> str:
    """Text without characters that nobody sees, and with usual spaces; its lines are kept."""
    if not text.isascii():
        text = "".join(_visible(letter) for letter in text)
    if "\n" not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _visible(letter: str) -> str:
    if letter.isascii():
        return letter
    category = unicodedata.category(letter)
    if category == "Cf":
        return ""
    return " " if category == "Zs" else letter


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: “N/A”, “-”, “none”."""
    if len(text) > LONGEST_NOTHING:
        return False
    return text == "NA" or text.casefold().rstrip(".") in NOTHING


def filled(text: str) -> str:
    """Tidy text on one line, or "" if it says that there is nothing."""
    text = tidy(text).replace("\n", " ")
    return "" if is_nothing(text) else text


def addresses(cell: str) -> Addresses:
    """The addresses in “Pat Lee <pat@x.org>”, “mailto:pat@x.org”, “pat@x.org; kim@x.org”."""
    if ONE_ADDRESS.fullmatch(cell):
        return Addresses((cell,))
    text = filled(cell)
    if len(text) > LONGEST_SEARCHED:
        return Addresses(other=text)
    found: dict[str, str] = {}
    for address in map(_bare, ADDRESS.findall(text)):
        found.setdefault(address.lower(), address)
    if not found:
        return Addresses(other=text)
    every = tuple(found.values())
    if len(every) == 1 and (named := NAME_AND_ADDRESS.fullmatch(text)):
        name = named[1].strip(" \"'“”‘’")
        return Addresses(every, name="" if "@" in name else name)
    words = re.sub("mailto:", " ", ADDRESS.sub(" ", text), flags=re.I)
    remark = " ".join(REMARK.findall(words))
    other = AROUND_ADDRESSES.sub(" ", REMARK.sub(" ", words)).strip()
    # “Pat Lee <pat@x.org>; Kim Day <kim@x.org>”: names of several are not told apart.
    if "<" in text and text.count("<") == len(every):
        other, remark = "", " ".join(filter(None, (other, remark)))
    return Addresses(every, other=" ".join(other.split()), remark=remark)


def _bare(address: str) -> str:
    return re.sub(r"^mailto:", "", address, flags=re.I).partition("?")[0].strip("'‘’.")


def telephones(cell: str, kind: str = "") -> Telephones:
    """The numbers in a cell. kind: what the heading says of them, “Mobile”.

    Raises ValueError for what Excel makes of a number in a narrow column.
    """
    text = tidy(cell)
    if not text or is_nothing(text):
        return Telephones()
    if len(text) > LONGEST_SEARCHED:
        return Telephones((text,))
    if " " in text and ONE_NUMBER.fullmatch(text):
        return Telephones((_with_kind(text, kind),))
    lines, mended = [], []
    for part in _parts(text):
        if EXPONENT.fullmatch(part):
            raise ValueError(
                f"“{part}” is what Excel made of a telephone number. "
                "Format the column as text and enter the number again"
            )
        number, of_cell = _kind_and_number(part)
        if (whole := _mended(number)) != number:
            mended.append((number, whole))
        lines.append(_with_kind(whole, of_cell or kind))
    return Telephones(tuple(lines), tuple(mended))


def _parts(text: str) -> list[str]:
    places = [(found.start(), found.end()) for found in BETWEEN_NUMBERS.finditer(text)]
    begins = [0, *(end for _, end in places)]
    ends = [*(begin for begin, _ in places), len(text)]
    parts = (text[begin:end].strip() for begin, end in zip(begins, ends, strict=True))
    return [part for part in parts if part]


def _kind_and_number(part: str) -> tuple[str, str]:
    found = KIND_BEFORE.match(part)
    if not found:
        return part, ""
    return part[found.end() :], KINDS[found[1].lower()]


def _mended(number: str) -> str:
    if found := LOST_NOUGHT.fullmatch(number):
        return f"0{found[1]}"
    if found := LOST_PLUS.fullmatch(number):
        return f"+{found[1]}"
    return number


def _with_kind(number: str, kind: str) -> str:
    """“07700 900311 (Mobile)”; the kind isn't said twice."""
    if not kind or kind.casefold() in number.casefold():
        return number
    if number.endswith(")") and "(" in number:
        return f"{number[:-1]}, {kind})"
    return f"{number} ({kind})"
