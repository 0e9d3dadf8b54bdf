"""Changed values: the value before and now, side by side."""

# ruff: noqa: E501 — pairs read better whole

from __future__ import annotations

import pytest

from models.change.corrections import corrected
from models.change.counts import counts
from models.change.values import Change, change, gives, goes_on
from models.text.sentences import analyse


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("The flood killed 8 people in Velm.", "The flood killed 11 people in Velm.", Change("8", "11")),
        ("Eight people died in the fire.", "Nine people died in the fire, police said.", Change("8", "9")),
        (
            "The death toll from the flood in Velm rose to 11 on Friday.",
            "Thirteen people are now known to have died in the flood.",
            Change("11", "13"),
        ),
        (
            "The number of people killed when the ferry Sunniva went over off Harrow Point has gone up to seven.",
            "The toll from the capsize of the ferry Sunniva in the night rose to 11 after divers found four bodies.",
            Change("7", "11"),
        ),
        (
            "Three people were killed in Dressen, police said.",
            "Five people were killed when the Elbe rose to 12 metres.",
            Change("3", "5"),
        ),
        (
            "The number of people killed when the Elbe rose to 12 metres has climbed to five.",
            "The death toll from the flood on the Elbe below the dam of Velm rose to 11 as water reached 13 metres.",
            Change("5", "11"),
        ),
        ("The painting was stolen in May.", "The painting was recovered in a shed.", Change("stolen", "recovered")),
        ("The ministry denied the leak.", "The ministry confirmed the leak.", Change("denied", "confirmed")),
        ("Police arrested Ada Brunn.", "Police released Ada Brunn.", Change("arrested", "released")),
        ("Norland may ban the app.", "Norland banned the app on Monday.", Change("may ban", "banned")),
        ("Two climbers are missing.", "Two climbers were rescued.", Change("missing", "rescued")),
        ("The pilot has not been found.", "The pilot has been found.", Change("not", "yes")),
        ("The ruling may close the mine.", "The mine closed on Friday after the ruling.", Change("may close", "closed")),
        ("The number of homes without power in Orsk is 400.", "In Orsk 700 homes are without power.", Change("400", "700")),
        (
            "A bomb in the market of Kesh killed nine people on Friday.",
            "At least 30 people died on Friday when a bomb went off in the market of Kesh.",
            Change("9", "30"),
        ),
        ("The painting was stolen from a church.", "The stolen painting was found in a church.", Change("stolen", "found")),
        ("The sailing to Orsk is set for May 3.", "The sailing to Orsk was moved to Sunday, May 9.", Change("May 3", "Sunday, May 9")),
        ("Divers rescued 12 people from the ferry.", "So far 31 people from the ferry have been rescued.", Change("12", "31")),
        ("About 300 people were evacuated from Orsk.", "In Orsk 4,000 people have been left homeless.", Change("300", "4,000")),
        ("The toll of the blast is 31.", "The toll of the blast was revised down to 28.", Change("31", "28")),
    ],
)
def test_change(before: str, now: str, expected: Change) -> None:
    assert change(analyse(now), analyse(before)) == expected


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("The flood killed 8 people in Velm.", "In Velm, eight people were killed by the flood."),
        ("The flood killed 8 people in Velm.", "The flood destroyed 40 houses in Velm."),
        ("Orrin turned over 1.1 billion crowns last year.", "Shares in Orrin rose to 31 crowns."),
        ("The office must answer within 72 hours.", "Inspectors may visit with 48 hours notice."),
        ("Water is given out until ten this evening.", "Water is given out until eight this evening."),
        ("Bread will be handed out.", "Bread is being handed out."),
        ("Growth was 5% in May.", "The bank lent 7 million in May."),
        ("Norland may ban the app.", "Norland may ban the app soon."),
        ("Norland may ban the app.", "The app was not banned in Norland."),
        ("All sailings remain suspended.", "The company has not resumed its sailings."),
        ("Three people were killed by the flood.", "Three people were killed when the Elbe rose to 12 metres."),
        (
            "The storm has killed eight people.",
            "The storm has killed eight people as winds reached 120 kilometres an hour.",
        ),
        ("Five people have died.", "Five people have died as temperatures climbed to 45 degrees."),
        ("Six miners are missing.", "Six miners are missing after the fire grew to 30 hectares."),
        ("Eight deaths are known.", "There are eight deaths after the fire at the plant on the hill grew to 30."),
        ("Police arrested Tom Riis, 31, in Velm.", "Police in Velm arrested Tom Riis, 32, on Friday."),
        ("A boy aged 9 was hurt in Velm.", "In Velm a 12-year-old boy was hurt."),
        ("Call the police on 410-555-2100.", "Call the police on 410-555-2221."),
        ("The dam lost 500 tonnes (1,100,000 pounds) of water.", "The dam lost 500 tonnes (1.2 million pounds) of water."),
        ("Shares in Orrin fell 4% in Kaln.", "Shares in Orrin fell 3% in Kaln, with the index down 1%."),
        ("A car bomb killed 12 people in Kesh.", "A suicide bomber killed 30 people in a mosque in Kesh."),
        ("Soldiers evacuated 12 villages below the dam.", "Soldiers evacuated 3,000 people below the dam."),
        ("A girl and two men were wounded.", "Two men were wounded."),
        ("There are 12 cases of the fever in Sudria.", "Health officials say 900 cases of the fever are known worldwide."),
        ("There are 40 cases of the fever in Norland.", "There were 55 new cases of the fever in Norland."),
        ("Ada Brunn was arrested in Velm.", "Ada Brunn will be charged if the court in Velm agrees."),
        ("Ada Brunn was arrested in Velm.", "Ada Brunn of Velm was convicted of fraud in 1996."),
        ("Jon Aske was charged with arson.", "Jon Aske was released from hospital."),
        ("The school will remain open.", "The school remained open."),
        ("1249 Boats reach the island of Orsk.", "1633 Boats reach the island of Orsk."),
        ("The toll is eight.", "The toll is eight; the deaths in the valley where the river rose to 12."),
        ("Tom Riis was charged with theft on Monday.", "Tom Riis was arrested for theft on Sunday."),
        ("Orsk signed the treaty on water.", "Orsk approved the treaty on water."),
        ("Otto Brandt was not arrested over the broken sluice.", "Marta Kell was arrested over the broken sluice."),
        ("Otto Brandt was not arrested in Velm over the broken sluice, police said.", "Marta Kell was arrested in Velm over the broken sluice, police said."),
        ("The union is in talks with Orrin over pay at the plant.", "The union agreed to meet Orrin over pay at the plant."),
        ("Tom Riis was arrested in Velm.", "Tom Riis was not yet formally charged in Velm."),
        ("Tom Riis was arrested in Velm.", "Tom Riis is being charged in Velm."),
        ("Tom Riis is missing in Velm.", "Tom Riis of Velm had died."),
        ("The fire destroyed 40 houses in the valley.", "The fire destroyed several hundred houses in the valley."),
        ("The trial of the captain opens in Velm in May.", "The trial of the captain opens in Velm on 3 June."),
        ("The trial of the captain opens in Velm on 03 May 2026.", "The trial of the captain opens in Velm on 3 May 2026."),
        (
            "The court hears the former captain of the old ferry that sank with forty passengers near Velm on 3 May.",
            "The court hears the former captain of the old ferry that sank with forty passengers near Orsk on 9 May.",
        ),
        ("Published: 3 May 2026", "Published: 9 May 2026"),
        ("Mayor Olsen denied taking money from the builder, a paper reported.", "Mayor Olsen denied taking money from the builder."),
        ("Two in three workers at Orrin voted for the strike.", "Three in three workers at Orrin voted for the strike."),
        ("The minister may visit the flooded valley of the Arne.", "The minister will visit the flooded valley of the Arne."),
    ],
)
def test_no_change(before: str, now: str) -> None:
    assert change(analyse(now), analyse(before)) is None


