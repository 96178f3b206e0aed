"""Numbers in running text: quantities with value, bounds and unit, and the numbers that are none, with their kind.

`scan(text)` reads compact text (`gongkai/compact.py`): no white space but between two Latin characters or digits, one
kind of digits. It finds number and unit, and tells a statistic from a date, a document number, a name, an ordinal, a
deadline, an aim or a mere word, as far as the words beside the number say so. What is measured is told in
`gongkai/narrative/`.
"""

from __future__ import annotations

from gongkai.quantities.quantity import STATISTIC, Quantity
from gongkai.quantities.reader import MOST, scan

__all__ = ["MOST", "STATISTIC", "Quantity", "scan"]
