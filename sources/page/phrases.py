"""Lines that stand on news pages in many languages and say nothing of the news. Whole lines only."""

# ruff: noqa: E501 — patterns read better whole

from __future__ import annotations

import re


def _lines(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"^\W*(?:" + "|".join(patterns) + r")\W*$", re.I)


CREDIT = _lines(
    r"(?:photos?|fotos?|photograph|images?|bild(?:er|quelle)?|quelle|source|credits?|picture|kuva|ảnh|zdjęcie)"
    r"\s*(?:[:©/|]|by\s|von\s|via\s).{0,120}",
    r"©.{0,120}",
    r".{0,60}/\s*(?:getty|reuters|afp|ap|dpa|epa|imago)\b.{0,30}",
    r"(?:additional )?reporting (?:by|from)\b.{0,160}|.{0,160}\bcontributed (?:reporting|to this \w+)\b.{0,60}",
    r"mit (?:informationen|material) von .{0,80}",
)
"""Whose picture it is."""

DATE = _lines(
    r"(?:stand|(?:last )?updated|(?:first )?published|posted|(?:aktualisiert|veröffentlicht)(?: am)?"
    r"|publi[ée]e? le|mis à jour le|publicado|actualizado|oppdatert|publisert"
    r"|gepubliceerd|bijgewerkt|aangepast op|(?:opublikowano|zaktualizowano|aktualizacja|data publikacji):?)\b.{0,60}\d.{0,30}",
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\W.{0,30}",
    r"(?:[^\W\d]{3,9}\.?,? )?(?:[^\W\d]{3,9}\.? \d{1,2}|\d{1,2}(?:er|\.)? (?:de )?[^\W\d]{3,12}\.?),?"
    r" (?:de )?(?:19|20)\d\d\b.{0,40}",
)
"""When it was published."""

FURNITURE = _lines(
    r"(?:back to )?top(?: of (?:the )?page)?",
    r"advertisement|advertising|sponsored|anzeige|werbung|publicit[ée]|publicidad|pubblicità|reklam[ae]?",
    r"(?:article|story|content) continues? (?:below|after).*|continue reading.*",
    r"artikel wird nach .{0,30}fortgesetzt|(?:nach|unter) der (?:anzeige|werbung) (?:geht es weiter|weiterlesen).*",
    r"la suite après .{0,30}|la noticia continúa .{0,40}|(?:sigue|continúa) (?:leyendo )?(?:después|debajo|tras) .{0,40}",
    r"view this (?:post|video) on \w+|a (?:post|video) shared by .{0,120}|download (?:our|the) .{0,30}app\b.{0,80}",
    r"add .{0,60} as (?:a|your) preferred .{0,60}|for more (?:news|stories|on this)\b.{0,160}",
    r"read (?:more|also|next)\b.{0,140}|also read\b.{0,140}",
    r"more (?:from|on) .{0,60}|see (?:also|photos|pictures)\b.{0,100}",
    r"you (?:may|might) (?:also )?(?:like|be interested).{0,40}",
    r"(?:watch|listen|video|in pictures)(?: now| live)?: [^.]{1,140}",
    r"thanks for reading\b.{0,200}",
    r"lesen sie (?:auch|hier|mehr)\b.*|mehr zum thema.*|auch interessant.*|das könnte (?:sie|dich) auch .*",
    r"lire aussi.*|à (?:lire|voir|écouter)(?: (?:aussi|également))?\s*[:|].*|à lire.*|lea también.*|leer más.*",
    r"(?:lee|ver|vea) también.*|(?:te|le) puede interesar.*|más información\s*:.*|leggi anche.*|leia também.*",
    r"les også.*|läs (?:också|mer|även).*|læs også.*|lees (?:ook|meer).*|bekijk ook.*|lue myös.*",
    r"(?:czytaj|zobacz|przeczytaj|sprawdź) (?:też|także|również|więcej).*|čtěte také.*|читайте также.*|ayrıca oku.*",
    r"(?:inscrivez-vous|abonnez-vous) (?:gratuitement )?à (?:notre|nos|la) (?:newsletter|lettre|infolettre)\b.{0,120}",
    r"(?:melden sie sich|abonnieren sie|bestellen sie)\b.{0,60}newsletter\b.{0,120}",
    r"(?:schrijf (?:je|u)|meld (?:je|u))\b.{0,30}(?:nieuwsbrief|newsletter)\b.{0,120}",
    r"(?:suscríbete|suscríbase|apúntate)\b.{0,30}(?:newsletter|boletín)\b.{0,120}",
    r"(?:zapisz się|zaprenumeruj|subskrybuj)\b.{0,30}newsletter.{0,120}",
    r"recevez (?:chaque|tous les|toutes les|toute l['’]) ?.{0,120}(?:boîte (?:mail|de réception|e-mail)|par e?-?mail)\b.{0,40}",
    r"(?:erhalten sie|ontvang|recibe|otrzymuj) .{0,120}(?:postfach|posteingang|mailbox|inbox|tu correo|skrzynk\w+)\b.{0,40}",
    r"(?:sign up|subscribe|follow us|join us)\b.{0,140}|join our .{0,60}",
    r"get the latest .{0,100}newsletter.{0,60}",
    r"(?:share|comments?|print|email|newsletter|related|popular|trending|summary|kommentare|teilen|partager)",
    r"(?:share|save) this.{0,40}|copy link|link copied.{0,20}",
    r"this (?:article|story) (?:was|first|originally) (?:\w+ )?(?:published|appeared).{0,120}",
    r"(?:copyright|©).{0,80}|.{0,80}all rights reserved.{0,160}",
    r"skip advertisement|skip to .{0,40}|loading.{0,20}|listen to (?:this )?article.{0,40}",
    r"to (?:display|view|see|play|watch) this (?:content|video|post|tweet)\b.{0,200}",
    r"an dieser stelle (?:finden sie|steht|befindet sich|wollen wir).{0,40}extern.{0,200}",
    r"(?:accept|manage|reject) (?:all )?cookies.{0,40}|we use cookies.{0,300}",
    r"il vous reste [\d.,]+ ?% de cet article à lire.{0,80}",
    r".{0,160}\bctrl ?[+-] ?enter\b.{0,60}",  # "Found a mistake? Select it and press Ctrl+Enter"
    r"\d+ min(?:ute)?s? read|externer inhalt.{0,60}|this is a breaking (?:news? )?story.{0,60}",
)
"""Buttons, boxes, and invitations to read something else."""

