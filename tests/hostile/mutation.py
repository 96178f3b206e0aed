"""Changes to a page that leave every figure where it says the right one: how the same report might have been written.

Each takes the page's bytes and gives it changed; the cells must come back as before, or marked, never with another
number. (`tests/generated/damage/` damages tables; these change what is around and between.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[str, Random], str]
MUTATIONS: dict[str, Mutation] = {}


def _mutation(change: Mutation) -> Mutation:
    MUTATIONS[change.__name__] = change
    return change


def _spread(page: str, rng: Random, pattern: str, put: Callable[[re.Match[str]], str], share: float = 0.3) -> str:
    """The page with a share of the matches replaced."""
    return re.sub(pattern, lambda found: put(found) if rng.random() < share else found[0], page)


@_mutation
def unclosed_formatting(page: str, rng: Random) -> str:
    return _spread(page, rng, r"<(?:p|td)\b[^>]*>", lambda tag: f"{tag[0]}<font color=c{rng.randrange(99)}><b>", 0.05)


@_mutation
def cells_not_closed(page: str, rng: Random) -> str:
    return re.sub(r"</t[dhr]>", "", page)


@_mutation
def tags_in_capitals(page: str, rng: Random) -> str:
    return re.sub(r"</?[a-z0-9]+", lambda tag: tag[0].upper(), page)


@_mutation
def comments_between(page: str, rng: Random) -> str:
    return _spread(page, rng, r"(?<=>)(?=<t[dr])", lambda _: "<!-- 99 <td>77</td> -->")


@_mutation
def wrapped_in_layers(page: str, rng: Random) -> str:
    depth = rng.randrange(1, 3000)
    return re.sub(r"(<body[^>]*>)", lambda tag: tag[0] + "<div>" * depth, page, count=1)


@_mutation
def hidden_numbers(page: str, rng: Random) -> str:
    return _spread(page, rng, r"</td>", lambda tag: f'<span style="display:none">{rng.randrange(999)}</span></td>', 0.2)


@_mutation
def numbers_struck_out(page: str, rng: Random) -> str:
    ways = ("<del>{}</del>", "<s>{}</s>", '<span style="text-decoration: line-through red">{}</span>')
    return _spread(page, rng, r"(?<=>)(?=\d+<)", lambda _: rng.choice(ways).format(rng.randrange(99)), 0.2)


@_mutation
def numbers_of_no_size(page: str, rng: Random) -> str:
    ways = ("font-size:0", "FONT-SIZE: 0px;color:red", "opacity:0", "opacity:0.0 !important")
    return _spread(page, rng, r"</td>", lambda tag: f'<b style="{rng.choice(ways)}">{rng.randrange(99)}</b></td>', 0.2)


@_mutation
def digits_turned_round(page: str, rng: Random) -> str:
    """What is stored as 21 is shown as 12: by a mark, or by an element."""
    ways = ("\u202e{}\u202c", "<bdo dir=rtl>{}</bdo>", '<bdo dir="RTL">{}</bdo>')
    return _spread(page, rng, r"(?<=>)\d{2}(?=<)", lambda n: rng.choice(ways).format(n[0][::-1]), 0.05)


@_mutation
def scripts_with_numbers(page: str, rng: Random) -> str:
    return _spread(page, rng, r"</td>", lambda tag: f"<script>document.write({rng.randrange(99)})</script></td>", 0.2)


@_mutation
def characters_as_references(page: str, rng: Random) -> str:
    return _spread(page, rng, r"(?<=[>\d])\d(?=[\d<])", lambda digit: f"&#{ord(digit[0])};", 0.5)


@_mutation
def full_width_digits(page: str, rng: Random) -> str:
    return _spread(page, rng, r"(?<=>)\d+(?=<)", lambda digits: digits[0].translate(_WIDE), 0.5)


@_mutation
def broken_links_around(page: str, rng: Random) -> str:
    return _spread(page, rng, r"(?<=>)\d+(?=<)", lambda n: f'<a href="javascript:x{n[0]}">{n[0]}</a>', 0.1)


@_mutation
def zero_width_inside(page: str, rng: Random) -> str:
    return _spread(page, rng, r"(?<=>\d)(?=\d)", lambda _: "\u200b", 0.3)


@_mutation
def rows_span_without_end(page: str, rng: Random) -> str:
    """The last cell of the last row of a table claims what is not there."""
    return re.sub(r"<td((?:(?!<td).)*</tr>\s*(?:</tbody>\s*)?</table>)", r"<td rowspan=1000000000\1", page, flags=re.S)


@_mutation
def junk_after_the_end(page: str, rng: Random) -> str:
    return page + "</html>" + "".join(chr(rng.randrange(0x20, 0x2FF)) for _ in range(500))


@_mutation
def bidi_marks_around(page: str, rng: Random) -> str:
    return _spread(page, rng, r"(?<=>)\d+(?=<)", lambda digits: f"\u200e{digits[0]}\u200e", 0.2)


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
