"""What is fuzzed: bytes in; nothing may come out but a sound value or the error that is promised.

A target raises `Unsound` where a value contradicts itself or what it was read from, and lets every exception through
that its module does not promise: both are finds. `SEEDS` gives each target inputs to begin with, all made here.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from random import Random

from gongkai import forms, reading
from gongkai.document.decode import decode
from gongkai.document.docx import read_docx
from gongkai.document.html import read_html
from gongkai.document.model import Document
from gongkai.document.pdf import read_pdf
from gongkai.document.text import read_text
from gongkai.document.xls import read_xls
from gongkai.document.xlsx import read_xlsx
from gongkai.forms.codebook import CodebookError, read_codebook
from gongkai.forms.crosswalk import CrosswalkError, parse
from gongkai.forms.loader import FormError, load_form
from gongkai.identify import identify
from gongkai.model import Cell, CellState, Mention, Report, UnreadableSource
from gongkai.narrative import read_prose
from gongkai.numerals import read_numeral
from gongkai.quantities import scan
from gongkai.sections import find_sections
from gongkai.vintage import tell_form
from tests.generated import KINDS, generate
from tests.gongkai.office_samples import docx, html_as_xls, p, tbl, tc, xlsx
from tests.gongkai.pdf_samples import Page, pdf

Target = Callable[[bytes], None]
_FORMS = Path(forms.__file__).parent


class Unsound(AssertionError):
    """A value that contradicts itself, or what it was read from."""


def _hold(condition: object, message: str) -> None:
    if not condition:
        raise Unsound(message)


# -- what must be true of whatever comes out ---------------------------------------------------------------------------


def check_document(document: Document) -> None:
    """Places lie in the text, in order; no two cells of a grid begin at the same place."""
    length = len(document.text)
    for block in document.blocks:
        _hold(0 <= block.start < block.end <= length, f"block {block} beyond the text of {length}")
    for one, other in pairwise(document.blocks):
        _hold(one.end <= other.start, f"blocks overlap: {one}, {other}")
    for grid in document.grids:
        _hold(0 <= grid.start <= grid.end <= length, f"grid {grid.ordinal} beyond the text")
        at = [(cell.row, cell.column) for row in grid.rows for cell in row]
        _hold(len(at) == len(set(at)), f"two cells of grid {grid.ordinal} begin at one place")
        _hold(all(cell.row_span > 0 and cell.column_span > 0 for row in grid.rows for cell in row), "a span of nothing")


def check_cells(cells: Iterable[Cell]) -> None:
    """A code is given once; a value that was read is made of the digits that are printed."""
    codes: set[str] = set()
    for cell in cells:
        _hold(cell.code not in codes, f"{cell.code} is given twice")
        codes.add(cell.code)
        valued = cell.cell_state in (CellState.NUMBER, CellState.ZERO, CellState.INFERRED, CellState.OCR)
        _hold((cell.value is not None) <= valued, f"{cell.code} has a value in state {cell.cell_state}")
        if cell.value is None or cell.cell_state not in (CellState.NUMBER, CellState.ZERO):
            continue
        printed = unicodedata.normalize("NFKC", cell.raw_text)
        if re.search(r"[万亿一二三四五六七八九十零〇]", printed):
            continue
        digits, read = re.sub(r"[^\d.]", "", printed), f"{abs(cell.value).normalize():f}"
        _hold(read in digits or Decimal(digits or "-1") == abs(cell.value), f"{cell.code}: {cell.raw_text!r} -> {read}")


def check_mentions(text: str, mentions: Iterable[Mention]) -> None:
    """A mention is what stands at its place; its value lies within its bounds."""
    for mention in mentions:
        _hold(text[mention.start : mention.end] == mention.surface, f"{mention.surface!r} is not what stands there")
        _hold(
            text[mention.number_start : mention.number_end] == mention.number_surface,
            f"{mention.number_surface!r} is not what stands there",
        )
        _in_bounds(mention.value, mention.lower, mention.upper, mention.surface)


def check_report(report: Report) -> None:
    """All of this for a whole report."""
    check_cells(report.cells)
    check_mentions(report.text, report.mentions)
    for section in report.sections:
        _hold(0 <= section.start <= section.end <= len(report.text), f"section {section} beyond the text")


def _in_bounds(value: Decimal | None, lower: Decimal | None, upper: Decimal | None, said: str) -> None:
    for number in (value, lower, upper):
        _hold(number is None or number.is_finite(), f"{said!r} is {number}")
    if lower is not None and upper is not None:
        _hold(lower <= upper, f"{said!r}: from {lower} to {upper}")
    if value is not None and lower is not None:
        _hold(lower <= value, f"{said!r}: {value} below {lower}")
    if value is not None and upper is not None:
        _hold(value <= upper, f"{said!r}: {value} above {upper}")


# -- targets -----------------------------------------------------------------------------------------------------------


def fuzz_decode(data: bytes) -> None:
    """Any bytes become text, and text that is certainly UTF-8 itself."""
    decoded = decode(data)
    decoded.text.encode("utf-8")
    try:
        plain = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    if plain and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) and "\0" not in plain:
        _hold(decoded.text == plain, "valid UTF-8 was read as something else")


def fuzz_html(data: bytes) -> None:
    """Any bytes taken for a page, up to the cells of its tables."""
    document = read_html(data)
    check_document(document)
    form = tell_form(document).form
    cells, _, _ = reading.statutory_cells(document, form)
    check_cells(cells)


def fuzz_report(data: bytes) -> None:
    """Any bytes taken for a file."""
    try:
        report = reading.extract(data)
    except UnreadableSource:
        return
    check_report(report)


def fuzz_pdf(data: bytes) -> None:
    """Any bytes taken for a PDF."""
    if b"%PDF-" not in data[:1024]:
        data = b"%PDF-1.4\n" + data
    try:
        document = read_pdf(data)
    except UnreadableSource:
        return
    check_document(document)


_W = (
    b'xmlns:w="w" xmlns:r="r" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    b'xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:m="urn:m"'
)
_PARTS = (b"\n%body\n", b"\n%styles\n", b"\n%numbering\n", b"\n%footnotes\n")


def fuzz_docx(data: bytes) -> None:
    """Parts of a Word document, parted by marks; and any bytes taken for the archive itself."""
    try:
        check_document(read_docx(data if data.startswith(b"PK") else _word(data)))
    except UnreadableSource:
        return


def _word(data: bytes) -> bytes:
    parts = dict.fromkeys(("body", "styles", "numbering", "footnotes"), b"")
    name = "body"
    for piece in re.split(rb"(\n%(?:body|styles|numbering|footnotes)\n)", data):
        if piece in _PARTS:
            name = piece.strip(b"\n%").decode()
        else:
            parts[name] += piece
    relations = b"".join(
        b'<Relationship Id="%b" Type="t/%b" Target="%b.xml"/>' % ((name.encode(),) * 3) for name in parts
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", b"<w:document %b><w:body>%b</w:body></w:document>" % (_W, parts["body"]))
        archive.writestr("word/_rels/document.xml.rels", b"<Relationships>%b</Relationships>" % relations)
        for name in ("styles", "numbering", "footnotes"):
            inside = (name.encode(), _W, parts[name], name.encode())
            archive.writestr(f"word/{name}.xml", b"<w:%b %b>%b</w:%b>" % inside)
    return out.getvalue()


def fuzz_xlsx(data: bytes) -> None:
    """A sheet, its strings and its styles; and any bytes taken for the archive itself."""
    sheet, _, rest = data.partition(b"\n%strings\n")
    strings, _, styles = rest.partition(b"\n%styles\n")
    words = [part.decode("utf-8", "replace") for part in (sheet, strings, styles)]
    try:
        check_document(read_xlsx(data if data.startswith(b"PK") else xlsx(words[0], strings=words[1], styles=words[2])))
    except UnreadableSource:
        return


def fuzz_xls(data: bytes) -> None:
    """Any bytes taken for an old workbook: its records without the compound file around them, or with it."""
    try:
        check_document(read_xls(data))
    except UnreadableSource:
        return


_SIGNS = (
    "0123456789０１９,，.．%％:： 　\n一二两三四五六七八九〇零壹贰叁十百千万亿兆廿卅拾佰仟多余来几数约近超不足左右"
    "以上以下至到-－—～"
    "分之点第年月日号件条次人元份个项倍成半双各每（）()【】/、。；;增长下降减少占比同比万余+±≥≤<>〔〕aeEｘ\ufffd\u200b\u00a0٣۳²½①"
)


def _said(data: bytes, alphabet: str | list[str]) -> str:
    """Every byte as one sign or word of an alphabet, so that no input is wasted on what is no text."""
    return "".join(alphabet[byte % len(alphabet)] for byte in data)


def fuzz_numerals(data: bytes) -> None:
    """Numerals and what stands around them."""
    said = _said(data[:200], _SIGNS)
    numeral = read_numeral(said)
    if numeral is not None:
        _in_bounds(numeral.value, numeral.lower, numeral.upper, said)
        if said.isascii() and said.isdigit():
            _hold(numeral.value == Decimal(said), f"{said} is read as {numeral.value}")
    for quantity in scan(said):
        _hold(0 <= quantity.start < quantity.end <= len(said), f"{said!r}: a quantity beyond the text")


@cache
def _words() -> list[str]:
    """Words of generated reports, phrases of the codebook, numbers and signs; 256 of them."""
    rng = Random(10)
    words: dict[str, None] = {}
    for kind in KINDS:
        for paragraphs in generate(3, kind).paragraphs.values():
            for paragraph in paragraphs:
                words.update(dict.fromkeys(re.findall(r"[\u4e00-\u9fff]{2,6}|\d[\d.,]*|[^\w\s]", paragraph)))
    signs = [
        "，",
        "。",
        "；",
        "、",
        "：",
        "\n",
        "（",
        "）",
        "其中",
        "分别",
        "同比",
        "增长",
        "%",
        "件",
        "条",
        "次",
        "万",
        "余",
        "共",
    ]
    chosen = [*signs * 3, *rng.sample(sorted(words), min(len(words), 256 - 3 * len(signs)))]
    return chosen[:256]


_TITLE = "样例县2023年政府信息公开工作年度报告\n一、总体情况\n"


def fuzz_narrative(data: bytes) -> None:
    """Sentences put together at random from the words of reports."""
    text = _TITLE + _said(data[:2000], _words())
    document = read_text(text)
    check_document(document)
    sections = find_sections(document)
    try:
        head, _ = identify(document, tables_present=True, sections=sections)
    except UnreadableSource:
        return
    check_mentions(text, read_prose(document, sections, head, ()))


class _File:
    """A file that is not on any disk; `load_form` wants no more of a path."""

    name = "fuzzed.yaml"

    def __init__(self, text: str):
        self._text = text

    def read_text(self, encoding: str) -> str:
        return self._text


def fuzz_forms(data: bytes) -> None:
    """Data files, as somebody writes them who adds a form, an indicator or a series."""
    text = data.decode("utf-8", "replace")
    try:
        load_form(_File(text), {form.form_id: form for form in forms.all_forms()})  # type: ignore[arg-type]
    except FormError as error:
        _hold(re.match(r"fuzzed\.yaml:\d+: ", str(error)), f"the error names no place: {error}")
    with contextlib.suppress(CodebookError):
        read_codebook(text)
    with contextlib.suppress(CrosswalkError):
        parse(text)


# -- what to begin with ------------------------------------------------------------------------------------------------


def _pages() -> list[bytes]:
    pages = [generate(seed, kind).html for seed, kind in enumerate(KINDS)]
    damaged = ("table_split_without_header", "full_width_digits", "remedies_transposed")
    return [*pages, *(generate(seed, "D", damages=(name,)).html for seed, name in enumerate(damaged))]


def _pdfs() -> list[bytes]:
    ruled, turned = Page(), Page(rotate=90)
    ruled.text(72, 60, "样例县2023年政府信息公开工作年度报告")
    ruled.table(72, 100, [200, 60], [20, 20], [(0, 0, 1, 1, "信息内容"), (0, 1, 1, 1, "件数"), (1, 0, 1, 2, "12")])
    turned.text(72, 60, "收到申请3件", turn=90)
    turned.image(0, 0, 400, 600)
    return [pdf(ruled), pdf(turned, ruled), pdf(ruled, encrypted=True)]


def _word_seeds() -> list[bytes]:
    body = p("一、总体情况") + tbl(tc("收到申请") + tc("12"), tc("其中") + tc("3", '<w:vMerge w:val="restart"/>'))
    numbered = body.replace("<w:pPr>", '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    return [body.encode(), (numbered + "\n%numbering\n" + lists).encode(), docx(body)]


def _sheet_seeds() -> list[bytes]:
    sheet = (
        '<cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
        '<c r="B1" s="1"><v>0.256</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    )
    styles = '<numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs>'
    return [f"{sheet}\n%strings\n<si><t>收到</t></si>\n%styles\n{styles}".encode(), xlsx(sheet)]


def _old_sheet_seeds() -> list[bytes]:
    page = "<table><tr><td colspan=2>收到申请</td><td>12</td></tr><tr><td rowspan=2>其中</td><td>甲</td><td>3</td></tr>"
    return [html_as_xls(f"{page}</table>".encode()), html_as_xls(generate(1, "B").html)]


def _data_files() -> list[bytes]:
    files = sorted(_FORMS.glob("*.yaml"))
    return [file.read_bytes()[:20_000] for file in files]


SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "decode": lambda: ["收到申请12件".encode(code) for code in ("utf-8", "utf-16", "gb18030", "utf-16-be")],
    "html": _pages,
    "report": lambda: [*_pages(), *_pdfs(), _word_seeds()[-1], _sheet_seeds()[-1]],
    "pdf": _pdfs,
    "docx": _word_seeds,
    "xlsx": _sheet_seeds,
    "xls": _old_sheet_seeds,
    "numerals": lambda: [bytes(range(0, 150, 7)), bytes(range(40))],
    "narrative": lambda: [bytes(range(0, 256, 3)), bytes(range(200))],
    "forms": _data_files,
}
TARGETS: dict[str, Target] = {
    "decode": fuzz_decode,
    "html": fuzz_html,
    "report": fuzz_report,
    "pdf": fuzz_pdf,
    "docx": fuzz_docx,
    "xlsx": fuzz_xlsx,
    "xls": fuzz_xls,
    "numerals": fuzz_numerals,
    "narrative": fuzz_narrative,
    "forms": fuzz_forms,
}
