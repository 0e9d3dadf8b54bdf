"""Pairs of sentences on one story, known and new, with the value that moved on, as they write it; None where none did.

On dates, totals in a second sentence, shares in words, denials, ranges, votes and scores. The rules were mended with this
half in sight; `value_pairs_kept_aside` was written at the same time and only ever measured. See also `changed_pairs`.
"""

# ruff: noqa: E501 — pairs read better whole

from __future__ import annotations

Pair = tuple[str, str, tuple[str, str] | None]

PAIRS: tuple[Pair, ...] = (
    # another month, year or day
    ("The new water law takes effect in March 2027.", "The new water law takes effect in June 2027.", ("March 2027", "June 2027")),
    ("The reactor at Velm is to close in 2031, its owner said.", "The reactor at Velm is to close in 2034, its owner said.", ("2031", "2034")),
    ("The tunnel under the Arne will open on 4 May.", "The tunnel under the Arne will open on 11 May.", ("4 May", "11 May")),
    ("The tunnel under the Arne will open on 4 May.", "The tunnel under the Arne will open on May 4.", None),
    ("The reactor at Velm was shut for repairs, its owner said on Monday.", "The reactor at Velm was shut for repairs, its owner said on Tuesday.", None),
    ("Sales of the yard rose 4 percent in May.", "Sales of the yard rose 6 percent in June.", None),
    # a total that comes in a second clause
    ("The flood killed eleven people in Arne on Sunday.", "Four more died on Monday, bringing the total to 15.", ("11", "15")),
    ("The blast at Karvel killed nine people.", "Three of the wounded died overnight, bringing to 12 the number of people killed in the blast.", ("9", "12")),
    ("The blast at Karvel killed nine people.", "Two more bodies were found at Karvel on Friday.", None),
    # shares in words
    ("A third of the staff will lose their jobs, the yard said.", "Half of the staff will lose their jobs, the yard said.", ("a third", "half")),
    ("One in five homes in Orsk is without power.", "Two thirds of homes in Orsk are without power.", ("one in five", "two thirds")),
    ("Two thirds of the harvest in Velm was lost.", "Some 67 percent of the harvest in Velm was lost.", None),
    # who denies what was said
    ("The minister said he would sell the port to Dorn Marine.", "The minister denied that he would sell the port to Dorn Marine.", ("said", "denied")),
    ("Otto Brandt was accused of taking money from the port's pension fund.", "Otto Brandt denied taking money from the port's pension fund.", ("accused", "denied")),
    ("The minister said the port would be sold to Dorn Marine.", "The union said the port would be sold to Dorn Marine.", None),
    # as it is written
    ("The company recalled 41,000 cars over faulty brakes.", "The company has recalled 64,500 cars over faulty brakes.", ("41,000", "64,500")),
    # revised down, and from one value to another
    ("The flood has killed 38 people in Arne.", "The toll of the flood in Arne was lowered to 31 after some dead were counted twice.", ("38", "31")),
    ("The bank expects growth of 2.4% in 2027.", "The bank cut its forecast for growth in 2027 to 1.9% from 2.4%.", ("2.4%", "1.9%")),
    # shares and points, currencies
    ("Turnout in Orsk rose 3 percent, the office said.", "Turnout in Orsk rose 3 percentage points, the office said.", None),
    ("Orrin will pay $1.2bn over the leak.", "Orrin will pay 1.2 billion dollars over the leak.", None),
    ("The repair of the dam costs 12 million euros.", "The repair of the dam costs $14 million.", None),
    # ranges, votes, scores
    ("Orrin expects its sales to grow 3 to 4 percent this year.", "Orrin now expects its sales to grow 2 to 3 percent this year.", ("3 to 4 percent", "2 to 3 percent")),
    ("Parliament passed the water bill by 312 votes to 288.", "Parliament passed the water bill by 318 votes to 282, after a recount.", ("312 votes to 288", "318 votes to 282")),
    ("Velm lead Orsk 1-0 in the cup.", "Velm lead Orsk 2-0 in the cup.", ("1-0", "2-0")),
    ("Velm beat Orsk 2-1 in the spring.", "Velm beat Orsk 3-0 on Saturday at home.", None),
    # ages and dates are no counts, and each count is its own
    ("A 12-year-old girl was killed in the fire at the mill.", "A girl of 14 was killed in the fire at the mill.", None),
    ("Children aged 4 and 9 were killed in the fire at the mill.", "The fire at the mill killed two children.", None),
    ("The storm of March 14 killed people across the valley.", "The storm killed 15 people across the valley.", None),
    ("The crash left 12 dead and 40 injured.", "The crash left 12 dead and 55 injured.", ("40", "55")),
    ("The crash left 12 dead and 40 injured.", "The crash left 40 passengers injured, 12 of them badly.", None),
    # a bid or a sum by its own name; public decisions
    ("Orlen Steel offered 4.2 billion euros for Varga, or 31 euros per share.", "Orlen Steel raised its bid for Varga to 4.9 billion euros on Tuesday.", ("4.2 billion", "4.9 billion")),
    ("The bid values Tessin Foods at 900 million francs, or 18 francs a share, Korda Group said.", "Korda Group has increased its bid for Tessin Foods to 1.1 billion francs.", ("900 million", "1.1 billion")),
    ("The union's demand of 3,000 crowns, on top of a bonus of 400 crowns, was refused.", "The union lowered its demand to 2,500 crowns on Friday.", ("3,000", "2,500")),
    ("Orlen Steel offered 4.2 billion euros for Varga, or 31 euros per share.", "Orlen Steel raised its bid for Varga to 35 euros per share.", ("31", "35")),
    ("The offer of Orlen Steel is 4.9 billion euros, up from 4.2 billion.", "Orlen Steel raised its offer for Varga to 4.9 billion euros.", None),
    ("Orlen Steel made an offer of 4.2 billion euros for Varga, which has debts of 5.1 billion euros.", "Orlen Steel cut its forecast to 3.8 billion euros.", None),
    ("The offer of Orlen Steel for Varga, 31 euros per share, is below the price of 36 euros.", "Dura Works raised its offer for Arel to 33 euros per share.", None),
    ("Varga said the offer of 4.2 billion euros by Orlen Steel was too low.", "Orlen Steel may raise its offer for Varga to 4.9 billion euros.", None),
    ("The airline suspended its flights to Velm.", "The airline resumed its flights to Velm.", ("suspended", "resumed")),
    ("The council rejected the plan for a bridge over the Arne.", "The council, which rejected the plan for a bridge over the Arne, will meet on Monday.", None),
    ("The board rejected the offer.", "The board has not accepted the offer.", None),
    ("The council approved the plan for a bridge over the Arne.", "The plan for a bridge over the Arne was adopted by the council.", None),
    ("The club rejected a bid for its captain.", "The captain accepted a prize for his goals on Sunday.", None),
)  # fmt: skip
