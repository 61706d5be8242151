"""Is a typed sentence German? By its commonest words; short ones may stay undecided."""

from __future__ import annotations

import re

_GERMAN = frozenset(
    "aber als am auf aus bei bin bist da das dass dein dem den der des die dir doch du ein eine "
    "einen einer er es euch für geht gibt habe haben hast hat ich ihm ihn ihr im ist ja kann kein "
    "heute keine können mein mich mir mit nach nicht noch nur oder schon sehr sein seit sich sie "
    "sind so um und uns vom von vor war waren was weil wenn wie wir wird wo zu zum zur zwei "
    "über".split()
)
_ENGLISH = frozenset(
    "a about all am an and are as at be but by can could did do does for from had has have he her "
    "him his how i if in is it its me my no not of on one or our she so some that the their them "
    "there they this to up us was we were what when where who why will with would you your".split()
)


def looks_german(sentence: str) -> bool:
    """Say whether more of its words, two at least, are common German ones than English ones."""
    words = re.findall(r"[^\W\d_]+", sentence.lower())
    german = sum(word in _GERMAN or bool(re.search("[äöüß]", word)) for word in words)
    english = sum(word in _ENGLISH for word in words)
    return german >= 2 and german > english
