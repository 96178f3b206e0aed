"""Where no request may go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.collecting.guard import Guard, Refused, check_form, is_public


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "192.0.0.192",
        "168.63.129.16",
        "192.88.99.1",
        "240.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a00:1::",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b:1::a9fe:a9fe",
        "fec0::1",
        "100::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "::5efe:7f00:1",
        "not an address",
    ],
)
def test_addresses_inside_are_not_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize(
    "ip", ["114.114.114.114", "1.1.1.1", "172.32.0.1", "2400:3200::1", "2001:4860:4860::8888", "::ffff:8.8.8.8"]
)
def test_addresses_of_the_open_internet_are_public(ip: str) -> None:
    assert is_public(ip)


@given(st.integers(0, 2**24 - 1))
def test_no_spelling_within_ipv6_makes_a_private_address_public(low: int) -> None:
    private = f"10.{low >> 16}.{low >> 8 & 255}.{low & 255}"
    assert not is_public(private)
    assert not is_public(f"::ffff:{private}")
    assert not is_public(f"64:ff9b::{private}")
    assert not is_public(f"::{private}")
    assert not is_public(f"::ffff:0:{private}")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("//example.org/a", "has no scheme"),
        ("http://user:secret@example.org/", "credentials"),
        ("http://user@example.org/", "credentials"),
        ("http:///path", "no host"),
        ("http://[::1/", "cannot be read"),
        ("http://example.org:99999/", "cannot be read"),
        ("http://example.org/a b", "blanks or control"),
        ("http://example.org/\r\nHost: x", "blanks or control"),
    ],
)
def test_addresses_of_a_wrong_form_are_refused_with_the_reason(address: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        check_form(address)


def test_a_name_that_resolves_inside_is_refused_although_it_also_resolves_outside() -> None:
    guard = Guard(resolve=lambda host, port: ["1.1.1.1", "127.0.0.1"])
    with pytest.raises(Refused, match=r"example\.org is 127\.0\.0\.1"):
        guard.addresses("example.org", 80)


def test_a_host_is_allowed_by_its_name_and_no_other() -> None:
    guard = Guard(["Intranet.example"], resolve=lambda host, port: ["10.0.0.5"])
    assert guard.addresses("intranet.EXAMPLE", 80) == ["10.0.0.5"]
    with pytest.raises(Refused):
        guard.addresses("other.example", 80)
    with pytest.raises(Refused):
        guard.addresses("10.0.0.5", 80)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001", "localhost"])
def test_other_spellings_of_loopback_are_seen_through(host: str) -> None:
    try:
        found = Guard().addresses(host, 80)
    except (Refused, OSError):
        return
    pytest.fail(f"{host} was taken for public: {found}")
