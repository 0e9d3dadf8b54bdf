"""Like `turned_pairs`, written before the rules were; the rules were not mended by it."""

# ruff: noqa: E501 — pairs read better whole

from __future__ import annotations

from changed_pairs import Pair

PAIRS: tuple[Pair, ...] = (
    ("Shareholders of Ganter rejected the merger with Pell.", "Shareholders of Ganter approved the merger with Pell in a new vote.", ("rejected", "approved")),
    ("Shareholders of Ganter rejected the merger with Pell.", "Shareholders of Ganter approved the accounts for last year.", None),
    ("The regulator blocked the sale of Tern Airways to Swift.", "The regulator approved the sale of Tern Airways to Swift.", ("blocked", "approved")),
    ("The regulator blocked the sale of Tern Airways to Swift.", "The regulator approved a new route of Tern Airways to Oslo.", None),
    ("The appeals court upheld the conviction of Ana Brill.", "The supreme court overturned the conviction of Ana Brill.", ("upheld", "overturned")),
    ("The senate rejected the nominee for the central bank, Ida Moor.", "The senate confirmed Ida Moor as governor of the central bank on a second vote.", ("rejected", "confirmed")),
    ("The rebels rejected a ceasefire proposed by the envoy.", "The rebels accepted the ceasefire proposed by the envoy.", ("rejected", "accepted")),
    ("The rebels rejected a ceasefire proposed by the envoy.", "The rebels accepted food parcels from the Red Cross.", None),
    ("The nurse was interviewed and has not been charged.", "The nurse was charged on Wednesday with theft from patients.", ("not been charged", "charged")),
    ("No one has been arrested over the fire at the mosque in Helm.", "A man has been arrested over the fire at the mosque in Helm.", ("0", "1")),
    ("No one has been arrested over the fire at the mosque in Helm.", "There have been no arrests over the fire at the mosque in Helm.", None),
    ("The striker denied having used a banned drug.", "The striker confessed to having used a banned drug.", ("denied", "confessed")),
    ("The company denied that it had hidden the data leak from customers.", "The company admitted it had hidden the data leak from customers.", ("denied", "admitted")),
    ("The company denied that it had hidden the data leak from customers.", "The company admitted a fault in its online shop.", None),
    ("The senator denied meeting the lobbyist in Geneva.", "The senator again denied meeting the lobbyist in Geneva.", None),
    ("Peace talks between the government and the rebels continue in Doha.", "Peace talks between the government and the rebels in Doha have collapsed.", ("talks", "collapsed")),
    ("Pilots and the airline are negotiating over working hours.", "Negotiations between pilots and the airline over working hours broke down overnight.", ("negotiating", "broke down")),
    ("The minister held talks with Norway's premier about fishing.", "The minister agreed to fund two more trains.", None),
    ("Talks between Ruon and its creditors have failed.", "Ruon's talks with its creditors failed on Friday, the company said.", None),
    ("The crash on the A9 injured 20 people.", "The hospital in Bergau discharged three people who were hurt in a brawl.", None),
    ("The virus has infected 200 people in the port.", "Thirty people at the port were tested on Friday.", None),
    ("The team won 20 medals at the games.", "The team lost 3 matches at the games.", None),
    ("The landslide has killed 18 villagers.", "The landslide has killed 21 villagers, officials said.", ("18", "21")),
    ("Jurors in the Vance trial began deliberating on Monday.", "Jurors in the Vance trial deliberated for a second day.", None),
)
