"""A page as HTML, the way government sites write it: several templates, and what content systems do to a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from random import Random

from .layout import Page, Printed
from .prose import EARLY, MODERN, TABLE_SECTION


def _cell(page: Page, rng: Random, text: str, inner: str | None, wrap: str) -> str:
    content = inner if inner is not None else escape(text).replace("\n", "<br>" if text.strip() else "\n")
    if wrap == "word":
        lang = ' lang="EN-US"' if text.isascii() else ""
        return (
            '<p class="MsoNormal" align="center" style="text-align:center;mso-pagination:widow-orphan">'
            f'<span{lang} style="font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体">{content or "&nbsp;"}'
            "<o:p></o:p></span></p>"
        )
    if wrap == "p":
        return f'<p style="text-align: center;">{content or "&nbsp;"}</p>'
    if wrap == "div":
        return f"<div><span>{content}</span></div>"
    return content


def _table(page: Page, rng: Random, table: Printed, wrap: str) -> str:
    out = ['<table border="1" cellspacing="0" cellpadding="0" class="MsoNormalTable" align="center">']
    if table.caption:
        out.append(f"<caption>{escape(table.caption)}</caption>")
    groups = "groups" in page.around
    body = False
    for index, row in enumerate(table.rows):
        if groups and index == 0:
            out.append("<thead>" if row.role == "head" else "<tbody>")
            body = row.role != "head"
        elif groups and not body and row.role != "head":
            out.append("</thead><tbody>")
            body = True
        out.append("<tr>" if rng.random() < 0.9 else '<tr style="height:20.1pt">')
        for box in row.boxes:
            tag = "th" if page.around.get("cells") == "th" and box.role in ("head", "label", "group") else "td"
            spans = (f' colspan="{box.cols}"' if box.cols > 1 else "") + (
                f' rowspan="{box.rows}"' if box.rows > 1 else ""
            )
            style = ' width="85" nowrap="nowrap"' if wrap != "bare" else ""
            out.append(f"<{tag}{spans}{style}>{_cell(page, rng, box.text, box.inner, wrap)}</{tag}>")
        out.append("</tr>")
    if groups:
        out.append("</tbody>" if body else "</thead>")
    out.append("</table>")
    html = "".join(out) if rng.random() < 0.5 else "\n".join(out)
    if page.around.get("nested") == "each":
        html = f'<table width="100%"><tr><td align="center">\n{html}\n</td></tr></table>'
    if page.around.get("copy") == "hidden":
        html += f'<div class="mobile" style="display:none">{html}</div>'
    return html


def _content(page: Page, rng: Random) -> str:
    wrap = {"word": "word", "plain": "bare", "portal": "p", "cms": "div"}.get(page.template, "bare")
    modern = page.truth.form.vintage in ("C", "D")
    headings = MODERN if modern else EARLY
    plain = page.around.get("headings") == "none"
    paragraph = (
        '<p class="MsoNormal" style="text-indent:32.0pt"><span style="font-size:16.0pt;font-family:仿宋_GB2312">{}'
        '<span lang="EN-US"><o:p></o:p></span></span></p>'
        if page.template == "word"
        else "<p style='text-indent:2em'>{}</p>"
    )
    heading = "<h2>{}</h2>" if page.template in ("plain", "portal") and not plain else "<p><strong>{}</strong></p>"
    waiting = list(page.tables)
    out: list[str] = []
    for number, name in enumerate(headings):
        if not plain:
            out.append(heading.format(escape(name)))
        out += [paragraph.format(escape(text)) for text in page.prose.get(name, [])]
        if number == 0:
            out += [_table(page, rng, table, wrap) for table in page.foreign]
        while modern and waiting and TABLE_SECTION.get(waiting[0].code[:1], 99) == number:
            out.append(_table(page, rng, waiting.pop(0), wrap))
    for table in waiting:
        title = f"附件：{page.truth.place}政府信息公开情况统计表（{page.truth.year}年度）"
        if not plain and table.caption is None:
            out.append(paragraph.format(escape(title)))
        out.append(_table(page, rng, table, wrap))
    return "\n".join(out)


def _plain(page: Page, rng: Random, content: str) -> str:
    return f"<h1>{escape(page.title)}</h1>\n{content}"


def _portal(page: Page, rng: Random, content: str) -> str:
    year = page.truth.year + 1
    menu = "".join(
        f'<li><a href="/col{n}/index.html">{name}</a></li>' for n, name in enumerate(("首页", "政务公开", "互动交流"))
    )
    return f"""<div class="top"><ul>{menu}</ul><form action="/search"><input name="q" value=""></form></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/xxgk/">政府信息公开</a> &gt; 年度报告</div>
<div class="article"><div class="title">{escape(page.title)}</div>
<div class="info"><span>发布日期：{year}-01-{rng.randint(10, 31)}</span><span>来源：{escape(page.truth.issuer)}</span>
<span>浏览次数：<em id="hits">{rng.randint(20, 9000)}</em></span><span>字号：[大 中 小]</span></div>
<div id="zoom">{content}</div></div>
<div class="footer"><p>主办：{escape(page.truth.issuer)}　网站标识码：{rng.randint(10**9, 10**10 - 1)}</p>
<p>ICP备{rng.randint(10**7, 10**8 - 1)}号　联系电话：0{rng.randint(500, 999)}-{rng.randint(10**6, 10**7 - 1)}</p></div>
<script>var hits = 1; document.write("");</script>"""


def _word(page: Page, rng: Random, content: str) -> str:
    return f"""<div class="Section1" style="layout-grid:15.6pt"><p class="MsoNormal" align="center"><b><span
style="font-size:22.0pt;font-family:方正小标宋简体">{escape(page.title)}<span
lang="EN-US"><o:p></o:p></span></span></b></p>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
{content}</div>"""


def _cms(page: Page, rng: Random, content: str) -> str:
    body = re.sub(r">\s+<", "><", content)
    return f'<div class="TRS_Editor"><p style="text-align:center">{escape(page.title)}</p>{body}</div>'


_TEMPLATES: dict[str, Callable[[Page, Random, str], str]] = {
    "plain": _plain,
    "portal": _portal,
    "word": _word,
    "cms": _cms,
}
TEMPLATES = tuple(_TEMPLATES)


def _unclose(html: str, tags: str) -> str:
    for tag in tags.split():
        html = html.replace(f"</{tag}>", "")
    return html


def write_html(page: Page, rng: Random) -> bytes:
    """The page's bytes, in its encoding, with its damages of the markup."""
    content = _content(page, rng)
    if "unclosed" in page.around and not any(box.inner for table in page.tables for box in table.boxes()):
        content = _unclose(content, page.around["unclosed"])
    body = _TEMPLATES[page.template](page, rng, content)
    if page.around.get("nested") == "page":
        body = (
            '<table width="1000" border="0"><tr><td colspan="2"><img src="/logo.gif" alt=""></td></tr>'
            '<tr><td width="200" valign="top"><a href="/">首页</a><br><a href="/zn/">公开指南</a></td>'
            f"<td>{body}</td></tr></table>"
        )
    if page.around.get("case") == "upper":
        body = re.sub(r"</?[a-z][a-z0-9]*", lambda m: m[0].upper(), body)
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={page.declared}">' if page.declared else ""
    head = f"<head>\n{meta}\n<title>{escape(page.title)}</title>\n</head>"
    html = f"<!DOCTYPE html>\n<html>\n{head}\n<body>\n{body}\n</body>\n</html>\n"
    return html.encode(page.encoding, "xmlcharrefreplace")
