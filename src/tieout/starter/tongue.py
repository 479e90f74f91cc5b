"""Tongue: the language a book seems to be written in, for a book that does not say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

# Words that are frequent in one of these languages and rare in the others.
_WORDS = {
    "de": "und der die das nicht mit ist auch sich werden wird oder einer eine zum zur",
    "en": "the and of to is that for with are this be from by which have not",
    "es": "el los las una del que con por para como más este esta son se y",
    "fr": "les des une est dans qui sur pour pas avec cette sont ou aux du et",
    "it": "il della che per con una sono gli nel alla anche questo come di dei le",
    "nl": "het een van en is niet met voor zijn dat worden ook aan deze door bij",
    "pt": "os uma não com para que dos das como mais são ao pela pelo também em",
    "sv": "och att det som är en på för med av inte den till kan om har",
}
_NAMES = {
    "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch",
    "pt": "Portuguese", "sv": "Swedish",
}  # fmt: skip
_ENOUGH = 200


def guessed(texts: Iterable[str]) -> tuple[str, str] | None:
    """The code and the name of the language, or None where the texts do not tell."""
    counted = Counter(word for text in texts for word in re.findall(r"[^\W\d_]+", text.lower()))
    shares = {code: sum(counted[word] for word in words.split()) for code, words in _WORDS.items()}
    (best, most), (_, second) = Counter(shares).most_common(2)
    if most < _ENOUGH or most < 1.4 * second:
        return None
    return best, _NAMES[best]
