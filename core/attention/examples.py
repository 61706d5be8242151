"""Sentences to begin with, each with a translation; written for this program."""

from __future__ import annotations

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("The dog bites the man.", "Der Hund beißt den Mann."),
    ("The man bites the dog.", "Der Mann beißt den Hund."),
    (
        "I gave my sister the book that I had read.",
        "Ich gab meiner Schwester das Buch, das ich gelesen hatte.",
    ),
    (
        "The old bank by the river is closed today.",
        "Die alte Bank am Fluss ist heute geschlossen.",
    ),
    ("She did not come because she was tired.", "Sie kam nicht, weil sie müde war."),
    ("Can you tell me where the station is?", "Können Sie mir sagen, wo der Bahnhof ist?"),
    ("We have been learning German for two years.", "Wir lernen seit zwei Jahren Deutsch."),
    (
        "The children are playing in the garden with their new ball.",
        "Die Kinder spielen im Garten mit ihrem neuen Ball.",
    ),
    (
        "He wants to buy a house in the city next year.",
        "Er will nächstes Jahr ein Haus in der Stadt kaufen.",
    ),
    (
        "Yesterday I saw her brother at the market.",
        "Gestern habe ich ihren Bruder auf dem Markt gesehen.",
    ),
)
