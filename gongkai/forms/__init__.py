"""The official forms, the codebook and the crosswalk as data files, and the modules that read and check them.

How an identity of a form is to be applied to one report: a term whose cell the report does not have at all (an
optional line that it does not print, the sub-lines of a line that it prints in one) contributes nothing; a cell that is
there but has no number (blank, na_mark, text, unreadable, absent_row) makes the identity not assessable.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gongkai.forms.loader import FormError, likes, load_form
from gongkai.forms.model import Column, Form, Identity, Line, Table, Term

__all__ = ["Column", "Form", "FormError", "Identity", "Line", "Table", "Term", "all_forms", "form", "load_forms"]

_FOLDER = Path(__file__).parent
_FORM_FILES = "[A-Z]*.yaml"


@cache
def all_forms() -> tuple[Form, ...]:
    """Every form, oldest first. Raises FormError, naming file and line, where a form file contradicts itself."""
    return load_forms(_FOLDER)


def form(form_id: str) -> Form:
    """The form of that id: `A-fujian`, `B`, `C`, `D`. KeyError, naming the known ones, where there is none."""
    for candidate in all_forms():
        if candidate.form_id == form_id:
            return candidate
    raise KeyError(f"no form {form_id!r}; known are {', '.join(known.form_id for known in all_forms())}")


def load_forms(folder: Path) -> tuple[Form, ...]:
    """Read every form file of a folder (names begin with a capital letter: other data files lie there too)."""
    waiting = {path: likes(path) for path in sorted(folder.glob(_FORM_FILES))}
    done: dict[str, Form] = {}
    while waiting:
        ready = [path for path, needs in waiting.items() if needs <= done.keys()]
        if not ready:  # Either a circle or a form that is nowhere: reading one of them says which, with its line.
            ready = [next(iter(waiting))]
        for path in ready:
            loaded = load_form(path, done)
            if loaded.form_id in done:
                raise FormError(f"{path.name}:1: form {loaded.form_id!r} is defined twice")
            done[loaded.form_id] = loaded
            del waiting[path]
    return tuple(sorted(done.values(), key=lambda form: (form.first_year, form.form_id)))
