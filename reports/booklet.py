"""A PDF as a booklet: its pages two to a side of A4, in the order in which the sheets are folded.

For printers alone: what is copied onto the sheets has neither tags nor links.
"""

from io import BytesIO
from itertools import chain

from pypdfium2 import PdfDocument, raw

# A4 in points.
SHORT, LONG = 595.276, 841.89
# Pages on a sheet of paper, which is folded once.
TO_A_SHEET = 4


def imposed(content: bytes) -> bytes:
    """The sheets of a PDF: to be printed on both sides, turned on the short edge, and folded.

    Pages with nothing on them fill the last sheet up; the last page stays the back.
    """
    with PdfDocument(content) as pages, PdfDocument.new() as ordered:
        places = list(chain.from_iterable(sides(len(pages))))
        ordered.import_pages(pages, [place for place in places if place is not None])
        for position, place in enumerate(places):
            if place is None:
                ordered.new_page(SHORT, LONG, position).close()
        file = BytesIO()
        two_by_one = raw.FPDF_ImportNPagesToOne(ordered, LONG, SHORT, 2, 1)
        with PdfDocument(two_by_one) as sheets:
            sheets.save(file)
    return file.getvalue()


def sides(count: int) -> list[tuple[int | None, int | None]]:
    """Which of so many pages stand left and right on each side of the sheets; None: an empty one.

    The first side has the back and the front, the next, on its other side, what follows the front.
    """
    places: list[int | None] = [*range(count)]
    # Of one page alone the back is empty.
    end = max(count - 1, 1)
    places[end:end] = [None] * (-count % TO_A_SHEET)
    halves = list(zip(places, reversed(places), strict=True))[: len(places) // 2]
    return [pair[::-1] if at % 2 == 0 else pair for at, pair in enumerate(halves)]
