"""What kind of page this is: an article, or something that must never become one.

Pages that are no article say so in a few words and little else. So every rule asks for the words and
for how much prose stands beside them: an article about cookies, paywalls or errors has prose.
"""

# ruff: noqa: E501 — patterns read better whole

from __future__ import annotations

import re
from typing import Any

from models.nouns import PageKind
from settings import limits_sources as limits
from sources import plain
from sources.page import furniture
from sources.page.document import Document
from sources.plain import folded


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


_CONSENT_ACT = _any(
    r"accept (?:all|cookies|and (?:close|continue))|reject all|agree (?:and|&) (?:close|continue)|i agree\b",
    r"(?:manage|cookie|privacy) (?:preferences|options|settings|choices)|we value your privacy",
    r"before you continue",
    r"we (?:and our (?:\d+ )?partners )?(?:use|store|process)\b.{0,80}(?:cookies|personal data|on a device)",
    r"alle(?:s)? (?:cookies )?(?:akzeptieren|ablehnen)|(?:zustimmen|einwilligen|akzeptieren)(?: und|,?) weiter",
    r"mit werbung (?:und (?:tracking|cookies) )?(?:weiter)?lesen",
    r"tout (?:accepter|refuser)|accepter (?:et|&) (?:fermer|continuer)|continuer sans accepter",
    r"j['’]accepte\b|(?:gérer|paramétrer) (?:mes|les|vos) (?:choix|cookies)",
    r"aceptar (?:todo|cookies|y (?:continuar|cerrar|seguir))|configurar cookies",
    r"rechazar (?:todas?|y (?:pagar|suscrib|cerrar|continuar))",
    r"accetta (?:tutti|e continua)|aceitar (?:todos|e continuar)",
    r"alles? (?:cookies )?(?:accepteren|weigeren)|cookies weigeren|\bik ga akkoord",
    r"\bakkoord (?:en (?:door|verder|sluit)|instell|weiger)",
    r"zaakceptuj|akceptuj(?:ę| i przejdź)|zgadzam się|przejdź do serwisu|odrzuć wszystk",
    r"godkend alle|godta alle|acceptera alla|hyväksy kaikki|souhlasím|同意",
)
_CONSENT_TOPIC = _any(
    r"cookies?\b|consent|privacy|gdpr|personal data|partners?\b|tracking|advertis|vendors?\b",
    r"legitimate interest",
    r"einwillig|zustimm|datenschutz|werbefrei|nutzungsprofil|personalisiert|consentement|données",
    r"consentimiento",
    r"consenso|privatsphäre|akzeptier|accepter?|aceptar|device|preferences|geräte?\b|speicher",
    r"partnern?\b|partenaires|socios\b|traceurs|toestemming|privacybeleid|advertenties|persoonsgegevens",
    r"datos personales|privacidad|publicidad|anuncios|partner(?:ami|ów)|danych osobowych|dane osobowe|prywatnoś",
    r"zgod[aęy] na (?:pliki|przetwarz|wykorzyst)|wyrażasz zgod|reklam",
)
_ERROR = _any(
    r"^(?:error )?(?:40[0-9]|41[0-9]|50[0-9])\b",
    r"\b(?:40[034]|410|50[0234])\b.{0,20}(?:error|not found|forbidden|gateway)",
    r"page (?:not found|can ?(?:no|')t be found|does not exist|unavailable|introuvable)|not found",
    r"access denied|forbidden",
    r"(?:article|story|page|content) (?:is )?(?:no longer|not) (?:available|found)|something went wrong",
    r"^(?:sorry|oops)\b",
    r"(?:un|not )available (?:in|to) (?:your (?:region|country|location|area)|visitors)",
    r"unavailable (?:due to|for) legal",
    r"ad-?\s?block(?:er)? (?:detected|is (?:on|active))|disable your ad-?\s?block",
    r"(?:down for|scheduled) maintenance|^maintenance\b|be (?:right )?back (?:soon|shortly)",
    r"service unavailable|temporarily unavailable|(?:under|site) maintenance|bad gateway",
    r"internal server error",
    r"just a moment|attention required|are you (?:a )?(?:human|robot)|captcha|verify (?:that )?you are",
    r"unusual traffic",
    r"checking your browser|domain (?:is )?(?:for sale|expired)|account suspended|too many requests",
    r"(?:seite|artikel) (?:wurde )?nicht gefunden|nicht (?:mehr )?verfügbar|zugriff verweigert",
    r"wartungsarbeiten",
    r"(?:seite|artikel) (?:existiert nicht|gibt es (?:leider )?nicht)|^(?:fehler|erreur|error|fout|błąd):? (?:4\d\d|50\d)\b",
    r"^(?:ho(?:pp|ppl)?la|huch|oups|oeps|vaya|ups|désolé|lo sentimos|przepraszamy)\s*[!.…]*$",
    r"(?:page|article|contenu) (?:introuvable|indisponible|supprimée?)|page n['’]existe (?:pas|plus)",
    r"(?:página|pagina) (?:no encontrada|não encontrada|non trovata|niet gevonden|bestaat niet|no disponible|no existe)",
    r"artikel (?:niet gevonden|bestaat niet)|artículo no (?:encontrado|disponible)|strona nie (?:istnieje|została znaleziona)",
    r"sidan (?:hittades|finns) inte",
    r"siden (?:blev )?(?:ikke|findes ikke)|страница не найдена|ページが見つかりません|sayfa bulunamadı",
    r"nie znaleziono",
)
_LOST = _any(
    r"^(?:error )?404\b|\b404\b.{0,20}(?:error|not found)|(?:page|article|story) (?:was )?not found",
    r"(?:can(?:no|')t|couldn['’]t|could not) (?:find|be found)|page (?:does ?n[o']t exist|introuvable)",
    r"(?:seite|artikel) (?:wurde )?nicht gefunden|(?:página|pagina) (?:no encontrada|não encontrada|non trovata)",
    r"pagina niet gevonden|sidan (?:hittades|finns) inte|siden (?:blev )?(?:ikke|findes ikke)|nie znaleziono",
    r"страница не найдена|ページが見つかりません|sayfa bulunamadı",
)
"""What both the title and the headline of a page say that offers what else there is, at any length."""
_ERROR_TEXT = _any(
    r"(?:page|article|content) (?:that )?you(?:'re| are| were|'ve| have)? (?:looking for|request)",
    r"(?:has been|was|have been) (?:moved|removed|deleted)|link (?:is|may be) broken|no longer exists",
    r"check the (?:url|address)|return to (?:the )?home ?page",
    r"(?:gewünschte|angeforderte|gesuchte) (?:seite|artikel)|zur startseite|ray id|incident id|reference #",
    r"(?:page|article|contenu) (?:que vous|demandée?)|(?:página|artículo|contenido) (?:que (?:busca|solicit)|solicitad)",
    r"retour à (?:l['’]accueil|la une)|(?:cet article|cette page) n['’](?:est plus disponible|existe (?:plus|pas))",
    r"(?:diese|die) seite (?:gibt es|existiert|konnte|wurde) |(?:deze|de) pagina (?:die|bestaat)|naar de (?:homepage|voorpagina)",
    r"volver (?:a la portada|al inicio)|stron[ay],? (?:której|o podanym|nie istnieje)|nie ma takiej strony",
    r"(?:wróć|przejdź) (?:na|do) stron",
)
_PAYWALL = _any(
    r"subscribe (?:now )?(?:to|for|and) (?:continue|read|keep|unlock|full access|get)",
    r"to (?:continue|keep) reading|(?:keep|continue) reading (?:for|with) ",
    r"already (?:a|an) (?:subscriber|member)",
    r"(?:for|exclusive to|only to|available to) (?:our )?(?:subscribers|members)",
    r"subscriber[- ]only|members? only|(?:log|sign) in (?:or subscribe )?to (?:continue|read)",
    r"register (?:(?:for free|now) )?(?:to|and) (?:read|continue)",
    r"create (?:an? )?(?:free )?account to (?:continue|read|keep)|log in to (?:continue|read)",
    r"unlock this (?:article|story)|(?:free|remaining) articles? (?:this|left)|start your (?:free )?trial",
    r"jetzt (?:weiterlesen|abonnieren|registrieren)|weiterlesen mit|(?:nur|exklusiv) für abonnent",
    r"(?:bereits|schon) abonnent",
    r"(?:diesen|der|den) artikel (?:ist|weiter|freischalten)|registrieren(?: sie sich)?,? um",
    r"paket (?:wählen|buchen)",
    r"réservée? (?:à nos |aux )abonn|il vous reste .{0,12}% de cet article|déjà abonné|abonnez-vous pour",
    r"pour lire la suite|la suite est réservée|para seguir leyendo|ya eres suscriptor",
    r"suscr[íi]bete (?:para|y)|solo (?:para )?suscriptores|per continuare a leggere|già abbonat|assine para",
    r"exclusivo para (?:suscri|assinan)|já é assinante|riservat[oa] agli abbonati",
    r"il vous reste .{0,12}% de l['’]article|(?:article|contenu) (?:réservé|abonnés?)\b|pour lire (?:la suite|l['’]intégralité)",
    r"(?:sie möchten|möchten sie|um|jetzt) (?:diesen artikel )?weiter(?:zu)?lesen\b|teil unseres \S*-?(?:plus|abo)\S*",
    r"exklusiv für (?:unsere )?abonnent|mit ihrem (?:digital)?abo\b|(?:bereits|schon) ein abo\b",
    r"(?:exclusief|alleen|enkel) (?:voor|toegankelijk voor) (?:onze )?abonnees|artikel verder (?:te )?lezen|lees onbeperkt verder",
    r"word (?:nu )?abonnee (?:om|en lees|vanaf)|kies (?:een|je|uw) abonnement|(?:heb|hebt|heeft) (?:je|u) al een abonnement",
    r"para (?:seguir|continuar) leyendo|(?:exclusiv[oa]|sólo|solo) para (?:nuestros )?suscriptores",
    r"tylko dla (?:prenumerator|subskrybent)|masz (?:już )?prenumerat|pozostało .{0,12}% (?:artykułu|tekstu)",
    r"(?:aby|by|żeby) (?:prze)?czytać (?:dalej|cały|całość)|kup dostęp (?:i|aby|do (?:tego )?artykułu)|wykup (?:subskrypcj|dostęp|prenumerat)",
    r"al abonnee|lees verder (?:met|voor)|allerede abonnent",
    r"logg? in(?:d|n)? (?:for å|og|för att) l[eæä]s|redan prenumerant|czytaj dalej z|masz już subskryp",
    r"alleen voor abonnees|verder lezen|for abonnenter|för prenumeranter|dostęp(?:ne|ny) dla subskryb",
    r"この記事は会員限定|この記事は有料",
)
_NO_SCRIPT = _any(
    r"(?:enable|activate|turn on|requires?) (?:your )?java ?script",
    r"java ?script (?:is )?(?:disabled|required|must be)",
    r"javascript (?:aktivier|ist deaktiv|einschalten)|activer? (?:le )?javascript",
    r"habilit\w+ (?:el )?javascript",
)


