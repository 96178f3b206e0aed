"""A source list, gone through: from a list, a sitemap or a report to the pages and files that it leads to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from flows.collecting.links import Page, ReportLink, is_of, sitemap_addresses
from flows.collecting.media import is_page
from flows.collecting.run import Collecting, Stopped, Tally
from flows.collecting.shells import call_of
from flows.collecting.sourcelist import Source
from flows.collecting.visiting import Visitor
from flows.collecting.words import words

_MOST_PAGES_OF_A_LIST = 100
_MOST_SITEMAPS = 50
_MOST_LINKS = 2_000
_MOST_ATTACHMENTS = 20


def collect_host(
    collecting: Collecting, sources: Sequence[Source], seen: Callable[[str], None] = lambda what: None
) -> Tally:
    """Collects the sources of one host, one after the other; calls `seen` after each "source" and each "address"."""
    visitor = Visitor(collecting, seen)
    follower = _Follower(visitor)
    try:
        for source in sources:
            follower.collect(source)
            seen("source")
    except Stopped:
        pass  # What is done is noted; the rest is left to the next run.
    finally:
        visitor.fetcher.close()
    return visitor.tally


class _Follower:
    """Follows what a source leads to."""

    def __init__(self, visitor: Visitor):
        self._visitor = visitor
        self._state = visitor.run.state

    def collect(self, source: Source) -> None:
        if source.kind == "list":
            self._list(source)
        elif source.kind == "sitemap":
            self._sitemap(source)
        else:
            year = source.first if source.first == source.last else None
            self._report(source.address, source.issuer, year, None)

    def _report(self, address: str, issuer: str, year: int | None, found_on: str | None) -> None:
        content = self._visitor.visit(address, "report", issuer=issuer, year=year, found_on=found_on)
        if content is None or not is_page(content):
            return
        page = Page(address, content)
        followed = self._attachments(page, address, issuer, year)
        if page.is_shell:
            followed += self._fill(page, address, issuer, year)
        if followed and len(page.shown_text) < words()["shell_length"]:
            known = self._state.get(address)
            if known and known.role == "report":
                self._state.note(dataclasses.replace(known, role="cover"))

    def _attachments(self, page: Page, address: str, issuer: str, year: int | None) -> int:
        """Visits the files that a page leads to; how many."""
        attachments = page.attachments()
        if len(attachments) > _MOST_ATTACHMENTS:
            self._visitor.problem(
                address, f"{len(attachments)} attachments, more than the {_MOST_ATTACHMENTS} followed"
            )
        for attachment, _ in attachments[:_MOST_ATTACHMENTS]:
            self._visitor.visit(attachment, "attachment", issuer=issuer, year=year, found_on=address)
        return len(attachments)

    def _fill(self, page: Page, address: str, issuer: str, year: int | None) -> int:
        """Visits what the scripts of a shell, or its frames, plainly fetch; how many gave something."""
        plain, computed = page.calls()
        if computed:
            why = f"its script computes how it asks {computed[0]}, which is not followed; find the address in a browser"
            self._visitor.problem(address, f"the page is a shell: {why}")
        filled = 0
        for noted in (*(call.noted for call in plain[:_MOST_ATTACHMENTS]), *page.frames()[:_MOST_ATTACHMENTS]):
            content = self._visitor.visit(noted, "attachment", issuer=issuer, year=year, found_on=address)
            if content is not None:
                filled += 1
                self._attachments(Page(call_of(noted).address, content), noted, issuer, year)
        return filled

    def _list(self, source: Source) -> None:
        waiting, done = [source.address], set[str]()
        found: dict[str, ReportLink] = {}
        yearly: dict[str, int] = {}
        others = 0
        scripted = False
        while waiting and len(done) < _MOST_PAGES_OF_A_LIST:
            address = waiting.pop(0)
            done.add(address)
            content = self._visitor.visit(address, "list", issuer=source.issuer, found_on=source.address)
            if content is None:
                continue
            page = Page(address, content)
            links = page.report_links()
            yearly |= dict(page.yearly_pages())
            scripted = scripted or (not links and page.has_scripts)
            for link in links:
                if is_of(link, source.issuer):
                    found.setdefault(link.address, link)
                else:
                    others += 1
            waiting += [each for each in page.following_pages() if each not in done and each not in waiting]
        if not found and not yearly and source.address in done and self._visitor.is_there(source.address):
            why = "; what it shows is loaded by a script" if scripted else ""
            why += f"; {others} of other bodies" if others else ""
            self._visitor.problem(source.address, f"no link to an annual report was found{why}")
        if len(found) > _MOST_LINKS:
            self._visitor.problem(
                source.address, f"{len(found):,} reports are linked, more than the {_MOST_LINKS:,} followed"
            )
        for link in list(found.values())[:_MOST_LINKS]:
            if source.wants(link.year):
                self._report(link.address, source.issuer or link.issuer or link.named, link.year, source.address)
        for address, year in list(yearly.items())[:_MOST_LINKS]:
            if address not in found and (source.wants(year) or source.wants(year - 1)):
                self._report(address, source.issuer, None, source.address)

    def _sitemap(self, source: Source) -> None:
        waiting, done = [source.address], set[str]()
        pages: dict[str, None] = {}
        while waiting and len(done) < _MOST_SITEMAPS:
            address = waiting.pop(0)
            done.add(address)
            content = self._visitor.visit(address, "sitemap", issuer=source.issuer, found_on=source.address)
            if content is not None:
                further, found = sitemap_addresses(content)
                waiting += [each for each in further if each not in done and each not in waiting]
                pages.update(dict.fromkeys(found))
        if not pages and self._visitor.is_there(source.address):
            self._visitor.problem(source.address, "the sitemap names no address that looks like an annual report's")
        for address in list(pages)[:_MOST_LINKS]:
            self._report(address, source.issuer, None, source.address)
