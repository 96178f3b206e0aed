"""Damage to what is printed in the cells: labels and numbers."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from random import Random

import msgspec

from gongkai import forms
from gongkai.forms.model import Form

from ..layout import Page
from .catalogue import TEXT, bare_label, boxes_of, damage, number_boxes, some_of, word_boxes

_HERE = Path(__file__).parents[1]


@cache
def _markers_of_others(form_id: str) -> frozenset[str]:
    """Labels by which another form is told: with them the page would follow that form."""
    return frozenset(
        label for form in forms.all_forms() if form.form_id != form_id for marker in form.markers for label in marker
    )


@damage(TEXT)
def variant_names(page: Page, rng: Random) -> bool:
    """Lines and columns under the other names that the form's data knows."""
    known: dict[str, tuple[str, ...]] = {}
    for table in page.truth.form.tables:
        known |= {line.label: line.variants for line in table.lines}
        known |= {column.label: column.variants for column in table.columns}
    others = _markers_of_others(page.truth.form.form_id)
    known = {label: tuple(v for v in variants if v not in others) for label, variants in known.items()}
    changed = [box for box in word_boxes(page) if known.get(box.text)]
    for box in some_of(rng, changed, 0.4):
        ordinal = re.match(r"^(（.+?）|\d+\.|[一二三四五六七八九]、)?", box.text)
        variant = rng.choice(known[box.text])
        if ordinal and ordinal[0] and not re.match(r"^(（|\d|[一二三四]、)", variant):
            variant = ordinal[0] + variant
        box.text = variant
    return bool(changed)


@damage(TEXT)
def short_labels(page: Page, rng: Random) -> bool:
    """The explanation in brackets after a label is left out."""
    boxes = [b for b in word_boxes(page) if b.role == "label" and re.search(r".（[^）]{4,}）$", b.text)]
    for box in boxes:
        box.text = re.sub(r"（[^）]{4,}）$", "", box.text)
    return bool(boxes)


@cache
def _labels(form: Form) -> tuple[str, ...]:
    lines = [line.label for table in form.tables for line in table.lines]
    return (*lines, *(column.label for table in form.tables for column in table.columns))


_OPPOSITES = frozenset("不未无非否上下增减新旧主被前后全部同总")
"""Without one of these a label may say the opposite, or what another one says: nobody could tell it by likeness."""


@damage(TEXT)
def damaged_labels(page: Page, rng: Random) -> bool:
    """A few characters of a label are lost or spoilt, and what is left still resembles one label only."""
    everything = _labels(page.truth.form)
    boxes = [b for b in word_boxes(page) if b.role == "label" and len(bare_label(b.text)) >= 8]
    done = False
    for box in some_of(rng, boxes, 0.3):
        label = box.text
        start = rng.randint(2, len(label) - 3)
        lost = rng.randint(1, 3 if len(label) > 10 else 2)
        if set(label[start : start + lost]) & _OPPOSITES:
            continue
        spoilt = label[:start] + rng.choice(("", "", "�", "?")) + label[start + lost :]
        bare = bare_label(spoilt)
        rivals = [bare_label(other) for other in everything if not label.endswith(other)]
        own = SequenceMatcher(None, bare, bare_label(label)).ratio()
        if own > 0.75 and all(own - SequenceMatcher(None, bare, rival).ratio() > 0.2 for rival in rivals):
            box.text = spoilt
            done = True
    return done


@damage(TEXT)
def other_quotes(page: Page, rng: Random) -> bool:
    """Quotation marks of another kind, or none."""
    kinds = (('"', '"'), ("「", "」"), ("‘", "’"), ("", ""), ("”", "”"), ("«", "»"), ("《", "》"), ("'", "'"))
    left, right = rng.choice(kinds)
    boxes = [b for b in word_boxes(page) if "“" in b.text or "《" in b.text]
    for box in boxes:
        if "“" in box.text:
            box.text = box.text.replace("“", left).replace("”", right)
        else:
            box.text = box.text.replace("《", left).replace("》", right)
    return bool(boxes)


@cache
def _traditional() -> dict[int, str]:
    pairs = msgspec.yaml.decode((_HERE / "traditional.yaml").read_bytes(), type=dict[str, str])["pairs"].split()
    return {ord(pair[0]): pair[1] for pair in pairs}


@damage(TEXT)
def traditional_characters(page: Page, rng: Random) -> bool:
    """Labels in traditional characters, all of them or some."""
    table = _traditional()
    share = rng.choice((1.0, 0.3))
    for box in some_of(rng, word_boxes(page), share):
        box.text = box.text.translate(table)
    return True


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_CHINESE = "一二三四五六七八九十"


