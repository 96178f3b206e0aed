"""gongkai (公开): one annual report in, its figures out.

`read` takes a file, `extract` takes bytes; both give a `Report`. No network, no database, no Prefect: this package
imports the standard library, the parsers and Polars alone.
"""

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
]
