"""robots.txt is asked for once a day and site, however many passes a day has."""

from __future__ import annotations

from typing import Any

from steps import again
from steps.fetch import fetch
from steps.read import read


def a_pass(site: Any, opened: Any, prose: Any, number: int) -> Any:
    """One pass in a process of its own, which finds one more article."""
    link = site.article(f"/{number}.html", f"Ferry {number} aground", *prose("Lom", number))
    context = opened(site.feed(f"/feed{number}", [f"<link>{link}</link>"]))
    fetch(context)
    counts = read(context)
    context.close()
    return counts


def robots_asked(site: Any) -> int:
    return int(site.asked.count("/robots.txt"))


def test_once_a_day(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    for number in range(4):
        assert a_pass(site, opened, prose, number).new == 1
        clock.on(hours=5)
    assert robots_asked(site) == 1
    site.page("/robots.txt", "User-agent: *\nDisallow: /\n", kind="text/plain")
    clock.on(hours=4)
    assert a_pass(site, opened, prose, 9).new == 0
    assert robots_asked(site) == 2, "a day later, and what it says now is obeyed"
    assert "/9.html" not in site.asked


def test_an_ailing_one_is_left_alone_for_an_hour(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    site.page("/robots.txt", "busy", 503)
    for number in range(4):
        assert a_pass(site, opened, prose, number).waiting >= 1
        clock.on(minutes=15)
    assert robots_asked(site) == 1
    site.page("/robots.txt", "", 404)
    assert a_pass(site, opened, prose, 9).new >= 1
    assert robots_asked(site) == 2


def test_a_person_has_it_asked_anew(site: Any, opened: Any, prose: Any, clock: Any) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /\n", kind="text/plain")
    assert a_pass(site, opened, prose, 1).failed == 1
    site.page("/robots.txt", "User-agent: *\nDisallow:\n", kind="text/plain")
    context = opened(site.url + "/feed1")
    with context.db.write() as conn:
        again.address(conn, site.url + "/1.html", clock())
    assert read(context).new == 1
    assert robots_asked(site) == 2


def test_one_that_would_fill_the_disk_is_not_kept(site: Any, opened: Any, prose: Any) -> None:
    site.page("/robots.txt", "# much to say\n" * 5000, kind="text/plain")
    assert [a_pass(site, opened, prose, number).new for number in (1, 2)] == [1, 1]
    assert robots_asked(site) == 2
