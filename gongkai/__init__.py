"""gongkai (公开): one annual report in, its figures out.

`read` takes a file, `extract` takes bytes; both give a `Report`. No network, no database, no Prefect: this package
imports the standard library, msgspec, PyYAML and the parsers alone (pypdfium2, selectolax, xlrd; for scans OpenCV and
NumPy, of the extra `ocr`). `open_warehouse` asks a published warehouse; it is found by its entry point.
"""

from typing import TYPE_CHECKING, Any

from gongkai.model import (
    Cell,
    CellState,
    Mention,
    Place,
    Problem,
    Report,
    ReportHead,
    Scope,
    Section,
    SourceKind,
    UnreadableSource,
)

if TYPE_CHECKING:
    from gongkai.output import to_json
    from gongkai.reading import extract, read

__version__ = "0.1.0"

__all__ = [
    "Cell",
    "CellState",
    "Mention",
    "Place",
    "Problem",
    "Report",
    "ReportHead",
    "Scope",
    "Section",
    "SourceKind",
    "UnreadableSource",
    "__version__",
    "extract",
    "open_warehouse",
    "read",
    "to_json",
]


def __getattr__(name: str) -> Any:
    """Loads the parsers when the first report is read, so that importing the package (and `--help`) stays quick."""
    if name in {"extract", "read"}:
        from gongkai import reading

        return getattr(reading, name)
    if name == "to_json":
        from gongkai.output import to_json

        return to_json
    if name == "open_warehouse":
        # The warehouse imports this package, never the other way: it is found by its entry point (decision 0006).
        from importlib.metadata import entry_points

        for entry in entry_points(group="gongkai", name=name):
            return entry.load()
    raise AttributeError(f"module 'gongkai' has no attribute {name!r}")
