"""Words of a sentence: lower-cased content words, and the stems under which two forms of a word meet."""

# ruff: noqa: SIM905 — word lists and patterns read better whole

from __future__ import annotations

import functools
import re

# Han and kana are written without spaces: their words are overlapping pairs of characters, the usual
# stand-in for a segmenter in retrieval (Kwok 1997). Hangul and all else has spaces.
_WORD = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]+|[^\W_](?:[^\W_぀-ヿ㐀-鿿豈-﫿]|['’.&-](?=[^\W_]))*")
_CJK = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")

STOP = frozenset(
    """a about above after again against ago all also although am among an and any are as at be became because been
    before being below between both but by can cannot could did do does doing down during each even ever few for
    from further get got had has have having he her here hers herself him himself his how however i if in into is
    it its itself just let like made make many may me might more most much must my myself near no nor not now of
    off on once one only onto or other our ours out over own per said same say says she should since so some such
    than that the their theirs them themselves then there these they this those though through thus to too toward
    towards under until up upon us very via was we were what when where whether which while who whom whose why will
    with within without would yet you your yours
    isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't hasn't haven't hadn't it's he's
    she's that's there's they're we're i'm you're let's
    der die das den dem des ein eine einer eines einem einen und oder aber ist sind war waren wird werden wurde
    wurden hat haben hatte mit von vom zu zum zur im am auf aus bei nach nicht auch als wie für über unter sich
    le la les un une des du de et ou mais est sont était ont dans par pour sur avec que qui ne pas se au aux ce
    cette ces il elle ils elles son sa ses leur leurs
    el los las una unos unas del y o pero es son fue fueron ha han en por para con sin que se su sus lo al como
    il lo gli uno della dello dei degli delle e ed ma è sono era nel nella con per che non si
    het een niet ook maar zijn naar voor bij uit dat deze dit werd wordt worden hebben heeft aan zij hij zich nog tegen
    na się nie że od przez oraz są był była było być jak czy już które który która jego jej ze za także
    и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по её ее мне было вот от меня о
    из ему теперь когда даже ну ли если уже или ни быть был него до вас опять уж вам ведь там потом себя для мы
    их чем была без будто это этот эта эти""".split()
)
"""Function words of the languages that most feeds are in. idf takes care of the others."""


def words(text: str) -> tuple[str, ...]:
    """Content words in order, lower-cased: no function words, no bare numbers, possessive 's taken off."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("’", "'")
        if _CJK.match(word):
            found.extend([word] if len(word) == 1 else [word[i : i + 2] for i in range(len(word) - 1)])
            continue
        if word in STOP:
            continue
        word = word.removesuffix("'s").replace(".", "") if "." in word or "'" in word else word
        if len(word) > 1 and not word.isdigit() and word not in STOP:
            found.append(word)
    return tuple(found)


@functools.lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Where the forms of an English word meet (Harman's S-stemmer and the commonest verb and noun endings).

    Light on purpose: two words that become one by mistake hide news, two that stay apart only weaken a match.
    """
    if len(word) < 5 or not word.isascii():
        return word
    for ending, put in _BY_LAST.get(word[-1], ()):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            root = word[: len(word) - len(ending)] + put
            if (
                len(root) > 3
                and root[-1] == root[-2]
                and root[-1] not in "lsz"
                and ending in ("ing", "ed", "er")
            ):
                root = root[:-1]
            return root.rstrip("e") if len(root) > 4 else root
    return word.rstrip("e")


_ENDINGS = (
    ("ational", "at"), ("ations", "at"), ("ation", "at"), ("ating", "at"), ("ated", "at"), ("ates", "at"),
    ("ate", "at"), ("ments", ""), ("ment", ""), ("ions", ""), ("ion", ""), ("ingly", ""), ("ings", ""),
    ("ing", ""), ("edly", ""), ("ies", "y"), ("ied", "y"), ("ers", ""), ("er", ""), ("ed", ""), ("ly", ""),
    ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("is", "is"), ("es", ""), ("s", ""),
)  # fmt: skip
_BY_LAST = {last: [each for each in _ENDINGS if each[0][-1] == last] for last in {ending[-1] for ending, _ in _ENDINGS}}
