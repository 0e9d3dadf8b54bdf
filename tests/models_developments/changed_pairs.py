"""Pairs of sentences on one story, known and new, with the value that moved on; None where none did.

The rules of models/change/values.py were mended with this half in sight. The other half (`changed_pairs_kept_aside`) was
written at the same time and only ever measured.
"""

# ruff: noqa: E501 — pairs read better whole

from __future__ import annotations

Pair = tuple[str, str, tuple[str, str] | None]

PAIRS: tuple[Pair, ...] = (
    # one is a count
    ("One person was killed when a crane fell in Brask.", "Two people were killed when a crane fell in Brask.", ("1", "2")),
    ("A man died in a fire in the old mill, firefighters said.", "Two people died in the fire in the old mill.", ("1", "2")),
    ("No one was hurt when the bus left the road near Tolm.", "Three people were hurt when the bus left the road near Tolm.", ("0", "3")),
    ("One miner is still missing after the blast at Karvel.", "The last missing miner was found dead at Karvel.", ("missing", "dead")),
    ("Two divers of the Karvel rescue were unaccounted for on Monday.", "The two divers were found drowned off Karvel.", ("unaccounted for", "found")),
    ("All but two of the miners at Karvel were accounted for.", "Two miners were found at Karvel.", None),
    ("Nobody is unaccounted for after the blast at Karvel.", "A miner was found at Karvel.", None),
    # commas and "and" between what is counted and its figure
    ("The flood on the Elbe and the Saale killed 11.", "The flood on the Elbe and the Saale has killed 14 people.", ("11", "14")),
    ("The blast killed 12 and injured 30.", "The blast killed 12 and injured 41, the ministry said.", ("30", "41")),
    ("12 dead, 30 injured in Rusk market fire.", "15 dead, 30 injured in Rusk market fire.", ("12", "15")),
    ("The bus crash killed at least 12 people, most of them children.", "Fourteen people, most of them children, were killed in the bus crash.", ("12", "14")),
    ("The toll from floods in Arne, Orsk and Velm stands at 31.", "The toll from floods in Arne, Orsk and Velm, the worst hit, rose to 38.", ("31", "38")),
    # far apart
    ("Four people died in the earthquake that shook Lasno on Monday.", "The death toll from the earthquake in Lasno has reached 120.", ("4", "120")),
    ("Two cases of the fever are confirmed in Port Ansel.", "Confirmed cases of the fever in Port Ansel jumped to 260.", ("2", "260")),
    ("Oil is leaking from the well at 1,000 barrels a day.", "Oil is leaking from the well at 60,000 barrels a day, engineers said.", ("1,000", "60,000")),
    # vague figures that become exact
    ("Dozens were killed when the dam at Velm broke.", "The number of people killed when the dam at Velm broke has risen to 74.", ("dozens", "74")),
    ("Hundreds of people are missing after the landslide.", "The number of missing after the landslide is 412, officials said.", ("hundreds", "412")),
    ("Several people were wounded in the shooting at the station.", "Nine people were wounded in the shooting at the station, police said.", ("several", "9")),
    ("At least 40 people were killed in the stampede.", "At least 52 people were killed in the stampede.", ("40", "52")),
    # money, shares, magnitudes
    ("Orrin faces a fine of $1.2bn over the leak.", "Orrin faces a fine of 1.4 billion dollars over the leak.", ("$1.2bn", "1.4 billion")),
    ("Turnout stood at 41 per cent by noon.", "Turnout stood at 58% when polls closed.", ("41 per cent", "58%")),
    ("The quake had a magnitude of 6.8.", "Geologists put the quake at magnitude 7.1.", ("6.8", "7.1")),
    # dates that move
    ("Parliament votes on the bill on Tuesday.", "The vote on the bill in parliament was postponed to Friday.", ("Tuesday", "Friday")),
    ("The trial of Otto Brandt opens on 3 March.", "The trial of Otto Brandt was put off until 14 April.", ("3 March", "14 April")),
    # status
    ("Ada Brunn was arrested at her home on Sunday.", "Ada Brunn was charged with fraud on Monday.", ("arrested", "charged")),
    ("Ada Brunn was charged with fraud.", "A court in Velm convicted Ada Brunn of fraud.", ("charged", "convicted")),
    ("The senate passed the water bill.", "The president signed the water bill into law.", ("passed", "signed")),
    ("The bridge at Orsk is closed to lorries.", "The bridge at Orsk has reopened to lorries.", ("closed", "reopened")),
    # no change: part of it, more of it, rates
    ("The blast killed 12 people.", "Five of the 12 people killed in the blast were children.", None),
    ("Eight people died in the fire.", "Two firefighters were among the dead in the fire.", None),
    ("The ferry accident killed 11.", "Searchers found two more bodies on Friday after the ferry accident that killed 11.", None),
    ("Nine people were killed in the crash.", "Three people are killed on that road every month.", None),
    # no change: another place, day, year, thing
    ("The storm killed eight people in Norland.", "The storm killed three people in Sudria before it turned north.", None),
    ("Gunmen killed five people in Tarn on Monday.", "Gunmen killed two people in Tarn on Wednesday.", None),
    ("The earthquake in Lasno killed 120 people.", "An earthquake in Lasno killed 900 people in 1976.", None),
    ("Two officers were hurt at the match.", "The match was watched by 4,000 fans.", None),
    ("The fire destroyed 12 homes.", "The fire burned 300 hectares of forest.", None),
    ("Shares in Orrin fell 4%.", "Orrin said sales rose by 7 million.", None),
    # no change: forecasts, old figures, approximations, negations
    ("Three people died in the flood.", "The flood could kill 200 people if the dam at Velm breaks, engineers fear.", None),
    ("The storm has killed 14 people.", "On Monday the toll of the storm had stood at nine.", None),
    ("More than 200 people were injured.", "Some 214 people were injured, hospitals said.", None),
    ("Police arrested Ada Brunn over the leak.", "Police released Tom Riis without charge.", None),
    ("Ada Brunn was charged with fraud.", "Ada Brunn has not been convicted of fraud.", None),
    ("One of the survivors said the ship had turned over within minutes.", "Two of the survivors said the ship had turned over within minutes.", None),
    ("The rescue went on for one day.", "The rescue went on for two days.", None),
)  # fmt: skip
