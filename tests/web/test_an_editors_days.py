"""What a duty editor does with the pages over days: since Friday, why, whose, in two tabs, on paper."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from starlette.testclient import TestClient

from settings.limits_web import LOG_LINES
from steps.telling.audit import audit
from storage.running import notes, passes, troubles
from storage.schema import held
from web.app import create
from web.serve import form_key


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
    return answer.text


def form(client: TestClient, path: str) -> dict[str, str]:
    """The hidden fields of a page's first form with a token."""
    page = text(client, path)
    token = re.search(r'name="csrf" value="(\w+)"', page)
    assert token, path
    seen = re.search(r'name="seen" value="(\w*)"', page)
    return {"csrf": token[1]} | ({"seen": seen[1]} if seen else {})


def flash(page: str) -> tuple[str, str]:
    """What was said, and the address that undoes it."""
    found = re.search(r'class="flash" role="status">(.*?) <form method="post" action="([^"]+)"', page, re.S)
    assert found, "nothing was said"
    return found[1], html.unescape(found[2])


def in_zone(room: Any, zone: str) -> TestClient:
    room.config.write_text(f"timezone: {zone}\n{room.config.read_text()}")
    client: TestClient = room.client()
    return client


# -- when ------------------------------------------------------------------------------------------


def test_a_search_goes_by_the_readers_days(room: Any) -> None:
    """What came at 20:30 in New York is of that day there, though it is of the next one in UTC."""
    with room.db.write() as conn:
        conn.execute(sa.text("UPDATE articles SET at = '2026-03-11 00:30:00.000000' WHERE id = 1"))
    title = room.one("SELECT title FROM articles WHERE id = 1")
    word = max(re.findall(r"\w+", title), key=len)
    client = in_zone(room, "America/New_York")
    for since, until, found in (("2026-03-10", "2026-03-10", True), ("2026-03-11", "2026-03-11", False)):
        for path in ("/search", "/api/search"):
            page = html.unescape(re.sub("</?mark>", "", text(client, f"{path}?q={word}&since={since}&until={until}")))
            assert (title in page) == found, (path, since)
    for day in ("0001-01-01", "9999-12-31"):
        assert client.get(f"/api/search?q={word}&since={day}&until={day}").status_code == 200


def test_today_says_of_what_time_it_speaks(room: Any) -> None:
    client = room.client()
    room.clock.now += timedelta(days=40)
    important = text(client, "/?order=important")
    assert '<option value="1" selected>' in important, "the most important are those of a day"
    last = room.one("SELECT max(at) FROM developments")
    said = f"{datetime.fromisoformat(str(last)):%-d %b %Y, %H:%M}</time>."
    assert re.search(r"Nothing in that time; the last development came on <time [^>]*>" + re.escape(said), important)
    shown = text(client, "/watches/Ferry?preview=1")
    assert re.search(r"It would have told nothing: no development came after <time [^>]*>" + re.escape(said), shown)
    room.clock.now -= timedelta(days=40)
    quiet = text(client, "/watches/Ferry?preview=1&name=Q&words=nowherewritten")
    assert "It would have told nothing.</li>" in quiet, "of these days there is something"
    room.clock.now += timedelta(days=40)
    assert "Nothing in that time; the last" in text(client, "/?days=3")
    assert '<option value="5" selected>' in text(client, "/?days=5"), "an address that somebody handed on"
    assert 'class="card' in text(client, "/")


def test_of_equals_what_most_publishers_carry_is_first(room: Any) -> None:
    """First reports all have an importance of 1; which came first says nothing."""
    with room.db.write() as conn:
        conn.execute(sa.text("UPDATE developments SET importance = 1"))
        chosen = room.one("SELECT min(development_id) FROM alerts WHERE watch = 'Ferry'")
        copied = "SELECT :d, 'p' || id, id, at FROM articles ORDER BY id LIMIT 9"
        conn.execute(
            sa.text(f"INSERT INTO carriers (development_id, publisher, article_id, at) {copied}"), {"d": chosen}
        )
    client = room.client()
    for path in ("/api/developments?order=important&days=31", "/api/developments?order=important&days=31&watch=Ferry"):
        assert client.get(path).json()["items"][0]["id"] == chosen, path


