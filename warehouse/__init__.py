"""What is kept: tables and views in `.sql` files, loads, publication, reading.

`warehouse.open(path)` gives a read-only connection, `warehouse.open_warehouse(path)` one whose answers are Polars
frames, `warehouse.explain(connection, id)` says where a value comes from. Making one is in `warehouse.staging`,
`warehouse.build` and `warehouse.publish`; writing it for others in `warehouse.export`; comparing two in
`warehouse.difference`.
"""

from typing import TYPE_CHECKING, Any

from warehouse.reading import Explanation, explain
from warehouse.reading import open_warehouse as open  # noqa: A004 -- read as `warehouse.open`

if TYPE_CHECKING:
    from warehouse.frames import Warehouse, open_warehouse

__all__ = ["Explanation", "Warehouse", "explain", "open", "open_warehouse"]


def __getattr__(name: str) -> Any:
    """Loads Polars when frames are asked for, so that what needs none starts quickly."""
    if name in {"Warehouse", "open_warehouse"}:
        from warehouse import frames

        return getattr(frames, name)
    raise AttributeError(f"module 'warehouse' has no attribute {name!r}")
