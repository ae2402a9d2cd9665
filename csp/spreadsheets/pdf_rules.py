"""The lines ruled on a PDF's page, and the tables that they make."""

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as raw

# How thick a line may be, and how far apart two that are meant to meet or to be one, in points.
THICK = 3
# Of the page: what is filled that widely or highly is its ground.
WHOLE = 0.95


class Rule(NamedTuple):
    """A line: its place across its direction, and from where to where it goes, in points."""

    place: float
    start: float
    end: float

    def covers(self, point: float) -> bool:
        return self.start - THICK <= point <= self.end + THICK


class Slot(NamedTuple):
    """A cell's column and row, from 0, and how many of them it covers."""

    column: int
    row: int
    width: int
    height: int


class Area:
    """A ruled table on a page. across: lines from left to right, down: from top to foot."""

    def __init__(self, across: list[Rule], down: list[Rule]) -> None:
        self.across, self.down = across, down
        # Where lines stand; tables may be open at their sides.
        self.columns = _places([one.place for one in down], across)
        self.rows = _places([one.place for one in across], down)[::-1]
        self.slots = list(self._slots())

    @property
    def is_table(self) -> bool:
        return len(self.columns) > 2 and len(self.rows) > 2

    def slot_of(self, across: float, height: float) -> Slot | None:
        """The cell in which a point of the page lies."""
        for one in self.slots:
            if (
                self.columns[one.column] <= across < self.columns[one.column + one.width]
                and self.rows[one.row + one.height] <= height < self.rows[one.row]
            ):
                return one
        return None

    def _slots(self) -> Iterator[Slot]:
        taken: set[tuple[int, int]] = set()
        across, down = _by_place(self.across, self.rows), _by_place(self.down, self.columns)
        last_column, last_row = len(self.columns) - 1, len(self.rows) - 1
        for row in range(last_row):
            middle = (self.rows[row] + self.rows[row + 1]) / 2
            for column in range(last_column):
                if (column, row) in taken:
                    continue
                width, height = 1, 1
                while column + width < last_column and not _is_ruled(down[column + width], middle):
                    width += 1
                centre = (self.columns[column] + self.columns[column + width]) / 2
                while row + height < last_row and not _is_ruled(across[row + height], centre):
                    height += 1
                taken |= {
                    (column + more, row + below) for more in range(width) for below in range(height)
                }
                yield Slot(column, row, width, height)


def _is_ruled(rules: list[Rule], point: float) -> bool:
    return any(one.start <= point <= one.end for one in rules)


def _places(found: list[float], others: list[Rule]) -> list[float]:
    """Places in order, with those where the lines across begin and end if none stands there."""
    ends = [min(one.start for one in others), max(one.end for one in others)]
    places: list[float] = []
    for one in sorted([*found, *ends]):
        if not places or one - places[-1] > 2 * THICK:
            places.append(one)
    return places


def _by_place(rules: list[Rule], places: list[float]) -> list[list[Rule]]:
    return [[one for one in rules if abs(one.place - place) <= 2 * THICK] for place in places]


def rules_of(page: pypdfium2.PdfPage) -> tuple[list[Rule], list[Rule]]:
    """The whole lines across and down a page: those drawn, and the sides of what is filled."""
    across: list[Rule] = []
    down: list[Rule] = []
    wide, high = WHOLE * page.get_width(), WHOLE * page.get_height()
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        for left, foot, right, top in _boxes(one):
            width, height = right - left, top - foot
            if width >= wide and height >= high:
                continue
            if height <= THICK < width:
                across.append(Rule((foot + top) / 2, left, right))
            elif width <= THICK < height:
                down.append(Rule((left + right) / 2, foot, top))
            elif width > THICK and height > THICK:
                across += Rule(foot, left, right), Rule(top, left, right)
                down += Rule(left, foot, top), Rule(right, foot, top)
    return _whole(across), _whole(down)


def _boxes(path: pypdfium2.PdfObject) -> Iterator[tuple[float, float, float, float]]:
    """What each part of a path goes around, as left, foot, right and top, if it is straight."""
    matrix = path.get_matrix()
    points: list[tuple[float, float]] = []
    for place in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            yield from _box(points)
            points = []
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(matrix.on_point(x.value, y.value))
    yield from _box(points)


def _box(points: list[tuple[float, float]]) -> Iterator[tuple[float, float, float, float]]:
    if len(points) < 2:
        return
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    foot, top = min(y for _, y in points), max(y for _, y in points)
    # All stand on its sides; and two points are a line, which has no sides.
    is_straight = all(
        min(x - left, right - x) <= 1 or min(y - foot, top - y) <= 1 for x, y in points
    )
    if is_straight and (len(points) > 2 or min(right - left, top - foot) <= THICK):
        yield left, foot, right, top


def _whole(rules: list[Rule]) -> list[Rule]:
    """The lines, those made one that lie in one place and meet."""
    found: list[Rule] = []
    for same in _in_one_place(sorted(rules)):
        place = sum(one.place for one in same) / len(same)
        begun = len(found)
        for one in sorted(same, key=lambda rule: rule.start):
            if len(found) > begun and one.start <= found[-1].end + THICK:
                before = found.pop()
                found.append(Rule(place, before.start, max(before.end, one.end)))
            else:
                found.append(Rule(place, one.start, one.end))
    return found


def _in_one_place(rules: list[Rule]) -> Iterator[list[Rule]]:
    same: list[Rule] = []
    for one in rules:
        if same and one.place - same[0].place > THICK:
            yield same
            same = []
        same.append(one)
    if same:
        yield same


def areas_of(across: list[Rule], down: list[Rule]) -> list[Area]:
    """The tables that lines make which meet, each with more than one row and column."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for one in down:
        met = [rule for rule in across if one.covers(rule.place) and rule.covers(one.place)]
        meeting = [group for group in groups if any(rule in group[0] for rule in met)]
        joined = (
            list(dict.fromkeys([*met, *(rule for group in meeting for rule in group[0])])),
            [one, *(rule for group in meeting for rule in group[1])],
        )
        groups = [group for group in groups if group not in meeting]
        if met:
            groups.append(joined)
    areas = (Area(*group) for group in groups)
    return [area for area in areas if area.is_table]
