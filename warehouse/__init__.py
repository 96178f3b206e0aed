"""What is kept: tables and views in `.sql` files, loads, publication, reading.

`warehouse.open(path)` gives a read-only connection, `warehouse.explain(connection, id)` says where a value comes from.
Making one is in `warehouse.staging`, `warehouse.build` and `warehouse.publish`.
"""

from warehouse.reading import Explanation, explain
from warehouse.reading import open_warehouse as open  # noqa: A004 -- read as `warehouse.open`

__all__ = ["Explanation", "explain", "open"]
