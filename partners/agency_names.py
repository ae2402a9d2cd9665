"""Which partner is meant by a name as somebody writes it."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable

from csp.plain_text import folded
from partners.models import Agency

BRACKET = re.compile(r"(.+?)\s*\(([^()]+)\)")
# What is cut short in the names of bodies; both ways of writing are alike, but not the same.
SHORT = {
    "bc": "borough council", "dc": "district council", "cc": "county council",
    "cty": "county", "boro": "borough", "ha": "housing association", "hsg": "housing",
    "svc": "service", "svcs": "services", "serv": "service", "services": "service",
    "dept": "department", "assoc": "association", "assn": "association", "soc": "society",
    "comm": "community", "ctte": "committee", "auth": "authority", "cttee": "committee",
    "constabulary": "police", "uni": "university", "ltd": "limited", "hosp": "hospital",
}  # fmt: skip
MOST_NEAR = 5
LONGEST_NAME = 200
# Of difflib: “Kent Fire and Resque” is Kent Fire and Rescue Service, Kent Police isn't.
LIKENESS = 0.75


def key_of(name: str) -> str:
    """Equal for names that differ in case, accents, spaces, signs, “&” for “and”, and “The”."""
    words = re.sub(r"[^\w]+", " ", folded(name).replace("&", " and ").replace("'", "")).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


class KnownPartners:
    """The agencies of a partnership by what they are called."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self.agencies = list(agencies)
        self.by_key: dict[str, list[Agency]] = defaultdict(list)
        self.by_name = {one.abbreviation.lower(): one for one in self.agencies}
        # A name is rather meant than the abbreviation of another.
        self.by_name |= {one.name.lower(): one for one in self.agencies}
        self.by_name.pop("", None)
        for agency in self.agencies:
            self.by_key[key_of(agency.name)].append(agency)
        for agency in self.agencies:
            key = key_of(agency.abbreviation)
            if key and key not in self.by_key:
                self.by_key[key].append(agency)
        self._found: dict[str, Agency | None] = {}

    def find(self, name: str) -> Agency | None:
        """The one agency that a name says without doubt."""
        if name not in self._found:
            self._found[name] = self._sought(name)
        return self._found[name]

    def _sought(self, name: str) -> Agency | None:
        if agency := self.by_name.get(name.lower()) or self._by_key(name):
            return agency
        # “Kent Fire and Rescue Service (KFRS)”, if the bracket says the same.
        if bracket := BRACKET.fullmatch(name):
            agency = self._by_key(bracket[1])
            if agency and key_of(bracket[2]) in (key_of(agency.abbreviation), *initials(agency)):
                return agency
        return None

    def _by_key(self, name: str) -> Agency | None:
        found = self.by_key.get(key_of(name), [])
        return found[0] if len(found) == 1 else None

    def near(self, name: str) -> list[Agency]:
        """The agencies that may be meant, the likeliest first."""
        if len(name) > LONGEST_NAME:
            return []
        sought, short = written_out(name), key_of(name).replace(" ", "")
        ranked = []
        for agency in self.agencies:
            own = written_out(agency.name)
            if sought == own or short in initials(agency):
                ranked.append((2.0, agency))
            elif re.search(rf"\b({re.escape(sought)})\b", own) or re.search(
                rf"\b({re.escape(own)})\b", sought
            ):
                ranked.append((1.0 + min(len(sought), len(own)) / 1_000, agency))
            else:
                matcher = difflib.SequenceMatcher(None, sought, own)
                if matcher.real_quick_ratio() > LIKENESS and matcher.ratio() > LIKENESS:
                    ranked.append((matcher.ratio(), agency))
        ranked.sort(key=lambda one: -one[0])
        return [agency for _, agency in ranked[:MOST_NEAR]]


def written_out(name: str) -> str:
    """The key of a name without what is cut short in it."""
    return " ".join(SHORT.get(word, word) for word in key_of(name).split())


def initials(agency: Agency) -> tuple[str, ...]:
    """“kfrs” and “kfars” of Kent Fire and Rescue Service; none of a single word."""
    words = key_of(agency.name).split()
    small = [word for word in words if word not in ("and", "of", "for", "the", "in")]
    both = ("".join(word[0] for word in some) for some in (small, words))
    return tuple(dict.fromkeys(one for one in both if len(one) > 1))
