"""A plain page that is watched: what changes on it is a revision of its article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pytest_httpserver import HTTPServer

from settings.load import parse
from steps.context import open_context
from steps.fetch import fetch
from steps.read import read
from storage.reading import articles

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
PAGE = """<html lang="en"><head><title>Notices of the harbour</title></head><body><article>
<h1>Notices of the harbour</h1>
<p>The ferry to Marland leaves at eight and at noon on every working day of the week.</p>
<p>{}</p>
<p>The bridge over the river is open for lorries of up to seven tonnes.</p></article></body></html>"""
FIRST = PAGE.format("The lighthouse may be visited on Sundays between ten in the morning and four.")
SECOND = PAGE.format("The lighthouse is closed until further notice after Friday's storm broke its lamp.")


def test_a_changed_page_is_a_revision(tmp_path: Path, httpserver: HTTPServer) -> None:
    url = httpserver.url_for("/notices")
    text = f"feeds: [{{name: Harbour, url: '{url}', watched: true}}]\n"
    text += "network: {allow_private: [localhost]}\n"
    now = [START]
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    page = httpserver.expect_request("/notices")
    with open_context(parse(text, tmp_path / "newsdelta.yaml"), lambda: now[0]) as context:
        for number, html in enumerate((FIRST, FIRST, SECOND)):
            page.respond_with_data(html, content_type="text/html")
            now[0] = START + number * timedelta(days=2)
            counts = fetch(context)
            assert counts.failed == 0
            read(context)
            with context.db.read() as conn:
                article = articles.get(conn, 1)
                assert article.revision == (2 if html is SECOND else 1)
        assert "storm broke its lamp" in article.text
