"""The catalogue of problems against the code that reports them."""

from __future__ import annotations

from pathlib import Path

import yaml

import gongkai.tables

_FOLDER = Path(gongkai.tables.__file__).parent
_CATALOGUE = yaml.safe_load((_FOLDER / "problems.yaml").read_text(encoding="utf-8"))
_MINE = ("tables.py", "document/html.py", "document/decode.py")


def test_every_entry_has_a_title_in_both_languages_and_an_explanation() -> None:
    for code, entry in _CATALOGUE.items():
        assert set(entry) == {"zh", "en", "explanation"}, code
        assert all(isinstance(words, str) and words for words in entry.values()), code


def test_every_code_that_the_reading_of_tables_reports_is_in_the_catalogue() -> None:
    import re

    source = "".join((_FOLDER / name).read_text(encoding="utf-8") for name in _MINE)
    reported = set(re.findall(r'code="([a-z_]+)"', source)) | set(
        re.findall(r'(?:problem|orphan)\(\s*(?:[a-z]+, )?"([a-z_]+)"', source)
    )
    assert len(reported) >= 8
    assert reported <= set(_CATALOGUE)
