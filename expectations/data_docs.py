"""Great Expectations' own pages (Data Docs) of a warehouse: the same suites, kept in a project of GX and drawn by it.

An option for those who know them. They load fonts and scripts from the network and look broken without it; the quality
report and the site of gongkai need nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path


def write_data_docs(warehouse: Path, target: Path) -> Path:
    """Validate a warehouse file and write its Data Docs into the folder `target`; gives the page to open.

    FileExistsError where `target` is there already and is not empty.
    """
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(f"{target} is not empty")
    from expectations.suites import suites
    from expectations.validation import opened, quiet

    with tempfile.TemporaryDirectory(prefix="gongkai-gx-") as folder, quiet():
        with opened(warehouse, project=Path(folder)) as (gx, context, source):
            for (suite, table), wanted in suites(gx).items():
                name = f"{suite}-{table}"
                batch = source.add_table_asset(name, table_name=table).add_batch_definition_whole_table(name)
                kept = context.suites.add(gx.ExpectationSuite(name, expectations=wanted))
                definition = gx.ValidationDefinition(name=name, data=batch, suite=kept)
                context.validation_definitions.add(definition).run()
            context.build_data_docs()
        made = Path(folder) / "gx" / "uncommitted" / "data_docs" / "local_site"
        target.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, target, dirs_exist_ok=True)
    return target / "index.html"
