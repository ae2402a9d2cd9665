"""What is meant by a cell of a list of contacts."""

import pytest

from partners.contact_import.cells import addresses, filled, telephones


@pytest.mark.parametrize(
    "cell",
    [
        "jo@quay.org", " jo@quay.org ", "Jo Ray <jo@quay.org>", "mailto:jo@quay.org",
        "<jo@quay.org>", "mailto:jo@quay.org?subject=Hello", "\u200bjo@quay.org",
        "jo@quay.org\ufeff", "jo@quay.org;",
        "E-mail: jo@quay.org.", "“jo@quay.org”", "[jo@quay.org](mailto:jo@quay.org)",
        "jo@quay.org, JO@quay.org", "Jo <mailto:jo@quay.org>",
    ],
)  # fmt: skip
def test_an_address_is_found_however_it_was_pasted(cell):
    read = addresses(cell)
    assert read.found == ("jo@quay.org",)
    assert read.other == ""


@pytest.mark.parametrize(
    "cell",
    [
        "a@quay.org; b@quay.org", "a@quay.org, b@quay.org", "a@quay.org / b@quay.org",
        "a@quay.org\nb@quay.org", "a@quay.org and b@quay.org", "A <a@quay.org>, B <b@quay.org>",
        "a@quay.org or b@quay.org", "a@quay.org & b@quay.org",
    ],
)  # fmt: skip
def test_two_addresses_are_two(cell):
    assert addresses(cell).found == ("a@quay.org", "b@quay.org")


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Jo Ray <jo@quay.org>", "Jo Ray"),
        ('"Ray, Jo" <jo@quay.org>', "Ray, Jo"),
        ("jo@quay.org <jo@quay.org>", ""),
        ("jo@quay.org", ""),
    ],
)
def test_the_name_before_an_address(cell, name):
    assert addresses(cell).name == name


def test_what_is_said_of_an_address_in_brackets_is_a_remark():
    assert addresses("jo@quay.org (mornings)").remark == "mornings"


@pytest.mark.parametrize("cell", ["jo", "jo@", "jo ray@quay.org", "ask at the desk"])
def test_other_words_are_no_address(cell):
    assert addresses(cell).other


@pytest.mark.parametrize("cell", ["", " ", "N/A", "n/a", "NA", "-", "–", "none", "None.", "\u200b"])
def test_nothing(cell):
    assert filled(cell) == ""
    assert addresses(cell).found == ()
    assert telephones(cell).lines == ()


@pytest.mark.parametrize("cell", ["Na", "Nan", "TBC", "No", "0"])
def test_a_word_that_may_be_meant_is_kept(cell):
    assert filled(cell) == cell


def test_spaces_that_nobody_sees_are_usual_ones():
    assert filled("Quay\u00a0 Food\u200b\u2009Bank\u00ad") == "Quay Food Bank"


BOTH = ["01632 960102 (Tel)", "07700 900311 (Mobile)"]


@pytest.mark.parametrize(
    ("cell", "kind", "lines"),
    [
        ("01632 960102", "", ["01632 960102"]),
        ("01632 960102", "Tel", ["01632 960102 (Tel)"]),
        (
            "Tel: 01632 960102 Mob: 07700 900311",
            "",
            ["01632 960102 (Tel)", "07700 900311 (Mobile)"],
        ),
        ("t 01632 960102, m 07700 900311", "", BOTH),
        ("01632 960102 / 07700 900311 (mobile)", "", ["01632 960102", "07700 900311 (mobile)"]),
        ("07700 900311 (mobile)", "Mobile", ["07700 900311 (mobile)"]),
        ("01632 960102 (office hours)", "Tel", ["01632 960102 (office hours, Tel)"]),
        ("01632 960102 ext 204", "", ["01632 960102 ext 204"]),
        ("01632 960102\n07700 900311", "", ["01632 960102", "07700 900311"]),
        ("01632 960102; 07700 900311", "", ["01632 960102", "07700 900311"]),
        ("+44 1632 960102", "", ["+44 1632 960102"]),
        ("101", "", ["101"]),
    ],
)
def test_telephones_keep_their_words_and_their_kind(cell, kind, lines):
    assert list(telephones(cell, kind).lines) == lines


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("1632960102", "01632960102"),
        ("7700900311", "07700900311"),
        ("169772345", "0169772345"),
        ("1632960102.0", "01632960102"),
        ("441632960102", "+441632960102"),
    ],
)
def test_a_number_gets_back_what_a_spreadsheet_took_away(cell, line):
    read = telephones(cell)
    assert read.lines == (line,)
    assert read.mended == ((cell, line),)


@pytest.mark.parametrize("cell", ["101", "999", "4712345678", "02079460102", "00441632960102"])
def test_a_number_that_lost_nothing_is_left_alone(cell):
    assert telephones(cell).mended == ()


@pytest.mark.parametrize("cell", ["1.63E+09", "7.7E+10"])
def test_a_number_that_excel_has_shortened_is_refused(cell):
    with pytest.raises(ValueError, match="is what Excel made of a telephone number"):
        telephones(cell)


@pytest.mark.parametrize("cell", ["a" * 30_000, "1 " * 15_000, "a@" * 15_000, "<" * 30_000])
def test_a_long_cell_is_not_searched(cell):
    assert addresses(cell).other
    assert len(telephones(cell).lines) == 1
