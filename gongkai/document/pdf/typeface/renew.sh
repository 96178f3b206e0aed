#!/bin/sh
# Make boxes.ttf anew: `make typeface`. Wants fonttools, which nothing else here does, and the network for it.
set -eu
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work"
"$work/bin/python" -m pip install --quiet fonttools
cd "$here"
"$work/bin/python" - <<'EOF'
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

_EM, _ASCENT, _DESCENT = 1000, 860, -140
_TOP = 846
"""PDFium adds a 64th to the top of a character of such a font: that is the ascent again."""
_WIDTHS = {".notdef": _EM, "half": _EM // 2, "full": _EM}
_FIRST, _FIRST_FULL, _END = 0x20, 0x2000, 0x30000
_LATIN_AND_CHINESE = sum(1 << bit for bit in (0, 17, 18, 19, 20, 21))
"""Code pages that the font is said to have: PDFium chooses by them where no font has the name."""


def _box(width: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, _DESCENT))
    for corner in ((0, _TOP), (width, _TOP), (width, _DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


builder = FontBuilder(_EM, isTTF=True)
builder.setupGlyphOrder(list(_WIDTHS))
builder.setupCharacterMap({_FIRST: "half"})
builder.setupGlyf({name: _box(width) for name, width in _WIDTHS.items()})
builder.setupHorizontalMetrics({name: (width, 0) for name, width in _WIDTHS.items()})
builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
builder.setupNameTable({"familyName": "Gongkai Boxes", "styleName": "Regular"})
builder.setupOS2(
    sTypoAscender=_ASCENT,
    sTypoDescender=_DESCENT,
    usWinAscent=_ASCENT,
    usWinDescent=-_DESCENT,
    ulCodePageRange1=_LATIN_AND_CHINESE,
)
builder.setupPost()
# Format 13 gives one glyph to a whole range: two entries instead of two hundred thousand.
ranges = CmapSubtable.newSubtable(13)
ranges.platformID, ranges.platEncID, ranges.language = 3, 10, 0
ranges.cmap = {code: "half" if code < _FIRST_FULL else "full" for code in range(_FIRST, _END)}
builder.font["cmap"].tables.append(ranges)
builder.font["head"].created = builder.font["head"].modified = 0
builder.font.recalcTimestamp = False
builder.save("boxes.ttf")
EOF
