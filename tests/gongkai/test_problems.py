"""Every problem code that the code can give is in the catalogue, and the catalogue holds no other."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = yaml.safe_load((ROOT / "gongkai" / "problems.yaml").read_text(encoding="utf-8"))

_CODE = r"[a-z]+(?:_[a-z]+)+"


def _quoted_words() -> dict[str, set[str]]:
    """Words in quotes that look like a problem code, with the files they stand in."""
    found: dict[str, set[str]] = {}
    for room in ("gongkai", "warehouse", "flows"):
        for file in (*(ROOT / room).rglob("*.py"), *(ROOT / room).rglob("*.sql")):
            for word in re.findall(rf"""["']({_CODE})["']""", file.read_text(encoding="utf-8")):
                found.setdefault(word, set()).add(file.name)
    return found


def test_every_entry_has_title_and_explanation_in_both_languages() -> None:
    for code, entry in CATALOGUE.items():
        assert re.fullmatch(_CODE, code)
        words = set(entry) - {"expected_zh", "sentence_zh", "refused_zh", "figures", "of_line"}
        assert words == {"zh", "en", "explanation_zh", "explanation_en"}, code
        assert entry.get("figures", "checked") == "checked", code
        assert all(str(text).strip() for text in entry.values()), code
        for key, text in entry.items():
            assert key == "figures" or bool(re.search("[一-鿿]", text)) == key.endswith("zh"), f"{code}: {key}"
        assert entry["explanation_zh"].endswith("。"), code


def test_every_entry_of_the_catalogue_is_given_somewhere() -> None:
    assert not sorted(set(CATALOGUE) - set(_quoted_words()))


def test_every_code_that_is_given_is_in_the_catalogue() -> None:
    given = set()
    for room in ("gongkai", "warehouse", "flows"):
        for file in (ROOT / room).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            given |= set(re.findall(rf'(?:code=|UnreadableSource\(\s*|Problem\(\s*|problem\(\s*)"({_CODE})"', text))
    # What is told of reports only when they are together: load.sql gives the code after the file's hash.
    load = (ROOT / "warehouse" / "sql" / "load.sql").read_text(encoding="utf-8")
    given |= set(re.findall(rf"r\.sha256, '({_CODE})'", load))
    assert {"table_missing", "same_name"} <= given, "the patterns find no code at all"
    assert not sorted(given - set(CATALOGUE))
