"""Looking into the XML of Word files. Only local names are looked at: strict files have other
namespaces than usual ones."""

from lxml import etree


def local_name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of the child … of these local names, or None."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local_name(one) == name), None)
    return element


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute by its local name, or ""."""
    if element is None:
        return ""
    for key, text in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return text
    return ""


def is_on(element: etree._Element | None) -> bool:
    """Whether a toggle such as <w:b/> is there, and on."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def number(element: etree._Element | None, default: int) -> int:
    text = value(element)
    return min(int(text), 1_000) if text.isdecimal() and len(text) < 10 else default
