"""When two texts say the same thing, and when a difference is only a typing slip.

Case, accents, spaces and typography never count. A slip is forgiven only where it cannot change the
meaning: never in figures, short words, addresses or file names, never when it makes a listed mistake,
a negation or an opposite (« chiffrer », « déchiffrer »).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

TOLERANCE = 0.25  # slips by character of the longer text; by the answer's own length, long errors pass
SHORTEST_TOLERATED = 5  # under it, one slip makes another word

_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "æ": "ae"}
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff")  # soft hyphen, zero-width: not meant by who typed
)
_QUOTES = ' "«»“”„'
_EXACT = re.compile(r"[0-9@/\\:_]|\.\w|\w\.\w")  # figures, e-mail, address, path, file name, extension
_NEGATIONS = frozenset({"non", "pas", "ne", "n", "sans", "jamais", "aucun", "aucune", "ni", "hors", "sauf"})
_REVERSING = frozenset(
    {"a", "an", "anti", "de", "des", "dis", "il", "im", "in", "ir", "mal", "non", "r", "re", "sous", "sur"}
)


def normalised(text: str) -> str:
    """The text without what never counts: case, accents, typography, outer quotes, final full stop."""
    # Typography first: compatibility composition turns the acute accent alone into a space.
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY))
    text = unicodedata.normalize("NFD", text.casefold().translate(_TYPOGRAPHY))
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = " ".join(text.split()).strip(_QUOTES)
    return text.removesuffix(".").strip(_QUOTES)


def accepts(given: str, solutions: Iterable[str], mistakes: Iterable[str] = (), *, strict: bool) -> bool:
    """Whether an answer is one of the solutions, but for a typing slip where one can be forgiven.

    `mistakes` are wrong answers that the author names: a text nearer to one of them is not forgiven.
    """
    answer = normalised(given)
    right = {normalised(solution) for solution in solutions}
    if answer in right:
        return bool(answer)
    if strict:
        return False
    wrong = {normalised(mistake) for mistake in mistakes} - right
    return any(_is_slip(answer, solution, wrong) for solution in right)


def distance(one: str, other: str) -> int:
    """Levenshtein: the fewest insertions, deletions and substitutions from one text to the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        previous, row = row, [i]
        for j, b in enumerate(other, start=1):
            row.append(min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b)))
    return row[-1]


def _is_slip(answer: str, solution: str, wrong: set[str]) -> bool:
    if min(len(answer), len(solution)) < SHORTEST_TOLERATED:
        return False
    if _EXACT.search(answer) or _EXACT.search(solution) or _reverses(answer, solution):
        return False
    longest = max(len(answer), len(solution))
    if abs(len(answer) - len(solution)) > TOLERANCE * longest:
        return False
    slips = distance(answer, solution)
    return slips <= TOLERANCE * longest and all(distance(answer, mistake) > slips for mistake in wrong)


def _reverses(one: str, other: str) -> bool:
    """Whether the difference between two texts is a negation or a prefix that changes the meaning."""
    words, others = re.findall(r"[a-z]+", one), re.findall(r"[a-z]+", other)
    if [word for word in words if word in _NEGATIONS] != [word for word in others if word in _NEGATIONS]:
        return True
    return any(
        long != short and long.endswith(short) and long.removesuffix(short) in _REVERSING
        for first, second in zip(words, others, strict=False)
        for long, short in ((first, second), (second, first))
    )
