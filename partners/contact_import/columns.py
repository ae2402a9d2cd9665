"""The columns of a list of contacts, and what people call them."""

import re
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

# What a column may mean, as the page names it.
MEANINGS = {
    "agency": "Partner",
    "role": "Role or job title",
    "name": "Name: whole",
    "first_name": "Name: first",
    "last_name": "Name: last",
    "email": "E-mail",
    "telephones": "Telephone",
    "receives_update_requests": "Receives update requests",
    "published": "Published",
    "keep_until": "Keep until",
}
LEFT_OUT = "none"
# Of these there may be several columns, which are put together.
SEVERAL = {"role", "first_name", "last_name", "email", "telephones"}

# The columns of our own export and templates, with what goes into them.
EXPLANATIONS = {
    "Agency": "The name or abbreviation of a partner. You are asked about those that are not in "
    "the list of partners.",
    "Role": "The role or job title, such as “Community safety lead”.",
    "Name": "A person’s name, if you need it. A role is better: it lasts longer.",
    "E-mail": "One address; a shared mailbox is better than a person’s.",
    "Telephone": "One or more numbers, with words if you like: “01732 844522 (office hours)”.",
    "Receives update requests": "Yes or no. If empty, yes for a new contact.",
    "Published": "Yes or no: whether it may be printed in a published document. If empty, no for a "
    "new contact.",
    "Keep until": "A day such as 31/03/2027: personal data is kept no longer than needed. If "
    "empty, two years from today for a new contact.",
}
COLUMNS = tuple(EXPLANATIONS)

# Headings as they are met, in small letters without spaces, signs, figures and brackets.
SPELLINGS = {
    "agency": "agency agencyname organisation organisationname organization organizationname "
    "partner partneragency partnername partnerorganisation company companyname body employer "
    "nameoforganisation nameofagency org school library foodbank charity service group",
    "role": "role roleorjobtitle rolejobtitle jobtitle jobrole job title position post postheld "
    "designation organizationtitle rank",
    "name": "name fullname contact contactname contactperson person personname displayname "
    "nameofcontact keycontact leadcontact maincontact presidingofficer fn representative "
    "representatives nominatedrepresentative namedrepresentative nominatedofficer",
    "first_name": "firstname firstnames forename forenames givenname christianname middlename",
    "last_name": "lastname surname familyname secondname",
    "email": "email emailaddress mail emailaddresses emails emailvalue workemail",
    "telephones": "telephone telephones telephonenumber telephonenumbers telephoneno phone phones "
    "phonenumber phonenumbers phoneno phonevalue tel telno telnumber contactnumber contactno "
    "landline mobile mobilenumber mobileno mob cell cellphone",
    "receives_update_requests": "receivesupdaterequests receivesupdaterequest updaterequests "
    "receivesrequests receivesupdates updates",
    "published": "published publish public maybepublished",
    "keep_until": "keepuntil keepuntildate keptuntil retainuntil deleteafter",
    LEFT_OUT: "why emaildisplayname emailtype",
}
BY_SPELLING = {
    spelling: meaning for meaning, words in SPELLINGS.items() for spelling in words.split()
}
# Words that decide about other headings, the first of them that is there.
DECIDING = (
    (r"\bfax\b|\bpager\b|\btelex\b|\b(type|label)\b|phonetic", LEFT_OUT),
    (r"\be-?mail\b", "email"),
    (
        r"phone\b|\btel\b|\bmob(ile)?\b|\bcell\b|landline|switchboard|direct (dial|line)",
        "telephones",
    ),
    (r"\bout of hours\b", "telephones"),
    (r"\bjob\b|\brole\b|\bposition\b", "role"),
    (r"\b(first|given) name|forename", "first_name"),
    (r"\b(last|family) name|surname", "last_name"),
    (r"organi[sz]ation\b(?! (department|symbol))|\bagency\b|\bcompany\b(?! main)", "agency"),
    (r"\bcontact( person| name)\b", "name"),
)
# Headings that say no more of a number than that it is one.
PLAIN_TELEPHONES = {
    "telephone", "telephones", "telephonenumber", "telephonenumbers", "telephoneno", "phone",
    "phones", "phonenumber", "phonenumbers", "phoneno", "phonevalue", "contactnumber", "contactno",
}  # fmt: skip
LONGEST_HEADING = 60
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
NUMBER = re.compile(r"[+(]?\d[\d\s().-]{7,}\d")


