"""Every rendered form, looked at in a real browser: wide and narrow, light and dark.

With NEWSDELTA_PICTURES=docs/images the pictures are kept there.
"""

from __future__ import annotations

import base64
import html
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from alerts import picture, render_html, render_slack, render_text
from alerts.message import Message
from alerts.view import AlertView

CHROMIUM = shutil.which("chromium")
FORMS = [
    ("alert", 700, "light"),
    ("alert", 360, "dark"),
    ("correction", 700, "dark"),
    ("fold", 360, "light"),
    ("digest", 700, "light"),
    ("digest", 360, "dark"),
    ("notice", 360, "light"),
]


@pytest.mark.parametrize("days", [(), (5,), (0, 0, 0)])
def test_where_there_is_nothing_to_compare_there_is_no_picture(days):
    assert picture.coverage(days) is None
    assert (picture.coverage((0, 1)) or b"").startswith(b"\x89PNG")


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        pytest.skip("there is no chromium on this machine (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield running
        running.close()


def page_of(content) -> str:
    source = None
    if isinstance(content, AlertView):
        image = picture.coverage(content.coverage)
        source = f"data:image/png;base64,{base64.b64encode(image).decode()}" if image else None
    return render_html.render(content, picture_src=source)


def shoot(browser, page: str, width: int, scheme: str, path: Path) -> tuple[int, list[str]]:
    """Take the picture; how far the page is too wide, and what it asked the network for."""
    asked: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 400}, color_scheme=scheme)
    tab = context.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.set_content(page, wait_until="load")
    wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    tab.screenshot(path=path, full_page=True)
    context.close()
    small = Image.open(path).convert("RGB").quantize(64)
    small.save(path, optimize=True)
    if os.environ.get("NEWSDELTA_PICTURES"):
        shutil.copy(path, os.environ["NEWSDELTA_PICTURES"])
    return wide, [url for url in asked if not url.startswith("data:")]


@pytest.mark.parametrize(("name", "width", "scheme"), FORMS)
def test_html(browser, examples, tmp_path, name, width, scheme):
    path = tmp_path / f"{name}-{width}-{scheme}.png"
    wide, asked = shoot(browser, page_of(examples[name]), width, scheme, path)
    assert wide == 0, "nothing sticks out at the side"
    assert asked == [], "nothing is loaded from anywhere"
    red, green, blue = Image.open(path).convert("RGB").getpixel((1, 1))
    assert (red + green + blue < 200) == (scheme == "dark")
    assert path.stat().st_size < 150_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, examples, scheme):
    """Contrast, language, alternatives to pictures: as axe-core judges them, in the light and in the dark."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 700, "height": 400}, color_scheme=scheme)
    tab = context.new_page()
    for name in ("alert", "correction", "fold", "digest", "notice"):
        tab.set_content(page_of(examples[name]), wait_until="load")
        found = Axe().run(tab).response["violations"]
        # a mail has no landmarks: mail programs take <main> and the like away
        serious = [each["id"] for each in found if each["impact"] in ("serious", "critical")]
        assert serious == [], name
    context.close()


def test_hostile_titles_stay_in_their_place(browser, examples, tmp_path):
    from dataclasses import replace

    hostile = '"><script>document.title="owned"</script><img src=x onerror="document.title=1">' + "W" * 300
    view = replace(examples["alert"], headline=hostile, story=hostile, watch=hostile)
    context = browser.new_context(viewport={"width": 360, "height": 400})
    tab = context.new_page()
    tab.set_content(page_of(view), wait_until="load")
    assert tab.title() not in ("owned", "1")
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert tab.evaluate("document.querySelectorAll('script').length") == 0
    context.close()


@pytest.mark.parametrize("name", ["alert", "digest"])
def test_slack(browser, examples, tmp_path, name):
    message = Message("k", examples[name], datetime(2026, 5, 4, tzinfo=UTC), ("Ferries",))
    blocks = render_slack.render(message)
    json.dumps(blocks)
    path = tmp_path / f"slack-{name}.png"
    wide, _ = shoot(browser, slack_page(blocks), 620, "light", path)
    assert wide == 0


def test_terminal(browser, examples, tmp_path):
    text = html.escape(render_text.render(examples["alert"]))
    body = f"<pre style='background:#111;color:#ddd;padding:16px;white-space:pre-wrap;margin:0'>{text}</pre>"
    wide, _ = shoot(browser, body, 700, "dark", tmp_path / "terminal-alert.png")
    assert wide == 0


def slack_page(blocks) -> str:
    """Blocks drawn much as Slack draws them."""

    def element(each) -> str:
        text = html.escape(each.get("text", "")).replace("\n", "<br>")
        style = each.get("style", {})
        if each["type"] == "link":
            text = f"<a href='{html.escape(each['url'])}'>{text}</a>"
        if style.get("bold"):
            text = f"<b>{text}</b>"
        return f"<i>{text}</i>" if style.get("italic") else text

    out = []
    for block in blocks:
        if block["type"] == "header":
            out.append(f"<h3>{html.escape(block['text']['text'])}</h3>")
        elif block["type"] == "context":
            out += [f"<p class=context>{html.escape(each['text'])}</p>" for each in block["elements"]]
        elif block["type"] == "divider":
            out.append("<hr>")
        elif block["type"] == "actions":
            names = (html.escape(each["text"]["text"]) for each in block["elements"])
            out.append("".join(f"<span class=button>{name}</span>" for name in names))
        else:
            for part in block["elements"]:
                tag = "blockquote" if part["type"] == "rich_text_quote" else "div"
                out.append(f"<{tag}>{''.join(map(element, part['elements']))}</{tag}>")
    style = (
        "body{font:15px/1.46 Lato,Helvetica,sans-serif;margin:16px;overflow-wrap:anywhere}"
        "h3{font-size:18px;margin:4px 0}"
        "blockquote{border-left:4px solid #ddd;margin:4px 0 8px;padding-left:12px}"
        ".context{color:#616061;font-size:13px}"
        ".button{border:1px solid #bbb;border-radius:4px;padding:4px 12px;margin-right:8px;"
        "display:inline-block}"
    )
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{''.join(out)}"
