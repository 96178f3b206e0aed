"""Archives: every member by name with its bytes or the reason why there are none; nothing expands without end."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from gongkai.document.archive import Member, is_archive, members, tell_zip
from gongkai.document.sniff import open_document
from gongkai.model import UnreadableSource
from tests.gongkai.office_samples import docx, p, xlsx, zipped


def by_name(found: tuple[Member, ...]) -> dict[str, bytes | str | None]:
    return {member.name: member.data if member.problem is None else member.problem.code for member in found}


def refusal(data: bytes) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        open_document(data)
    return caught.value


def test_the_members_of_archives_in_archives_come_with_their_path() -> None:
    word = docx(p("正文"))
    inner = zipped({"甲.docx": word})
    made = zipped({"report.html": "<p>", "folder/inner.zip": inner, "__MACOSX/._report.html": "x", ".DS_Store": "x"})
    assert by_name(members(made)) == {"report.html": b"<p>", "folder/inner.zip/甲.docx": word}


def test_archives_nested_too_deep_are_named_and_not_opened() -> None:
    made = zipped({"a.txt": "x"})
    for _ in range(4):
        made = zipped({"a.zip": made})
    assert by_name(members(made)) == {"a.zip/a.zip/a.zip": "archive_too_large"}


def test_office_files_are_no_archives_of_files() -> None:
    assert tell_zip(docx(p("x"))) == "docx"
    assert tell_zip(xlsx("<sheetData/>")) == "xlsx"
    assert not is_archive(docx(p("x")))
    assert not is_archive(b"PK\x03\x04 and nothing more")
    assert is_archive(zipped({"a.txt": "x"}))


def test_an_archive_read_as_one_report_names_what_is_in_it() -> None:
    error = refusal(zipped({"甲.docx": docx(p("x")), "乙.txt": "x"}))
    assert error.code == "archive_of_files"
    assert "甲.docx, 乙.txt" in error.message


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, "pptx"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, "OpenDocument"),
        ({"OFD.xml": ""}, "OFD"),
    ],
)
def test_relatives_of_office_files_are_called_by_their_name(parts: dict[str, str], word: str) -> None:
    error = refusal(zipped(parts))
    assert error.code == "foreign_type"
    assert word in error.message
    assert "convert" in error.message


def test_names_in_gbk_are_readable_and_lead_nowhere() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in ("XXXX.txt", "../../etc/passwd", "C:\\temp\\..\\a.txt", "/abs.txt"):
            made.writestr(zipfile.ZipInfo(name), "x")
    in_gbk = out.getvalue().replace(b"XXXX", "年报".encode("gb18030"))
    assert set(by_name(members(in_gbk))) == {"年报.txt", "etc/passwd", "temp/a.txt", "abs.txt"}


def test_links_are_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("link.html")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("a.txt", "x")
    assert by_name(members(out.getvalue())) == {"link.html": "archive_link", "a.txt": b"x"}


def test_a_member_that_expands_without_end_is_named_and_the_others_are_had() -> None:
    made = zipped({"bomb.html": b"0" * 40_000_000, "a.txt": "x"})
    assert by_name(members(made)) == {"bomb.html": "archive_too_large", "a.txt": b"x"}


def test_the_size_that_an_archive_tells_is_not_believed() -> None:
    made = bytearray(zipped({"bomb.html": b"0" * 4_000_000}))
    at = made.index(b"PK\x01\x02") + 24
    made[at : at + 4] = struct.pack("<I", 100)
    assert by_name(members(bytes(made))) == {"bomb.html": "archive_damaged"}


def test_many_members_together_are_held_to_the_limit(limit: Callable[..., None]) -> None:
    limit(archive_bytes=250)
    made = zipped({f"{n}.txt": "x" * 100 for n in range(4)})
    assert list(by_name(members(made)).values()).count("archive_too_large") == 2
    limit(archive_members=3)
    assert refusal(made).code == "archive_too_large"


def test_encrypted_and_damaged_members_are_named() -> None:
    made = bytearray(zipped({"secret.html": b"x" * 50, "a.txt": "y"}))
    made[made.index(b"PK\x01\x02") + 8] |= 1
    assert by_name(members(bytes(made))) == {"secret.html": "archive_encrypted", "a.txt": b"y"}
    broken = zipped({"a.txt": "x" * 5000})
    flipped = bytearray(broken)
    flipped[40] ^= 0xFF
    assert by_name(members(bytes(flipped))) == {"a.txt": "archive_damaged"}
    assert refusal(broken[:60]).code == "archive_damaged"


def test_an_unusual_packing_is_not_expanded() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("a.txt", "x" * 1000)
    assert by_name(members(out.getvalue())) == {"a.txt": "archive_damaged"}


# -- old Office files and pictures -------------------------------------------------------------------------------------


def compound(*streams: str) -> bytes:
    """The first bytes and the directory of an old Office file."""
    entries = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


def test_old_word_files_are_refused_with_the_way_to_convert_them() -> None:
    error = refusal(compound("Root Entry", "WordDocument"))
    assert error.code == "old_office_format"
    assert "soffice --headless --convert-to docx" in error.message
    assert refusal(compound("Root Entry", "EncryptedPackage")).code == "office_encrypted"
    assert refusal(compound("Root Entry", "PowerPoint Document")).code == "old_office_format"
    assert refusal(compound("Root Entry", "Workbook")).code in ("office_damaged", "reader_missing")


def _png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0" * 9


def _jpeg(width: int, height: int) -> bytes:
    segment = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + b"\0" * 9
    return b"\xff\xd8" + segment + b"\xff\xc0" + struct.pack(">HBHH", 17, 8, height, width) + b"\0" * 20


def _tiff(width: int, height: int) -> bytes:
    entries = struct.pack("<HHIHH", 256, 3, 1, width, 0) + struct.pack("<HHII", 257, 4, 1, height)
    return b"II*\0" + struct.pack("<IH", 8, 2) + entries + b"\0" * 8


@pytest.mark.parametrize("make", [_png, _jpeg, _tiff])
def test_a_picture_is_a_scan_where_it_has_size_and_shape_of_a_page(make: type) -> None:
    assert refusal(make(1654, 2339)).code == "scan_without_text"
    assert refusal(make(2339, 1654)).code == "scan_without_text"
    assert refusal(make(300, 424)).code == "foreign_type"
    assert refusal(make(1920, 900)).code == "foreign_type"
    assert "1654 x 2339" in refusal(make(1654, 2339)).message


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0\xff\xff\xff\xff", b"MM\0*"])
def test_a_picture_cut_short_is_still_a_picture(data: bytes) -> None:
    assert refusal(data).code == "foreign_type"
