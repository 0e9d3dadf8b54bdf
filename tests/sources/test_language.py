"""The language of a text: what the page claims, unless the text is clearly in another one."""

from __future__ import annotations

import pytest

from sources.page.language import language_of

SHORT_ENGLISH = (
    "Governor Dauda visit flood victims, promise new houses. Dem don wait since June, spokesman Ibe Oko say. "
    "Police no comment."
)
ZULU = (
    "Umfula ugcwele emva kwezimvula ezinkulu, futhi ibhuloho livaliwe kuze kube ngoLwesihlanu. "
    "Abantu abaningi bacelwe ukuthi bahlale emakhaya abo."
)


def test_a_text_tells_its_language() -> None:
    german = "Die Fähre nach Marland fährt an jedem Werktag um acht und um zwölf Uhr, und am Sonntag nur am Nachmittag."
    assert language_of(german) == "de"
    assert language_of(german, "de-AT") == "de"


def test_a_template_that_claims_english_for_zulu_is_not_believed() -> None:
    assert language_of(ZULU, "en-US") == "zu"


def test_a_claim_stands_where_the_text_is_a_little_more_like_another_language() -> None:
    import py3langid

    assert py3langid.classify(SHORT_ENGLISH)[0] != "en"
    assert language_of(SHORT_ENGLISH, "en") == "en"
    assert language_of(SHORT_ENGLISH) is None, "nobody knows: it may be compared with any"


@pytest.mark.parametrize(
    ("claimed", "code"), [("en-GB", "en"), ("ger", "de"), ("nb-NO", "no"), ("iw", "he"), ("qq", None), ("", None)]
)
def test_a_short_texts_claim_is_one_code_a_language(claimed: str, code: str | None) -> None:
    assert language_of("Kort.", claimed) == code
