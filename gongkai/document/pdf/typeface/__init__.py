"""One typeface for every font that a PDF file names without bringing it along.

PDFium looks on the machine for such a font and takes the boxes of its characters from there. The same file was then
read in one way where SimSun or Noto is installed, and in another in a bare container: digits ran over the lines of
their cells, and Chinese text that is drawn sideways was not there at all. `boxes.ttf` is a font of nothing but boxes,
as wide as Chinese typesetting has them (half an em up to U+1FFF, an em beyond), so that a file says the same
everywhere. Widths that the file states go before it, as do fonts that the file brings along.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

import pypdfium2.internal
import pypdfium2.raw as pdfium

_FOLDER = Path(__file__).parent
_CHARACTER = ctypes.POINTER(ctypes.c_char)


def _own_folder() -> ctypes.Array[ctypes._Pointer[ctypes.c_char]]:
    folders = (_CHARACTER * 2)()
    folders[0] = ctypes.cast(ctypes.c_char_p(bytes(_FOLDER)), _CHARACTER)
    return folders


_FOLDERS = _own_folder()
"""Where PDFium is to look for fonts. It keeps no copy, so that this stays as long as the process."""


def use_own_typeface() -> bool:
    """Start PDFium anew, so that it finds the fonts of this folder and none of the machine's.

    False, with nothing done, where the process has PDF files open: another user of the library would lose them.
    """
    if any(pypdfium2.internal.ObjectTracker.values()):
        return False
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=_FOLDERS))
    return True
