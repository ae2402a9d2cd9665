"""The structure tree that WeasyPrint has made of a document, and how to change it.

WeasyPrint keeps no record of which element it has made of which box, and without it nothing can be
said of an element after the fact: whether the next page's goes on with it, for instance. So the
function that makes them is wrapped here, once, and each element has its `box` from then on.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.pdf import tags

_build = tags._build_box_tree


def _remembering(box: Any, parent: Any, *others: Any) -> Iterator[Any]:
    for element in _build(box, parent, *others):
        if not hasattr(element, "box"):
            # What is placed absolutely stands behind a placeholder.
            element.box = getattr(box, "_box", box)
        yield element


tags._build_box_tree = _remembering


class Tree:
    """The elements of a pydyf.PDF that is about to be written, from its `root`, the Document."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.elements = {
            item.reference: item
            for item in pdf.objects
            if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
        }
        top = self._object(pdf.catalog["StructTreeRoot"])
        self.root = self.elements[top["K"][0]]
        numbers = self._object(top["ParentTree"])["Nums"]
        self.pages = pdf.page_references
        self._owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
        self._marks: dict[bytes, dict[int, int]] = {}

    def _object(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def kids(self, element: pydyf.Dictionary, *kinds: str) -> list[pydyf.Dictionary]:
        """The elements right below one, those of these kinds if any are named."""
        found = (self.elements.get(kid) for kid in element["K"] if isinstance(kid, bytes))
        return [kid for kid in found if kid and (not kinds or kid["S"][1:] in kinds)]

    def below(self, element: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
        """An element and all below it, in the order of reading."""
        yield element
        for kid in self.kids(element):
            yield from self.below(kid)

    def set_kids(self, element: pydyf.Dictionary, kids: list[pydyf.Dictionary]) -> None:
        """Put elements, and nothing else, below one."""
        element["K"] = pydyf.Array([kid.reference for kid in kids])
        for kid in kids:
            kid["P"] = element.reference

    def make(self, kind: str, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        """A new element without any place yet, on the page of its parent."""
        element = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": f"/{kind}",
                "K": pydyf.Array(),
                "Pg": parent["Pg"],
                "P": parent.reference,
            }
        )
        self.pdf.add_object(element)
        self.elements[element.reference] = element
        return element

    def take(self, element: pydyf.Dictionary, other: pydyf.Dictionary) -> None:
        """Put all that is in another element at the end of one; the other is no more."""
        for kid in other["K"]:
            if isinstance(kid, int):
                # A mark counts on its own page, and this element may be of another.
                mark = {"Type": "/MCR", "Pg": other["Pg"], "MCID": kid}
                element["K"].append(pydyf.Dictionary(mark))
                self._owners[self.pages.index(other["Pg"])][kid] = element.reference
                continue
            element["K"].append(kid)
            if isinstance(kid, bytes):
                if kid in self.elements:
                    self.elements[kid]["P"] = element.reference
                else:
                    self._give_annotations(element, other)
        self.drop(other)

    def _give_annotations(self, element: pydyf.Dictionary, other: pydyf.Dictionary) -> None:
        # Their numbers follow those of the pages.
        for number in range(len(self.pages), len(self._owners)):
            if self._owners[number] == other.reference:
                self._owners[number] = element.reference

    def drop(self, element: pydyf.Dictionary) -> None:
        """Have an element not written. Nothing may name it any more."""
        element.free = "f"
        del self.elements[element.reference]

    def make_artifact(self, element: pydyf.Dictionary) -> None:
        """Have all that is in an element drawn as no part of the document, as running heads are."""
        for one in list(self.below(element)):
            page = self.pages.index(one["Pg"])
            for mark in one["K"]:
                if isinstance(mark, int):
                    self._mark_artifact(page, mark)
                    self._owners[page][mark] = "null"
            self.drop(one)

    def _mark_artifact(self, page: int, mark: int) -> None:
        stream = self._object(self._object(self.pages[page])["Contents"]).stream
        places = self._marks.setdefault(self.pages[page], {})
        if not places:
            for place, item in enumerate(stream):
                if isinstance(item, pydyf.Dictionary) and "MCID" in item:
                    places[item["MCID"]] = place
        place = places[mark]
        stream[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]

    def write_owners(self) -> None:
        """Say of each mark to which element it belongs by now."""
        top = self._object(self.pdf.catalog["StructTreeRoot"])
        numbers = pydyf.Array()
        for number, owners in self._owners.items():
            numbers += [number, owners]
        self._object(top["ParentTree"])["Nums"] = numbers
