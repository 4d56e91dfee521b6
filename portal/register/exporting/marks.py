"""Letters that XML has no place for, and the writing of XML in lines."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def clean(text: str) -> str:
    """Return the text without the control characters that XML forbids."""
    return _NOT_IN_XML.sub("", text)


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Put an element of the printer's XML at the end of another, and return it."""
    child = SubElement(parent, tag, attributes)
    if text:
        child.text = clean(text)
    return child


def in_lines(element: Element, containers: Iterable[str]) -> None:
    """Let what stands in a container begin on a line of its own; words are not touched."""
    holding = frozenset(containers)
    for parent in element.iter():
        if parent.tag in holding and len(parent):
            parent.text = "\n"
            for child in parent:
                child.tail = "\n"


def written(element: Element) -> str:
    """Return a document as text."""
    return f"{DECLARATION}{tostring(element, encoding='unicode')}\n"
