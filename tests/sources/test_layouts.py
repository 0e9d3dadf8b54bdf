# ruff: noqa: E501 - pages and their sentences stand on one line, as pages have them
"""What stands between an article's paragraphs on the content systems of today, and is none of them. All is invented."""

from __future__ import annotations

import json
import textwrap
from datetime import UTC, datetime

import pytest

from models.nouns import Entry, PageKind
from sources.page.extract import read_page
from sources.reading import Reading

URL = "https://www.oddmarcourier.example/news/reservoirs-closed"
TITLE = "Two reservoirs closed after diesel is found in Oddmar's water"
SAID = [
    "The regional water board of Oddmar closed two reservoirs on Monday after a routine sample showed traces of diesel.",
    "About 14,000 households in the eastern valleys are affected, the board's director Marta Felling told reporters.",
    "Tankers will deliver drinking water to four schools and a hospital until at least Thursday evening, she said.",
    "Engineers believe the fuel leaked from a pump house that was rebuilt in 2019, but they have not found the source.",
    "“We will not reopen anything before three clean samples in a row,” Felling said at the town hall.",
    "The opposition in the county council asked for an independent inquiry and for the inspection records of five years.",
]
WITHIN = {
    "a heading whose list is gone": "<h4>You may also like</h4><ul><li><a href=/1>Council votes on a new bridge over the Odd</a></li></ul>",
    "a pull quote by its name": "<div class='b-pull-quote'><p>Not one reservoir before spring</p><span>M. Felling</span></div>",
    "a pull quote by its words": "<blockquote class=x1><p>We will not reopen anything</p><cite>Marta Felling, director</cite></blockquote>",
    "a newsletter by its name": "<div class=NewsletterInline_wrap__n><p>The stories that matter, every morning at seven.</p></div>",
    "a newsletter by its button": "<section class=friend><p>Every morning, the news of the valley</p><a>S'inscrire</a></section>",
    "a newsletter by its field": "<div class=x2><p>All of the valley in one letter.</p><form><input type=email></form></div>",
    "a teaser": "<article class=item><h3><a href=/1>Council votes on a new bridge</a></h3><p>The vote had been postponed twice since autumn.</p></article>",
    "a related link without a mark": "<p>Read more<a href=/1>Rivers cleaner than ten years ago, agency says</a></p>",
    "a film": "<div><p>Watch: Queues for water in the eastern valleys</p></div>",
    "a caption by its name": "<div class=imgWrap><div class=imageCaption>A tanker outside the school in Vell on Monday.</div></div>",
    "a picture with slanted words": "<p><img src=x><br><em>A tanker outside the school in Vell. (Photo: Lea Sund)</em></p>",
    "a picture with small words": "<div class=x4><img src=x><small>A tanker outside the school in Vell.</small></div>",
    "a related link behind a bar": "<p>READ | <a href=/x>Rivers cleaner than ten years ago, agency says</a></p>",
    "an advertisement's notice": "<p>Story continues below advertisement</p><p>Artikel wird nach der Anzeige fortgesetzt</p>",
    "a post that is not there": "<div><p>View this post on Instagram</p><p>A post shared by Lea Sund (@lea)</p></div>",
    "an embed that asks": "<p>To display this content from YouTube, you must enable advertisement tracking.</p>",
    "photos": "<p><strong>&gt;&gt; See photos of the queues in Vell &lt;&lt;</strong></p>",
}  # fmt: skip
AT_THE_END = [
    "Ivo Kern covers the environment for the Oddmar Courier.",
    "Ivo Kern is a staff writer. Reach him at ivo.kern@oddmarcourier.example.",
    "Lea Sund has written about water since 2014. Follow her on X at @leasund.",
    "Reporting by Lea Sund; Editing by Ola Berg",
    "First published on March 2, 2026 / 8:05 AM",
    "Have you been affected? Email haveyoursay@oddmarcourier.example.",
    "For more stories like this, check our news page.",
    "Lea Sund and Ola Berg contributed to this report.",
    "Copyright 2026 Oddmar Courier. This material may not be published, broadcast or rewritten.",
    "Thanks for reading! Subscribe for free to receive new posts and support my work.",
    "Follow the Courier on Facebook and WhatsApp, or have our newsletter sent to you.",
]
CORRECTION = "Correction: An earlier version misstated the number of households. It is 14,000, not 1,400."