def kind_of(page: Document, title: str, text: str) -> PageKind:
    """The kind of a page, from what it shows beside the text found on it."""
    prose = _prose(text)
    size = size_of(prose)
    names = (page.first("//title") or "", page.first("//h1") or "")
    if all(_LOST.search(name) for name in names):
        return PageKind.ERROR
    if not _claims_article(page) and _listed(page.tree, prose) > limits.LISTED_SHARE:
        return PageKind.EMPTY
    if size > limits.PROSE_CHARS:
        return PageKind.ARTICLE
    shown = _shown(page.tree)
    if _CONSENT_ACT.search(shown) and (not _claims_article(page) or _has_button(page.tree)) and size_of(_beside(prose, _CONSENT_TOPIC)) < limits.STUB_CHARS:
        about = len(_CONSENT_TOPIC.findall(shown)) / max(1, len(re.findall(r"\w+", shown)))
        if about > limits.CONSENT_SHARE:
            return PageKind.CONSENT
    headings = " \n".join([title, *names])
    if size < limits.ERROR_CHARS:
        first = any(_ERROR.search(line.strip()) for line in headings.split("\n"))
        if (first and len(shown) < limits.ERROR_PAGE_CHARS) or (first and _ERROR_TEXT.search(shown)):
            return PageKind.ERROR
        if _ERROR_TEXT.search(prose) and _ERROR.search(shown) and size < limits.STUB_CHARS:
            return PageKind.ERROR
    closed, stub = _closed(page), size < limits.STUB_CHARS
    if (closed and stub) or ((closed or stub) and _PAYWALL.search(shown)):
        return PageKind.PAYWALL
    if _NO_SCRIPT.search(shown + (page.first("//noscript") or "")) and size < limits.EMPTY_CHARS * 3:
        return PageKind.EMPTY
    if size < limits.EMPTY_CHARS or (stub and not _claims_article(page) and _linked(page.tree) > limits.LINK_SHARE):
        return PageKind.EMPTY
    return PageKind.ARTICLE


