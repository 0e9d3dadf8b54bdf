"""Pairs of sentences on one story: what was turned round (decisions on one object, arrests after "was not arrested", admissions,
talks that break down), and look-alikes of which nothing was. In sight; see also `turned_pairs_kept_aside`.
"""

# ruff: noqa: E501 — pairs read better whole

from __future__ import annotations

from changed_pairs import Pair

PAIRS: tuple[Pair, ...] = (
    ("The board of Halden rejected the takeover bid from Norvik on Monday.", "The board of Halden has accepted the takeover bid from Norvik.", ("rejected", "accepted")),
    ("The board of Halden rejected the takeover bid from Norvik on Monday.", "The board of Halden accepted the resignation of its chairman.", None),
    ("Parliament rejected the pension reform in a first vote.", "Parliament approved the pension reform in a second vote on Friday.", ("rejected", "approved")),
    ("Parliament rejected the pension reform in a first vote.", "Parliament approved the budget on Friday.", None),
    ("The court rejected the appeal by Marek Stolz.", "The court accepted evidence from Marek Stolz's neighbour.", None),
    ("The union rejected the pay offer of 4% from the railway.", "The union has accepted a pay offer of 6% from the railway.", ("4%", "6%")),
    ("The president vetoed the water bill in May.", "The president signed the water bill on Thursday.", ("vetoed", "signed")),
    ("The president vetoed the water bill in May.", "The president signed a trade agreement with Canada on Thursday.", None),
    ("The clerk was questioned but was not arrested, police said.", "The clerk was arrested on Friday, police said.", ("not arrested", "arrested")),
    ("The clerk was questioned but was not arrested, police said.", "Police have arrested the clerk over the missing money.", ("not arrested", "arrested")),
    ("The clerk was questioned but was not arrested, police said.", "The clerk has still not been arrested, police said.", None),
    ("Mayor Olsen denied taking money from the builder.", "Mayor Olsen admitted taking money from the builder.", ("denied", "admitted")),
    ("Mayor Olsen denied taking money from the builder.", "Mayor Olsen admitted that the winter had been hard for the town.", None),
    ("The airline denied that its jet had been serviced late.", "The airline has admitted that its jet was serviced late.", ("denied", "admitted")),
    ("The driver pleaded not guilty to causing the crash at Elm Road.", "The driver pleaded guilty to causing the crash at Elm Road.", ("not", "yes")),
    ("The talks between the miners and Kestrel resume on Monday.", "The talks between the miners and Kestrel have broken down.", ("talks", "broken down")),
    ("The miners and Kestrel are in talks over pay.", "Talks between the miners and Kestrel collapsed on Sunday without a deal.", ("talks", "collapsed")),
    ("The miners and Kestrel are in talks over pay.", "Kestrel agreed to sell its ships to a Danish fund.", None),
    ("The minister held talks with farmers on Monday.", "The minister agreed that the summer had been dry.", None),
    ("Talks between the miners and Kestrel broke down on Sunday.", "Talks between the miners and Kestrel have collapsed.", None),
    ("The quake injured 20 people in Salbach.", "Three people were treated for smoke inhalation after a kitchen fire in Salbach.", None),
    ("Police arrested 20 fans before the match.", "Police arrested three fans inside the stadium for throwing flares.", None),
    ("There are 20 firefighters at the Dorn warehouse.", "There are 3 helicopters at the Dorn warehouse.", None),
    ("The storm killed 20 people on the coast.", "The storm has now killed 23 people on the coast.", ("20", "23")),
    ("Eleven people died in the Brenk avalanche.", "Two dogs searched the Brenk avalanche for a third day.", None),
)