@dataclass(frozen=True)
class Vocabulary:
    """What the columns of one kind of list may mean, and how that is known.

    meanings: as MEANINGS. several: of which there may be several columns; joined: of these, those
    that are proposed several times. by_spelling, deciding: as for contacts.
    """

    meanings: Mapping[str, str]
    several: AbstractSet[str]
    joined: AbstractSet[str]
    by_spelling: Mapping[str, str]
    deciding: Sequence[tuple[str, str]]


CONTACT_WORDS = Vocabulary(MEANINGS, SEVERAL, SEVERAL - {"role"}, BY_SPELLING, DECIDING)


def meanings_of(headings: Sequence[str], words: Vocabulary = CONTACT_WORDS) -> list[str]:
    """What each heading means: a key of the meanings, LEFT_OUT, or "" if it isn't known."""
    found = [_meaning(heading, words) for heading in headings]
    if "agency" not in found and found.count("name") > 1:
        # “Name” beside “Contact name” is that of the organisation.
        found[found.index("name")] = "agency"
    if {"first_name", "last_name"} <= set(found):
        found = [LEFT_OUT if one == "name" else one for one in found]
    # “Title” beside “Job title” is Mr or Mrs.
    titles = [place for place, heading in enumerate(headings) if _spelling(heading) == "title"]
    if titles and found.count("role") > 1:
        found[titles[0]] = LEFT_OUT
    return _each_once(found, words)


def _each_once(found: list[str], words: Vocabulary) -> list[str]:
    """The first of several columns with one meaning, where they can't be put together."""
    single = words.meanings.keys() - words.joined
    return [
        LEFT_OUT if one in single and one in found[:place] else one
        for place, one in enumerate(found)
    ]


def proposed(
    headings: Sequence[str],
    samples: Sequence[Collection[str]],
    partners: Collection[str],
    words: Vocabulary = CONTACT_WORDS,
) -> list[str]:
    """What each column most likely means: by its heading, else by what stands below.

    samples: some texts of each column. partners: what partners are called, in small letters.
    LEFT_OUT where nothing tells.
    """
    found = meanings_of(headings, words)
    for place, texts in enumerate(samples):
        if not found[place] and texts:
            likely = _by_texts(texts, partners)
            found[place] = likely if likely in words.meanings else ""
    return [one or LEFT_OUT for one in _each_once(found, words)]


def _by_texts(texts: Collection[str], partners: Collection[str]) -> str:
    texts = [text[:LONGEST_HEADING] for text in texts]
    counts = {
        "email": sum(bool(ADDRESS.search(text)) for text in texts),
        "telephones": sum(bool(NUMBER.fullmatch(text)) for text in texts),
        "agency": sum(text.casefold() in partners for text in texts),
    }
    likely = max(counts, key=lambda meaning: counts[meaning])
    return likely if counts[likely] * 2 > len(texts) else ""


def is_head(cells: Sequence[str], vocabulary: Vocabulary = CONTACT_WORDS) -> int:
    """How many known headings a row of cells has; none if it can't be one of headings."""
    words = [cell for cell in cells if cell]
    if any(len(cell) > LONGEST_HEADING or "@" in cell or NUMBER.fullmatch(cell) for cell in words):
        return 0
    known = {_meaning(word, vocabulary) for word in words} - {"", LEFT_OUT}
    return len(known)


def kinds_of(headings: Sequence[str], columns: Sequence[str]) -> list[str]:
    """What the heading of each column says of its telephone numbers: “Mobile”, or nothing.

    “Tel” says something beside another column of numbers alone.
    """
    several = columns.count("telephones") > 1
    kinds = []
    for heading, meaning in zip(headings, columns, strict=True):
        spelling = re.sub(r"[\W_\d]", "", heading.lower())
        says = meaning == "telephones" and spelling not in PLAIN_TELEPHONES
        words = re.sub(r"[()]|.*;(TYPE=)?", "", heading).rstrip(".: ")
        kinds.append(words if says and (several or spelling != "tel") else "")
    return kinds


def _spelling(heading: str) -> str:
    words = re.sub(r"\(.*?\)", " ", heading.lower())
    return re.sub(r"[\W_\d]", "", words) or re.sub(r"[\W_]", "", heading.lower())


def _meaning(heading: str, words: Vocabulary) -> str:
    spelling = _spelling(heading)
    if spelling in words.by_spelling:
        return words.by_spelling[spelling]
    # “Phone-number(s)”
    if (whole := re.sub(r"[\W_]", "", heading.lower())) in words.by_spelling:
        return words.by_spelling[whole]
    # With an underscore for a space, and with what vCards say of a kind: “TEL;TYPE=cell”.
    said = re.sub(r"[\s_]+|;(type=)?", " ", heading.lower())
    return next((meaning for pattern, meaning in words.deciding if re.search(pattern, said)), "")