SIGN_UP = _lines(
    r"(?:sign|signing) up(?: now| here| for free)?|subscribe(?: now| here)?|join now|get the newsletter",
    r"(?:jetzt |kostenlos )*(?:abonnieren|anmelden|registrieren)|newsletter (?:abonnieren|bestellen)",
    r"(?:je )?m['’]abonne|s['’](?:inscrire|abonner)|je m['’]inscris",
    r"suscr[íi]b(?:ete|irse|irme)(?: ahora)?|apúntate|iscriviti(?: ora| alla newsletter)?|abbonati",
    r"inscreva-se|assinar?|subscrever|(?:schrijf|meld) (?:je|u) (?:in|aan)|inschrijven|aanmelden",
    r"tilmeld(?: dig)?|meld deg på|prenumerera|anmäl dig|tilaa|zapisz się|přihlásit se|подписаться",
)
"""What stands on the button of a newsletter."""

ABOUT_AUTHOR = re.compile(
    r"\b(?:(?:is|was|are) (?:an? |the )?(?:[\w’'-]+ ){0,6}?"
    r"(?:writer|reporter|correspondent|editor|journalist|columnist|author|producer|intern|fellow|contributor|critic)s?"
    r"|covers|writes (?:about|for|on)|report(?:s|ed|ing) (?:on|for|from)|joined|has (?:written|covered|reported|worked)"
    r"|(?:follow|reach|contact|e-?mail) (?:him|her|them|the|us|at|on)|(?:send|news) tips?|a (?:news )?tip|e-?mail(?:ing)?"
    r"|is (?:[\w-]+ ){0,4}?(?:\w*redacteur|\w*redactrice|\w*correspondente?|\w*verslagge(?:ver|efster)|journaliste?)"
    r"|schrijft (?:voor|over)|werkt (?:als|voor|bij)|jest (?:[\w-]+ ){0,4}?(?:dziennikar\w+|korespondent\w*|reporter\w*|redaktor\w*)"
    r"|pisze (?:o|dla)|pracuje (?:w|jako|dla)"
    r"|ist (?:[\w-]+ ){0,6}?(?:\w*redakteur|\w*korrespondent|\w*journalist|\w*reporter|autor|volontär)\w*"
    r"|schreibt (?:für|über)|arbeitet (?:als|für|bei)"
    r"|est (?:[\w’'-]+ ){0,6}?(?:journaliste|correspondante?|rédact\w+|reporter|chroniqueu\w+)"
    r"|es (?:[\w-]+ ){0,6}?(?:periodista|redactora?|corresponsal|reportera?))\b",
    re.I,
)
"""What is said of who wrote it, in a line that begins with the name or says where to write to."""

FOLLOW = re.compile(
    r"^\W*(?:puedes seguir|síguenos|suivez|retrouvez|follow|folgen sie|seguici|siga|acompanhe|volg)\b.{0,250}"
    r"\b(?:facebook|twitter|x|instagram|whatsapp|telegram|youtube|bluesky|threads|newsletter|google)\b",
    re.I,
)
"""Where else the site is to be read, after the last sentence."""
