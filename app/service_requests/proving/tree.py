"""A tree of hashes over a day's receipts (RFC 9162, section 2.1). Pure.

A receipt's path leads from it to the root that is published: nobody can take one out, put one in or
change one without another root.
"""

from collections.abc import Sequence
from hashlib import sha256

Hash = bytes


def leaf(said: bytes) -> Hash:
    return sha256(b"\x00" + said).digest()


def root(leaves: Sequence[Hash]) -> Hash:
    """Give the root; of none the hash of nothing."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = _half(len(leaves))
    return _node(root(leaves[:half]), root(leaves[half:]))


def path(leaves: Sequence[Hash], at: int) -> list[Hash]:
    """Give the hashes beside the way from a leaf to the root, the nearest first."""
    if len(leaves) <= 1:
        return []
    half = _half(len(leaves))
    if at < half:
        return [*path(leaves[:half], at), root(leaves[half:])]
    return [*path(leaves[half:], at - half), root(leaves[:half])]


def climbs_to(one: Hash, at: int, number: int, beside: Sequence[Hash]) -> Hash | None:
    """Give the root that a path leads to; None where it cannot be one of so many leaves."""
    if not 0 <= at < number:
        return None
    last, found = number - 1, one
    for each in beside:
        if last == 0:
            return None
        if at % 2 or at == last:
            found = _node(each, found)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, each)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def _node(left: Hash, right: Hash) -> Hash:
    return sha256(b"\x01" + left + right).digest()


def _half(number: int) -> int:
    """Give the largest power of two below the number."""
    return int(1 << (number - 1).bit_length() - 1)
