"""What a page leads to: reports on list pages, attachments on reports, following pages, addresses in sitemaps."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, quote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from flows.collecting.shells import Call, calls
from flows.collecting.words import words
from gongkai.document.decode import decode
from gongkai.document.nesting import parseable
from gongkai.issuers import issuer_of
from gongkai.titles import TITLE, clean_name, issuer_in, one_width

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*年|\D|$)")
_FIRST_REPORTS = 2007
"""The Regulations took force in 2008; a few bodies reported before, none more than a year."""

# What scripts write into pages: records with a title and an address, in whatever order, and markup in strings.
_RECORD = re.compile(r"\{[^{}]{1,4000}\}")
_TITLE_FIELD = re.compile(
    r"[\"']?(?:title|name|doctitle|subject|infotitle|text)[\"']?\s*:\s*([\"'])(.{1,300}?)\1", re.I
)
_ADDRESS_FIELD = re.compile(r"[\"']?(?:url|href|link|docpuburl|path|infourl)[\"']?\s*:\s*([\"'])(.{1,600}?)\1", re.I)
_LITERAL = re.compile(r"[\"']([^\"'\s<>]{5,600}\?[^\"'\s<>]{1,300})[\"']")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# The paginator of a common publishing system: createPageHTML(pages, current, "index", "html").
_PAGINATOR = re.compile(
    r"createPageHTML\(\s*(\d{1,4})\s*,\s*(\d{1,4})\s*,\s*[\"']([\w.-]{1,60})[\"']\s*,\s*[\"'](\w{2,6})[\"']"
)
_LOCATION = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]{1,2000})", re.IGNORECASE)
_MOST_LOCATIONS = 50_000
_LARGEST_SITEMAP = 50_000_000
_WORTH_LOOKING = 2_000_000
"""Characters of a page that are searched."""


@dataclass(frozen=True)
class ReportLink:
    """A link that names an annual report and its year."""

    address: str
    text: str
    year: int
    issuer: str
    """The body named in the text; empty where none is."""
    named: str
    """What stands where a body's name would, whether or not it is known."""


