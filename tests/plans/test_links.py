import pytest

from plans.links import LONGEST, address


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("https://www.example.org/a?b=c#d", "https://www.example.org/a?b=c#d"),
        (" HTTP://example.org ", "http://example.org"),
        ("www.example.org/wardens", "https://www.example.org/wardens"),
        ("wardens.example.org", "https://wardens.example.org"),
        ("//example.org/x", "https://example.org/x"),
        ("https://example.org/two words", "https://example.org/two%20words"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("team@example.org", "mailto:team@example.org"),
        ("mailto: team@example.org?subject=A b", "mailto:team@example.org?subject=A%20b"),
        ("tel:+44 1234 567890", "tel:+441234567890"),
    ],
)
def test_an_address_is_made_whole(written, whole):
    assert address(written) == whole
    assert address(whole) == whole


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "#_ftn1",
        "/plan",
        "../plan",
        "wardens/rota.html",
        "rota.docx",
        "?page=2",
        "C:\\plans\\rota.docx",
        "file:///home/kim/rota.odt",
        "ftp://example.org/rota",
        "javascript:alert(1)",
        "javascript://example.org/%0Aalert(1)",
        "java\nscript:alert(1)",
        "mailto:",
        "mailto:kim tern@example.org",
        "tel:office",
        "http:example.org",
        "https://",
        "https://.",
        "https://exam ple.org",
        "http://[::1/x",
        "https://example.org:99999/",
        "https://document.invalid/x",
        "https://example.org/" + "x" * LONGEST,
    ],
)
def test_an_address_that_leads_nowhere_is_none(written):
    assert address(written) == ""
