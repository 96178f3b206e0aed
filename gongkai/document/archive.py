"""ZIP archives within limits: what a report, or the parts of an Office file, may take up once expanded.

Nothing is ever written to disk, no name of a member is used as a path, and no link is followed. The limits hold for
what is really expanded, whatever the archive says of itself.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from gongkai.document.limits import limits, setting
from gongkai.model import Problem, UnreadableSource, Value

RATIO_FROM = 1_000_000
"""Members that expand to less than this may have any ratio."""

_MARK = b"PK\x03\x04"
_EMPTY = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Other methods expand a block at a time without a limit, and no tool that makes reports uses them."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    IndexError,
)
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)")
"""What file managers leave behind; no user put it there."""


class Member(Value, frozen=True, kw_only=True):
    """One file of an archive: its bytes, or the problem why there are none."""

    name: str
    """Within the archive; a member of an inner archive is `inner.zip/report.docx`. A label, safe but no path."""
    data: bytes | None
    problem: Problem | None = None


class Budget:
    """How many bytes may still be expanded."""

    def __init__(self) -> None:
        self.left = limits().archive_bytes


class Archive:
    """An open ZIP archive. Raises UnreadableSource: `archive_damaged`, `archive_encrypted`, `archive_too_large`."""

    def __init__(self, data: bytes, budget: Budget | None = None):
        most = limits().archive_members
        if data.count(_ENTRY) > most:  # Before the directory is read: reading a huge one takes for ever.
            message = f"the archive has more than {most} members (setting {setting('archive_members')})"
            raise UnreadableSource("archive_too_large", message)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise UnreadableSource("archive_damaged", f"the archive cannot be opened ({_why(error)})") from error
        self._budget = budget or Budget()
        self.entries = [entry for entry in self._zip.infolist() if not entry.filename.endswith("/")]

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        """What a member holds, expanded within the limits."""
        name = readable_name(entry)
        if entry.flag_bits & 0x1:
            raise UnreadableSource("archive_encrypted", f"{name} in the archive asks for a password")
        if entry.compress_type not in _METHODS:
            raise UnreadableSource("archive_damaged", f"{name} is packed by method {entry.compress_type}, not read")
        room = {
            "member_bytes": limits().member_bytes,
            "archive_bytes": self._budget.left,
            "archive_ratio": max(RATIO_FROM, limits().archive_ratio * entry.compress_size),
        }
        narrowest = min(room, key=room.__getitem__)
        most = room[narrowest]
        if entry.file_size > most:
            raise UnreadableSource("archive_too_large", _too_large(name, entry, entry.file_size, narrowest))
        try:
            with self._zip.open(entry) as file:
                data = file.read(most + 1)
        except _BROKEN as error:
            raise UnreadableSource("archive_damaged", f"{name} in the archive is damaged ({_why(error)})") from error
        if len(data) > most:
            raise UnreadableSource("archive_too_large", _too_large(name, entry, len(data), narrowest))
        self._budget.left -= len(data)
        return data


def is_zip(data: bytes) -> bool:
    """Whether the bytes are a ZIP archive of any sort, an Office file included."""
    return data.startswith((_MARK, _EMPTY))


def tell_zip(data: bytes) -> str:
    """What a ZIP archive is: `docx`, `xlsx`, `pptx`, `odf`, `ofd`, or `zip` for an archive of files."""
    names = {entry.filename.replace("\\", "/").lower() for entry in Archive(data).entries}
    if "[content_types].xml" in names or "word/document.xml" in names:
        for room, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(room) for name in names):
                return kind
    if "mimetype" in names and "content.xml" in names:
        return "odf"
    return "ofd" if "ofd.xml" in names else "zip"


def is_archive(data: bytes) -> bool:
    """Whether the bytes are an archive of files, to be taken apart by `members`: a ZIP that is no Office file.

    A damaged ZIP is none: it is one file that cannot be read.
    """
    try:
        return is_zip(data) and tell_zip(data) == "zip"
    except UnreadableSource:
        return False


def members(data: bytes) -> tuple[Member, ...]:
    """Every file in a ZIP archive, inner archives taken apart too, in the archive's order.

    A member that cannot be had (encrypted, damaged, a link, beyond the limits) is there by name with its problem and
    without bytes, so that every file is accounted for. Raises UnreadableSource where the archive itself cannot be
    opened.
    """
    return tuple(_expanded(data, "", 1, Budget()))


def _expanded(data: bytes, above: str, depth: int, budget: Budget) -> Iterator[Member]:
    archive = Archive(data, budget)
    for entry in archive.entries:
        if _LITTER.search(entry.filename):
            continue
        name = above + readable_name(entry)
        try:
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise UnreadableSource("archive_link", f"{name} is a link; links in archives are not followed")
            content = archive.read(entry)
            if not is_archive(content):
                yield Member(name=name, data=content)
            elif depth >= limits().archive_depth:
                message = f"{name} lies more than {depth} archives deep (setting {setting('archive_depth')})"
                raise UnreadableSource("archive_too_large", message)
            else:
                yield from _expanded(content, f"{name}/", depth + 1, budget)
        except UnreadableSource as error:
            yield Member(name=name, data=None, problem=Problem(code=error.code, message=error.message))


def readable_name(entry: zipfile.ZipInfo) -> str:
    """A member's name in its own script, without anything that would lead out of a folder.

    Chinese tools write names in GBK and do not say so; ZIP's own default for such names is code page 437.
    """
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
            try:
                name = raw.decode("utf-8")
            except UnicodeDecodeError:
                name = raw.decode("gb18030")
        except UnicodeError:
            pass
    parts = re.split(r"[/\\]+", re.sub(r"[\x00-\x1f\x7f]", "", name))
    kept = [part for part in parts if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part)]
    return "/".join(kept) or "unnamed"


def _too_large(name: str, entry: zipfile.ZipInfo, size: int, limit: str) -> str:
    said = f"{name} expands from {entry.compress_size} to {size} bytes or more, beyond any report"
    return f"{said} (setting {setting(limit)})"


def _why(error: BaseException) -> str:
    return str(error) or type(error).__name__