class Page:
    """A fetched web page, decoded and parsed once."""

    def __init__(self, address: str, content: bytes):
        decoded = decode(content)
        self.encoding = decoded.encoding
        self._text, _ = parseable(decoded.text[:_WORTH_LOOKING])
        self._tree = LexborHTMLParser(self._text)
        base = self._tree.css_first("base[href]")
        self._base = urljoin(address, (base.attributes.get("href") or "").strip()) if base else address
        self._address = address

    def _absolute(self, href: str) -> str | None:
        """The address that a link leads to; None for scripts, mail and places on the same page."""
        href = href.strip()
        if not href or href.startswith("#"):
            return None
        try:
            joined = urldefrag(urljoin(self._base, href))[0]
            parts = urlsplit(joined)
        except ValueError:
            return None
        if parts.scheme not in ("http", "https"):
            return None
        # As browsers do: the path in UTF-8, the query in the page's own encoding.
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]", encoding=self.encoding, errors="replace")
        return parts._replace(path=path, query=query).geturl()

    def _anchors(self) -> Iterator[tuple[str, str]]:
        """(address, what it says) of every link; the title counts where the text is cut off or missing."""
        for tree in (self._tree, *self._written_by_scripts()):
            for node in tree.css("a[href]"):
                address = self._absolute(node.attributes.get("href") or "")
                if address:
                    title, text = node.attributes.get("title") or "", node.text()
                    yield address, title if len(title) > len(text.strip()) else text
        for title, href in self._records():
            address = self._absolute(href)
            if address:
                yield address, title

    def _scripts(self) -> Iterator[str]:
        texts = (node.text() for node in self._tree.css("script, textarea"))
        # What scripts load is no page itself: JSON, or records in XML.
        data = self._text.lstrip()[:20].lower()
        for text in (self._text,) if data.startswith(("{", "[", "<?xml", "<datastore")) else texts:
            if "<" in text or "{" in text:
                yield _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text.replace("\\/", "/"))

    def _written_by_scripts(self) -> Iterator[LexborHTMLParser]:
        for script in self._scripts():
            if re.search(r"<a\s", script, re.IGNORECASE):
                plain = script.replace('\\"', '"').replace("\\'", "'")
                yield LexborHTMLParser(parseable(re.sub(r"<!\[CDATA\[|\]\]>", " ", plain))[0])

    def _records(self) -> Iterator[tuple[str, str]]:
        for script in self._scripts():
            for record in _RECORD.finditer(script):
                title, href = _TITLE_FIELD.search(record[0]), _ADDRESS_FIELD.search(record[0])
                if title and href:
                    yield unescape(re.sub(r"<[^>]{0,200}>", "", title[2])), unescape(href[2])

    @property
    def shown_text(self) -> str:
        """What a reader sees, without white space."""
        body = LexborHTMLParser(self._text)
        for node in body.css("script, style, noscript, template"):
            node.decompose()
        return "".join((body.body.text() if body.body else "").split())

    @property
    def title(self) -> str:
        """The page's own title."""
        node = self._tree.css_first("title")
        return " ".join(node.text().split()) if node else ""

    @property
    def has_scripts(self) -> bool:
        """Whether a script might load what is not there."""
        return self._tree.css_first("script") is not None

    def report_links(self) -> list[ReportLink]:
        """Links whose words name an annual report on information disclosure and one year; each address once."""
        found: dict[str, ReportLink] = {}
        for address, text in self._anchors():
            link = _report_link(address, text)
            if link:
                found.setdefault(address, link)
        return list(found.values())

    def attachments(self) -> list[tuple[str, str]]:
        """Links to files that may be the report itself, or its tables: address and words."""
        endings, wanted = tuple(words()["attachment_endings"]), words()["attachment_words"]
        found: dict[str, str] = {}
        for address, text in self._anchors():
            said = " ".join(text.split())
            name = f"{said} {address}".lower()
            is_file = urlsplit(address).path.lower().endswith(endings) or said.lower().endswith(endings)
            named = TITLE.search(one_width("".join(text.split()))) is not None
            if is_file and (named or any(word in name for word in wanted)):
                found.setdefault(address, said)
        return list(found.items())

    def yearly_pages(self) -> list[tuple[str, int]]:
        """(address, year in it) of pages that show the report of one year, on the same host."""
        found: dict[str, int] = {}
        literals = (match[1] for script in self._scripts() for match in _LITERAL.finditer(script))
        written = (self._absolute(literal) for literal in literals)
        for address in (*(address for address, _ in self._anchors()), *written):
            if address is None or urlsplit(address).netloc != urlsplit(self._address).netloc:
                continue
            parts = urlsplit(address)
            for kind in words()["yearly_pages"]:
                year = dict(parse_qsl(parts.query)).get(kind["parameter"], "")
                if kind["address"].lower() in parts.path.lower() and _YEAR.fullmatch(year):
                    found.setdefault(address, int(year))
        return list(found.items())

    @property
    def is_shell(self) -> bool:
        """Says little, and has scripts or frames: what it shows lies elsewhere."""
        elsewhere = self._tree.css_first("script, frame[src], iframe[src]") is not None
        return elsewhere and len(self.shown_text) < words()["shell_length"] and not self._tree.css_first("table")

    def calls(self) -> tuple[list[Call], list[str]]:
        """Where the scripts of a shell fetch what it shows: see `shells.calls`."""
        return calls(self._address, "\n".join(node.text() for node in self._tree.css("script")))

    def frames(self) -> list[str]:
        """Pages that the page shows in frames, on the same host."""
        framed = self._tree.css("frameset frame[src]") or self._tree.css("iframe[src]")
        found = dict.fromkeys(self._absolute(node.attributes.get("src") or "") for node in framed)
        here = urlsplit(self._address)
        return [each for each in found if each and each != self._address and urlsplit(each).netloc == here.netloc]

    def following_pages(self) -> list[str]:
        """Further pages of a list on the same host."""
        found: dict[str, None] = {}
        for node in self._tree.css("a[href]"):
            said = "".join(node.text().split())
            if said in words()["next_page"] or (node.attributes.get("rel") or "") == "next":
                address = self._absolute(node.attributes.get("href") or "")
                found[address or ""] = None
        if match := _PAGINATOR.search(self._text):
            pages, _, name, ending = match.groups()
            for number in range(1, min(int(pages), 100)):
                found[self._absolute(f"{name}_{number}.{ending}") or ""] = None
        here = urlsplit(self._address)
        return [each for each in found if each and each != self._address and urlsplit(each).netloc == here.netloc]

    def is_missing_page(self) -> bool:
        """True for a page that says, with status 200, that there is none."""
        title = self.title.lower()
        if title.startswith("404") or "404 not found" in title:
            return True
        shown = self.shown_text
        said = (self.title + shown).lower()
        return len(shown) <= words()["missing_page_length"] and any(
            "".join(phrase.split()) in "".join(said.split()) for phrase in words()["missing_page"]
        )


