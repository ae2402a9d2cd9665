"""PDF files without tags, whose tables are ruled."""

import pytest
from django.core.exceptions import ValidationError

from tests.csp.test_pdf_files import pdf, read, table

pytestmark = pytest.mark.any_database

LINES = "<style>table { border-collapse: collapse } td, th { border: 1px solid }</style>"


def ruled(html, lines=LINES):
    return read(pdf(lines + html, tags=None))


def test_a_ruled_table_comes_with_its_headings_above():
    found = ruled("<h1>Plan</h1><h2>Burglary</h2>" + table(["Patrol", ""], ["Mark bicycles", "KF"]))
    (grid,) = found.grids
    assert [(one.level, one.text) for one in grid.above] == [(1, "Plan"), (2, "Burglary")]
    rows = [["Action", "Owner"], ["Patrol", ""], ["Mark bicycles", "KF"]]
    assert [row.cells for row in grid.rows] == rows
    assert "found by the lines around their cells" in found.notes[1]


@pytest.mark.parametrize(
    "lines",
    [
        "<style>td, th { border: 1px dashed }</style>",
        "<style>td, th { background: #eee } th { background: navy; color: white }</style>",
        "<style>table { border-collapse: collapse } td + td, th + th { border-left: 1px solid }"
        "tr { border-bottom: 1px solid }</style>",
    ],
    ids=["dashed", "filled", "open at the sides"],
)
def test_a_table_may_be_ruled_in_other_ways(lines):
    (grid,) = ruled(table(["Patrol", "KP"]), lines).grids
    assert [row.cells for row in grid.rows] == [["Action", "Owner"], ["Patrol", "KP"]]


def test_a_table_that_goes_on_under_its_headings_again_is_one():
    footer = "<style>@page { @bottom-center { content: 'Page ' counter(page) ' of 9' } }</style>"
    rows = [[f"Act {number}", "KP"] for number in range(90)]
    (grid,) = ruled(footer + table(*rows)).grids
    assert [row.cells for row in grid.rows[1:]] == rows


def test_a_row_that_a_page_ends_is_one():
    long = "Offer support to whoever wants it, wherever they live. " * 60
    rows = ["Watch", "KP"], ["Patrol", "KF"], ["Teach", "KP"], [long, "KF"]
    (grid,) = ruled(table(*[reversed(row) for row in rows], head=["Owner", "Action"])).grids
    assert [row.cells[0] for row in grid.rows[1:]] == ["KP", "KF", "KP", "KF"]
    assert grid.rows[4].cells[1].split() == long.split()


def test_a_cell_over_several_rows_says_the_same_after_a_page():
    rows = "".join(
        f"<tr>{'<td rowspan=90>Safe</td>' if not number else ''}<td>Act {number}</td></tr>"
        for number in range(90)
    )
    (grid,) = ruled(f"<table><tr><th>Theme</th><th>Action</th></tr>{rows}</table>").grids
    assert [row.cells for row in grid.rows[1:]] == [["Safe", f"Act {n}"] for n in range(90)]


def test_a_row_across_is_a_heading():
    html = table(["Patrol", "KP"]).replace("<tbody>", "<tbody><tr><th colspan=2>Theft</th></tr>")
    (grid,) = ruled(html).grids
    assert [row.is_heading for row in grid.rows] == [False, True, False]


def test_a_heading_repeated_on_each_page_stands_once():
    page = "<style>body, h2 { margin: 0 } h2 { page-break-before: always }</style>"
    html = "".join(f"<h2>Burglary</h2>{table([f'Act {number}', 'KP'])}" for number in range(3))
    (grid,) = ruled(page + html).grids
    assert [one.text for one in grid.above] == ["Burglary"]
    assert len(grid.rows) == 4


def test_lines_across_alone_say_nothing_of_columns():
    lines = "<style>tr { border-bottom: 1px solid } table { border-collapse: collapse }</style>"
    with pytest.raises(ValidationError, match="no lines around their cells"):
        ruled(table(["Patrol", "KP"], ["Watch", "KF"]), lines)


def test_more_lines_than_any_table_has_are_refused_in_words():
    drawn = " ".join(f"M{n} 0V900M0 {n}H900" for n in range(1, 900, 4))
    html = f"<svg width=900 height=900><path stroke='black' d='{drawn}'/></svg>"
    with pytest.raises(ValidationError, match="more than 50 columns"):
        ruled(html + "<p>Words", "")