def test_what_a_watch_was_told_stands_as_it_was_told(room: Any) -> None:
    """At seven in the morning a night's developments are told, after one of the morning: no headings of days there and
    back again."""
    with room.db.write() as conn:
        ids = conn.execute(sa.text("SELECT id FROM alerts WHERE watch = 'Ferry' ORDER BY at")).scalars().all()
        conn.execute(sa.text(f"UPDATE alerts SET at = '2026-03-17 07:00:00.000000' WHERE id IN ({ids[0]}, {ids[1]})"))
    page = text(room.client(), "/?watch=Ferry")
    assert re.findall(r"<h2>([^<]+)</h2>", page) == ["As it was told"]
    assert re.search(r'<p class="over">.*?>\d+ Mar 2026, \d\d:\d\d</time>', page), "each says its day"
    assert "As it was told or held back" in text(room.client(), "/?watch=Ferry&held=true")


def test_a_page_that_stays_open_over_midnight_calls_no_day_today(room: Any) -> None:
    """Under a day's heading stands the hour; what comes in by itself says its day."""
    client = room.client()
    cards = re.findall(r'<p class="over">.*?<time datetime="[^"]+">([^<]+)</time>', text(client, "/"))
    assert len(cards) > 10
    assert all(re.fullmatch(r"\d\d:\d\d", each) for each in cards)
    assert ">today</span></span>, " in text(client, f"/stories/{room.story('Pipit')}")
    from web.reads import developments
    from web.view import ENVIRONMENT, _clock

    site = client.app.state.site
    (newest,) = developments.today(site, most=1).items
    card = ENVIRONMENT.get_template("card.html").render(each=newest, clock=_clock(site.zone, None))
    assert f">{newest.at.day} Mar 2026, " in card


# -- why -------------------------------------------------------------------------------------------


def test_what_was_told_goes_where_its_story_goes(room: Any) -> None:
    """Merged and split: the story's log, the alert's page and a mute from there."""
    client, one, other = room.client(), room.story("ferry"), room.story("Pipit")
    before = len(client.get(f"/api/stories/{one}/log").json()["told"])
    alert = client.get(f"/api/stories/{one}/log").json()["told"][0]
    done = client.post(f"/api/stories/{one}/merge", json={"story_id": other}).json()
    merged = client.get(f"/api/stories/{other}/log").json()["told"]
    assert alert["id"] in [each["id"] for each in merged]
    assert len(merged) > before
    client.post(done["undo"], json={})
    article = room.one(f"SELECT article_id FROM developments WHERE id = {alert['development']}")
    new = client.post(f"/api/stories/{one}/split", json={"articles": [article]}).json()["story_id"]
    assert client.get(f"/api/alerts/{alert['id']}").json()["story_id"] == new
    assert f'href="/stories/{new}">The story' in text(client, f"/alerts/{alert['id']}")
    assert len(client.get(f"/api/stories/{one}/log").json()["told"]) == before - 1
    client.post("/api/feedback", json={"alert": alert["id"], "kind": "mute"})
    assert room.one("SELECT story_id FROM feedback") == new


def test_told_and_held_back_stand_in_one_order(room: Any) -> None:
    client, story = room.client(), room.story("Pipit")
    page = text(client, f"/stories/{story}/log")
    rows = re.findall(r'<li><time datetime="([^"]+)">[^<]+</time>: (told|held back)', page)
    assert [at for at, _ in rows] == sorted((at for at, _ in rows), reverse=True)
    kinds = [kind for _, kind in rows]
    assert kinds != sorted(kinds), "they alternate"
    assert "What is older is not listed." not in page
    with room.db.write() as conn:
        development = room.one(f"SELECT development_id FROM alerts WHERE story_id = {story}")
        for number in range(LOG_LINES):
            at = room.clock.now - timedelta(minutes=number)
            conn.execute(
                held.insert().values(watch=f"W{number}", development_id=development, at=at, rule="muted", figures={}),
            )
    page = text(client, f"/stories/{story}/log")
    assert "What is older is not listed." in page
    assert ": told " not in page, "older than what was held back and is not listed"


def test_a_development_says_whom_it_was_told_and_from_whom_it_was_kept(shared: Any) -> None:
    client = shared.client()
    kept = shared.one("SELECT development_id FROM held WHERE rule = 'too-few-publishers'")
    page = text(client, f"/developments/{kept}")
    assert "independent publishers asked for" in page.partition('id="told"')[2]
    assert f'href="/developments/{kept}#told">Held back from' in page
    told = shared.one("SELECT development_id FROM alerts")
    assert re.search(r"told <bdi>.*?the words", text(client, f"/developments/{told}").partition('id="told"')[2], re.S)


