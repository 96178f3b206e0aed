"""What is kept: tables and views in `.sql` files, loads, publication, reading.

`warehouse.open(path)` gives a read-only connection, `warehouse.open_warehouse(path)` one whose answers are Polars
frames, `warehouse.explain(connection, id)` says where a value comes from. Making one is in `warehouse.staging`,
`warehouse.build` and `warehouse.publish`; writing it for others in `warehouse.export`; comparing two in
`warehouse.difference`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.frames import Warehouse, open_warehouse
    from warehouse.reading import Explanation, explain
    from warehouse.reading import open_warehouse as open  # noqa: A004 -- read as `warehouse.open`

__all__ = ["Explanation", "Warehouse", "explain", "open", "open_warehouse"]

_THERE = {
    "Explanation": ("warehouse.reading", "Explanation"),
    "Warehouse": ("warehouse.frames", "Warehouse"),
    "explain": ("warehouse.reading", "explain"),
    "open": ("warehouse.reading", "open_warehouse"),
    "open_warehouse": ("warehouse.frames", "open_warehouse"),
}


def __getattr__(name: str) -> Any:
    """Loads DuckDB and Polars when they are asked for, so that what needs neither starts quickly."""
    if name not in _THERE:
        raise AttributeError(f"module 'warehouse' has no attribute {name!r}")
    module, attribute = _THERE[name]
    return getattr(import_module(module), attribute)
