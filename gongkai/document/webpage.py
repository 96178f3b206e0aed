"""Web pages that hold no content of their own: blocked, not found, out of order, or filled in by script.

Servers send such pages with status 200, so only the page itself tells. Judged is what is left of it once navigation and
scripts are out: a page with a table or with more than a few lines of text is never taken for one.
"""

from __future__ import annotations

import re
from html import unescape

import msgspec

from gongkai.document.model import Document
from gongkai.model import UnreadableSource

_SHORT = 400
"""Characters without white space. An apology is shorter; the shortest real report known has about twice as many."""
_BARE = 60
"""A page with fewer characters says nothing: a title, a foot."""
_SUBJECT = re.compile(r"信息公开|政务公开|資訊公開|信息公開")
_APOLOGIES = (
    (
        "page_not_found",
        "says that there is nothing at this address",
        re.compile(
            r"\b404\b|not found|页面(?:不存在|未找到|找不到|已(?:被)?删除|走丢|丢失|已失效|无法找到)|"
            r"找不到(?:该|您|此|相关)?[^。]{0,8}(?:页面|网页|文件|内容)|(?:您|你|该|此|所)[^。]{0,10}(?:页面|网页|内容|文章|稿件|栏目|链接|信息)[^。]{0,4}"
            r"(?:不存在|已(?:被|经)?(?:删除|下线|移除|失效)|找不到|没有找到|未找到)",
            re.IGNORECASE,
        ),
    ),
    (
        "page_blocked",
        "refuses the visitor",
        re.compile(
            r"\b40[13]\b|\b412\b|\b521\b|forbidden|access denied|request (?:has been |was )?blocked|captcha|cloudflare|"
            r"访问(?:已)?(?:被)?(?:拒绝|拦截|禁止|阻断|限制)|(?:拒绝|禁止)访问|(?:被|已|请求)拦截|安全(?:验证|检测|防护|狗|检查)|验证码|"
            r"人机(?:验证|识别)|访问(?:过于|太)?频繁|异常访问|网站防火墙|web应用防火墙|滑动验证|(?:请|用户|统一)(?:先)?(?:登录|身份认证)",
            re.IGNORECASE,
        ),
    ),
    (
        "page_unavailable",
        "says that the server is out of order",
        re.compile(
            r"\b50[0234]\b|bad gateway|service unavailable|gateway time-?out|internal server error|"
            r"服务器(?:内部)?(?:错误|繁忙|异常)|系统(?:维护|升级|繁忙|异常|出错)|(?:网站|系统)[^。]{0,6}(?:维护中|正在维护|正在升级)|服务(?:暂)?不可用",
            re.IGNORECASE,
        ),
    ),
)
_CHALLENGE = re.compile(
    r"document\.cookie\s*=|\$_ts\b|__jsl_clearance|acw_sc__v2|_waf_|challenge-platform|ddos[-_]?guard|anti[-_]?bot",
    re.I,
)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_ASKS_FOR_SCRIPT = re.compile(
    r"<noscript\b|(?:启用|开启|支持|打开|enable)[^。<>]{0,12}javascript|javascript[^。<>]{0,12}(?:禁用|启用|开启|enabled?|disabled)|"
    r"正在(?:跳转|加载)|加载中|loading|请稍[候后等]",
    re.IGNORECASE,
)
_REFRESH = re.compile(
    r"<meta\b[^<>]{0,100}http-equiv\s*=\s*[\"']?refresh[^<>]{0,60}url\s*=\s*[\"']?([^\"'<> ]{1,300})|"
    r"location(?:\.href\s*=|\.replace\(|\s*=)\s*[\"']([^\"'<>]{1,300})",
    re.IGNORECASE,
)
_FRAMED = re.compile(
    r"<(?:iframe|frame|embed|object)\b[^<>]{0,600}?\b(?:src|data)\s*=\s*[\"']?([^\"'<> ]{1,500})", re.IGNORECASE
)
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|zip|rar|ofd|csv)(?![a-z0-9])", re.IGNORECASE)
"""An address, or the words of a link, that names a file in which a report may lie."""


def with_framed_files(document: Document, markup: str) -> Document:
    """The document with the files that the page shows in a frame (a PDF in its viewer) among its links."""
    framed = {unescape(found[1]) for found in _FRAMED.finditer(markup) if FILE.search(found[1])}
    known = {address for _, address in document.links}
    more = tuple(("", address) for address in sorted(framed - known))
    return msgspec.structs.replace(document, links=(*document.links, *more)) if more else document


def refuse_page_without_content(document: Document, markup: str) -> None:
    """Raise UnreadableSource for a page without content.

    `page_not_found`, `page_blocked`, `page_unavailable`, `page_needs_script`, `page_of_frames`. A page that links or
    shows a file is let through: the file may be what is wanted.
    """
    said = "".join(document.text.split())
    if document.grids or len(said) > _SHORT or any(FILE.search(f"{words} {to}") for words, to in document.links):
        return
    shown = f"{document.title or ''}\n{document.text}"
    spoken_of = _SUBJECT.search(document.text) is not None and len(said) > 2 * _BARE
    for code, what, pattern in _APOLOGIES:
        found = pattern.search(document.title or "") if spoken_of else pattern.search(shown)
        if found:
            raise UnreadableSource(code, f"the page {what} ({' '.join(found[0].split())}); expected an annual report")
    if len(said) > _BARE and not (len(said) < 2 * _BARE and _ASKS_FOR_SCRIPT.search(shown)):
        return
    if _SCRIPT.search(markup) and _CHALLENGE.search(markup):
        raise UnreadableSource(
            "page_blocked", "the page tests the visitor by script before it shows anything; expected an annual report"
        )
    frames = [unescape(found[1]) for found in _FRAMED.finditer(markup)]
    if frames:
        raise UnreadableSource(
            "page_of_frames",
            f"the page only shows other pages in frames: {', '.join(frames[:5])}; save the one with the report, or "
            "name the page in a source list: gongkai collect follows its frames",
        )
    away = _REFRESH.search(markup)
    if away:
        raise UnreadableSource(
            "page_needs_script", f"the page only leads on to {away[1] or away[2]}; expected an annual report"
        )
    if _SCRIPT.search(markup) or _ASKS_FOR_SCRIPT.search(shown):
        raise UnreadableSource(
            "page_needs_script", "the page is a shell that a script fills in a browser; expected an annual report"
        )
