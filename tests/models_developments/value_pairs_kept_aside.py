"""The half of `value_pairs` that was kept aside. Not to be mended by."""

# ruff: noqa: E501 — pairs read better whole

from __future__ import annotations

from value_pairs import Pair

PAIRS: tuple[Pair, ...] = (
    # another month, year or day
    ("The trial of Ada Brunn begins in September, the court said.", "The trial of Ada Brunn begins in November, the court said.", ("September", "November")),
    ("The bridge was last inspected in 2019, according to the council.", "The bridge was last inspected in 2014, according to the council.", ("2019", "2014")),
    ("Trains to Morn will run again from 18 October.", "Trains to Morn will run again from 2 November.", ("18 October", "2 November")),
    ("Ships were warned to stay in port today.", "Ships were warned to stay in port on Thursday.", None),
    ("The council voted in May to close the school.", "In 2026 the council voted to close the school.", None),
    ("The mine made a profit of 12 million in 2023.", "The mine made a profit of 9 million in 2024.", None),
    # a total that comes in a second clause
    ("Police arrested 14 people at the harbour.", "Six further arrests were made overnight, bringing the number of arrests to 20.", ("14", "20")),
    ("The landslide at Tolm left five dead.", "Two hikers died in hospital, taking the death toll to seven.", ("5", "7")),
    ("The landslide at Tolm left five dead.", "Another three people died in a landslide near Kesh.", None),
    # shares in words
    ("Half the crew of the trawler is ill, the owner said.", "Three quarters of the crew of the trawler are ill, the owner said.", ("half", "three quarters")),
    ("One in ten voters backs the mayor, a poll says.", "Four in ten voters back the mayor, a new poll says.", ("one in ten", "four in ten")),
    ("A quarter of the fleet is out of service.", "The fleet had its best quarter in years.", None),
    # who denies what was said
    ("The bank said that clients' data had been stolen from its servers.", "The bank denied that clients' data had been stolen from its servers.", ("said", "denied")),
    ("Prosecutors accuse Per Holm of bribing two officials of the harbour.", "Per Holm denies bribing officials of the harbour.", ("accuse", "denies")),
    ("The bank said its servers had been attacked.", "The mayor denied that he had been invited.", None),
    # as it is written
    ("The leak reached 1,250 households.", "The leak has reached 12,800 households.", ("1,250", "12,800")),
    # revised down, and from one value to another
    ("Officials said 112 people had died in the heatwave.", "Officials revised the number of people who died in the heatwave down to 97.", ("112", "97")),
    ("The airline planned to cut 900 jobs.", "The airline reduced the number of jobs to be cut from 900 to 650.", ("900", "650")),
    # shares and points, currencies
    ("The party gained 5 percentage points in Norland.", "The party gained 5 percent in Norland.", None),
    ("The stadium will cost 850,000 euros.", "The stadium will cost €0.85 million.", None),
    ("The fine is £40 million.", "The fine is 46 million dollars.", None),
    # ranges, votes, scores
    ("Rain of 20 to 30 millimetres is expected in Orsk on Sunday.", "Rain of 40 to 60 millimetres is expected in Orsk on Sunday.", ("20 to 30", "40 to 60")),
    ("The senate rejected the ban on trawling 51 to 49.", "The senate rejected the ban on trawling 53 to 47, the final count shows.", ("51 to 49", "53 to 47")),
    ("Kaln are 2-0 up against Lund in the final.", "Kaln are 3-0 up against Lund in the final.", ("2-0", "3-0")),
    ("The senate rejected an amendment 51 to 49.", "The senate passed the budget 60 to 40.", None),
    # ages and dates are no counts, and each count is its own
    ("Jon Aske, 44, was found dead on the ferry.", "Two people were found dead on the ferry.", None),
    ("Eight people, aged 19 to 64, were injured on the ferry.", "The injured on the ferry are between 17 and 64 years old.", None),
    ("Police found 11 bodies on 12 May.", "On May 12 police found 11 bodies.", None),
    ("The fire destroyed 30 homes and 12 shops.", "The fire destroyed 44 homes and 12 shops.", ("30", "44")),
    ("The clashes left three dead and 20 arrested.", "The clashes left 20 injured and three arrested.", None),
    # a bid or a sum by its own name; public decisions
    ("Belden Mining bid 2.6 billion dollars for Harrow Copper, which is 12 dollars a share.", "Belden Mining has lifted its bid for Harrow Copper to 3.1 billion dollars.", ("2.6 billion", "3.1 billion")),
    ("An offer of 640 million pounds, or 210 pounds a unit, was made by Ansel Water for the Dunmore works.", "Ansel Water raised its offer for the Dunmore works to 720 million pounds.", ("640 million", "720 million")),
    ("The Varr fund put the reward at 50,000 euros, of a budget of 2 million euros.", "The Varr fund raised the reward to 75,000 euros.", ("50,000", "75,000")),
    ("Belden Mining bid 2.6 billion dollars for Harrow Copper, which is 12 dollars a share.", "Belden Mining lifted its dividend to 3 billion dollars.", None),
    ("Belden Mining raised its bid for Harrow Copper to 3.1 billion dollars, or 14 dollars a share.", "Belden Mining had lifted its bid for Harrow Copper to 3.1 billion dollars.", None),
    ("Harrow Copper has a value of 2.6 billion dollars and debts of 1.4 billion dollars.", "Belden Mining raised its bid for Harrow Copper to 3.1 billion dollars.", None),
    ("Senators approved the treaty with Sarn in May.", "Senators may reject the treaty with Sarn.", None),
    ("The union turned down the pay deal of the railway.", "The pay deal of the railway was rejected by the union.", None),
    ("The mayor rejected the claims of the firm.", "The mayor accepted an invitation of the firm.", None),
    ("The union accepted the pay deal of the railway.", "The union has yet to accept the pay deal of the railway.", None),
)  # fmt: skip
