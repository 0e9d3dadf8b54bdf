"""Search by words and by meaning, over articles and developments, between dates, of a source, of a watch."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from storage.database import Database
from storage.deciding.ledger import pack
from web.marked import spans
from web.meaning import Meaning


@pytest.fixture(scope="module")
def client(shared: Any) -> TestClient:
    client: TestClient = shared.client()
    return client


def found(client: TestClient, **asked: str) -> list[dict[str, Any]]:
    answer = client.get("/api/search", params={"q": "ferry", **asked})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_by_words_over_articles_and_developments(client: TestClient) -> None:
    texts = found(client)
    assert len(texts) > 5
    assert {each["kind"] for each in texts} == {"article"}
    assert all("ferry" in (each["title"] + each["extract"]).lower() for each in texts)
    news = found(client, over="developments")
    assert {each["kind"] for each in news} == {"development"}
    assert all("ferry" in each["title"].lower() for each in news)
    assert found(client, q='"Ardent Tern" NOT ferry') != texts


def test_by_meaning_over_developments_and_the_articles_that_carry_them(shared: Any, client: TestClient) -> None:
    asked = {"q": "The ferry Ardent Tern sank off Port Ansel", "by": "meaning"}
    news = found(client, **asked, over="developments")
    assert len(news) > 3
    assert "ferry" in news[0]["title"].lower()
    nearness = [each["similarity"] for each in news]
    assert nearness == sorted(nearness, reverse=True)
    nearest = news[0]["article"]["id"]
    with shared.db.write() as conn:  # one more article carries the nearest
        copy = conn.execute(sa.text("SELECT max(id) FROM articles WHERE id NOT IN (SELECT article_id FROM carriers)"))
        another = copy.scalar_one()
        conn.execute(
            sa.text(
                "INSERT INTO carriers SELECT development_id, :another, 'Another', at FROM carriers "
                "WHERE article_id = :nearest LIMIT 1"
            ),
            {"another": another, "nearest": nearest},
        )
    texts = found(client, **asked)
    assert {each["kind"] for each in texts} == {"article"}
    assert texts[0]["article"]["id"] == news[0]["article"]["id"]
    assert texts[0]["similarity"] == news[0]["similarity"]
    ids = [each["article"]["id"] for each in texts]
    assert len(set(ids)) == len(ids)
    assert another in ids[:3], "beside the one that it says the same as"


@pytest.mark.parametrize("by", ["words", "meaning"])
@pytest.mark.parametrize("over", ["articles", "developments"])
def test_dates_sources_and_watches_narrow_it(shared: Any, client: TestClient, by: str, over: str) -> None:
    plain = found(client, by=by, over=over)
    days = sorted(each["at"][:10] for each in plain)
    middle = days[len(days) // 2]
    later = found(client, by=by, over=over, since=middle)
    assert later
    assert all(each["at"][:10] >= middle for each in later)
    earlier = found(client, by=by, over=over, until=middle)
    assert earlier
    assert all(each["at"][:10] <= middle for each in earlier)
    assert {middle} <= {each["at"][:10] for each in found(client, by=by, over=over, since=middle, until=middle)}
    source = plain[0]["article"]["publisher"]
    of_source = found(client, by=by, over=over, source=source.upper())
    assert {each["article"]["publisher"] for each in of_source} == {source}
    watched = found(client, by=by, over=over, watch="Ferry")
    told = " UNION ".join(f"SELECT development_id FROM {table} WHERE watch = 'Ferry'" for table in ("alerts", "held"))
    with shared.db.read() as conn:
        own = set(conn.execute(sa.text(f"SELECT article_id FROM developments WHERE id IN ({told})")).scalars())
    assert watched
    assert {each["article"]["id"] for each in watched} <= own


def test_what_is_found_says_what_it_is(client: TestClient) -> None:
    assert ">first report</span>" in client.get("/search?q=ferry").text
    assert ">new story</span>" in client.get("/search?q=ferry&over=developments").text


def test_the_page_finds_what_the_api_finds_and_says_what_is_wrong(client: TestClient) -> None:
    page = client.get("/search", params={"q": "ferry", "source": "Meridian Wire"}).text
    for each in found(client, source="Meridian Wire"):
        assert f'/articles/{each["article"]["id"]}"' in page
    for asked, said in (
        ({"q": "(ferry"}, "cannot be read"),
        ({"q": "NOT ferry"}, "only says what must not be there"),
        ({"q": "ferry", "since": "yesterday"}, "A date is written like"),
    ):
        assert said in client.get("/search", params=asked).text


def test_what_cannot_be_is_said_to_programs_too(client: TestClient) -> None:
    answers = [
        client.get("/api/search", params={"q": "ferry", **asked})
        for asked in ({"watch": "Nobody's"}, {"since": "2026-03-09", "until": "2026-03-01"})
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "There is no watch 'Nobody's'." in answers[0].text
    assert "From is a later day than To." in answers[1].text


@pytest.mark.parametrize("by", ["words", "meaning"])
def test_a_source_that_nobody_is_is_said(client: TestClient, by: str) -> None:
    asked = {"q": "ferry", "by": by, "source": "Nobody's"}
    answer = client.get("/api/search", params=asked)
    assert answer.status_code == 422
    assert "There is no source 'Nobody's'" in answer.json()["detail"]
    assert "There is no source" in client.get("/search", params=asked).text
    site = found(client)[0]["article"]["site"]
    assert found(client, q="nowherewritten", by="words", source=site) == [], "it is there, and has nothing of that"


@pytest.mark.parametrize("query", ["zurich NOT harbour", "nowherewritten OR zurich", "zurich AND zurich*", "zurich"])
def test_an_extract_shows_the_words_that_were_asked_for(room: Any, query: str) -> None:
    with room.db.write() as conn:
        long = "The ferry was late again. " * 40 + "In Zurich it snowed. " + "Nobody knew why that was. " * 40
        conn.execute(sa.text("UPDATE articles SET text = :long, title = 'Weather' WHERE id = 1"), {"long": long})
    (hit,) = room.client().get("/api/search", params={"q": query}).json()["items"]
    assert hit["extract"].startswith("… ")
    assert "In Zurich it snowed" in hit["extract"]


def test_what_was_asked_for_is_marked_however_it_is_spelled(room: Any) -> None:
    with room.db.write() as conn:
        held = "Łódź <b>&amp; Zu\u0308rich</b>", "Snow. " * 90 + "The Große Straße of Łódź is shut; harbours are not."
        change = sa.text("UPDATE articles SET title = :title, text = :text WHERE id = 1")
        conn.execute(change, dict(zip(("title", "text"), held, strict=True)))
    client = room.client()
    page = client.get("/search", params={"q": '(lodz OR zurich) "grosse strasse" harbour* NOT (snow mud)'}).text
    assert "<mark>Łódź</mark> &lt;b&gt;&amp;amp; <mark>Zürich</mark>&lt;/b&gt;" in unicodedata.normalize("NFC", page)
    assert "The <mark>Große Straße</mark> of <mark>Łódź</mark> is shut; <mark>harbours</mark> are not." in page
    assert "<mark>Snow" not in page
    assert "<mark>" not in client.get("/search", params={"q": "lodz", "by": "meaning"}).text
    assert "<mark>" not in client.get("/api/search", params={"q": "lodz"}).text
    assert client.get("/search", params={"q": "ferry", "over": "developments"}).text.count("<mark>") > 3


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("地震", "石川県で地震。", ["地震"]),
        ("covid-19", "COVID-19 and covid 19", ["COVID-19", "covid 19"]),
        ("quake quake*", "Quakes and a quake", ["Quakes", "quake"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
        ("(quake", "A quake", []),
        ("a b c", "a", ["a"]),
    ],
)
def test_where_words_stand(query: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in spans(query, text)] == found


def test_a_page_that_looked_through_so_many_says_so_and_leads_on(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [each["article"]["id"] for each in found(client, source="Meridian Wire")]
    assert len(whole) > 2
    monkeypatch.setattr("web.reads.found.LOOKED_THROUGH", 3)
    seen, key, noted = [], "", 0
    while key is not None:
        asked = {"q": "ferry", "source": "Meridian Wire"} | ({"before": key} if key else {})
        page = client.get("/api/search", params=asked).json()
        seen += [each["article"]["id"] for each in page["items"]]
        noted += page["note"] == "The newest 3 matches were looked through; the next page goes on from there."
        key = page["next"]
    assert seen == whole
    assert noted > 1


@pytest.mark.filterwarnings("error:Mean of empty slice")
def test_by_meaning_where_there_is_nothing_to_compare_with(room: Any) -> None:
    def notes(client: TestClient) -> tuple[list[Any], str | None]:
        page = client.get("/api/search", params={"q": "ferry", "by": "meaning"}).json()
        return page["items"], page["note"]

    app = room.app()
    app.state.site.encoder.name = "bag@2"
    renewed = TestClient(app, base_url="http://127.0.0.1:8765")
    assert notes(renewed) == ([], "The archive was read with another model; the next pass renews it.")
    story = room.story()
    assert room.client().get(f"/api/stories/{story}/similar").json()["items"]
    with room.db.write() as conn:
        conn.execute(sa.text("DELETE FROM development_statements"))
    assert notes(room.client()) == ([], None), "nothing was told yet"
    with room.db.write() as conn:
        conn.execute(sa.text(f"UPDATE statements SET model = 'bag@0' WHERE story_id = {story}"))
    assert room.client().get(f"/api/stories/{story}/similar").json() == {"items": []}
    with Database.open(room.settings.database_url().replace("newsdelta.db", "empty.db"), durable=False) as empty:
        assert notes(replace(room, db=empty).client()) == ([], "Nothing has been read yet.")


def test_what_is_read_piece_by_piece_is_the_whole(shared: Any) -> None:
    piecemeal, whole, encoder = Meaning(), Meaning(), shared.app().state.site.encoder
    (vector,) = encoder.encode(["The ferry sank off Port Ansel"])
    with shared.db.read() as conn:
        whole.catch_up(conn, encoder.name)
        pieces = 0
        while not piecemeal.complete:
            piecemeal.catch_up(conn, encoder.name, piece=5)
            pieces += 1
    assert pieces > 3
    everything = whole.nearest(vector, 500, -1.0)
    assert len({number for number, _, _ in everything}) == len(everything) > 15
    assert sorted(piecemeal.nearest(vector, 500, -1.0)) == sorted(everything)


# -- the nearest among many ------------------------------------------------------------------------


def clustered(number: int, dim: int = 384) -> Any:
    """Sentences of news: some thousand topics, a few kinds of wording each."""
    rng = np.random.default_rng(5)
    topics = rng.normal(size=(number // 25, dim))
    rows = topics[rng.integers(0, len(topics), number)] + 0.9 * rng.normal(size=(number, dim))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def filled(rows: Any, exact_until: int) -> Meaning:
    meaning = Meaning(len(rows), exact_until)
    for start in range(0, len(rows), 4000):
        some = rows[start : start + 4000]
        meaning._take([(start + n + 1, n % 7, pack(row)) for n, row in enumerate(some)])
    return meaning


def test_the_nearest_by_their_signs_are_the_nearest(shared: Any) -> None:
    rows = clustered(24_000)
    quick, exact = filled(rows, 100), filled(rows, 24_000)
    for number in range(0, 24_000, 2_400):
        near = exact.nearest(rows[number], 50, 0.3)
        assert near[0][0] == number + 1
        assert len(near) > 15
        assert quick.nearest(rows[number], 50, 0.3) == near


def test_a_small_archive_is_looked_through_exactly(shared: Any) -> None:
    rows = clustered(500, 70)  # not a whole number of words of 64 signs
    meaning = filled(rows, 20_000)
    cosines = np.float32(np.float16(rows)) @ rows[7]
    order = [int(each) + 1 for each in np.argsort(-cosines)[:20]]
    assert [each for each, _, _ in meaning.nearest(rows[7], 20, -1.0)] == order
    assert [each for each, _, _ in filled(rows, 10).nearest(rows[7], 20, -1.0)] == order
