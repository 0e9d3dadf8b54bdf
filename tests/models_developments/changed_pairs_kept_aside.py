"""The half of the pairs that was kept aside: see `changed_pairs`. Not to be mended by."""

# ruff: noqa: E501 — pairs read better whole

from __future__ import annotations

from changed_pairs import Pair

PAIRS: tuple[Pair, ...] = (
    # one is a count
    ("A woman was killed in a knife attack in Halden.", "Three people have been killed in the knife attack in Halden.", ("1", "3")),
    ("One worker died when the tunnel caved in at Morn.", "Four workers died when the tunnel at Morn caved in.", ("1", "4")),
    ("Nobody was killed in the derailment at Kaln.", "Five people were killed in the derailment at Kaln, the railway said.", ("0", "5")),
    ("One person has been arrested over the robbery in Lund.", "Six people have been arrested over the robbery in Lund.", ("1", "6")),
    # commas and "and" between what is counted and its figure
    ("The collapse of the stand left seven dead and 52 injured.", "The collapse of the stand left nine dead and 52 injured.", ("7", "9")),
    ("Floods and landslides in Arne and Orsk have killed 60 people.", "Floods and landslides in Arne and Orsk have killed 83 people.", ("60", "83")),
    ("Eighteen people, among them a nurse, are missing since the ferry sank.", "Eleven people are still missing since the ferry sank.", ("18", "11")),
    ("Twenty people, mostly tourists, were injured when the lift fell.", "The number of injured when the lift fell has climbed to 26.", ("20", "26")),
    ("Sixteen killed, dozens hurt as train hits bus near Dorn.", "Twenty-one killed, dozens hurt as train hits bus near Dorn.", ("16", "21")),
    # far apart
    ("At least five people are dead after a tsunami hit Kesh.", "More than 300 people are dead after the tsunami hit Kesh.", ("5", "300")),
    ("Three people have fallen ill with cholera in the camp.", "Cholera in the camp: 95 people have fallen ill.", ("3", "95")),
    ("The company said 500 accounts were affected by the breach.", "The company said 2 million accounts were affected by the breach.", ("500", "2 million")),
    # vague figures that become exact
    ("Scores of people were injured when the stage collapsed.", "Police said 87 people were injured when the stage collapsed.", ("scores", "87")),
    ("Several soldiers were killed in the ambush near Tarn.", "Fourteen soldiers were killed in the ambush near Tarn, the army said.", ("several", "14")),
    ("Hundreds are feared dead after the cyclone.", "More than a thousand people are dead after the cyclone, the government says.", ("hundreds", "1,000")),
    ("Nearly 30 people died in the heatwave.", "The heatwave has killed 61 people.", ("30", "61")),
    # money, shares, magnitudes
    ("The rescue plan is worth 750 million euros.", "The rescue plan is now worth 1.1 billion euros.", ("750 million", "1.1 billion")),
    ("Inflation was 3.1% in May, the bank said at first.", "The bank now says inflation was 3.4 per cent in May.", ("3.1%", "3.4 per cent")),
    ("The wildfire has burned 400 hectares.", "The wildfire has burned 2,300 hectares, officials said.", ("400", "2,300")),
    # dates that move
    ("The launch is planned for Thursday.", "The launch has been delayed to Sunday because of wind.", ("Thursday", "Sunday")),
    ("Talks on the ceasefire resume on 9 June.", "Talks on the ceasefire have been moved to 12 June.", ("9 June", "12 June")),
    # status
    ("Police arrested a man over the fire at the theatre.", "The man was charged with arson over the fire at the theatre.", ("arrested", "charged")),
    ("Jon Aske was convicted of arson in May.", "Jon Aske was released on Friday.", ("convicted", "released")),
    ("The government has proposed a ban on diesel cars.", "Parliament passed the ban on diesel cars.", ("proposed", "passed")),
    ("The governor signed the voting law.", "A federal court struck down the voting law.", ("signed", "struck down")),
    # no change: part of it, more of it, rates
    ("The crash killed 23 people.", "Seven of those killed in the crash were under ten.", None),
    ("The attack killed ten people.", "A further two people were killed in the attack on Sunday.", None),
    ("Forty people were injured.", "Six of the injured are in intensive care.", None),
    ("Six people died in the avalanche.", "Avalanches kill about 100 people a year in the range.", None),
    # no change: another place, day, year, thing
    ("The fever has killed 40 people in Sudria.", "In Norland the fever has killed two people.", None),
    ("A bomb killed nine people in Kesh on Friday.", "A bomb on Tuesday killed 30 people in Kesh.", None),
    ("The ferry disaster killed 60 people.", "It was the worst disaster at sea since 2004, when 210 people died.", None),
    ("Seven people were arrested at the protest.", "The protest drew 9,000 people.", None),
    ("The company will cut 300 jobs.", "The company will close 12 shops.", None),
    ("The fund paid out 5 million euros.", "The fund heard from 300 families.", None),
    # no change: forecasts, old figures, approximations, negations
    ("The hurricane has killed six people.", "Forecasters said the hurricane may leave 50 dead.", None),
    ("The number of dead in the quake is 310.", "Officials had earlier said that 280 people were killed in the quake.", None),
    ("About 1,000 people were evacuated.", "Some 1,020 people were evacuated, the mayor said.", None),
    ("The captain, Ilse Marrow, was arrested.", "The owner, Per Holm, was cleared.", None),
    ("The road to Dorn is closed.", "The road to Dorn has not reopened.", None),
    ("One of the towers was damaged.", "Three of the towers were painted in May.", None),
    ("The strike lasted one week.", "The strike began two weeks ago.", None),
)  # fmt: skip
