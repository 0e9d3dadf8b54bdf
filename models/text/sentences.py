"""An article's sentences, word for word as they stand in it, with their kind and what can be checked in them.

Rules, not a model: they read Latin, Cyrillic and CJK sentence ends, know the common abbreviations, and keep
up with thousands of sentences a second. Only statements can bring news; headings, bullets, captions,
questions, hypotheticals and boilerplate explain.
"""



# ruff: noqa: E501, SIM905 — word lists and patterns read better whole

from __future__ import annotations

import re
from collections.abc import Iterator

from models.nouns import Sentence, SentenceKind
from models.text import names as _names
from models.text.kinds import kind_of
from models.text.names import proper_words
from models.text.numbers import numbers
from models.text.words import words

_OPEN, _CLOSE = "“«„‹「『", "”»“›」』"
_END = re.compile(r"[.!?…](?:\s?[.!?…])*|[。!?｡]+")
_TAIL = re.compile(r"(?:[\"'”’»›)\]」』]|(?<=[.!?…]) [\"”](?=\s|$)|(?<=[.!?…])\s»(?=[\s,.]|$))*")
_LOW_TAIL = re.compile(r"(?:[\"'“”’»«›‹)\]]|(?<=[.!?…])\s»(?=[\s,.]|$))*")
"""Where quotations open low or turned round („Nein!“, »Nein!«)."""
_LOW = re.compile(r"„|(?<![^\s(])»(?=\w)")
_NEXT = re.compile(r"\s+[\"'“‘«»„‹(\[—–-]*\s?([^\W_])")
_BULLET = re.compile(
    r"\s*(?:[•‣◦▪▫●○·∙►▶✓➤]|\*(?=\s)|[-–—](?=\s)|\(?\d{1,2}[.)](?=\s+[^\W\d_])|\(?[a-z][)](?=\s))\s*"
)
_LETTERS = re.compile(r"[^\W\d_]+")
SENTENCE_CHARACTERS = 4_000
"""What is longer is no sentence but a list or a table without an end mark: it is taken apart at a blank, so that no
page makes a pattern run for minutes."""
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof rev hon sen rep gov gen col lt sgt capt cmdr adm maj cpl pvt st mt ft jr sr messrs mme mlle
    vs etc no nos vol fig al approx dept est ca cf eg ie e.g i.e jan feb mar apr jun jul aug sep sept oct nov dec
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mich minn miss mo mont neb nev okla ore pa tenn tex va
    vt wash wis wyo op cit pp ph.d u.n u.k u.s a.m p.m d.c u.s.a e.u inc corp ltd co cos plc bros dist supt
    г гг ул им тыс млн млрд руб др т.е т.д т.п bzw z.b usw nr str ca sr sra dña art""".split()
)
_ABROAD = frozenset(
    """mio mrd tsd mld mln bspw evtl ggf zzgl inkl dipl insb vgl gegr mgr inż hab św godz tzw np proc płk mjr kpt abp bp
    tys m.in im ul os woj dhr mevr mw drs blz bijv resp env núm av avda pág aprox srta dra dña ud uds d.ª lic excmo""".split()
)
"""Those of other languages, where they are not all capitals: "bp Nowak", and not "BP"."""
# Abbreviations that also end sentences: the next word decides.
_ALSO_ENDS = frozenset(
    "u.s u.n u.k u.s.a e.u d.c a.m p.m inc corp ltd co cos plc bros etc jr sr г гг".split()
)
_STARTERS = frozenset(
    """the a an he she it they we i you in on at by for from but and so as if when while after before this that these
    those there his her its their our my one two some many most several more police officials authorities according
    however meanwhile no not all also with to what who how why мы он она они это в на по но и а как при""".split()
)


def split(text: str) -> tuple[Sentence, ...]:
    """Sentences in the order of `text`; each `Sentence.text` is a substring of it. Empty text gives ()."""
    blocks = list(_blocks(text))
    alone = len(blocks) == 1
    proper = proper_words(text)
    found: list[Sentence] = []
    for paragraph, (start, end) in enumerate(blocks):
        spans = list(_spans(text, start, end))
        quoted, behind = _quotations(text, start, end), 0
        for first, last in spans:
            piece = text[first:last]
            mark = _BULLET.match(piece)
            listed = bool(mark and mark.end() and mark.end() < len(piece))
            body = piece[mark.end() :] if mark and listed else piece
            if not body.strip():
                continue
            kind = kind_of(body, listed=listed, line=len(spans) == 1 and not alone)
            while behind < len(quoted) and quoted[behind][1] <= first:
                behind += 1
            ahead = behind
            while ahead < len(quoted) and quoted[ahead][0] < last:
                ahead += 1
            quotes = tuple(
                text[max(a, first) : min(b, last)].strip(' ,."“”«»') for a, b in quoted[behind:ahead]
            )
            found.append(_sentence(body, kind, quotes, paragraph, proper))
    return tuple(found)


def analyse(text: str, kind: SentenceKind | None = None, proper: frozenset[str] = frozenset()) -> Sentence:
    """One sentence, such as a title, as it is; `proper` are words known to be names (`names.proper_words`)."""
    text = text.strip()
    quotes = tuple(text[a:b].strip(' ,."“”«»') for a, b in _quotations(text, 0, len(text)))
    return _sentence(text, kind or kind_of(text, listed=False, line=False), quotes, 0, proper)


def _sentence(
    text: str, kind: SentenceKind, quotes: tuple[str, ...], paragraph: int, proper: frozenset[str]
) -> Sentence:
    return Sentence(
        text=text,
        kind=kind,
        words=words(text),
        names=_names.names(text, proper),
        numbers=numbers(text),
        quotes=tuple(q for q in quotes if len(q) > 1),
        paragraph=paragraph,
    )


# -- paragraphs ------------------------------------------------------------------------------------


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs as (start, end). A line is a paragraph, unless lines were wrapped by hand."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]*", text) if m.end() > m.start()]
    wrapped = _hard_wrapped(text, lines)
    start: int | None = None
    end, mark = 0, ""
    for a, b in lines:
        line = text[a:b].strip()
        if not line:
            continue
        if start is not None:
            gap = text[end:a].count("\n")
            joins = (
                gap == 1
                and not _BULLET.match(text, a, b)
                and (wrapped or (line[:1].islower() and mark not in '.!?…:;"”'))
            )
            mark = line[-1]
            if joins:
                end = b
                continue
            yield start, end
        start, end, mark = a, b, line[-1]
    if start is not None:
        yield start, end


def _hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether lines end where the column did: all short, most of them in mid-sentence."""
    full = [text[a:b].rstrip() for a, b in lines if text[a:b].strip()]
    if len(full) < 4 or max(map(len, full)) > 100:
        return False
    inner = [line for line in full[:-1] if len(line) >= 45]
    return len(inner) >= 0.6 * (len(full) - 1) and sum(
        line[-1] not in '.!?…"”:' for line in inner
    ) >= 0.5 * len(inner)