@damage(TEXT)
def other_ordinals(page: Page, rng: Random) -> bool:
    """Numbers before labels in another style: ①, 1、, (1), （1）, half-width brackets, none."""
    arabic = rng.choice(("{c}", "{n}、", "({n})", "（{n}）", "{n}．", "{n} ", "{n},", ""))
    bracket = rng.choice(("({h})", "{h}、", "（{h}） ", "({h}) ", "㈠"))
    done = False
    for box in word_boxes(page):
        if match := re.match(r"^(\d+)\.(?=\D)", box.text):
            n = int(match[1])
            box.text = arabic.format(n=n, c=_CIRCLED[n - 1] if n <= 10 else f"{n}.") + box.text[match.end() :]
            done = True
        elif match := re.match(rf"^（([{_CHINESE}])）", box.text):
            h = match[1]
            new = chr(0x3220 + _CHINESE.index(h)) if bracket == "㈠" else bracket.format(h=h)
            box.text = new + box.text[match.end() :]
            done = True
    return done


@damage(TEXT)
def header_annotations(page: Page, rng: Random) -> bool:
    """Notes in brackets after the names of columns and lines, with years and numbers in them."""
    year = page.truth.year
    notes = (
        f"（指{year}年）",
        f"（指{year - 1}年事项数）",
        "（减用负值表示，如-8）",
        "（单位：件）",
        f"（截至{year}年12月31日）",
        "(必填)",
        "（注1）",
    )
    boxes = [b for b in word_boxes(page) if b.role in ("head", "label") and "）" not in b.text and len(b.text) > 1]
    for box in some_of(rng, boxes, 0.25):
        money = "额" in box.text or "费" in box.text
        box.text += rng.choice([n for n in notes if not (money and "件" in n)])
    return bool(boxes)


@damage(TEXT)
def spaced_labels(page: Page, rng: Random) -> bool:
    """Spaces of several kinds within labels, to make them as wide as the column."""
    space = rng.choice((" ", "　", "\xa0", "\u2003", "\t", "\n      "))
    for box in some_of(rng, word_boxes(page), 0.6):
        box.text = space.join(box.text) if len(box.text) < 6 else box.text[:2] + space + box.text[2:]
    return True


@damage(TEXT)
def broken_lines(page: Page, rng: Random) -> bool:
    """Line breaks within labels, as text copied from a narrow column has them."""
    for box in some_of(rng, [b for b in word_boxes(page) if len(b.text) > 3], 0.6):
        at = rng.randint(1, len(box.text) - 1)
        box.text = box.text[:at] + "\n" + box.text[at:]
    return True


_FULL = str.maketrans("0123456789.,+-", "０１２３４５６７８９．，＋－")


@damage(TEXT)
def full_width_digits(page: Page, rng: Random) -> bool:
    """１２３ instead of 123."""
    for box in some_of(rng, number_boxes(page), rng.choice((1.0, 0.4))):
        box.text = box.text.translate(_FULL)
    return True


@damage(TEXT)
def padded_numbers(page: Page, rng: Random) -> bool:
    """Spaces of several kinds before and after numbers, and in blanks."""
    spaces = (" ", "\xa0", "　", "\n\t\t", "\u2009", "\u200b", "\ufeff")
    for box in boxes_of(page, "number"):
        box.text = rng.choice(spaces) * rng.randint(0, 3) + box.text + rng.choice(spaces) * rng.randint(0, 2)
    return True


@damage(TEXT, keeps=False)
def spaces_in_numbers(page: Page, rng: Random) -> bool:
    """A space between the digits of one number: or two numbers that ran together, nobody can say for certain."""
    boxes = [b for b in number_boxes(page) if re.match(r"^\d{2,}", b.text)]
    space = rng.choice((" ", "\xa0", "　"))
    for box in some_of(rng, boxes, 0.3):
        at = rng.randint(1, len(re.match(r"\d+", box.text)[0]) - 1)  # type: ignore[index]
        box.text = box.text[:at] + space + box.text[at:]
        page.lost.add(str(box.code))
    return bool(boxes)


@damage(TEXT)
def thousands_separators(page: Page, rng: Random) -> bool:
    """12,345 with one of several commas."""
    comma = rng.choice((",", "，", " ", "\xa0"))
    boxes = [b for b in number_boxes(page) if re.match(r"^[+＋\-－−]?\d{4,}", b.text)]
    for box in boxes:
        box.text = re.sub(r"^([+＋\-－−]?)(\d+)", lambda m: m[1] + f"{int(m[2]):,}".replace(",", comma), box.text)
    return bool(boxes)


@damage(TEXT, keeps=False)
def letters_for_digits(page: Page, rng: Random) -> bool:
    """O for 0, l for 1, as scanned and retyped tables have them."""
    boxes = [b for b in number_boxes(page) if b.code and re.search(r"[015]", b.text)]
    for box in some_of(rng, boxes, 0.1):
        box.text = re.sub("0", "O", re.sub("1", "l", box.text, count=1), count=1)
        page.lost.add(str(box.code))
    return bool(boxes)


@damage(TEXT, keeps=False)
def pinyin_inserted(page: Page, rng: Random) -> bool:
    """Readings in brackets after a character, as hijacked mirrors print them."""
    for box in some_of(rng, [b for b in word_boxes(page) if len(b.text) > 4], 0.3):
        at = rng.randint(2, len(box.text) - 1)
        box.text = box.text[:at] + rng.choice(("(wù)", "（guī）", "(xíng)")) + box.text[at:]
    page.lost |= {str(b.code) for b in boxes_of(page, "number") if b.code}
    return True
