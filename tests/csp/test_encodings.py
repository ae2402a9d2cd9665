"""Which letters the bytes of a text file are."""

import pytest

from csp.spreadsheets.encodings import decoded

NAMES = [
    "Zoë Lucas", "Renée Day", "Sean O’Brien", "Clerk – night, Siân", "José “Pepe” Müller",
    "Women’s Aid", "García", "RENÉE", "Élise", "£500 for the café", "Düsseldorf",
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("name", NAMES)
def test_the_letters_of_windows_and_of_the_mac_are_told_apart(name, encoding):
    text, notes = decoded(f"Agency,Name\nQuay Bank,{name}\n".encode(encoding))
    assert text == f"Agency,Name\nQuay Bank,{name}\n"
    assert {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}[encoding] in notes[0]


def test_a_guess_shows_a_sample():
    _, (note,) = decoded("Agency,Name\nQuay Bank,Zoë Lucas\n".encode("mac_roman"))
    assert "It was read as Mac Roman: “Zoë”." in note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_the_bytes_say_is_no_guess(encoding):
    assert decoded("Agency,Zoë’s\n".encode(encoding)) == ("Agency,Zoë’s\n", [])


def test_one_byte_of_windows_does_not_spoil_the_rest():
    content = "Role,Name\nLead,Zoë\n".encode() + "Clerk,André\n".encode("cp1252")
    text, (note,) = decoded(content)
    assert text == "Role,Name\nLead,Zoë\nClerk,André\n"
    assert "Line 3 holds letters of Windows-1252" in note
    assert "“André”" in note
