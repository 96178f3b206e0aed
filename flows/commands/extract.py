"""`gongkai extract`: one report in, its figures out, without a warehouse."""

from __future__ import annotations

import click

from flows.commands.common import NOTHING_DONE, SOME_UNREAD, not_read


@click.command(epilog="Example:  gongkai extract report.html --json | jq .mentions")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line (docs/extract.schema.json).")
@click.option("--with-text", is_flag=True, help="With --json: add the text that all offsets count in.")
@click.pass_context
def extract(context: click.Context, files: tuple[str, ...], as_json: bool, with_text: bool) -> None:
    """Print what stands in FILEs (folders and globs too): statutory cells, figures in prose, problems."""
    import gongkai
    from flows.sources import find_files
    from gongkai.document.model import Document  # noqa: F401  (registers nothing; keeps the import order plain)

    found, missing = find_files(files)
    for lost in missing:
        not_read(lost.name, lost.reason)
    read = 0
    for path in found:
        try:
            report = gongkai.read(path)
        except gongkai.UnreadableSource as error:
            not_read(str(path), error.message)
            continue
        read += 1
        if as_json:
            click.echo(gongkai.to_json(report, with_text=with_text))
        else:
            _summary(report)
    if not read:
        context.exit(NOTHING_DONE)
    if missing or read < len(found):
        context.exit(SOME_UNREAD)


def _summary(report: object) -> None:
    raise NotImplementedError
