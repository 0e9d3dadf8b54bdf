"""What an article adds to its story's ledger."""

from __future__ import annotations

from dataclasses import replace

import pytest
from news import Newsroom

from models.developments import statements
from models.nouns import FindingKind, Role, SentenceKind

FLOOD = """A flood killed eight people in the town of Velm on Monday, the governor said.
Rain had fallen on the Arne valley for three days and the river broke its banks near the old mill.
Soldiers brought 300 families to schools in Orsk, where beds and hot meals were waiting for them.
The railway between Velm and Orsk is closed because a bridge was washed away, the operator said.
"We have never seen the river so high," said mayor Ada Brunn on Monday evening in the town hall."""

REWRITE = """Eight people were killed in a flood in Velm on Monday, the governor said.
The river broke its banks near the old mill after rain had fallen on the Arne valley for three days.
Soldiers brought 300 families to schools in Orsk, with beds and hot meals waiting for them.
A bridge was washed away and the railway between Velm and Orsk is closed, the operator said."""

NEWS = """Prosecutors opened an inquiry into the Halden power company on Thursday after workers said that its
dam had released water without a warning. Investigators seized documents at the headquarters in Kaln and
questioned its director, Tomas Riis, for six hours. "We warned them twice," engineer Lena Voss told the
newspaper Tagblad. The company's shares fell 14% in trading on the Kaln exchange."""

EXPLAINER = """Floods are among the hardest hazards for any country to prepare for.
Experts argue about the balance between walls and open land, and both have merits.
Communities everywhere value safety, and planners weigh it against the cost of construction.
Insurance remains a complex subject, and many households find its language confusing.
The debate about rivers shows how closely nature and society are connected with each other.
Good preparation rests on trust between citizens, engineers and the people who govern them."""


@pytest.fixture
def newsroom() -> Newsroom:
    room = Newsroom()
    room.tell(FLOOD)
    return room


def test_the_first_article_opens_the_story() -> None:
    first = Newsroom().tell(FLOOD)
    assert (first.role, first.development, first.findings) == (Role.FIRST, True, ())


def test_a_rewrite_is_a_repeat(newsroom: Newsroom) -> None:
    rewrite = newsroom.tell(REWRITE, hours=3)
    assert (rewrite.role, rewrite.development) == (Role.REPEAT, False)
    assert rewrite.nearest is not None
    assert rewrite.nearest.article_id == 1


def test_a_new_step_is_a_development_quoted_word_for_word(newsroom: Newsroom) -> None:
    news = newsroom.tell(NEWS, hours=72)
    assert (news.role, news.development) == (Role.DEVELOPMENT, True)
    assert news.findings
    assert all(finding.sentence in NEWS for finding in news.findings)
    assert {name for finding in news.findings for name in finding.names} >= {"Tomas Riis"}
    assert news.importance > 0


def test_the_reason_names_what_decided_and_keeps_the_article_apart_from_its_sentence(newsroom: Newsroom) -> None:
    news = newsroom.tell(NEWS, hours=72)
    figures = dict(news.reason.figures)
    assert list(figures)[:4] == ["told", "lead", "echo", "new_facts"]  # a page shows the first six
    assert figures["sentence_novelty"] == round(max(finding.novelty for finding in news.findings), 3)


def test_an_explainer_is_background(newsroom: Newsroom) -> None:
    explainer = newsroom.tell(EXPLAINER, hours=30)
    assert (explainer.role, explainer.development) == (Role.BACKGROUND, False)


def test_a_delayed_lead_is_found(newsroom: Newsroom) -> None:
    delayed = newsroom.tell(FLOOD + "\n" + NEWS, hours=72)
    assert delayed.development
    assert delayed.findings[0].sentence in NEWS


def test_only_statements_bring_news(newsroom: Newsroom) -> None:
    found = newsroom.tell("What happens to Halden and Tomas Riis next?\n\n" + NEWS, hours=72)
    _, passages = newsroom.article("What happens to Halden and Tomas Riis next?\n\n" + NEWS)
    kinds = {passages.sentences[finding.index].kind for finding in found.findings}
    assert kinds == {SentenceKind.STATEMENT}