# -- sentence ends ---------------------------------------------------------------------------------


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of one paragraph as (start, end), trimmed of white space."""
    begin, closing = start, _LOW_TAIL if _LOW.search(text, start, end) else _TAIL
    for match in _END.finditer(text, start, end):
        if match.start() < begin:
            continue
        tail = closing.match(text, match.end(), end)
        stop = tail.end() if tail else match.end()
        if stop >= end:
            break
        if text[match.start()] in "。!?｡" or _breaks(text, begin, match.start(), match.end(), stop, end):
            yield from _trimmed(text, begin, stop)
            begin = stop
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, a: int, b: int) -> Iterator[tuple[int, int]]:
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    while b - a > SENTENCE_CHARACTERS:
        blank = text.rfind(" ", a + 1, a + SENTENCE_CHARACTERS)
        cut = blank if blank > a else a + SENTENCE_CHARACTERS
        yield a, cut
        a = cut + text.startswith(" ", cut)
    if a < b:
        yield a, b


_GERMAN_MONTH = re.compile(r"\s+(?:Januar|Jänner|Februar|März|Mai|Juni|Juli|Oktober|Dezember)\b")
_ORDINAL = re.compile(
    r"\b(?:[Aa]m|[Vv]om|[Zz]u[mr]|[Ii]m|[Aa]b|[Bb]is|[Ss]eit|[Dd]e[mnrs]|[Dd]ie|[Dd]as|\d{1,2}\.(?:/|\s(?:und|bis|oder))|tag,)\s?\d{1,2}$"
)
"""A German ordinal before its full stop: "am 23. November", "der 2. Weltkrieg"."""
_IN_TWO = re.compile(r"\b(?:p\. ex|EE\. UU)$")
_FIRST_OF_TWO = re.compile(r"EE\. UU\b")
_GERMAN_STARTERS = frozenset(
    """er sie es wir ihr ich der die das ein eine in im am auch dort dann da doch nach mit für bei aber und zuvor zudem""".split()
)


def _ordinal(text: str, begin: int, mark: int, behind: int, word: str) -> bool:
    """Whether the full stop at `mark` is that of an ordinal, by what stands before the number and `behind` it."""
    if not text[mark - 1 : mark].isdigit():
        return False
    if _GERMAN_MONTH.match(text, behind):
        return bool(re.search(r"(?<!\d)\d{1,2}$", text[max(begin, mark - 4) : mark]))
    return bool(_ORDINAL.search(text[max(begin, mark - 20) : mark])) and word not in _GERMAN_STARTERS


def _breaks(text: str, begin: int, mark: int, after: int, stop: int, end: int) -> bool:
    """Whether the mark at `mark` ends a sentence, by what stands on either side."""
    follow = _NEXT.match(text, stop, end)
    if follow is None:
        # "arrested.Officials": a lost space between a word and a capital
        return (
            text[mark] in ".!?" and stop == after and mark - 2 > begin
            and text[mark - 1].islower() and text[mark - 2].islower()
            and text[stop : stop + 1].isupper() and text[stop + 1 : stop + 2].islower()
        )  # fmt: skip
    first = follow.group(1)
    if first.islower():
        return False
    if text[mark] != "." or after - mark > 1:
        return True
    written = re.split(r"[\s(\"“'‘—–„«]", text[max(begin, mark - 20) : mark])[-1]
    token = written.lower()
    if stop == after:  # no closing quotation: the token itself decides
        if first.isdigit() and token[-1:].isdigit():
            return len(token) == 4 and token[:2] in ("19", "20")
        word = _LETTERS.match(text, follow.start(1), end)
        starter = bool(word and word.group().lower() in _STARTERS and word.group()[0].isupper())
        if word and _ordinal(text, begin, mark, stop, word.group().lower()):
            return False
        if _IN_TWO.search(text, max(begin, mark - 8), mark) or _FIRST_OF_TWO.match(text, max(begin, mark - 2), end):
            return False
        if len(token) == 1 and token.isalpha():
            return starter and text[mark - 1].islower()
        if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", token) or token in _ALSO_ENDS:
            return starter
        if token in _ABBREVIATIONS or (token in _ABROAD and not written.isupper()):
            return False
    return True


# -- quotations ------------------------------------------------------------------------------------


def _quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Inner spans of the quotations in one paragraph; one left open runs to the paragraph's end."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for i in range(start, end):
        char = text[i]
        if char == '"':
            if opened is None:
                opened = i + 1
            else:
                spans.append((opened, i))
                opened = None
        elif opened is not None and char in _closing(text[opened - 1]):
            spans.append((opened, i))
            opened = None
        elif opened is None and (char in _OPEN or (char == "»" and _LOW.match(text, i, end))):
            opened = i + 1
    if opened is not None and end - opened > 1:
        spans.append((opened, end))
    return spans


def _closing(opening: str) -> str:
    """What closes a quotation: German ones „so“ or »so«."""
    return "“”" if opening == "„" else "«" if opening == "»" else _CLOSE
