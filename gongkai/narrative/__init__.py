"""Prose to mentions: what each number measures, whose figure it is, of which period, and what it belongs to.

`gongkai.quantities` finds the numbers; here each is bound within its sentence, and the codebook
(`gongkai/forms/codebook.yaml`) gives the indicator where its words fit. Where two indicators fit equally well, none is
given. Sums are never made, figures never changed.

One module, one question: `sentences` (where it stands), `plans` (whether it is a result), `owner` (whose it is),
`measure` (in which words), `listed` (分别), `indicators` (what of the codebook), `growth`, `parts` and `duplicates`
(what it hangs together with), `flow_or_stock` and `period` (of when). `frame` binds one sentence; `steps` has the order
of all.
"""

from gongkai.narrative.mentions import beyond_limit
from gongkai.narrative.steps import read_prose

__all__ = ["beyond_limit", "read_prose"]
