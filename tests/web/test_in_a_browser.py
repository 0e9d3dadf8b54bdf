"""Every page and action in a real Chromium, by keyboard and by script-less reading; axe-core on every page.

With NEWSDELTA_PICTURES=1 the pictures in docs/images are taken anew.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.running import passes

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
PICTURES = bool(os.environ.get("NEWSDELTA_PICTURES"))

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (Debian: apt-get install chromium)")

PAGES = ("/", "/stories", "/search", "/watches", "/new-watch", "/feeds", "/alerts", "/audit", "/said")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield made
        made.close()


class Visit:
    """A browser window on the pages; whatever the page complains of fails the test."""

    def __init__(self, browser: Any, address: str, **how: Any) -> None:
        self.context = browser.new_context(base_url=address, **how)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.complaints: list[str] = []
        self.page.on(
            "console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def press(self, name: str, within: str = "main") -> None:
        self.page.locator(within).get_by_role("button", name=name, exact=True).first.click()

    def says(self, text: str) -> None:
        sync_api.expect(self.page.locator(".flash").first).to_contain_text(text)

    def undo(self) -> None:
        self.page.locator(".flash").get_by_role("button", name="Undo").first.click()


@pytest.fixture
def visit(browser: Any, served: Callable[..., str]) -> Iterator[Callable[..., Visit]]:
    made: list[Visit] = []

    def go(room: Any, **how: Any) -> Visit:
        address = how.pop("address", None) or served(room.app())
        made.append(Visit(browser, address, **how))
        return made[-1]

    yield go
    for each in made:
        each.context.close()
        assert each.complaints == []


def every_page(room: Any) -> list[str]:
    story = room.story("Pipit")
    article = room.one("SELECT article_id FROM developments WHERE findings LIKE '%\"changed\"%' LIMIT 1")
    return [
        *PAGES,
        f"/stories/{story}",
        f"/stories/{story}/articles",
        f"/stories/{story}/statements",
        f"/stories/{story}/log",
        f"/stories/{story}/timeline",
        f"/articles/{article}",
        f"/developments/{room.one('SELECT max(id) FROM developments')}",
        "/alerts/1?do=mute",
        "/alerts?state=held",
        "/alerts?state=failed",
        "/search?q=ferry",
        "/watches/Ferry",
        "/watches/Ferry?preview=1&name=Ferry&words=ferry&kinds=first&kinds=development",
        "/nothing",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(shared: Any, visit: Callable[..., Visit], scheme: str) -> None:
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    from axe_playwright_python.sync_playwright import Axe

    here = visit(shared, color_scheme=scheme, bypass_csp=True)  # axe is a script of the test's own
    found = []
    axe = Axe()
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if scheme == "dark":  # where nothing but the colours is another
        options["runOnly"] = ["color-contrast", "link-in-text-block"]
    for path in every_page(shared) if scheme == "light" else every_page(shared)[::3]:
        here.page.goto(path)
        for violation in axe.run(here.page, options=options).response["violations"]:
            if violation["impact"] in ("serious", "critical", "moderate"):
                nodes = [node["html"][:120] for node in violation["nodes"][:2]]
                found.append((path, violation["id"], nodes))
    here.complaints.clear()  # /nothing is a 404 on purpose
    assert found == []


def test_no_page_is_wider_than_a_phone(shared: Any, visit: Callable[..., Visit]) -> None:
    here = visit(shared, viewport={"width": 360, "height": 740})
    for path in every_page(shared)[:-1]:
        here.page.goto(path)
        assert here.page.evaluate("document.documentElement.scrollWidth") <= 360, path
    here.page.goto("/feeds")
    row = here.page.get_by_role("row").filter(has_text="Harbour Post")
    for said in ("503 Service Unavailable", "failing", "1 h ago"):
        sync_api.expect(row).to_contain_text(said)
    edge = row.get_by_role("button", name="Retire Harbour Post").bounding_box()
    assert edge
    assert edge["x"] + edge["width"] <= 360, "nothing is out of sight to the side"


def test_the_longest_name_of_a_watch_widens_no_page(room: Any, visit: Callable[..., Visit]) -> None:
    name = "A watch with a long name that somebody made up who had never heard of short ones"
    room.config.write_text(room.config.read_text().replace("name: Fires", f"name: {name}"))
    here = visit(room, viewport={"width": 360, "height": 740})
    for path in ("/", "/search", "/watches", "/said"):
        here.page.goto(path)
        assert name in here.page.content(), path
        assert here.page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_a_long_query_is_seen_whole_on_a_phone(shared: Any, visit: Callable[..., Visit]) -> None:
    here = visit(shared, viewport={"width": 360, "height": 740})
    here.page.goto("/watches/Ferry")
    box = here.page.get_by_label("Words")
    for words in (box.input_value(), " OR ".join(["captain"] * 30)):
        box.fill(words)
        sizes = box.evaluate("each => [each.scrollHeight - each.clientHeight, each.scrollWidth - each.clientWidth]")
        assert sizes == [0, 0], words


def test_a_date_beside_a_name_from_right_to_left_stays_whole(room: Any, visit: Callable[..., Visit]) -> None:
    with room.db.write() as conn:
        conn.execute(sa.text("UPDATE articles SET feed_id = NULL, site = 'صحيفة'"))
        conn.execute(sa.text("UPDATE members SET publisher = 'صحيفة'"))
    here = visit(room, viewport={"width": 1200, "height": 900})
    here.page.goto(f"/stories/{room.story('Pipit')}/articles")
    whole = here.page.evaluate("""() => [...document.querySelectorAll('.members li')].map(row => {
        const time = row.querySelector('time').getClientRects();
        const name = row.querySelector('bdi').getBoundingClientRect();
        return time.length === 1 && name.right <= time[0].left + 1;
    })""")
    assert whole.count(True) > 3
    # a row whose date stands on two lines has two parts
    parts = here.page.evaluate("[...document.querySelectorAll('.members time')].map(e => e.getClientRects().length)")
    assert whole.count(False) <= sum(each > 1 for each in parts)


def test_on_paper(shared: Any, visit: Callable[..., Visit]) -> None:
    """Nothing to press, black on white whatever the screen is like, and the addresses of what is cited."""
    here = visit(shared, color_scheme="dark")
    here.page.emulate_media(media="print", color_scheme="light")  # what browsers print by
    for path in every_page(shared)[:-1]:
        here.page.goto(path)
        seen = here.page.evaluate(
            "[...document.querySelectorAll('form, button, header nav, .pager')]"
            ".filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))"
        )
        assert seen == [], path
    here.page.goto(f"/stories/{shared.story('Pipit')}")
    link = here.page.locator("main a[href^=http]").first
    after = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert link.get_attribute("href") in after
    assert here.page.get_by_text("the story's timeline has all").is_visible(), "paper has no next page to press"
    day = here.page.locator("[data-day]").first
    assert not day.locator("span").is_visible(), "nobody knows which day that was"
    assert day.evaluate("e => getComputedStyle(e, '::before').content") == f'"{day.get_attribute("data-day")}"'
    colour = here.page.evaluate("getComputedStyle(document.body).color")
    assert sum(map(int, re.findall(r"\d+", colour)[:3])) < 200, "browsers leave out the ground that it stands on"
    assert here.page.pdf(format="A4")[:5] == b"%PDF-"


def test_all_can_be_read_without_script(shared: Any, visit: Callable[..., Visit]) -> None:
    here = visit(shared, java_script_enabled=False)
    here.page.goto("/")
    assert here.page.locator(".card").count() == 20
    here.page.get_by_role("link", name="Older developments").click()
    assert here.page.locator(".card").count() == 20
    here.page.goto("/watches/Ferry")
    here.page.get_by_role("link", name="What it would have told").click()
    sync_api.expect(here.page.locator("#preview h2")).to_contain_text("In the last 30 days")
    here.page.get_by_label("Words").fill("captain OR ferry")
    here.press("Preview the last 30 days")
    sync_api.expect(here.page.locator("#preview h2")).to_contain_text("In the last 30 days")
    assert here.page.get_by_label("Words").input_value() == "captain OR ferry"


def test_by_keyboard(shared: Any, visit: Callable[..., Visit]) -> None:
    here = visit(shared)
    here.page.goto("/")
    here.page.keyboard.press("Tab")
    assert here.page.evaluate("document.activeElement.className") == "skip"
    here.page.keyboard.press("Enter")
    assert here.page.url.endswith("#main")
    here.page.goto("/search")
    here.page.get_by_label("For").focus()
    here.page.keyboard.type('"Ardent Tern"')
    here.page.keyboard.press("Enter")
    sync_api.expect(here.page.locator("main h2")).to_contain_text("results on this page")
    assert "Ardent" in here.page.locator(".rows").inner_text()


def test_acting_on_an_alert_and_undoing_it(room: Any, visit: Callable[..., Visit]) -> None:
    here = visit(room)
    here.page.goto("/alerts/1?do=not-news")
    assert room.one("SELECT count(*) FROM feedback") == 0  # coming here did nothing
    assert here.page.evaluate("document.activeElement.textContent") == "Not news"
    for button in ("Useful", "Not news", "Not my topic", "Mute", "Snooze"):
        here.press(button)
        here.says("Noted" if button in ("Useful", "Not news", "Not my topic") else "Nothing more of")
        here.undo()
        here.says("Taken back.")
    assert room.one("SELECT count(*) FROM feedback WHERE undone IS NULL") == 0
    assert room.one("SELECT count(*) FROM feedback") == 5


def test_merge_split_move_and_undo(room: Any, visit: Callable[..., Visit]) -> None:
    here, one, other = visit(room), room.story("ferry"), room.story("Pipit")
    home = "SELECT group_concat(story_id) FROM (SELECT story_id FROM members ORDER BY article_id)"
    before = room.one(home)
    here.page.goto(f"/stories/{other}")
    here.page.get_by_label("It is the same as story").fill(str(one))
    here.press("Merge")
    here.says(f"Story {other} is part of story {one} now.")
    here.undo()
    here.says("is as it was")
    here.page.goto(f"/stories/{one}/articles")
    here.page.locator(".members input[type=checkbox]").first.check()
    here.press("The chosen articles are another story")
    here.says("What you chose is story")
    here.undo()
    article = room.one(f"SELECT max(article_id) FROM members WHERE story_id = {one}")
    here.page.goto(f"/articles/{article}")
    here.page.get_by_label("This article belongs to story").fill(str(other))
    here.press("Move")
    here.says(f"belongs to story {other} now")
    here.undo()
    assert room.one(home) == before


def test_a_watch_is_previewed_and_saved(room: Any, visit: Callable[..., Visit]) -> None:
    here = visit(room)
    here.page.goto("/watches")
    here.page.get_by_role("link", name="Ferry", exact=True).click()
    preview = here.page.locator("#preview h2")
    sync_api.expect(preview).to_contain_text("In the last 30 days")  # by itself, after the form
    here.page.get_by_label("Words").fill("captain AND (")
    here.press("Preview the last 30 days")
    sync_api.expect(here.page.get_by_role("alert")).to_contain_text("words")
    here.page.get_by_label("Words").fill("captain OR ferry")
    here.page.get_by_text("How much, and when").click()
    here.page.get_by_label("send the nightly audit").check()
    here.press("Preview the last 30 days")
    sync_api.expect(preview).to_contain_text("In the last 30 days")
    assert here.page.get_by_label("Words").input_value() == "captain OR ferry", "what was typed stays"
    assert "captain OR ferry" not in room.config.read_text()
    here.press("Save")
    here.says("Ferry is written to newsdelta.yaml.")
    written = room.config.read_text()
    assert "captain OR ferry" in written
    assert "audit: true" in written
    assert "This comment must outlive every edit." in written
    here.page.get_by_role("link", name="New watch").click()
    here.page.get_by_label("Name").fill("Äußerst, 100 %/?")
    here.page.get_by_label("Words").fill("Lindgaard")
    here.press("Save")
    here.says("is written")
    here.page.get_by_role("link", name="Äußerst, 100 %/?").click()
    here.press("Remove this watch")
    here.says("is out of newsdelta.yaml")
    assert "Lindgaard" not in room.config.read_text()


def test_feeds_deliveries_and_silences(room: Any, visit: Callable[..., Visit], tmp_path: Path) -> None:
    here = visit(room)
    here.page.goto("/feeds")
    for button, said in (("Pause", "is paused"), ("Retire", "is retired"), ("Ask now", "is due")):
        here.page.get_by_role("row").filter(has_text="Meridian Wire").get_by_text(button, exact=True).click()
        here.says(said)
        if button != "Ask now":
            here.undo()
            here.says("is due")
    (tmp_path / "more.opml").write_text(
        '<opml version="2.0"><body><outline type="rss" text="More" xmlUrl="https://more.example/rss"/></body></opml>'
    )
    here.page.get_by_label("OPML file").set_input_files(tmp_path / "more.opml")
    here.press("Take in")
    here.says("1 feed added")
    here.page.goto("/alerts?state=failed")
    here.press("Try again")
    here.says("to be tried again")
    here.page.goto("/said")
    here.page.get_by_label("or phrase").fill("live updates")
    here.press("Mute")
    here.says("“live updates”")
    here.undo()
    here.says("Taken back.")


def test_a_feed_is_found_by_its_sites_address(
    room: Any, visit: Callable[..., Visit], httpserver: Any
) -> None:
    rss = "<rss version='2.0'><channel><title>Found Gazette</title><item><title>A</title><link>http://a.example/</link></item></channel></rss>"
    html = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>'
    httpserver.expect_request("/").respond_with_data(html, content_type="text/html")
    httpserver.expect_request("/rss.xml").respond_with_data(rss, content_type="application/rss+xml")
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow:\n")
    address = httpserver.url_for("/")
    room.config.write_text(room.config.read_text().replace("[127.0.0.1]", "[127.0.0.1, localhost]"))
    here = visit(room)
    here.page.goto("/feeds")
    here.page.get_by_label("Address of a feed or a site").fill(address)
    here.press("Find and add")
    here.says("Found Gazette is added.")
    assert "Found Gazette" in room.config.read_text()


def test_today_is_live(room: Any, visit: Callable[..., Visit]) -> None:
    here = visit(room)
    here.page.goto("/")
    before = here.page.locator(".card").count()
    with room.db.write() as conn:
        conn.execute(
            sa.text(
                "INSERT INTO developments (story_id, article_id, kind, at, novelty, importance, headline, "
                "findings, details) SELECT story_id, article_id, 'development', at, 1, 9, "
                "'<b>Fresh</b> from the wire', '[]', '{}' FROM developments WHERE id = 1"
            )
        )
    fresh = here.page.locator("#fresh .card")
    sync_api.expect(fresh).to_contain_text("<b>Fresh</b> from the wire")
    assert here.page.locator(".card").count() == before + 1


def test_coming_in_with_the_token(
    room: Any, visit: Callable[..., Visit], served: Any, tmp_path: Path
) -> None:
    from settings.schema import WebSetting
    from settings.secrets import Secret

    (tmp_path / "token").write_text("open sesame")
    web = WebSetting(token=Secret(f"file:{tmp_path / 'token'}"))
    here = visit(room, address=served(room.app(web)))
    here.page.goto("/stories")
    here.page.get_by_label("Token").fill("open sesame")
    here.press("Come in")
    assert here.page.url.endswith("/stories")
    sync_api.expect(here.page.locator("h1")).to_have_text("Stories")
    here.press("Leave", within="footer > div")  # beside what else stands there: no form stays within a paragraph
    sync_api.expect(here.page.locator("h1")).to_have_text("Come in")


@pytest.mark.skipif(not PICTURES, reason="pictures are taken when NEWSDELTA_PICTURES is set")
def test_pictures(shared: Any, visit: Callable[..., Visit]) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with shared.db.write() as conn:
        passes.end(conn, passes.begin(conn, "monitor", shared.clock()), shared.clock(), {}, "ok", None)
    story = shared.story("Pipit")
    article = shared.one("SELECT article_id FROM developments WHERE findings LIKE '%\"changed\"%' LIMIT 1")
    shots = {
        "web-today": ("/", "light", 900),
        "web-story": (f"/stories/{story}", "light", 900),
        "web-article": (f"/articles/{article}", "light", 900),
        "web-watch": ("/watches/Ferry?preview=1", "light", 900),
        "web-feeds": ("/feeds", "light", 900),
        "web-search": ("/search?q=ferry", "light", 900),
        "web-alert": ("/alerts/1?do=mute", "light", 900),
        "web-story-dark": (f"/stories/{story}", "dark", 900),
        "web-today-phone": ("/", "dark", 360),
        "web-story-phone": (f"/stories/{story}", "light", 360),
        "web-feeds-phone": ("/feeds", "light", 360),
    }
    for name, (path, scheme, width) in shots.items():
        here = visit(
            shared, color_scheme=scheme, viewport={"width": width, "height": 1000 if width > 400 else 740}
        )
        here.page.goto(path)
        here.page.screenshot(path=IMAGES / f"{name}.png")
        if name == "web-story":
            here.page.emulate_media(media="print", color_scheme="light")
            here.page.screenshot(path=IMAGES / "web-story-print.png")
            _smaller(IMAGES / "web-story-print.png")
            here.page.emulate_media(media="screen")
        _smaller(IMAGES / f"{name}.png")
        assert (IMAGES / f"{name}.png").stat().st_size < 150_000


def _smaller(path: Path) -> None:
    from PIL import Image

    with Image.open(path) as image:
        image.convert("RGB").quantize(255).save(path, optimize=True)