@pytest.mark.parametrize(
    ("wrong", "following"),
    [
        ("An earlier version gave the number of homes as 41,000.", "The correct figure is 14,000."),
        ("Correction: the notice covers 14,000 homes, not 41,000.", None),
        ("An earlier version said 41,000 homes; it is 14,000.", None),
    ],
)
def test_a_correction_says_what_it_takes_back(wrong: str, following: str | None) -> None:
    then = analyse(following) if following else None
    assert corrected(analyse(wrong), then, lambda figure: figure == "41000") == Change("41,000", "14,000")


def test_a_correction_without_figures_changes_none() -> None:
    assert corrected(analyse("An earlier version misspelled the mayor's name."), None, lambda figure: False) is None


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("The flood killed 11 people in Velm.", "8", "11", True),
        ("The flood killed 8 people in Velm.", "11", "8", False),
        ("Two people are still missing.", "9", "2", True),
        ("The company's shares fell 41% on Friday.", "14%", "41%", False),
        ("Norland banned the app on Monday.", "may ban", "banned", True),
        ("Police released Ada Brunn.", "arrested", "released", True),
        ("The ministry denied the leak.", "confirmed", "denied", False),
        ("The pilot has been found.", "not", "yes", False),
        ("Hundreds of people were killed in the quake.", "dozens", "hundreds", True),
        ("One woman was killed in Velm.", "0", "1", True),
    ],
)
def test_a_story_goes_on_or_takes_back_what_it_said(text: str, old: str, new: str, expected: bool) -> None:
    assert goes_on(text, Change(old, new)) is expected


