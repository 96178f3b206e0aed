"""Office files: which kind they are, and the reader of each.

Word and WPS documents of the binary kind, rich text and OpenDocument are read through LibreOffice where it is there.
Else they name the way out: a conversion that the user does with a program of their own.
"""

from __future__ import annotations

import msgspec

from gongkai.document import conversion
from gongkai.document.archive import members, tell_zip
from gongkai.document.model import Document
from gongkai.model import UnreadableSource

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of Office files of the binary kind."""

CONVERT = "convert it, for example with LibreOffice: soffice --headless --convert-to {} FILE"


def read_zip(data: bytes) -> Document:
    """Read a docx or xlsx. Raises UnreadableSource for every other archive, with what to do about it."""
    kind = tell_zip(data)
    if kind == "docx":
        from gongkai.document.docx import read_docx

        return read_docx(data)
    if kind == "xlsx":
        from gongkai.document.xlsx import read_xlsx

        return read_xlsx(data)
    if kind == "zip":
        names = [member.name for member in members(data)]
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        raise UnreadableSource(
            "archive_of_files",
            f"this is a ZIP archive of {len(names)} files ({shown}); each file is a report of its own: unpack it",
        )
    if kind == "odf" and b"opendocument.text" in data[:200] and (document := read_converted(data, "odt")):
        return document
    name, to = {
        "pptx": ("a presentation (pptx)", "pdf"),
        "odf": ("an OpenDocument file (odt, ods)", "docx"),
        "ofd": ("an OFD file", "pdf"),
    }[kind]
    how = "convert it to PDF with the program that shows it" if kind == "ofd" else CONVERT.format(to)
    raise UnreadableSource("foreign_type", f"this is {name}, which is not read; {how}")


def read_old_office(data: bytes) -> Document:
    """Read an xls. Raises UnreadableSource: `old_office_format` (doc, wps, ppt), `office_encrypted`."""
    if _holds(data, "EncryptedPackage"):
        raise UnreadableSource("office_encrypted", "the Office file asks for a password")
    if _holds(data, "WordDocument"):
        if document := read_converted(data, "doc"):
            return document
        raise UnreadableSource(
            "old_office_format",
            f"this is a Word or WPS document of the old binary kind (doc, wps), which is not read; "
            f"{CONVERT.format('docx')}",
        )
    if _holds(data, "Workbook") or _holds(data, "Book"):
        from gongkai.document.xls import read_xls

        return read_xls(data)
    raise UnreadableSource(
        "old_office_format",
        f"this is an Office file of the old binary kind, neither a text nor a table; {CONVERT.format('pdf')}",
    )


_CONVERTED = {
    "doc": "a Word or WPS document of the old binary kind",
    "odt": "an OpenDocument text",
    "rtf": "a rich-text file",
}


def read_converted(data: bytes, ending: str) -> Document | None:
    """The document that LibreOffice makes of the file; None without LibreOffice, or where it makes nothing of it."""
    if not conversion.is_installed() or (made := conversion.as_docx(data, ending)) is None:
        return None
    from gongkai.document.docx import read_docx

    document = read_docx(made)
    problem = conversion.converted(_CONVERTED[ending])
    return msgspec.structs.replace(document, problems=(problem, *document.problems))


def _holds(data: bytes, stream: str) -> bool:
    """Whether a stream of that name is in the file's directory: names lie there in UTF-16, in entries of 128 bytes."""
    name = stream.encode("utf-16-le") + b"\0\0"
    at = data.find(name)
    while at >= 0:
        if at % 128 == 0:
            return True
        at = data.find(name, at + 1)
    return False