def test_a_spent_budget_promises_no_digest(shared: Any) -> None:
    """The watch has none."""
    page = text(shared.client(), "/alerts?state=held")
    assert "the day's budget of 1 was spent" in html.unescape(page)
    assert "digest" not in page


def test_the_audit_tells_what_is_wrong_from_what_upkeep_found(room: Any) -> None:
    client = room.client()
    with room.db.write() as conn:
        notes.kept(conn, "web-form-key", "not to be shown", room.clock())
    assert "not to be shown" not in text(client, "/audit")
    assert "None yet: upkeep writes it at night." in text(client, "/audit")
    with room.db.write() as conn:
        troubles.begin(conn, "channel mail", "The channel mail has failed for an hour.", ["desk"], room.clock())
        number = passes.begin(conn, "monitor", room.clock())
        assert "No pass has ended yet" in text(client, "/")
        passes.end(conn, number, room.clock(), {}, "ok", None)
    page = text(client, "/audit")
    assert "Wrong just now" in page
    assert "The channel mail has failed for an hour." in page.partition("The nightly report")[0]
    today = text(client, "/")
    assert '<a href="/audit">Wrong just now</a>: The channel mail has failed for an hour.</p>' in today
    assert re.search(r"Last pass: <time [^>]*>17 Mar 2026, 20:00</time>", today)


def test_the_nightly_report_is_shown_line_by_line(room: Any) -> None:
    """As upkeep made it."""
    client = in_zone(room, "Europe/Berlin")
    for day in (6, 7):
        room.clock.now = datetime(2026, 3, day, 3, tzinfo=UTC)
        audit(client.app.state.site.context())  # type: ignore[attr-defined]
    page = html.unescape(text(client, "/audit")).partition("The nightly report")[2]
    later, earlier = re.findall(r"<h3>(.*?)</h3><ul>(.*?)</ul>", page)
    assert "today</span></span>, 04:00" in later[0]
    missed, nowhere, looked = re.findall(r"<li>(.*?)</li>", later[1])
    assert missed.startswith("should have been told: Messaging apps: “Two of the most popular messaging apps")
    assert missed.endswith("the day's budget of 1 was spent; 5 publishers have taken the story up since.")
    assert nowhere == "led nowhere: nothing"
    assert looked.startswith("looked at: 4 developments from 3 March")
    assert "6 Mar 2026, 04:00" in earlier[0]
    assert client.get("/api/audit").json()["report"][1]["lines"] == [
        "should have been told: nothing",
        "led nowhere: nothing",
        "looked at: 1 development from 2 March 2026, 04:00 CET to 3 March 2026, 04:00 CET",
    ]


