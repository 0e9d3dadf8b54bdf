"""What is read in sentences of German, French, Dutch, Spanish and Polish: ends, quotations, figures, corrections."""

from __future__ import annotations

import pytest

from models.change.values import Change, change, gives
from models.nouns import SentenceKind
from models.roles import explains, remarks, says_wrong
from models.text.dates import dated
from models.text.names import names
from models.text.numbers import located, numbers
from models.text.sentences import analyse, split
from models.text.words import words


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("An Bord waren 1.234 Passagiere, sagte er.", ("1234",)),
        ("Die Aktie verlor 3,5 Prozent auf 1.234,50 Euro.", ("3.5%", "1234.5")),
        ("Die Strafe von 1,2 Milliarden Euro trifft 4.350.000 Nutzer.", ("1.2 billion", "4350000")),
        ("Der Schaden liegt bei 12,7 Mio. Euro am Tag.", ("12.7 million",)),
        ("Die Bank zahlt 1’234.50 Franken an die Kunden.", ("1234.5",)),
        ("Le prix est porté à 2 800 francs, contre 2 200 l’an dernier.", ("2800", "2200")),
        ("L’action a perdu 3,5 % à 1\u202f234,50 euros.", ("3.5%", "1234.5")),
        ("Le fonds gère 2 milliards d’euros pour 20 mille clients.", ("2 billion", "20000")),
        ("Er waren 1.234 passagiers aan boord, en 2,5 ton lading.", ("1234", "2.5")),
        ("De schade loopt op tot 12,7 miljoen euro.", ("12.7 million",)),
        ("La multa es de 1.200 millones de euros para la empresa.", ("1200 million",)),
        ("El fondo vale 3 mil millones, un 2,1 % más.", ("3 billion", "2.1%")),
        ("W Łodzi protestowało 200 tys. osób.", ("200000",)),
        ("Kara wynosi 3 mld zł, czyli 6,5-procentowy wzrost.", ("3 billion", "6.5%")),
        ("Straty sięgają 12,7 mln euro dziennie.", ("12.7 million",)),
        ("Στο πλοίο επέβαιναν 1.234 επιβάτες.", ("1234",)),
        ("Der Wert stieg auf 1,234 und fiel dann.", ()),
        ("Die Messung ergab 0,125 und nicht mehr.", ("0.125",)),
        ("Die Messung ergab 0.125 und nicht mehr.", ("0.125",)),
        ("Die Firma zahlt 1,234.50 Euro an die Kunden.", ("1234.5",)),
        ("Der Fonds hat 1,234,567 Kunden und ist zufrieden.", ("1234567",)),
    ],
)
def test_figures_as_each_language_writes_them(text: str, figures: tuple[str, ...]) -> None:
    assert numbers(text) == figures
    assert tuple(figure for figure, _, _ in located(text)) == figures
    assert all(text[start:end][:1].isdigit() for _, start, end in located(text))


@pytest.mark.parametrize(
    "text",
    [
        "Der Prozess begann am 23. November 2026 um 14.30 Uhr.",
        "La décision prend effet le 1er décembre à 14 h 30.",
        "Het overleg wordt op 23 december om 14.30 uur hervat.",
        "La medida entra en vigor el 1 de diciembre de 2026.",
        "Rozmowy zostaną wznowione 23 listopada 2026 r. o godz. 14.30.",
        "Das war am 23.11.2026 und nicht im Jahr 2025, wie es hieß.",
        "Het is ten minste de 2e ronde voor de partij.",
    ],
)
def test_days_and_times_are_no_figures(text: str) -> None:
    assert numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("The fund is up 1.234 percent, or 1,234 dollars.", ("1.234%", "1234")),
        ("Gas costs $3.459 a gallon.", ("3.459",)),
        ("Flooding in Rio de Janeiro kills 1,234", ("1234",)),
        ("The match ended 6-3,6-4.", ("6", "3", "4")),
        ("Ten people died in the Los Angeles fire, and 1,234 fled.", ("10", "1234")),
    ],
)
def test_english_is_read_as_it_was(text: str, figures: tuple[str, ...]) -> None:
    assert numbers(text) == figures