def read(body: str, head: str = "", url: str = URL, title: str = TITLE, entry: Entry | None = None) -> Reading:
    head = f"<title>{title}</title><meta name=author content='Ivo Kern'>{head}"
    page = f"<html lang=en><head>{head}</head><body><main><h1>{title}</h1>{body}</main></body></html>"
    return read_page(page.encode(), url, entry, now=datetime(2026, 3, 5, tzinfo=UTC))


def paragraphs(*said: str) -> str:
    return "".join(f"<p>{each}</p>" for each in said)


@pytest.mark.parametrize("name", WITHIN)
def test_what_stands_between_paragraphs_is_none_of_them(name: str) -> None:
    reading = read(f"<div>{paragraphs(*SAID[:3])}{WITHIN[name]}{paragraphs(*SAID[3:])}</div>")
    assert reading.text.split("\n") == SAID


@pytest.mark.parametrize("line", AT_THE_END)
def test_what_follows_the_last_paragraph_is_none_and_a_correction_is(line: str) -> None:
    reading = read(f"<div>{paragraphs(*SAID, CORRECTION, line)}</div>")
    assert reading.text.split("\n") == [*SAID, CORRECTION]


def test_a_standfirst_before_byline_and_date_keeps_its_place() -> None:
    lead = "Fourteen thousand households must fetch water from tankers until Thursday at least"
    byline = "<div>By <a href=/i>Ivo Kern</a></div><span>March 02, 2026 at 8:05 a.m. EST</span>"
    reading = read(f"<h2 class=sub>{lead}</h2>{byline}<div>{paragraphs(*SAID)}</div>")
    assert reading.text.split("\n") == [lead, *SAID]


def test_a_name_that_only_says_what_is_in_it_is_no_furniture() -> None:
    lead = "Fuel reached the drinking water of the eastern valleys, and nobody knows from where so far."
    body = f"<div class='articleHeader hasCaption'><h2 class=subtitle>{lead}</h2></div><div>{paragraphs(*SAID)}</div>"
    assert read(body).text.split("\n")[0] == lead


def test_a_quotation_that_no_paragraph_has_stays() -> None:
    quoted = "Nobody told the valleys anything before noon, and the schools learned it from the radio."
    reading = read(f"<div>{paragraphs(*SAID[:3])}<blockquote><p>{quoted}</p></blockquote>{paragraphs(*SAID[3:])}</div>")
    assert quoted in reading.text.split("\n")


def test_a_picture_within_a_paragraph_does_not_take_its_words_away() -> None:
    shown = f"<p><img src=x>{SAID[2]} <em>So it was on Monday.</em></p>"
    reading = read(f"<div>{paragraphs(*SAID[:2])}{shown}{paragraphs(*SAID[3:])}</div>")
    assert f"{SAID[2]} So it was on Monday." in reading.text.split("\n")


def test_a_brief_is_its_paragraphs_and_nothing_of_its_headline() -> None:
    around = "<header><a href=/login>Log in</a></header><article><span>2 March 2026</span>{}</article><footer>© Courier</footer>"
    assert read(around.format(paragraphs(*SAID[:2]))).text.split("\n") == SAID[:2]


@pytest.mark.parametrize("around", ["<p>{}</p>", "<div>{}</div>", "<span><i>{}</i></span><br><br>"])
def test_a_source_that_is_wrapped_at_a_width_breaks_no_sentence(around: str) -> None:
    wrapped = [around.format(textwrap.fill(each, 40).replace("\n", "\r\n  ")) for each in SAID]
    assert read(f"<div>{''.join(wrapped)}</div>").text.split("\n") == SAID