def test_a_feed_that_holds_nothing_stays_the_same(room: Any) -> None:
    client = room.client()
    first = client.get("/atom/watches/Fires")
    assert b"<entry>" not in first.content
    room.clock.now += timedelta(hours=1)
    again = client.get("/atom/watches/Fires", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


# -- acting ----------------------------------------------------------------------------------------


def test_a_watch_that_was_removed_or_changed_is_put_back(room: Any) -> None:
    client = room.client()
    before = client.get("/api/watches").json()["items"]
    hidden = form(client, "/watches/Fires")
    answer = client.post("/remove-watch", data={"csrf": hidden["csrf"], "name": "Fires"})
    said, undo = flash(text(client, answer.headers["location"]))
    assert said == "Fires is out of newsdelta.yaml."
    answer = client.post(undo, data={"csrf": hidden["csrf"]})
    assert "Undone: Fires is as it was." in text(client, answer.headers["location"])
    assert client.get("/api/watches").json()["items"] == before
    _, undo = flash(text(client, client.post("/remove-watch", data=hidden | {"name": "Ferry"}).headers["location"]))
    client.post(undo, data={"csrf": hidden["csrf"]})
    assert client.get("/api/watches").json()["items"] == before, "it is the first again"
    changed = {**hidden, "before": "Ferry", "name": "Boats", "words": "boat", "kinds": ["first"]} | form(
        client, "/watches/Ferry"
    )
    answer = client.post("/watches", data=changed)
    _, undo = flash(text(client, answer.headers["location"]))
    assert client.get("/api/watches").json()["items"][0]["name"] == "Boats"
    client.post(undo, data={"csrf": hidden["csrf"]})
    assert client.get("/api/watches").json()["items"] == before
    assert client.post(undo, data={"csrf": hidden["csrf"]}).status_code == 409, "it is no more what was undone"
    new = form(client, "/new-watch") | {"name": "New", "words": "new", "kinds": ["first"]}
    _, undo = flash(text(client, client.post("/watches", data=new).headers["location"]))
    client.post(undo, data={"csrf": hidden["csrf"]})
    assert client.get("/api/watches").json()["items"] == before


def test_a_name_with_a_comma_is_one_source(room: Any) -> None:
    client = room.client()
    names = ["Miller, Sons", 'The "Sun"', '"Post", early', "bbc.co.uk"]
    shown = '"Miller, Sons", The "Sun", """Post"", early", bbc.co.uk'
    new = form(client, "/new-watch") | {"name": "New", "sources": shown, "kinds": ["first"]}
    assert client.post("/watches", data=new).status_code == 303
    assert client.get("/api/watches").json()["items"][-1]["sources"] == names
    assert f'value="{shown}"' in html.unescape(text(client, "/watches/New"))


def test_two_tabs_do_not_write_over_one_another_unasked(room: Any) -> None:
    client = room.client()
    first = second = form(client, "/watches/Ferry") | {"before": "Ferry", "name": "Ferry", "kinds": ["first"]}
    assert client.post("/watches", data=first | {"words": "captain"}).status_code == 303
    answer = client.post("/watches", data=second | {"words": "harbour"})
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert "It was changed while this form was open" in page
    assert "words is now: captain" in page
    assert '>harbour</textarea>' in page, "what was typed stays"
    assert "harbour" not in room.config.read_text()
    again = second | {"words": "harbour", "seen": re.search(r'name="seen" value="(\w+)"', page)[1]}  # type: ignore[index]
    assert client.post("/watches", data=again).status_code == 303
    assert "harbour" in room.config.read_text()


def test_a_form_outlives_a_restart(room: Any) -> None:
    def started() -> TestClient:
        key = form_key(room.db, room.clock())
        app = create(room.settings, room.db, room.clock, lambda: None, room.config, key)  # type: ignore[arg-type]
        return TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False)

    before = started()
    hidden = form(before, "/said")
    after = started()
    after.cookies = before.cookies
    assert after.post("/silence", data={**hidden, "phrase": "x"}).status_code == 303
    assert room.client().post("/silence", data={**hidden, "phrase": "x"}).status_code == 403


def test_what_was_done_is_said_to_who_did_it(room: Any) -> None:
    """A colleague who is handed the address sees the story."""
    client, story = room.client(), room.story()
    answer = client.post(f"/stories/{story}/mute", data=form(client, f"/stories/{story}"))
    address = answer.headers["location"]
    assert "Nothing more of" in text(client, address)
    colleague = TestClient(client.app, base_url="http://127.0.0.1:8765")
    page = text(colleague, address)
    assert "Nothing more of" not in page
    assert "Muted:" in page


def test_an_article_is_made_a_story_of_its_own_on_its_page(room: Any) -> None:
    client = room.client()
    article = room.one(f"SELECT max(article_id) FROM members WHERE story_id = {room.story()} AND copy_of IS NULL")
    page = text(client, f"/articles/{article}")
    found = re.search(rf'action="(/stories/\d+/split)".*?name="article" value="{article}"', page)
    assert found
    answer = client.post(found[1], data=form(client, f"/articles/{article}") | {"article": article})
    assert answer.status_code == 303
    home = room.one(f"SELECT story_id FROM members WHERE article_id = {article}")
    assert home == room.one("SELECT max(id) FROM stories")


def test_a_paused_feed_is_not_said_to_be_due(room: Any) -> None:
    client = room.client()
    feed = room.one("SELECT id FROM feeds WHERE name = 'Meridian Wire'")
    client.post(f"/api/feeds/{feed}/pause", json={})
    answer = client.post(f"/api/feeds/{feed}/poll", json={})
    assert (answer.status_code, "resume it" in answer.text) == (409, True)
    assert f'formaction="/feeds/{feed}/poll"' not in text(client, "/feeds")
    hidden = form(client, "/feeds?state=paused") | {"back": "/feeds?state=paused"}
    back = client.post(f"/feeds/{feed}/resume", data=hidden).headers["location"]
    assert back.startswith("/feeds?state=paused&done="), "where one was"


