"""What the styles of OpenDocument files say of cells, paragraphs and words (ODF 1.3)."""

from lxml import etree

from csp.spreadsheets import colours
from csp.spreadsheets.word_xml import local_name, value

# Below their own elements, styles have these, by family.
PROPERTIES = {
    "table-cell-properties",
    "table-row-properties",
    "table-properties",
    "text-properties",
}
DEEPEST = 20


class OpenStyles:
    """roots: of the members that have styles; what stands in a later one holds."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self.styles = {
            (value(style, "family"), value(style, "name")): style
            for root in roots
            if root is not None
            for style in root.iter("{*}style")
        }
        # By the name of the list's style, and the level from 1.
        self.list_levels = {
            (value(style, "name"), int(value(level, "level"))): level
            for root in roots
            if root is not None
            for style in root.iter("{*}list-style")
            for level in style
            if value(level, "level") in tuple("123456789")
        }

    def said(self, family: str, name: str, wanted: str) -> str:
        """What a style, or the nearest of those that it is made from, says of a property; or ""."""
        for style in self._from(family, name):
            if text := value(style, wanted):
                return text
            for properties in style:
                is_looked_at = local_name(properties) in PROPERTIES
                if is_looked_at and (text := value(properties, wanted)):
                    return text
        return ""

    def _from(self, family: str, name: str) -> list[etree._Element]:
        """A style, and those that it is made from."""
        found: list[etree._Element] = []
        while (style := self.styles.get((family, name))) is not None and len(found) < DEEPEST:
            found.append(style)
            name = value(style, "parent-style-name")
        return found

    def is_named(self, family: str, name: str, wanted: str) -> bool:
        """Whether a style, or one that it is made from, has this name."""
        return name == wanted or any(
            wanted in (value(one, "name"), value(one, "display-name"))
            for one in self._from(family, name)
        )

    def colour(self, *names: str) -> str:
        """The name of the colour that the first of these cell styles with one gives."""
        fills = (self.said("table-cell", name, "background-color") for name in names if name)
        return colours.name_of(next(filter(None, fills), "").removeprefix("#"))