def test_a_change_shows_the_value_before_and_now(newsroom: Newsroom) -> None:
    toll = NEWS + "\nA flood killed eleven people in the town of Velm on Monday, the governor said."
    changed = [f for f in newsroom.tell(toll, hours=72).findings if f.kind is FindingKind.CHANGED]
    assert [(f.old, f.new) for f in changed] == [("8", "11")]
    assert changed[0].nearest is not None
    assert "eight people" in changed[0].nearest.sentence


def test_a_change_is_listed_however_much_else_is_new(newsroom: Newsroom) -> None:
    names = "Aas Berg Crane Dahl Eide Falk Gran Holm Iver Juul Krog Lund Moen Nord".split()  # noqa: SIM905
    new = [f"Volunteer Per {name} of {name}stad gave {i} lamps to the museum." for i, name in enumerate(names, 31)]
    toll = "A flood killed eleven people in the town of Velm on Monday, the governor said."
    found = newsroom.tell(toll + "\n" + "\n".join(new), hours=72).findings
    assert ("8", "11") in [(each.old, each.new) for each in found]


def test_a_value_that_the_story_has_told_is_no_change(newsroom: Newsroom) -> None:
    newsroom.tell("The flood in Velm has killed eleven people, the governor said on Tuesday.", hours=24)
    toll = NEWS + "\nA flood killed eleven people in the town of Velm on Monday, the governor said."
    assert not [f for f in newsroom.tell(toll, hours=72).findings if f.kind is FindingKind.CHANGED]


def test_the_same_statement_folds_and_counts_publishers_once(newsroom: Newsroom) -> None:
    """In words of their own: the same words are one source, however many print them (issue 5 wants independent
    publishers for witnesses; this test once took copies for some)."""
    before = len(newsroom.ledger)
    told = "Eight people were killed by a flood in the town of Velm, said the governor on Monday."
    again = "On Monday a flood in Velm, a town, killed eight people, the governor has said."
    for text, publisher in (
        (FLOOD, "copy.example"),
        (told, "one.example"),
        (again, "one.example"),
        (told, "reprint.example"),
        (again, "outlet1.example"),
        ("The governor said eight people in the town of Velm were killed by Monday's flood.", "two.example"),
    ):
        newsroom.tell(text, hours=1, publisher=publisher)
    assert len(newsroom.ledger) == before
    assert newsroom.ledger[0].witnesses == ("one.example", "two.example")


def test_statements_are_the_very_sentences_and_leave_out_folds(newsroom: Newsroom) -> None:
    article, passages = newsroom.article(REWRITE + "\n" + NEWS, hours=72)
    comparison = newsroom.compare(article, passages)
    kept = statements(article, passages, comparison)
    folded = {index for index, _ in comparison.folds}
    assert [s.sentence for s in kept] == [s for i, s in enumerate(passages.sentences) if i not in folded]
    assert all(any(s.sentence is each for each in passages.sentences) for s in kept)


def test_of_a_changed_page_only_the_difference_counts(newsroom: Newsroom) -> None:
    article, passages = newsroom.article(NEWS, hours=72)
    newsroom.keep(article, passages, newsroom.compare(article, passages))
    added = (
        "\nRescuers found the body of a missing ferryman, Jon Aske, below the weir on Friday, police said."
    )
    again = replace(article, text=NEWS + added, revision=2)
    edited = newsroom.passages(again)
    found = newsroom.compare(again, edited, passages)
    assert found.role is Role.REVISION
    assert {finding.sentence for finding in found.findings} <= {added.strip()}
    same = newsroom.compare(replace(article, revision=2), passages, passages)
    assert (same.development, same.novelty, same.findings) == (False, 0.0, ())


def test_a_silent_edit_of_a_figure_is_told(newsroom: Newsroom) -> None:
    article, passages = newsroom.article(NEWS, hours=72)
    newsroom.keep(article, passages, newsroom.compare(article, passages))
    again = replace(article, text=NEWS.replace("14%", "41%"), revision=2)
    found = newsroom.compare(again, newsroom.passages(again), passages)
    assert (found.role, found.development) == (Role.REVISION, True)
    assert [(f.kind, f.old, f.new) for f in found.findings] == [(FindingKind.CHANGED, "14%", "41%")]


