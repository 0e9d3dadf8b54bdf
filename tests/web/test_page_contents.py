"""What the pages show, read without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from settings.limits_web import WITNESSES_NAMED
from storage.reading import articles, feeds
from storage.telling import holding

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202egnp.exe\u202c {{7*7}}"


@pytest.fixture(scope="module")
def client(shared: Any) -> TestClient:
    client: TestClient = shared.client()
    return client


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
    return answer.text


def test_today_shows_developments_newest_first_with_evidence(client: TestClient) -> None:
    page = text(client, "/")
    times = re.findall(r'class="over">.*?datetime="([^"]+)"', page)
    assert len(times) > 10
    assert times == sorted(times, reverse=True)
    assert "independent publisher" in page
    assert "Known before" in page


def test_today_by_watch_shows_what_it_was_told_and_on_demand_what_was_held(client: TestClient) -> None:
    told = text(client, "/?watch=Fires")
    both = text(client, "/?watch=Fires&held=true")
    assert told.count('class="card') == 0
    assert "Held back from Fires: too few publishers" in both


def test_most_important_first(shared: Any, client: TestClient) -> None:
    answer = client.get("/api/developments?order=important&days=31&limit=200").json()["items"]
    values = [each["importance"] for each in answer]
    assert len(values) > 5
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("developments?", "before"),
        ("developments?watch=Ferry&", "before"),
        ("developments?watch=Ferry&held=true&", "before"),
        ("stories?", "before"),
        ("stories/{story}/developments?", "before"),
        ("stories/{story}/developments?oldest_first=true&", "before"),
        ("stories/{story}/articles?", "before"),
        ("stories/{story}/statements?", "after"),
    ],
)
def test_pages_of_a_list_hold_what_the_whole_holds(shared: Any, client: TestClient, path: str, key: str) -> None:
    path = f"/api/{path}".format(story=shared.story())
    whole = client.get(f"{path}limit=200").json()["items"]
    seen, place = [], ""
    while place is not None:
        answer = client.get(f"{path}limit=2" + (f"&{key}={quote(str(place))}" if place else "")).json()
        seen += answer["items"]
        place = answer["next"]
    assert len(whole) > 4
    assert seen == whole


def test_pages_of_what_was_held_hold_everything_once(shared: Any) -> None:
    found: list[Any] = []
    with shared.db.read() as conn:
        while rows := holding.rows(conn, most=3, before=(found[-1].at, found[-1].id) if found else None):
            found += rows
        assert found == holding.rows(conn, most=200)
    assert len(found) == shared.one("SELECT count(*) FROM held") > 3


def test_a_story_from_all_sides(shared: Any, client: TestClient) -> None:
    story = shared.story()
    page = text(client, f"/stories/{story}")
    assert '<svg class="timeline"' in page
    assert "independent publishers a day" in page
    assert "Told and held back" in page
    assert "told <bdi>Ferry</bdi>" in page
    articles = text(client, f"/stories/{story}/articles")
    assert "It opened the story." in articles
    assert '<span class="role first">first report</span>' in articles
    assert "In this story because" in articles
    said = shared.one("SELECT statement_id FROM witnesses")
    home = shared.one(f"SELECT story_id FROM statements WHERE id = {said}")
    page = client.get(f"/api/stories/{home}/statements?limit=1&after={int(said) - 1}").json()["items"]
    assert page[0]["witnesses"]
    assert "since then" in text(client, f"/stories/{home}/statements?after={int(said) - 1}")


def test_a_statement_names_the_first_of_many_witnesses(room: Any) -> None:
    said = room.one("SELECT statement_id FROM witnesses")
    story = room.one(f"SELECT story_id FROM statements WHERE id = {said}")
    with room.db.write() as conn:
        conn.execute(sa.text(f"DELETE FROM witnesses WHERE statement_id = {said}"))
        many = f"SELECT {said}, 'p' || id, id, at FROM articles ORDER BY id LIMIT {WITNESSES_NAMED + 5}"
        conn.execute(sa.text(f"INSERT INTO witnesses {many}"))
    path = f"stories/{story}/statements"
    found = room.client().get(f"/api/{path}?limit=1&after={said - 1}").json()["items"][0]
    assert (len(found["witnesses"]), found["more_witnesses"]) == (WITNESSES_NAMED, 5)
    assert "and 5 more" in text(room.client(), f"/{path}?after={said - 1}")


def test_copies_are_folded_under_what_they_copy(shared: Any, client: TestClient) -> None:
    original = shared.one("SELECT copy_of FROM members WHERE copy_of IS NOT NULL LIMIT 1")
    story = shared.one(f"SELECT story_id FROM members WHERE article_id = {original}")
    assert "folded" in text(client, f"/stories/{story}/articles")
    copies = text(client, f"/stories/{story}/articles?copies_of={original}")
    assert "It carries the same text as another article." in copies


def test_a_reason_leads_to_the_article_that_it_names(room: Any) -> None:
    copy = room.one("SELECT article_id FROM members WHERE copy_of > 0")
    original = room.one(f"SELECT copy_of FROM members WHERE article_id = {copy}")
    story = room.one(f"SELECT story_id FROM members WHERE article_id = {copy}")
    with room.db.write() as conn:
        conn.execute(sa.text("UPDATE articles SET title = :x"), {"x": f"<b> & article {original}"})
        conn.execute(sa.text("UPDATE members SET nearest_article = NULL WHERE copy_of > 0"))
    led = f'the text of <a href="/articles/{original}">article {original}</a>'
    assert f"{led}, “&lt;b&gt; &amp; article {original}”" in text(room.client(), f"/articles/{copy}")
    assert f"{led}.</span>" in text(room.client(), f"/stories/{story}/articles?role=copy")
    assert "article None" not in text(room.client(), f"/stories/{story}/articles?role=first")


def test_statements_are_read_without_the_place_and_date_before_them(room: Any) -> None:
    said = room.one("SELECT min(id) FROM statements")
    story = room.one(f"SELECT story_id FROM statements WHERE id = {said}")
    with room.db.write() as conn:
        dated = "PORT ANSEL, Brannoch, March 4 (Meridian) - A ferry capsized."
        conn.execute(sa.text(f"UPDATE statements SET text = '{dated}' WHERE id = {said}"))
    assert '<span dir="auto">A ferry capsized.</span>' in text(room.client(), f"/stories/{story}/statements")


def test_a_copy_shows_what_it_copies_and_not_its_sentences_again(shared: Any, client: TestClient) -> None:
    with shared.db.read() as conn:
        copy, original = conn.execute(sa.text("SELECT article_id, copy_of FROM members WHERE copy_of > 0")).first()
    found = client.get(f"/api/articles/{copy}").json()
    assert (found["original"]["id"], found["sentences"]) == (original, [])
    assert f'href="/articles/{original}"' in text(client, f"/articles/{copy}")
    own = client.get(f"/api/articles/{original}").json()
    assert (own["original"], copy in [each["id"] for each in own["copies"]]) == (None, True)
    assert own["sentences"]


def test_an_article_says_of_each_sentence_what_it_is(shared: Any, client: TestClient) -> None:
    changed = shared.one("SELECT article_id FROM developments WHERE findings LIKE '%\"changed\"%' LIMIT 1")
    found = client.get(f"/api/articles/{changed}").json()
    kinds = {each["is_"] for each in found["sentences"]}
    assert "changed" in kinds
    repeated = shared.one("SELECT article_id FROM witnesses LIMIT 1")
    sentences = client.get(f"/api/articles/{repeated}").json()["sentences"]
    repeats = [each for each in sentences if each["is_"] == "repeat"]
    assert repeats
    assert all(each["known_from"]["id"] != repeated for each in repeats)
    assert "Repeats what" in text(client, f"/articles/{repeated}")


def test_each_page_says_where_one_is(room: Any) -> None:
    client = room.client()
    for path, name in (("/", "Today"), ("/stories", "Stories"), ("/stories/1", "Stories"), ("/articles/1", "Stories"),
                       ("/new-watch", "Watches"), ("/feeds", "Feeds")):  # fmt: skip
        marked = re.findall(r'aria-current="(?:page|true)">(\w+)</a>', text(client, path))
        assert marked == [name], path


def test_a_sentence_has_the_direction_and_the_language_of_its_article(room: Any) -> None:
    """Not of our own tag before it."""
    with room.db.write() as conn:
        conn.execute(sa.text("UPDATE articles SET language = 'ar'"))
    page = text(room.client(), "/")
    shown = re.findall(r'<p[^>]*>(?:<span class="tag">[^<]*</span>) <span dir="auto" lang="ar">', page)
    assert len(shown) > 5
    assert '<p dir="auto"><span class="tag">' not in page


def test_a_story_that_sleeps_says_since_when_and_one_that_woke_for_how_long(room: Any) -> None:
    story = room.story()
    ended = room.client().get(f"/api/stories/{story}").json()["days"][-1]["day"]
    assert "<strong>asleep</strong>" not in text(room.client(), f"/stories/{story}")
    room.clock.now += timedelta(days=200)
    page = text(room.client(), f"/stories/{story}")
    assert "<strong>asleep</strong>" in page
    found = room.client().get(f"/api/stories/{story}").json()["sleeps"][-1]
    now = room.clock.now.date()
    days = (now - date.fromisoformat(ended)).days
    assert found == {"since": ended, "until": now.isoformat(), "days": days, "woke": False}
    assert re.search(rf"Without coverage for {days} days from [^.]*; sleeps still\.", page)
    with room.db.write() as conn:
        woke = "UPDATE developments SET kind = 'wake', details = :details WHERE id = 1"
        conn.execute(sa.text(woke), {"details": '{"asleep_days": 125.6}'})
    assert "after 126 days of silence" in text(room.client(), "/developments/1")


def test_a_storys_days_are_the_readers(room: Any) -> None:
    """The picture and the cards below it name the same day."""
    zone = "Pacific/Kiritimati"  # UTC+14
    room.config.write_text(f"timezone: {zone}\n" + re.sub(r"(?m)^timezone:.*\n", "", room.config.read_text()))
    room.settings = room.settings.model_copy(update={"timezone": zone})
    client = room.client()
    story = client.get(f"/api/stories/{room.story()}").json()
    days = {each["day"] for each in story["days"]}
    assert {each["day"] for each in story["marks"]} <= days
    assert any(each["day"] != each["at"][:10] for each in story["marks"])


def test_the_headlines_that_a_page_had_are_shown(room: Any) -> None:
    client = room.client()
    with room.db.write() as conn:
        page = articles.get(conn, 1)
        for hours, title in ((1, "Second headline <b>"), (2, "Third headline")):
            seen = page.seen + timedelta(hours=hours)
            articles.store(conn, replace(page, title=title, seen=seen, updated=seen))
    found = client.get("/api/articles/1").json()
    assert [each["title"] for each in found["headlines"]] == [page.title, "Second headline <b>"]
    assert "Second headline &lt;b&gt;</span> (read" in text(client, "/articles/1")


def test_a_merged_story_leads_to_what_it_is_part_of(room: Any) -> None:
    one, other = room.story("ferry"), room.story("Pipit")
    client = room.client()
    client.post(f"/api/stories/{other}/merge", json={"story_id": one})
    answer = client.get(f"/stories/{other}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/stories/{one}?was={other}")
    assert client.get(f"/api/stories/{other}").json()["merged_from"] == other


def test_alerts_say_what_became_of_them(shared: Any, client: TestClient) -> None:
    failed = text(client, "/alerts?state=failed")
    assert "mailbox full" in failed
    assert "Try again" in failed
    held = text(client, "/alerts?state=held")
    assert "independent publishers asked for" in held


def test_feeds_say_what_is_wrong(client: TestClient) -> None:
    page = text(client, "/feeds")
    assert "503 Service Unavailable. 3 times in a row." in page
    assert "entries in 30 days" in page
    assert "1 failing" in page
    never = page.partition("Northern Courier")[2].partition("</tr>")[0]
    assert 'data-is="last good">never<' in never


def test_a_feed_that_was_long_due_is_not_called_fine(room: Any) -> None:
    with room.db.write() as conn:
        one = next(feed for feed in feeds.listing(conn) if feed.state == "fine")
        feeds.save(conn, replace(one, next_poll=room.clock() - timedelta(hours=5)))
    page = text(room.client(), "/feeds")
    head = page.partition("<h1>Feeds</h1>")[2].partition("</p>")[0]
    counted = re.findall(r">(\d+ [a-z ]+)<", head)
    assert counted == ["0 fine", "1 not polled", "1 failing", "1 not asked yet"]
    row = page.partition(f">{one.name}<")[2].partition("</tr>")[0]
    assert "Due since" in row
    assert "not polled.</span>" in row
    assert '<td role="cell">not polled</td>' in row
    assert page.count("Due since") == 1
    address = re.search(r'href="(/feeds[^"]+)"[^>]*>1 not polled<', head)
    assert address
    alone = text(room.client(), address[1])
    assert alone.count('<tr role="row"') == 2, "its own below the head's"
    assert one.name in alone


def test_watch_preview_reads_and_does_not_write(room: Any) -> None:
    before = room.config.read_bytes()
    page = text(
        room.client(), "/watches/Ferry?preview=1&name=Ferry&words=ferry&kinds=first&kinds=development"
    )
    told = re.search(r"In the last 30 days: ([\d,]+) alert", page)
    assert told
    assert int(told[1]) > 0
    assert room.config.read_bytes() == before


def test_a_watch_is_written_with_the_comments_kept(room: Any) -> None:
    client = room.client()
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/watches/Ferry").text)
    assert token
    form = {
        "csrf": token[1],
        "before": "Messaging apps",
        "name": "Messaging apps",
        "words": "Pipit OR Skein OR Lumenfold",
        "budget": "5",
        "kinds": ["first", "development"],
    }
    answer = client.post("/watches", data=form)
    assert answer.status_code == 303, answer.text
    written = room.config.read_text()
    assert "This comment must outlive every edit." in written
    assert "  # By words." in written
    assert "Lumenfold" in written
    assert "budget: 5" in written
    assert "Messaging apps" in text(client, "/watches")


def test_a_wrong_watch_is_refused_with_the_reason_and_what_was_typed(room: Any) -> None:
    client = room.client()
    before = room.config.read_bytes()
    token = re.search(r'name="csrf" value="(\w+)"', client.get("/new-watch").text)
    assert token
    for wrong, reason in (
        ({"name": "X", "words": "(never closed"}, "never closed"),
        ({"name": "X", "words": "fine", "budget": "many"}, "is no number"),
        ({"name": "X"}, "watches nothing"),
        ({"name": "Ferry", "words": "fine", "kinds": "first"}, "stands already"),
        ({"name": "X", "words": "fine", "kinds": ""}, "It tells nothing"),
        ({"name": "X", "words": "fine", "quiet_hours": "late"}, "quiet hours"),
        ({"name": "X", "words": "fine", "kinds": "first", "sources": "x" * 150_000}, "xxx… is longer than any name"),
    ):
        answer = client.post("/watches", data={"csrf": token[1], **wrong})
        assert answer.status_code in (409, 422), (wrong, answer.status_code)
        assert reason in answer.text, (wrong, answer.text)
    assert room.config.read_bytes() == before


def test_hostile_words_are_inert_everywhere(room: Any) -> None:
    with room.db.write() as conn:
        for statement in (
            "UPDATE stories SET headline = :x",
            "UPDATE articles SET title = :x, site = :x, publisher = :x",
            "UPDATE articles SET canonical_url = 'javascript:alert(3)//' || id",
            "UPDATE developments SET headline = :x",
            "UPDATE members SET publisher = :x",
            "UPDATE statements SET text = :x, publisher = :x",
            "UPDATE carriers SET publisher = :x",
            "UPDATE deliveries SET problem = :x",
            "UPDATE feeds SET problem = :x, url = 'javascript:alert(4)'",
        ):
            conn.execute(sa.text(statement), {"x": HOSTILE})
        conn.execute(
            sa.text("INSERT INTO feedback (at, kind, phrase) VALUES ('2026-03-01 00:00:00', 'mute', :x)"),
            {"x": HOSTILE},
        )
    client, story = room.client(), room.one("SELECT max(story_id) FROM members")
    article = room.one("SELECT article_id FROM developments LIMIT 1")
    for path in (
        "/",
        "/stories",
        f"/stories/{story}",
        f"/stories/{story}/articles",
        f"/stories/{story}/statements",
        f"/articles/{article}",
        "/search?q=script&by=words",
        "/search?q=" + quote(HOSTILE[:40]),
        "/alerts",
        "/alerts?state=held",
        "/alerts?state=failed",
        "/alerts/1",
        "/feeds",
        "/said",
    ):
        page = text(client, path)
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
        assert "javascript:" not in page, path
        assert "\u202e" not in page, path
        assert "49" not in re.sub(r"\d{2,}|&#\d+", "", page), path


def test_strangers_links_open_without_referrer_or_handle(client: TestClient) -> None:
    for link in re.findall(r'<a [^>]*href="https?://[^>]*>', text(client, "/")):
        assert 'rel="noopener noreferrer nofollow"' in link


def test_every_page_stays_small(shared: Any, client: TestClient) -> None:
    story = shared.story()
    for path in (
        *("/", "/?watch=Ferry&held=true", "/stories", "/search?q=the", "/feeds"),
        *("/watches", "/watches/Ferry?preview=1"),
        *(f"/stories/{story}{part}" for part in ("", "/articles", "/statements", "/log")),
        *("/alerts", "/alerts?state=held", "/alerts/1", "/articles/1", "/developments/1", "/audit", "/said"),
        *("/atom/watches/Ferry", f"/atom/stories/{story}", "/metrics", "/static/newsdelta.css"),
    ):
        assert len(client.get(path).content) < 150_000, path


def test_what_is_not_there_is_said(client: TestClient) -> None:
    for path in (
        *(f"/stories/999999{part}" for part in ("", "/timeline", "/articles", "/statements", "/log")),
        "/articles/999999",
        "/watches/None",
        "/alerts/999999",
        "/nothing",
        "/?watch=None",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "<h1>" in answer.text
        assert "Not Found" not in answer.text
    assert client.get("/api/nothing").json() == {"detail": "Nothing stands at this address."}
    assert client.get("/?before=garbage").status_code == 422


def test_settings_that_become_wrong_keep_the_pages_up(room: Any) -> None:
    client = room.client()
    assert "Ferry" in text(client, "/watches")
    room.config.write_text("watches: [", encoding="utf-8")
    assert "Ferry" in text(client, "/watches")


def test_a_card_says_new_before_it_says_known(client: TestClient) -> None:
    cards = re.findall(r'<article class="card.*?</article>', text(client, "/"), re.S)
    beside = [card for card in cards if "Known before" in card]
    assert beside
    for card in beside:
        assert re.search(r'class="tag">(New|Changed)', card[: card.index("Known before")]), card


def test_an_outlet_is_named_as_its_reader_knows_it_and_counted_for_its_publisher(room: Any) -> None:
    """Every page, the API and Atom: as in mails."""
    article = room.one("SELECT known.article_id FROM witnesses AS known LIMIT 1")
    sentences = room.client().get(f"/api/articles/{article}").json()["sentences"]
    first = next(each["known_from"]["id"] for each in sentences if each["is_"] == "repeat")
    story = room.one(f"SELECT story_id FROM members WHERE article_id = {article}")
    family = room.one(f"SELECT publisher FROM articles WHERE id = {first}")
    with room.db.write() as conn:
        for table in ("articles", "members", "statements", "carriers", "witnesses"):
            change = sa.text(f"UPDATE {table} SET publisher = 'Stainby Trust' WHERE publisher = :own")
            conn.execute(change, {"own": family})
        conn.execute(sa.text("UPDATE feeds SET name = 'Stainby Herald', publisher = 'Stainby Trust' WHERE id = 1"))
        conn.execute(sa.text("UPDATE articles SET feed_id = 1 WHERE publisher = 'Stainby Trust'"))
    client = room.client()
    development = room.one(f"SELECT max(id) FROM developments WHERE article_id = {first}")
    for path in (
        f"/stories/{story}",
        f"/stories/{story}/articles",
        f"/stories/{story}/statements",
        f"/developments/{development}",
        f"/articles/{article}",
        f"/atom/stories/{story}",
        "/search?q=the*&source=Stainby+Herald",
    ):
        page = text(client, path)
        assert "Stainby Herald" in page, path
        assert "Stainby Trust" not in page, path
    assert "counted for <bdi>Stainby Trust</bdi>" in text(client, f"/articles/{first}")
    named = client.get(f"/api/articles/{first}").json()
    for source in (named["article"], named["member"]["article"]):
        assert (source["name"], source["publisher"]) == ("Stainby Herald", "Stainby Trust")
