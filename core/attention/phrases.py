"""A small language to learn in a minute: sentences made by rules, English and German.

German order is another one: "The dog sees the man today." is "Heute sieht der Hund den Mann."
"""

from __future__ import annotations

from itertools import product

from core.data.pairs import Pair

NOUNS = (
    ("dog", "Hund"), ("man", "Mann"), ("friend", "Freund"), ("teacher", "Lehrer"),
    ("son", "Sohn"), ("brother", "Bruder"), ("father", "Vater"), ("guest", "Gast"),
)  # fmt: skip
VERBS = (
    ("sees", "sieht"), ("knows", "kennt"), ("loves", "liebt"), ("asks", "fragt"),
    ("finds", "findet"), ("visits", "besucht"),
)  # fmt: skip
TIMES = (
    ("", ""), ("today", "heute"), ("often", "oft"), ("never", "nie"), ("now", "jetzt"),
    ("here", "hier"),
)  # fmt: skip


def phrases() -> tuple[Pair, ...]:
    """Return all 2,016 sentences with their translations."""
    return tuple(
        (_english(who[0], does[0], whom[0], when[0]), _german(who[1], does[1], whom[1], when[1]))
        for who, does, whom, when in product(NOUNS, VERBS, NOUNS, TIMES)
        if who != whom
    )


def _english(who: str, does: str, whom: str, when: str) -> str:
    return f"The {who} {does} the {whom}{' ' * bool(when)}{when}."


def _german(who: str, does: str, whom: str, when: str) -> str:
    if not when:
        return f"Der {who} {does} den {whom}."
    return f"{when.capitalize()} {does} der {who} den {whom}."