def test_a_text_that_is_laid_out_keeps_its_lines() -> None:
    verse = "<pre>" + "\n".join(SAID) + "</pre>"
    assert [line.strip() for line in read(f"<div>{verse}</div>").text.split("\n")] == SAID


def test_a_paragraph_that_stands_twice_is_told_once() -> None:
    """Set large beside the text, or once for phones and once for desks."""
    large = f"<p>{SAID[1]}</p>"
    assert read(f"<div>{paragraphs(*SAID[:3])}{large}{paragraphs(*SAID[3:])}</div>").text.split("\n") == SAID
    brief = f"<article><div class=phone><p>{SAID[0]}</p></div><div class=desk><p>{SAID[0]}</p></div></article>"
    assert read(brief).text.split("\n") == SAID[:1]
    refrain = "The water is unfit to drink."
    told = [*SAID[:2], refrain, *SAID[2:4], refrain, *SAID[4:]]
    assert read(f"<div>{paragraphs(*told)}</div>").text.split("\n") == told


def test_json_ld_that_escapes_its_text_twice_ends_the_article_where_the_text_ends() -> None:
    said = [each.replace("'", "’") for each in SAID]
    inner = [each.replace("the", "<b>the</b>&#8205;") for each in said]
    text = "\n".join(inner).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    ld = json.dumps({"@type": "NewsArticle", "articleBody": text})
    more = "<p>Meanwhile the brewery of Rue asked for permission to draw water from the upper lake until April.</p>"
    head = f"<script type='application/ld+json'>{ld}</script>"
    assert read(f"<div>{paragraphs(*said)}{more}</div>", head).text.split("\n") == said


OFFERS = {
    "English": "<h2>Keep reading for 1 crown</h2><p>Your subscription supports reporting in the valleys.</p>",
    "German": "<h3>Weiterlesen mit OC+</h3><p>Testen Sie OC+ einen Monat für 1 Euro.</p><p>Schon Abonnent?</p>",
    "French": "<p>La suite est réservée aux abonnés.</p><p>Profitez de notre offre de printemps.</p>",
    "Spanish": "<p>Suscríbete para seguir leyendo</p><p>¿Ya eres suscriptor? Inicia sesión</p>",
    "Norwegian": "<p>Logg inn for å lese hele saken</p><p>Allerede abonnent?</p>",
}


@pytest.mark.parametrize("language", OFFERS)
def test_a_stub_is_told_and_nothing_of_the_offer_becomes_text(language: str) -> None:
    reading = read(f"<div>{paragraphs(*SAID[:2])}<div class=x3>{OFFERS[language]}</div></div>")
    assert (reading.kind, reading.text.split("\n")) == (PageKind.PAYWALL, SAID[:2])
    assert reading.problem is not None
    fed = Entry("k", URL, TITLE, None, text=" ".join(SAID))
    served = read(f"<div>{paragraphs(*SAID[:2])}{OFFERS[language]}</div>", entry=fed)
    assert (served.kind, served.text) == (PageKind.ENTRY, fed.text)


def test_a_page_that_says_it_is_not_free_and_gives_a_stub_is_behind_a_wall_without_any_words() -> None:
    said = json.dumps({"@type": "NewsArticle", "headline": TITLE, "isAccessibleForFree": "False"})
    head = f'<script type="application/ld+json">{said}</script>'
    assert read(f"<div>{paragraphs(*SAID[:2])}</div>", head).kind is PageKind.PAYWALL
    for tier, kind in (("paid", PageKind.PAYWALL), ("locked", PageKind.PAYWALL), ("free", PageKind.ARTICLE)):
        tiered = f'<meta property="article:content_tier" content="{tier}">'
        assert read(f"<div>{paragraphs(*SAID[:2])}</div>", tiered).kind is kind
    assert read(f"<div>{paragraphs(*SAID[:2])}</div>").kind is PageKind.ARTICLE
    assert read(f"<div>{paragraphs(*SAID, *SAID)}</div>", head).kind is PageKind.ARTICLE, "all of it is there"
