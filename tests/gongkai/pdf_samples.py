"""Small PDF files for tests, written byte by byte: text, lines, images, and the damage that real files carry.

Chinese is set in a font that is named but not embedded (Adobe-GB1 through UniGB-UCS2-H), so that a file is a few
hundred bytes. Coordinates are points from the top left corner, as the reader gives them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0


@dataclass
class Page:
    """One page: what is drawn on it, in order."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    drawn: list[str] = field(default_factory=list)
    in_form: str = ""
    """A matrix: the page's drawing is put into a form that is drawn through it, as stamping tools do."""

    def text(
        self, x: float, y: float, text: str, size: float = 12, *, turn: int = 0, mode: int = 0, font: str = "F1"
    ) -> None:
        """Text whose first letter begins at x, on the baseline y; turned by quarters (90: upwards)."""
        a, b, c, d = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 270: (0, -1, 1, 0)}[turn]
        code = text.encode("utf-16-be").hex()
        self.drawn.append(
            f"BT /{font} {size} Tf {mode} Tr {a} {b} {c} {d} {x:.2f} {self.height - y:.2f} Tm <{code}> Tj ET"
        )

    def line(self, x0: float, y0: float, x1: float, y1: float, *, colour: str = "0 0 0", width: float = 0.5) -> None:
        self.drawn.append(
            f"{colour} RG {width} w {x0:.2f} {self.height - y0:.2f} m {x1:.2f} {self.height - y1:.2f} l S"
        )

    def box(self, x0: float, y0: float, x1: float, y1: float, *, colour: str = "0 0 0", paint: str = "f") -> None:
        """A filled (`f`) or outlined (`S`) rectangle."""
        operands = f"{x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f}"
        self.drawn.append(f"{colour} rg {colour} RG {operands} re {paint}")

    def image(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.drawn.append(f"q {x1 - x0:.2f} 0 0 {y1 - y0:.2f} {x0:.2f} {self.height - y1:.2f} cm /Im1 Do Q")

    def table(
        self,
        x: float,
        y: float,
        widths: list[float],
        heights: list[float],
        cells: list[tuple[int, int, int, int, str]],
        size: float = 10,
    ) -> None:
        """A ruled table of (row, column, row span, column span, text); texts begin 3 points from the left."""
        xs = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
        ys = [y + sum(heights[:i]) for i in range(len(heights) + 1)]
        for row, column, row_span, column_span, text in cells:
            left, top, right, bottom = xs[column], ys[row], xs[column + column_span], ys[row + row_span]
            for ends in ((left, top, right, top), (left, bottom, right, bottom)):
                self.line(*ends)
            for ends in ((left, top, left, bottom), (right, top, right, bottom)):
                self.line(*ends)
            lines = text.split("\n")
            middle = (top + bottom) / 2 + size * 0.35 - (len(lines) - 1) * size * 0.6
            for index, line in enumerate(lines):
                if line:
                    self.text(left + 3, middle + index * size * 1.2, line, size)


class _File:
    """The objects of a file, numbered from 1."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, body: str | bytes, stream: bytes | None = None) -> int:
        data = body if isinstance(body, bytes) else body.encode()
        if stream is not None:
            data = data[:-2] + f" /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream"
        self.objects.append(data)
        return len(self.objects)

    def font(self, to_unicode: dict[int, int] | None) -> int:
        descriptor = self.add(
            "<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -140 1000 860] /ItalicAngle 0"
            " /Ascent 860 /Descent -140 /CapHeight 700 /StemV 80 >>"
        )
        descendant = self.add(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun /DW 1000 /W [1 95 500]"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
            f" /FontDescriptor {descriptor} 0 R >>"
        )
        extra = f" /ToUnicode {self.add('<<  >>', _cmap(to_unicode))} 0 R" if to_unicode is not None else ""
        return self.add(
            "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun-UniGB-UCS2-H /Encoding /UniGB-UCS2-H"
            f" /DescendantFonts [{descendant} 0 R]{extra} >>"
        )

    def page(self, page: Page, tree: int, font: int, image: int) -> int:
        drawing = "\n".join(page.drawn).encode()
        resources = f"/Font << /F1 {font} 0 R >> /XObject << /Im1 {image} 0 R"
        if page.in_form:
            form = self.add(
                f"<< /Type /XObject /Subtype /Form /BBox [0 0 2000 2000] /Matrix [{page.in_form}]"
                f" /Resources << {resources} >> >>  >>",
                drawing,
            )
            drawing = b"q 1 0 0 1 5 -7 cm /Fm1 Do Q"
            resources += f" /Fm1 {form} 0 R"
        content = self.add("<<  >>", drawing)
        return self.add(
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate}"
            f" /Contents {content} 0 R /Resources << {resources} >> >> >>"
        )

    def written(self, trailer: str) -> bytes:
        out = bytearray(b"%PDF-1.5\n")
        offsets = []
        for number, body in enumerate(self.objects, 1):
            offsets.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(self.objects) + 1}\n0000000000 65535 f \n".encode()
        for offset in offsets:
            out += f"{offset:010d} 00000 n \n".encode()
        out += f"trailer << /Size {len(self.objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)


def _cmap(to_unicode: dict[int, int]) -> bytes:
    entries = "\n".join(f"<{code:04x}> <{claimed:04x}>" for code, claimed in sorted(to_unicode.items()))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(to_unicode)} beginbfchar\n{entries}\nendbfchar\nendcmap end end"
    ).encode()


def pdf(*pages: Page, to_unicode: dict[int, int] | None = None, encrypted: bool = False) -> bytes:
    """The file. `to_unicode` (Unicode -> what the file claims) gives font F1 a map that PDFium believes."""
    file = _File()
    catalog, tree = file.add("<< /Type /Catalog /Pages 2 0 R >>"), file.add("")
    font = file.font(to_unicode)
    image = file.add(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray  >>", b"\x80"
    )
    kids = [file.page(page, tree, font, image) for page in pages]
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    file.objects[tree - 1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    trailer = f"/Root {catalog} 0 R"
    if encrypted:
        lock = file.add(f"<< /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >>")
        trailer += f" /Encrypt {lock} 0 R /ID [<{'33' * 16}> <{'33' * 16}>]"
    return file.written(trailer)
