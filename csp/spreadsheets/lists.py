"""Lists as files: any page that shows one gives it as it is filtered, at its own address with
“as=csv” or “as=xlsx” added. includes/take_list.html has the links.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from csp.spreadsheets import csv_files, excel_files

CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": excel_files.CONTENT_TYPE}


def wants_file(request: HttpRequest) -> bool:
    """Whether the list of a page is asked for as a file."""
    return request.method == "GET" and request.GET.get("as") in CONTENT_TYPES


def list_file(
    request: HttpRequest,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    marking: str = "",
) -> HttpResponse:
    """The list in the form that is asked for, CSV if none is. Nothing in it is run as a formula.

    name: of the file, without its ending. marking: of a restricted plan, in the first row.
    """
    form = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    texts = [[_text(cell) for cell in row] for row in rows]
    content: str | bytes
    if form == "xlsx":
        content = excel_files.write(headings, texts, marking=marking)
    else:
        head = [[marking], headings] if marking else [headings]
        content = csv_files.write(head[0], [*head[1:], *texts])
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


def _text(cell: object) -> str:
    """Days as programs sort and people read them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
