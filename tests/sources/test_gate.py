"""No spelling, redirect or resolver leads to a private address: not one connection reaches the canary."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from settings.schema import NetworkSetting
from sources.asking.fetch import Fetcher, Request
from sources.asking.gate import Gate, is_public

ME = "newsdelta test"

_PRIVATE = """
127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 0.0.0.0
192.0.0.192 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 192.88.99.1 ::1 :: fe80::1 fe80::1%1
fc00::1 fd00:ec2::254 ::ffff:127.0.0.1 ::ffff:100.64.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::7f00:1
2002:7f00:1:: 2001:0:7f00:1:: 2001:db8::1 ff02::1 3fff::1
"""
PRIVATE = _PRIVATE.split()


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450::1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


def hostile(port: int) -> list[str]:
    """Forty ways to say "this machine" or "inside", all of which would reach the canary if asked."""
    hosts = """
    127.0.0.1 localhost LOCALHOST localhost. 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1
    017700000001
    0x7f.0x0.0x0.0x1 127.0.0.1. 0 0.0.0.0 127.127.127.127 [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1]
    [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::]
    ip6-localhost 10.0.0.1 192.168.0.1 172.31.255.255 169.254.169.254 100.64.0.1
    """
    urls = [f"http://{host}:{port}/canary" for host in hosts.split()]
    return [
        *urls,
        f"http://public.example@127.0.0.1:{port}/canary",
        f"http://user:secret@127.0.0.1:{port}/canary",
        f"http://127.0.0.1:{port}#@public.example/canary",
        f"http://127.0.0.1:{port}\\@public.example/canary",
        f"https://127.0.0.1:{port}/canary",
        f"ftp://127.0.0.1:{port}/canary",
        f"gopher://127.0.0.1:{port}/_GET%20/canary",
        "file:///etc/hostname",
        f"//127.0.0.1:{port}/canary",
        f"http://metadata.internal:{port}/canary",  # a name whose address is this machine
    ]


def resolver(port_of_home: int) -> Callable[[str, int], list[tuple[int, Any]]]:
    """The system's, but home.test is the local server that tests stand on, and metadata.internal a trap."""

    def resolve(host: str, port: int) -> list[tuple[int, Any]]:
        if host == "metadata.internal":
            return [(socket.AF_INET, ("127.0.0.1", port))]
        if host == "home.test":
            return [(socket.AF_INET, ("127.0.0.1", port_of_home))]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [(family, address) for family, *_, address in found]

    return resolve


def test_there_are_at_least_forty_hostile_addresses() -> None:
    assert len(set(hostile(80))) >= 40


@pytest.mark.parametrize("way", ["feed", "redirect", "article"])
def test_no_hostile_address_reaches_the_canary(way: str, server: Any, said: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.0)
        urls = hostile(canary.getsockname()[1])
        for n, url in enumerate(urls):
            server.pages[f"/to/{n}"] = said("", 302, location=url)
        own = {"home.test"}  # the server that sends us on is allowed, where it sends us is not
        with Fetcher(ME, own, resolve=resolver(server.port), host_delay=0.0) as fetcher:
            for n, url in enumerate(urls):
                if way == "feed":
                    response = fetcher.get(url)
                elif way == "redirect":
                    response = fetcher.get(f"http://home.test/to/{n}")
                    assert server.asked[-1][0] == f"/to/{n}"
                else:
                    response = dict(fetcher.get_many([Request(url, robots=True)])).popitem()[1]
                assert response.problem is not None, url
                said_no = ("refused", "address", "name", "robots-unreachable")
                assert response.problem.code in said_no, "a canary that is not reached by chance proves nothing"
                assert response.body == b""
        with pytest.raises(BlockingIOError):
            canary.accept()


def test_a_resolver_that_answers_differently_the_second_time_gains_nothing(server: Any, said: Any) -> None:
    server.pages["/"] = said("inside")
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[tuple[int, Any]]:
        asked.append(host)
        return [(socket.AF_INET, (next(answers), server.port))]

    with Fetcher(ME, resolve=rebinding, deadline=0.3, host_delay=0.0) as fetcher:
        for _ in range(2):
            assert fetcher.get("http://two-faced.example/").problem is not None
    assert len(asked) >= 2
    assert server.connections == 0


def test_proxy_variables_are_not_looked_at(server: Any, said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server.pages["/"] = said("hello")
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.0)
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        with Fetcher(ME, {"127.0.0.1"}) as fetcher:
            assert fetcher.get(server.url()).body == b"hello"
            assert fetcher.get("http://10.0.0.1/").problem is not None
        with pytest.raises(BlockingIOError):
            proxy.accept()


def test_a_private_host_is_reached_when_the_settings_name_it_and_its_port_only(
    server: Any, said: Any
) -> None:
    server.pages["/"] = said("hello")
    with Fetcher(ME, {f"127.0.0.1:{server.port}"}) as fetcher:
        assert fetcher.get(server.url()).body == b"hello"
        refused = fetcher.get(server.url(host="localhost")).problem
    assert refused is not None
    assert refused.code == "refused"
    assert "settings, network: {allow_private: ['localhost']}" in refused.text


def test_an_ipv6_address_has_brackets_before_its_port() -> None:
    named = NetworkSetting(allow_private=("[fd00::5]:8080", "fd00::6")).allow_private
    asked = [("fd00::5", 8080), ("[fd00::5]", 8080), ("[fd00::5]", 80), ("fd00::6:8080", 80), ("[fd00::6]", 80)]
    assert [Gate(named).is_allowed(*each) for each in asked] == [True, True, False, False, True]
    with pytest.raises(ValidationError):
        NetworkSetting(allow_private=("[nas.lan]:8080",))


def test_mail_and_other_ports_of_public_hosts_are_refused() -> None:
    with Fetcher(ME, host_delay=0.0) as fetcher:
        for port in (1, 22, 25, 53, 111, 445, 993, 1023):
            problem = fetcher.get(f"http://93.184.215.14:{port}/").problem
            assert problem is not None
            assert problem.code == "refused"