def test_a_figure_that_moved_is_read_in_its_own_language() -> None:
    known = analyse("Valmont in Zwijnaarde droht ein Bußgeld von 1.250 Euro für jeden Tag.")
    sentence = analyse("Valmont in Zwijnaarde droht ein Bußgeld von 1.350 Euro für jeden Tag.")
    found = change(sentence, known)
    assert found == Change("1.250", "1.350")
    assert gives(sentence, found.new)
    assert not gives(known, found.new)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Es werden z. B. 23 Menschen vermisst, bzw. Dr. Groß sucht sie. Der Rest kam an.", 2),
        ("Am 23. November 2026 begann der Prozess. Am 1. Dezember endet er.", 2),
        ("Am 23. und 24. November tagt der Rat. Der 2. Weltkrieg ist Thema.", 2),
        ("Sie kam am 23. Er blieb zu Hause.", 2),
        ("Rund 3,5 Mio. Euro kostet das. S. Müller zahlt.", 2),
        ("Le budget, p. ex. La Défense, compte env. 200 postes. M. Dupont le dit.", 2),
        ("Dhr. De Smet en mevr. Jansen betalen 12,7 mln. Euro. De rest wacht.", 2),
        ("El Sr. Groß y la Dra. Ruiz viajan a EE. UU. Núm. 5 de la av. Goya es suya.", 1),
        ("Wycieczka z ul. Łąkowej liczyła 200 tys. Polaków, np. Tuska i prof. dr hab. Nowaka. Wróciła.", 2),
    ],
)
def test_abbreviations_and_ordinals_end_no_sentence(text: str, sentences: int) -> None:
    assert len(split(text)) == sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("« C’est faux ! » Il partit.", [("« C’est faux ! »", ("C’est faux !",)), ("Il partit.", ())]),
        ("„Nein!“ Er blieb.", [("„Nein!“", ("Nein!",)), ("Er blieb.", ())]),
        ("Sie sagte: »Ja.« Er blieb.", [("Sie sagte: »Ja.«", ("Ja",)), ("Er blieb.", ())]),
        ("„Nigdy!” On wyszedł.", [("„Nigdy!”", ("Nigdy!",)), ("On wyszedł.", ())]),
        ("“No!” He stayed.", [("“No!”", ("No!",)), ("He stayed.", ())]),
    ],
)
def test_quotations_close_as_they_opened(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(sentence.text, sentence.quotes) for sentence in split(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "RECTIFICATIF. Le nombre de passagers était faux.",
        "Correctie: het aantal passagiers",
        "In een eerdere versie van dit artikel stond een fout getal.",
        "Fe de errores: el número de pasajeros",
        "En una versión anterior de este artículo se decía otra cosa.",
        "Sprostowanie: liczba pasażerów",
        "W poprzedniej wersji artykułu podano błędną liczbę.",
        "In einer ersten Fassung hieß es, es seien 1.234 gewesen.",
    ],
)
def test_corrections_say_so(text: str) -> None:
    assert says_wrong(text)


def test_what_is_no_report_and_no_statement() -> None:
    assert remarks("Leitartikel: Wer jetzt zahlt", "")
    assert remarks("Opinión | La multa", "")
    assert explains("Naufrage : ce que l’on sait", "")
    assert explains("Analiza: co dalej z Nordwave", "")
    assert not remarks("La tribune s’effondre à Lille", "")
    invitation = split("Lees ook: Het jaar van de boetes\n\nDe haven ligt sinds zaterdag stil, zegt de minister.")
    assert [each.kind for each in invitation] == [SentenceKind.BOILERPLATE, SentenceKind.STATEMENT]


def test_days_names_and_small_words() -> None:
    assert dated("De kapitein is zaterdag aangehouden.")
    assert dated("Kapitan został zatrzymany w sobotę.")
    assert names("Wtedy mówiła Łucja Żółkiewska, łącznie dwa razy.") == ("Łucja Żółkiewska",)
    assert "na" not in words("KE nakłada na Nordwave karę")
    assert "het" not in words("het schip is niet gezonken")
