"""Figures as Excel shows them."""

import pytest

from csp.spreadsheets.number_formats import shown


@pytest.mark.parametrize(
    ("value", "shape", "expected"),
    [
        (0.85, "0%", "85%"),
        (0.125, "0.0%", "12.5%"),
        (5000, '"£"#,##0', "£5,000"),
        (1250.5, "[$£-809]#,##0.00", "£1,250.50"),
        (-12, '"£"#,##0;[Red]-"£"#,##0', "-£12"),
        (-12.5, "#,##0.0", "-12.5"),
        (1234.5, '_-"£"* #,##0.00_-', "£1,234.50"),
        (1.1, "0.00", "1.10"),
        (2.5, "0.##", "2.5"),
        (7, "000", "007"),
        (7, "General", None),
        (7, '0 "boats"', None),
    ],
)
def test_a_figure_is_shown_in_its_format(value, shape, expected):
    assert shown(value, shape) == expected