def test_a_correction_shows_the_figure_that_it_takes_back(newsroom: Newsroom) -> None:
    line = "An earlier version of this article gave the number of families as 300. The correct figure is 130."
    found = newsroom.tell(FLOOD + "\n" + line, hours=5)
    assert found.role is Role.CORRECTION
    assert ("300", "130") in [(f.old, f.new) for f in found.findings]


def test_early_in_a_story_new_wording_without_a_new_fact_is_a_repeat(newsroom: Newsroom) -> None:
    found = newsroom.tell(
        "A flood killed people in Velm on Monday, according to the governor of the region.\n"
        "Homes stood deep in muddy water and residents carried belongings upstairs.\n"
        "Boats went from street to street while neighbours handed out blankets.\n"
        "Shops along the market square stayed shut on Monday and pupils were sent home.",
        hours=5,
    )
    assert (found.role, found.development) == (Role.REPEAT, False)


def test_opinion_is_background_by_its_label(newsroom: Newsroom) -> None:
    found = newsroom.tell(NEWS, hours=72, title="Opinion: the river was never the problem")
    assert (found.role, found.development) == (Role.BACKGROUND, False)
    assert newsroom.tell(NEWS, hours=90, title="Inquiry into the Halden dam").nearest is not None


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("Why are the people of Velm so angry about a dam?", ""),
        ("The dam", "I grew up below that dam. On Friday I walked along it with my father. My mother stayed at home."),
    ],
)
def test_an_explainer_or_a_column_without_a_label_is_background(newsroom: Newsroom, title: str, more: str) -> None:
    found = newsroom.tell(NEWS + "\n" + more, hours=72, title=title)
    assert (found.role, found.development) == (Role.BACKGROUND, False)


def test_a_quoted_first_person_is_no_column(newsroom: Newsroom) -> None:
    quoted = '\n"I saw it," said Jon Aske. "I ran," said Eva Holm on Friday. "My house is gone," said Ina Berg.'
    assert newsroom.tell(NEWS + quoted, hours=72, title="Inquiry into the Halden dam").development


def test_the_first_sentence_told_is_what_the_title_names(newsroom: Newsroom) -> None:
    aside = "Umbrella makers in Orsk reported 900 orders. " + NEWS
    found = newsroom.tell(aside, hours=72, title="Prosecutors open inquiry into Halden power company")
    assert found.findings[0].sentence.startswith("Prosecutors opened an inquiry")


@pytest.mark.parametrize(
    "line",
    [
        "Correction: An earlier version of this article said that twelve people had died.",
        "This article was amended on Tuesday.",
        "An earlier version of this story misspelled the name of the mayor.",
        "The gate did not break, and we retract our report.",
        "This story has been withdrawn.",
        "Retraction: The gate did not break.",
    ],
)
def test_a_correction_says_so(newsroom: Newsroom, line: str) -> None:
    assert newsroom.tell(FLOOD + "\n" + line, hours=5).role is Role.CORRECTION


@pytest.mark.parametrize("line", ["The mayor retracted her offer.", '"We withdraw the offer," the mayor said.'])
def test_what_is_no_report_is_retracted_without_a_correction(newsroom: Newsroom, line: str) -> None:
    assert newsroom.tell(FLOOD + "\n" + line, hours=5).role is not Role.CORRECTION


def test_an_article_without_text_is_no_development(newsroom: Newsroom) -> None:
    empty = newsroom.tell("", title="Velm", hours=2)
    assert (empty.development, empty.novelty, empty.findings) == (False, 0.0, ())
    assert empty.reason.code == "empty"


def test_the_same_input_gives_the_same_answer(newsroom: Newsroom) -> None:
    article, passages = newsroom.article(NEWS, hours=72)
    first, second = (newsroom.compare(article, passages) for _ in range(2))
    assert first.findings == second.findings
    assert (first.novelty, first.importance) == (second.novelty, second.importance)


def test_the_old_value_is_the_last_one_told(newsroom: Newsroom) -> None:
    """Of a count that runs, not the one in the nearest words."""
    said = "The number of confirmed cases of the fever in Arden has risen to {}, the institute said."
    newsroom.tell(said.format(134), hours=1)
    newsroom.tell("The institute now counts 149 confirmed cases of the fever in Arden.", hours=30)
    found = newsroom.tell(said.format(158), hours=60, title="158 cases")
    assert [(each.old, each.new) for each in found.findings] == [("149", "158")]