def _report_link(address: str, text: str) -> ReportLink | None:
    said = one_width("".join(text.split()))
    if not 6 <= len(said) <= 300:
        return None
    match = TITLE.search(said)
    if match is None or match["bad"] not in (None, "发布", "和", "、"):
        return None
    # What stands before a report's name: 深圳市教育局2022年; after a bracket or a colon begins the name proper.
    before = re.split(r"[：:>》《·|\]】]", said[: match.start()])[-1]
    name, year, _ = clean_name(before)
    for group in ("inner", "outer"):
        year = year or (int(match[group]) if match[group] else None)
    if year is None:
        years = set(map(int, _YEAR.findall(said)))
        # 年度报告 2023-01-20: a date is no year of a report.
        if len(years) == 1 and not re.search(r"(?:19|20)\d\d[-/.年]\d{1,2}", said):
            year = years.pop()
    if year is None or year < _FIRST_REPORTS:
        return None
    found, issuer = issuer_in(name, ())
    return ReportLink(address, said, year, issuer.issuer if issuer else found, name)


# How a government's own page calls it: 市政府, 本级.
_SELF = re.compile(r"(?:本级|本|我)?(?:省|市|县|区|州|旗|盟|镇|乡)?(?:人民)?(?:政府)?(?:本级)?")


def is_of(link: ReportLink, issuer: str) -> bool:
    """Whether a link found on the page of `issuer` is to a report of theirs: it names them, or nobody."""
    if not issuer or not link.named or link.named == issuer:
        return True
    if len(link.named) > 1 and issuer.endswith(link.named):
        return True
    own, theirs = issuer_of(issuer), issuer_of(link.issuer) if link.issuer else None
    if own and theirs:
        return own.issuer_id == theirs.issuer_id
    return (own is None or own.level != "department") and bool(_SELF.fullmatch(link.named))


def sitemap_addresses(content: bytes) -> tuple[list[str], list[str]]:
    """(sitemaps, pages that may be annual reports) that a sitemap names. Packed ones are unpacked, to a limit."""
    if content.startswith(b"\x1f\x8b"):
        try:
            content = zlib.decompressobj(31).decompress(content, _LARGEST_SITEMAP)
        except zlib.error:
            return [], []
    # No XML parser: <loc> is all that is wanted, and entities cannot explode in what is not expanded.
    locations = [unescape(match[1].decode("utf-8", "replace")) for match in _LOCATION.finditer(content)]
    locations = list(dict.fromkeys(locations[:_MOST_LOCATIONS]))
    if b"<sitemapindex" in content[:4096].lower():
        return locations, []
    return [], [address for address in locations if _speaks_of_reports(address)]


def _speaks_of_reports(address: str) -> bool:
    folders = set(urlsplit(address).path.lower().split("/"))
    return not folders.isdisjoint(words()["address_words"])
