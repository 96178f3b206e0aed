"""What MkDocs is told beside its configuration: the generated reference, the pages of the root, the way to the other
language."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docs import reference

_OF_THE_ROOT = ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
_MADE_OF = {"expectations/rules.yaml": "reference/rules.md"}
"""Pages of the reference by the file of the repository that they are made of. The sources link to the file, which is
there for those who read them where they lie."""


_SHARED = ("images/", r"cookbook\.md")


_BETWEEN_CHINESE = re.compile(r"(?<=[一-鿿，。；：、！？）》”]) *\n(?=[一-鿿（《“])")
"""The end of a line of a source, which a browser would show as a blank."""


def _is_chinese(config: MkDocsConfig) -> bool:
    return bool(config.theme["language"] == "zh")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the reference, and those pages of the repository's root that belong to the documentation."""
    language: reference.Language = "zh" if _is_chinese(config) else "en"
    for path, text in reference.pages(language).items():
        files.append(File.generated(config, path, content=text))
    if language == "zh":
        # What both languages share lies beside the English pages.
        docs = reference.ROOT / "docs"
        for file in (*sorted(docs.glob("images/*.png")), *sorted(docs.glob("assets/*"))):
            path = file.relative_to(docs).as_posix()
            files.append(File.generated(config, path, abs_src_path=str(file)))
    else:
        for name in _OF_THE_ROOT:
            text = (reference.ROOT / name).read_text(encoding="utf-8")
            # Links from the root to docs/ are links within the site.
            text = re.sub(r"\]\(docs/", "](../", text)
            files.append(File.generated(config, f"project/{name.lower()}", content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lists the decisions on their page, and leads links to files of the repository to their pages within the site."""
    if page.file.src_uri == "decisions/README.md":
        markdown += "\n" + reference.decisions()
    up = "../" * page.file.src_uri.count("/")

    def within(found: re.Match[str]) -> str:
        name = found[1]
        return f"]({up}{_MADE_OF.get(name) or f'project/{name.lower()}'}"

    names = "|".join(map(re.escape, (*_OF_THE_ROOT, *_MADE_OF)))
    markdown = re.sub(rf"\]\((?:\.\./)+({names})", within, markdown)
    if not _is_chinese(config):
        return markdown
    blocks = re.split(r"(^ *```.*?^ *```$)", markdown, flags=re.M | re.S)
    markdown = "".join(part if number % 2 else _BETWEEN_CHINESE.sub("", part) for number, part in enumerate(blocks))
    # What both languages share lies beside the English pages, a step further up for a Chinese one.
    return re.sub(rf"\]\({up}\.\./(?={'|'.join(_SHARED)})", f"]({up}", markdown)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: object) -> dict[str, Any]:
    """Leads the switch of languages to the same page in the other language, where there is one, else to the first."""
    here_is_zh = _is_chinese(config)
    path, docs = page.file.src_uri, reference.ROOT / "docs"
    made = path in reference.pages("en") or path == "cookbook.md"
    there = made or (docs / ("" if here_is_zh else "zh") / path).is_file()
    target = page.file.dest_uri if there else "index.html"
    up = "../" * page.file.dest_uri.count("/")
    context["other_language"] = (
        {"link": f"{up}../{target}", "lang": "en", "name": "English"}
        if here_is_zh
        else {"link": f"{up}zh/{target}", "lang": "zh", "name": "中文"}
    )
    return context
