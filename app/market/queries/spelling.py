"""How a word sounds and which letters it shares with others: for words spelt otherwise.

Works on folded words (no accents, lower case). People mix up what their region does not tell
apart (x and s, ch and tr, l and n, d, gi and r), leave letters out, or hit the next key.
"""

import re

_SOUNDS = (
    # the longer spelling first; all of one sound become one letter
    (re.compile(r"ngh"), "ng"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"^(tr|ch)"), "c"),
    (re.compile(r"^ph"), "f"),
    (re.compile(r"^(gi|d|r|v|z)(?=[aeiouy])"), "z"),
    (re.compile(r"^qu"), "ku"),
    (re.compile(r"^[ck]"), "k"),
    (re.compile(r"^s"), "x"),
    (re.compile(r"^l"), "n"),
    (re.compile(r"y"), "i"),
    (re.compile(r"(nh|ng|n)$"), "n"),
    (re.compile(r"(ch|c|t)$"), "t"),
    (re.compile(r"(.)\1+"), r"\1"),
)
MOST_EDITS = {1: 0, 2: 0, 3: 1, 4: 1, 5: 1}
"""By a word's length: how many letters may be wrong; two in longer words."""


def sound(word: str) -> str:
    """Give how ``word`` sounds: mộc and mọt are alike, so are xoài and soài."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


def grams(word: str) -> set[str]:
    """Give its letters by threes, its beginning and end marked."""
    framed = f" {word} "
    return {framed[at : at + 3] for at in range(len(framed) - 2)}


def edits(one: str, other: str) -> int:
    """Give how many letters are wrong, left out, too many, or changed places."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        two_before, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, two_before[j - 2] + 1)
            row.append(best)
    return row[-1]


def is_near(typed: str, word: str) -> bool:
    """Tell whether ``word`` may be meant by ``typed``."""
    return edits(typed, word) <= MOST_EDITS.get(len(typed), 2)
