"""robots.txt, as RFC 9309 reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.collecting.robots import _matches, parse

_HOST = "http://example.org"


def test_the_longest_pattern_decides_and_of_equals_the_one_that_allows() -> None:
    rules = parse(b"User-agent: *\nDisallow: /zwgk/\nAllow: /zwgk/nb/\nDisallow: /a\nAllow: /a\n")
    assert not rules.allows(f"{_HOST}/zwgk/x.html")
    assert rules.allows(f"{_HOST}/zwgk/nb/2022.html")
    assert rules.allows(f"{_HOST}/a")
    assert rules.allows(f"{_HOST}/")


def test_the_group_that_names_us_replaces_that_for_everybody() -> None:
    rules = parse(b"User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Gongkai/1.0\nDisallow: /private\n")
    assert rules.allows(f"{_HOST}/public")
    assert not rules.allows(f"{_HOST}/private/x")


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/*.pdf$", "/a/b.pdf", True),
        ("/*.pdf$", "/a/b.pdf?x", False),
        ("/*?", "/a?b=1", True),
        ("/*?", "/a", False),
        ("/a*b*c", "/a-c-b", False),
        ("/a*b*c", "/a-b-c-d", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/aa*aa$", "/aaa", False),
        ("*", "/x", True),
    ],
)
def test_wildcards(pattern: str, path: str, matches: bool) -> None:
    assert _matches(pattern, path) is matches


def test_different_spellings_of_a_path_are_one() -> None:
    rules = parse("User-agent: *\nDisallow: /年报/\nDisallow: /~x\n".encode())
    assert not rules.allows(f"{_HOST}/%E5%B9%B4%E6%8A%A5/2022.html")
    assert not rules.allows(f"{_HOST}/%7Ex")


def test_a_pause_is_read_and_nonsense_is_not() -> None:
    assert parse(b"User-agent: *\nCrawl-delay: 2.5\n").delay == 2.5
    assert parse(b"User-agent: *\nCrawl-delay: soon\n").delay is None
    assert parse(b"User-agent: *\nCrawl-delay: nan\n").delay is None


def test_a_web_page_in_its_place_forbids_nothing() -> None:
    assert parse(b"<html><body>404: not found</body></html>").allows(f"{_HOST}/a")


@given(st.binary(max_size=300))
def test_no_bytes_break_it(content: bytes) -> None:
    assert parse(content).allows(f"{_HOST}/robots.txt")