def before_wall(text: str) -> str:
    """The lines before the first one that sells the rest."""
    lines = text.split("\n")
    return "\n".join(lines[: next((n for n, line in enumerate(lines) if _PAYWALL.search(line)), None)])


def _prose(text: str) -> str:
    """The lines that read like sentences: long enough, with an end."""
    return "\n".join(
        line for line in text.split("\n") if len(line) > 40 or re.search(r"[.!?。！？।]['\"”»）)]*\s*$", line)
    )


def size_of(text: str) -> int:
    """Characters, where one of Chinese, Japanese or Korean counts as the letters that it stands for."""
    return len(text) + (limits.LETTERS_A_CHARACTER - 1) * len(_IDEOGRAPHS.findall(text))


_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _beside(prose: str, topic: re.Pattern[str]) -> str:
    return " ".join(s for s in re.split(r"(?<=[.!?])\s+|\n", prose) if not topic.search(s))


def _shown(tree: Any) -> str:
    """What a reader without scripts would see."""
    texts = tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::template)]")
    return plain.one_line(" ".join(texts[: limits.SHOWN_TEXTS]))


def _has_button(tree: Any) -> bool:
    """Whether it is accepted or refused outside sentences: an article on walls quotes their buttons within."""
    texts = tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::template)]")
    return any(len(text) < _BUTTON_CHARS and _CONSENT_ACT.search(plain.one_line(text)) for text in texts)


_BUTTON_CHARS = 40


def _closed(page: Document) -> bool:
    return any(str(v).strip().lower() == "false" for v in page.ld("isAccessibleForFree")) or any(
        tier.lower() in ("locked", "paid", "premium") for tier in page.said("article:content_tier")
    )


def _claims_article(page: Document) -> bool:
    return "article" in next(page.said("og:type"), "").lower() or any(page.ld("headline"))


def _listed(tree: Any, prose: str) -> float:
    """Share of the prose that stands in teasers: short blocks under a heading that leads elsewhere."""
    said = folded("".join(teaser.text_content() for teaser in furniture.teasers_of(tree)))
    lines = [line for line in prose.split("\n") if line]
    return sum(len(line) for line in lines if folded(line) in said) / max(1, sum(map(len, lines)))


def _linked(tree: Any) -> float:
    """Share of the shown characters that are links."""
    shown = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"
    total = sum(len(t.strip()) for t in tree.xpath(shown))
    linked = sum(
        len(t.strip()) for t in tree.xpath("//body//a//text()[not(ancestor::script or ancestor::style)]")
    )
    return linked / total if total else 0.0
