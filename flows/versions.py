"""What the code is: a version that changes whenever a line of it or of its data does.

Figures are kept under the version of the extractor that read them, so that a changed form or rule re-reads everything
and an unchanged one reads nothing twice.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import ModuleType

_KINDS = frozenset({".py", ".yaml", ".csv", ".sql", ".j2", ".css", ".js", ".ttf", ".xcu"})


def of_package(*packages: ModuleType) -> str:
    """Eight hex digits over the sources and data files of `packages`."""
    digest = hashlib.sha256()
    for package in packages:
        folder = Path(next(iter(package.__path__)))
        for file in sorted(folder.rglob("*")):
            if file.suffix in _KINDS:
                digest.update(f"{package.__name__}/{file.relative_to(folder).as_posix()}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def extractor() -> str:
    """Version of what reads reports, e.g. `0.1.0+1f9a2b3c`, with `.ocr` where scans are recognised, `.office` where
    LibreOffice converts, and a mark of their own under other limits than the usual.

    So the scans that were kept unread are read when the extra is there, old Word files when LibreOffice is, and files
    refused for their size once a limit is lifted.
    """
    import gongkai
    from gongkai.document import conversion, scan
    from gongkai.document.limits import changed

    ours = ",".join(f"{name}={value}" for name, value in sorted(changed().items()))
    bounded = f".{hashlib.sha256(ours.encode()).hexdigest()[:8]}" if ours else ""
    helped = f"{'.ocr' if scan.is_installed() else ''}{'.office' if conversion.is_installed() else ''}"
    return f"{gongkai.__version__}+{of_package(gongkai)}{helped}{bounded}"
