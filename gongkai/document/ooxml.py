"""Office files of the XML kind (docx, xlsx): their parts, found by relationship and parsed within limits."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.parsers import expat

from gongkai.document.archive import Archive
from gongkai.document.limits import limits, setting
from gongkai.model import UnreadableSource

Element = ElementTree.Element

_STEP = 4096


class Package:
    """The parts of an Office file. Raises UnreadableSource with the codes of `Archive`, and `office_damaged`."""

    def __init__(self, data: bytes):
        self._archive = Archive(data)
        self._entries = {_key(entry.filename): entry for entry in self._archive.entries}

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return _key(part) in self._entries

    def read(self, part: str) -> bytes:
        """The bytes of a part that there must be."""
        entry = self._entries.get(_key(part))
        if entry is None:
            raise UnreadableSource("office_damaged", f"the Office file lacks its part {part}")
        return self._archive.read(entry)

    def xml(self, part: str) -> Element:
        """The tree of a part that there must be, tags without their namespaces' addresses."""
        entry = self._entries.get(_key(part))
        if entry is not None and entry.file_size > limits().xml_bytes:
            message = (
                f"{part} expands to {entry.file_size} bytes of XML, beyond any report (setting {setting('xml_bytes')})"
            )
            raise UnreadableSource("archive_too_large", message)
        return parse(self.read(part), part)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id -> (last word of its type, part or address) of one part."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(relations):
            return {}
        found: dict[str, tuple[str, str]] = {}
        for node in self.xml(relations):
            identifier, target = node.get("Id"), node.get("Target")
            if identifier and target:
                kind = (node.get("Type") or "").rpartition("/")[2]
                outside = node.get("TargetMode") == "External"
                found[identifier] = (kind, target if outside else resolve(folder, target))
        return found

    def related_part(self, part: str, kind: str) -> str | None:
        """The first part of a kind (`styles`, `numbering`) that a part refers to and that is there."""
        return next((to for what, to in self.related(part).values() if what == kind and self.has(to)), None)

    def main_part(self, usual: str) -> str:
        """The part that holds the document itself; `usual` where the file does not say."""
        return self.related_part("", "officeDocument") or usual


def resolve(folder: str, target: str) -> str:
    """The part that a relationship means."""
    return posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")


def parse(data: bytes, part: str) -> Element:
    """The tree of some XML, tags and attributes by their local names.

    No document type is let in: Office programs write none, and its entities can expand for ever.
    """
    try:
        if _has_doctype(data):
            raise UnreadableSource(
                "xml_with_doctype",
                "the Office file declares a document type of its own, which no Office program writes",
            )
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableSource("office_damaged", f"the part {part} of the Office file is damaged ({error})") from error
    local: dict[str, str] = {}
    for node in root.iter():
        tag = node.tag
        node.tag = local.get(tag) or local.setdefault(tag, tag.rpartition("}")[2])
        if node.attrib:
            node.attrib = {
                local.get(name) or local.setdefault(name, name.rpartition("}")[2]): text
                for name, text in node.attrib.items()
            }
    return root


class _Root(Exception):
    """The first element is reached: no document type can follow."""


def _has_doctype(data: bytes) -> bool:
    found = False

    def doctype(*_: object) -> None:
        nonlocal found
        found = True
        raise _Root

    def start(*_: object) -> None:
        raise _Root

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    try:
        for at in range(0, len(data), _STEP):
            parser.Parse(data[at : at + _STEP], False)
    except _Root:
        return found
    return False


def number(node: Element | None, default: int | None = None) -> int | None:
    """The whole number in an element's `val`."""
    written = node.get("val") if node is not None else None
    try:
        return int(written) if written is not None and len(written) < 12 else default
    except ValueError:
        return default


def attribute(node: Element, name: str, default: int) -> int:
    """The count in an attribute; `default` where it is missing. UnreadableSource where it is no count."""
    written = node.get(name)
    if not written:
        return default
    if not written.isascii() or not written.isdigit() or len(written) > 11:
        raise UnreadableSource("office_damaged", f"the Office file has {name}={written[:20]!r} where a count belongs")
    return int(written)


def is_on(node: Element | None) -> bool:
    """Whether a switch such as <w:vanish/> is there and not turned off."""
    return node is not None and (node.get("val") or "true").lower() not in ("false", "0", "off", "none")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
