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
SHORTEST = 3
"""Letters of a word that may have a wrong one: shorter ones would be taken for anything."""


def sound(word: str) -> str:
    """Give how ``word`` sounds: mộc and mọt are alike, so are xoài and soài."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


def spellings(word: str) -> list[str]:
    """Give the word and, of three letters or more, what is left with each letter left out."""
    if len(word) < SHORTEST:
        return [word]
    return sorted({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


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
    """Tell whether ``word`` may be meant by ``typed``: one letter is wrong."""
    return len(typed) >= SHORTEST and edits(typed, word) <= 1
