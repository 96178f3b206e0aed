from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import gongkai.forms
from gongkai.forms import FormError, load_forms
from gongkai.forms.loader import load_form

_FOLDER = Path(gongkai.forms.__file__).parent


def _numbered(form_id: str, table: str) -> int:
    return sum(not line.header for line in gongkai.forms.form(form_id).table(table).lines)


def test_every_vintage_has_its_form() -> None:
    assert {form.form_id for form in gongkai.forms.all_forms()} >= {
        "A-shanghai",
        "A-fujian",
        "A-anhui",
        "B",
        "C",
        "D",
    }


def test_the_forms_have_as_many_cells_as_the_official_ones() -> None:
    assert _numbered("C", "3") * 7 == 161
    national = [line for line in gongkai.forms.form("D").table("3").lines if not line.optional]
    assert len(national) * 7 == 175
    assert _numbered("B", "B") == 58
    assert sum(line.header for line in gongkai.forms.form("B").table("B").lines) == 7
    assert sum(len(line.columns) for line in gongkai.forms.form("C").table("2").lines) == 22
    assert sum(len(line.columns) for line in gongkai.forms.form("D").table("2").lines) == 10


def test_the_outcomes_of_d_know_the_hybrid_with_a_single_row_of_other_handling() -> None:
    identity = next(i for i in gongkai.forms.form("D").identities if i.identity_id == "H-C2:np")
    assert "res_other" in {term.line for term in identity.right}
    assert {line.code for line in gongkai.forms.form("D").table("3").lines if line.optional} == {"res_other"}


def test_an_identity_over_each_line_names_that_line() -> None:
    identity = next(i for i in gongkai.forms.form("D").identities if i.identity_id == "H-C4:suit_direct")
    assert [(t.line, t.column) for t in identity.left] == [("suit_direct", "total")]
    assert {t.column for t in identity.right} == {"upheld", "corrected", "other", "pending"}


def test_an_unknown_form_is_named_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="A-fujian"):
        gongkai.forms.form("Z")


def test_checking_the_forms_costs_no_more_than_a_few_times_their_parsing() -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    texts = [path.read_text(encoding="utf-8") for path in _FOLDER.glob("[A-D]*.yaml")]
    parsing = min(_cost(lambda: [yaml.compose(text, Loader=loader) for text in texts]) for _ in range(5))
    assert min(_cost(lambda: load_forms(_FOLDER)) for _ in range(5)) < 6 * parsing


def _cost(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("res_partial: （二）", "res_granted: （二）", "'res_granted' is given twice"),
        ("req_new + req_carry_in =", "req_new + req_from_nowhere =", "no line 'req_from_nowhere'"),
        ("columns: [decisions]", "columns: [decision]", "column 'decision'"),
        ("kind: caseload", "kind: heap", "kind 'heap'"),
        ("markers:", "marks:", "unknown key 'marks'"),
        ("each line of 4:", "each line of 5:", "no table 5"),
        ("unit: 万元}", "unity: 万元}", "unknown key 'unity'"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused_with_file_and_line(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    text = (_FOLDER / "D.yaml").read_text(encoding="utf-8")
    path = tmp_path / "D.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(FormError, match=r"^D\.yaml:\d+: ") as raised:
        load_form(path, {})
    assert message in str(raised.value)


def test_a_form_like_one_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    shutil.copy(_FOLDER / "C.yaml", tmp_path / "C.yaml")
    with pytest.raises(FormError, match=r"^C\.yaml:\d+: no form 'D'"):
        load_forms(tmp_path)