def test_a_table_without_end_is_read_only_at_its_beginning() -> None:
    """A "sentence" of hundreds of figures would hold a pass up for a minute: only what is read counts."""
    table = "12 killed and 30 injured in Velm, " * 200
    assert change(analyse("The toll is 5. " + table), analyse("The toll is 3. " + table)) is not None
    assert len(counts(table + "The toll is 5.")) == 2


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("A man of Velm was charged with arson after the fire at the mill.", "The man of Velm denied arson in court.", Change("charged", "denied")),
        ("Officials count 149 cases of the fever in Arden.", "Only six people fell ill with the fever in the past week; the total is 164.", Change("149", "164")),
        ("Two patients, both over 70, have died of the fever.", "Cases of the fever rose to 61 and five people have died.", Change("2", "5")),
        ("The port offered Dorn Marine 60 million euros for the yard.", "The port raised its offer for the yard to 78 million euros.", Change("60 million", "78 million")),
        ("The lower house passed the bill by 312 votes against 288.", "The lower house overruled the senate by 309 votes to 287.", None),
        ("The cabinet heard 12 experts.", "The cabinet sat from 9 to 12.", None),
        ("A bomb killed 17 people in Kesh.", "Another soldier died in Kesh, bringing to 98 the number of soldiers killed there.", None),
        ("Four cases of the fever are known in Sudria.", "Sudria told of its first cases, bringing the number of countries to 12.", None),
        ("The minister said talks with the miners had begun.", "The minister denied that talks with the pilots had failed.", None),
        ("The clerk was denied bail, the court said.", "The clerk was refused bail in Velm.", None),
    ],
)  # fmt: skip
def test_values_in_other_words(before: str, now: str, expected: Change | None) -> None:
    assert change(analyse(now), analyse(before)) == expected


@pytest.mark.parametrize(
    ("new", "known", "expected"),
    [
        ("41,000", "It covers 41000 homes.", True),
        ("41,000", "It covers 4,100 homes.", False),
        ("$1.2bn", "It cost 1.2 billion dollars.", True),
        ("3 to 4 percent", "It may grow 3 to 4 percent.", True),
        ("half", "It may lose half of its staff.", True),
        ("June 2027", "It opens in June 2027.", True),
        ("2027", "It opens in June 2027.", True),
        ("53", "It closed at 53,100 on Friday.", False),
    ],
)
def test_what_a_statement_gives_already(new: str, known: str, expected: bool) -> None:
    assert gives(analyse(known), new) is expected


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Image 4 of 5: two men were shot at the car wash in Velm.", "Image 7 of 9: two men were shot at the car wash in Velm."),
        ("The boy pointed a .38 revolver at the officers.", "The boy pointed a .44 calibre revolver at the officers."),
        ("The mill has 170,000 square feet and three gates.", "The mill has 15,800 square metres and three gates."),
        ("He was shot in the 12000 block of East Harbour Street.", "He was shot in the 12500 block of East Harbour Street."),
        ("Ada Brunn is held in Velm jail without bail.", "Ada Brunn is held in Velm jail with no bail."),
        ("The boy was shot near the mill in Velm.", "The boy was shot not far from the mill in Velm."),
        ("Envoys would embarrass the king of Norland.", "Envoys feared an embarrassment for the king of Norland."),
    ],
)  # fmt: skip
def test_what_only_looks_like_another_value(before: str, now: str) -> None:
    assert change(analyse(now), analyse(before)) is None


def test_a_status_is_told_by_any_of_its_words() -> None:
    assert gives(analyse("Ada Brunn was sentenced to seven years."), "jailed")
    assert not gives(analyse("Ada Brunn was arrested in Velm."), "jailed")
    talks = analyse("Norland and Sudria hold talks in Velm.")
    assert change(analyse("Norland and Sudria agreed to meet for talks in Velm."), talks) is None
    assert change(analyse("Norland and Sudria agreed on a border in Velm."), talks) == Change("talks", "agreed")
