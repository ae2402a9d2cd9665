"""The columns of a spreadsheet of contacts, and what people call them."""

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError

# Headings as they are met, in small letters without spaces and signs, by the column they mean.
COLUMNS = {
    "Agency": "agency agencyname organisation organisationname organization partner partneragency "
    "partnername partnerorganisation company body",
    "Role": "role roleorjobtitle rolejobtitle jobtitle jobrole job title position post",
    "Name": "name fullname contact contactname person personname",
    "E-mail": "email emailaddress mail emailaddresses emails",
    "Telephone": "telephone telephones telephonenumber telephonenumbers telephoneno phone phones "
    "phonenumber phonenumbers phoneno tel telno telnumber contactnumber mobile mobilenumber",
    "Receives update requests": "receivesupdaterequests receivesupdaterequest updaterequests "
    "receivesrequests receivesupdates updates",
    "Published": "published publish public maybepublished",
    "Keep until": "keepuntil keepuntildate keptuntil retainuntil deleteafter",
}
MEANINGS = {spelling: column for column, words in COLUMNS.items() for spelling in words.split()}
EXPLANATIONS = {
    "Agency": "The name or abbreviation of a partner, as the list of partners has it.",
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
# Without these a row cannot be told from others.
REQUIRED = ["Agency", "Role", "E-mail"]


def columns_of(headings: Sequence[str]) -> list[str]:
    """The column that each heading means. Raises ValidationError with all that is wrong."""
    spellings = [re.sub(r"[\W_]", "", heading.lower()) for heading in headings]
    columns = [MEANINGS.get(spelling, "") for spelling in spellings]
    problems = [
        f"“{heading}” is not a column of contacts. Delete it, or call it one of: "
        f"{', '.join(COLUMNS)}"
        for heading, column in zip(headings, columns, strict=True)
        if not column
    ]
    for column in COLUMNS:
        same = [
            heading for heading, meant in zip(headings, columns, strict=True) if meant == column
        ]
        if len(same) > 1:
            named = " and ".join(f"“{heading}”" for heading in same)
            problems.append(f"The columns {named} are both for {column}. Put them into one")
        if not same and column in REQUIRED:
            problems.append(f"There is no column “{column}”. Add it, with this heading")
    if problems:
        raise ValidationError(problems)
    return columns
