"""What a reader knows an outlet by, and what is counted, in every message."""

from __future__ import annotations

import email.policy
import json
from dataclasses import replace
from email import message_from_bytes
from typing import Any

import pytest
import sqlalchemy as sa
from alerts_newsroom import Make

from alerts import render_html, render_mail, render_slack, render_text
from alerts.message import Message
from alerts.view import alert_from_json, to_json
from sources.publisher import outlet_name
from steps.looking import why
from storage.schema import alerts, articles, feeds


@pytest.mark.parametrize(
    ("site", "publisher", "feed", "address", "owner", "name"),
    [
        ("127.0.0.1", "127.0.0.1:18080", "Stainby Herald", "http://127.0.0.1:18080/rss", None, "Stainby Herald"),
        ("127.0.0.1", "127.0.0.1:18081", "Stainby Herald", "http://[::1]:18080/rss", None, "127.0.0.1"),
        ("www.bbc.com", "bbc.com", "BBC", "https://feeds.bbci.co.uk/news/rss.xml", None, "BBC"),
        ("news.sky.com", "sky.com", "Sky News", "https://feeds.skynews.com/rss", None, "Sky News"),
        ("observer.example", "Corran Trust", "The Corran Observer", "https://observer.example/f", "Corran Trust",
         "The Corran Observer"),
        ("www.lom.example", "lom.example", "Google News", "https://news.google.com/rss", None, "lom.example"),
        ("The Lom Courier", "lomcourier.example", "Links", "https://links.example", None, "The Lom Courier"),
        ("Lom Courier Online", "lom-courier.example", "Links", "https://links.example", None, "Lom Courier Online"),
        ("m.lom.example", "lom.example", "Links", "https://links.example", None, "m.lom.example"),
        ("Reuters", "evil.example", "Links", "https://links.example", None, "evil.example"),
        ("Links", "evil.example", "Links", "https://links.example", None, "evil.example"),
        ("www.sister.org", "Owner", "All news", "https://news.example.org/rss", "Owner", "All news"),
    ],
)  # fmt: skip
def test_a_feed_of_the_outlets_own_names_it(
    site: str, publisher: str, feed: str, address: str, owner: str | None, name: str
) -> None:
    assert outlet_name(site, publisher, feed, address, owner) == name


def test_messages_and_why_say_the_name_and_count_the_publisher(make: Make) -> None:
    news = make()
    found = news.development("The water is off in 300 homes.", publishers=("stainby.example",))
    with news.context.db.write() as conn:
        conn.execute(
            feeds.insert().values(
                configured_url="https://stainby.example/rss",
                url="https://stainby.example/rss",
                name="Stainby Herald",
                interval_s=60,
            )
        )
        conn.execute(articles.update().values(feed_id=sa.select(feeds.c.id).scalar_subquery()))
    news.tell(found)
    view = alert_from_json(news.rows(alerts)[0].view)
    assert (view.article.name, view.article.publisher) == ("Stainby Herald", "stainby.example")
    assert [(each.name, each.publisher) for each in view.witnesses] == [("Stainby Herald", "stainby.example")]
    assert to_json(view)["article"]["name"] == "Stainby Herald"
    message = Message("k", view, view.at, watches=("Water",))
    mail = message_from_bytes(
        render_mail.render(message, "n <n@example.org>", ("t@example.org",)).as_bytes(), policy=email.policy.default
    )
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "Stainby Herald" in plain.get_content()
    for said in (render_text.render(view), render_html.render(view), str(render_slack.render(message))):
        assert said.count("Stainby Herald") >= 2
    with news.context.db.read() as conn:
        (line,) = [each for each in why.of_article(news.context, conn, found.article_id) if "belongs to" in each]
    assert "from Stainby Herald, belongs to" in line


def test_an_alert_of_before_names_were_kept_says_its_publisher(examples: dict[str, object]) -> None:
    view = examples["alert"]
    before = replace(view, article=replace(view.article, name=""))  # type: ignore[attr-defined,type-var]
    assert "Meridian Wire" in render_text.render(before)


def test_a_name_from_right_to_left_leaves_the_date_beside_it_alone(examples: dict[str, Any]) -> None:
    """Isolated in every form; a name from left to right stays as it is."""
    alert = examples["alert"]
    name = "صحيفة الميناء"
    source = replace(alert.article, name=name)
    witness = replace(alert.witnesses[0], name=name)
    change = replace(alert.changes[0], known_from=source)
    view = replace(alert, article=source, witnesses=(witness,), changes=(change,))
    message = Message("k", view, view.at, ("Ferries",))
    slack = json.dumps(render_slack.render(message), ensure_ascii=False)
    for said in (render_text.render(view), render_html.render(view), slack):
        assert said.count(f"\u2068{name}\u2069") == said.count(name) == 3
    assert "\u2068" not in render_text.render(alert)
