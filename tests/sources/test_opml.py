"""Lists of feeds as other readers keep them, in and out again."""

from __future__ import annotations

import pytest

from models.errors import InputError
from sources.feed.opml import Outline, parse, render

LIST = """<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline title="World" text="w">
  <outline text="Beta" xmlUrl="https://beta.example/rss" htmlUrl="https://beta.example/">
    <outline text="Gamma" xmlUrl="https://gamma.example/rss"/></outline></outline>
  <outline text="Beta again" xmlUrl="https://beta.example/rss"/></outline>
<outline xmlUrl="https://bare.example/rss" category="/Lists/Bare"/>
<outline text="Nothing in it"/></body></opml>"""

FEEDS = (
    Outline("https://beta.example/rss", "Beta", "https://beta.example/", "News/World"),
    Outline("https://gamma.example/rss", "Gamma", None, "News/World"),
    Outline("https://bare.example/rss", "https://bare.example/rss", None, "Lists/Bare"),
)


def test_each_address_once_in_the_folders_that_it_first_lay_in() -> None:
    assert parse(LIST) == FEEDS


def test_what_goes_out_comes_in_again() -> None:
    odd = (*FEEDS, Outline("https://odd.example/?a=1&b=2", 'A "quoted" <one> & Söhne', None, "News"))
    assert sorted(parse(render(odd)), key=lambda each: each.url) == sorted(odd, key=lambda each: each.url)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<opml><body>", "not well-formed"),
        ("<rss><body/></rss>", "not OPML"),
        ("<opml version='2.0'/>", "not OPML"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><opml><body>&a;</body></opml>", "entities"),
    ],
)
def test_what_is_no_list_of_feeds_is_said(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse(text, "feeds.opml")