def test_a_visitor_whose_time_ran_out_is_told_that_nothing_was_done(room: Any, tmp_path: Any) -> None:
    from settings.schema import WebSetting
    from settings.secrets import Secret

    (tmp_path / "token").write_text("sesame")
    client = room.client(WebSetting(token=Secret(f"file:{tmp_path / 'token'}")))
    hidden = form(client, "/enter")
    client.post("/enter", data={**hidden, "token": "sesame"})
    assert "<button>Leave</button>" in text(client, "/")
    room.clock.now += timedelta(days=31)
    away = client.post("/silence", data={**hidden, "phrase": "x"})
    assert away.headers["location"] == "/enter?late=1"
    page = text(client, "/enter?late=1")
    assert "Nothing was done" in page
    assert "<button>Leave</button>" not in page
    client.post("/enter", data={**hidden, "token": "sesame"})
    client.post("/leave", data=hidden)
    assert client.get("/").status_code == 303
    assert "<button>Leave</button>" not in text(room.client(), "/")


def test_what_is_said_twice_counts_once(room: Any) -> None:
    """A second press of the button, or a colleague's; what was taken back may be said again."""
    client = room.client()
    for kind in ("not-news", "mute"):
        undos = [client.post("/api/feedback", json={"alert": 1, "kind": kind}).json()["undo"] for _ in range(2)]
        assert undos[0] == undos[1]
    assert room.one("SELECT count(*) FROM feedback") == 2
    client.post(undos[0], json={})
    assert client.post("/api/feedback", json={"alert": 1, "kind": "mute"}).json()["undo"] != undos[0]


def test_what_holds_is_said_once_and_not_after_it_was_undone(room: Any) -> None:
    client, story = room.client(), room.story()
    muted = client.post(f"/stories/{story}/mute", data=form(client, f"/stories/{story}")).headers["location"]
    page = text(client, muted)
    assert "Nothing more of" in page
    assert page.count(">Undo</button>") == 1
    _, undo = flash(page)
    client.post(undo, data=form(client, "/said"))
    assert "Nothing more of" not in text(client, muted), "by the browser's Back"


def test_what_could_not_be_done_is_not_called_a_missing_page(room: Any) -> None:
    client, story = room.client(), room.story()
    hidden = form(client, f"/stories/{story}")
    for into, said in ((999999, "There is no story 999999."), (story, "A story is the same as itself already.")):
        page = client.post(f"/stories/{story}/merge", data={**hidden, "into": into}).text
        assert "<h1>That was not done</h1>" in page
        assert said in page
        assert "Nothing was changed." in page
    assert "There is no such page" in client.get("/stories/999999").text
    assert "From is a later day than To." in text(client, "/search?q=x&since=2026-03-02&until=2026-03-01")


# -- taking along ----------------------------------------------------------------------------------


def test_a_storys_timeline_is_whole_and_runs_forward(shared: Any) -> None:
    client, story = shared.client(), shared.story("Pipit")
    page = text(client, f"/stories/{story}/timeline")
    times = re.findall(r'<tr role="row"><td role="cell"><time datetime="([^"]+)">', page)
    assert len(times) == shared.one(f"SELECT count(*) FROM developments WHERE story_id = {story}")
    assert times == sorted(times)
    assert ">today<" not in page, "it will be read later"
    assert len(page) < 150_000
    first = client.get(f"/api/stories/{story}/developments?oldest_first=true&limit=2").json()
    rest = client.get(f"/api/stories/{story}/developments?oldest_first=true&before={first['next']}").json()
    ids = [each["id"] for each in first["items"] + rest["items"]]
    assert len(set(ids)) == len(ids) == len(times)


def test_a_strangers_name_does_not_turn_the_date_beside_it(room: Any) -> None:
    with room.db.write() as conn:
        conn.execute(sa.text("UPDATE articles SET feed_id = NULL, site = 'صحيفة'"))
        for table in ("articles", "members", "statements", "witnesses"):
            conn.execute(sa.text(f"UPDATE OR IGNORE {table} SET publisher = 'صحيفة'"))
    client, story = room.client(), room.story()
    article = room.one(f"SELECT max(article_id) FROM members WHERE story_id = {story}")
    paths = f"/stories/{story}/articles", f"/stories/{story}/statements", f"/articles/{article}", "/search?q=the*"
    for path in paths:
        page = text(client, path)
        assert "صحيفة" in page, path
        bare = re.sub(r'<bdi>[^<]*</bdi>|<(\w+)[^>]*dir="?auto"?[^>]*>[^<]*</\1>', "", page)
        assert "صحيفة" not in bare.partition("<main")[2], path
