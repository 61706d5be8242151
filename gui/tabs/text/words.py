"""Names and sentences of the Text Generator."""

from __future__ import annotations

import math

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from core.cards import TextCard, TextKind, Unit
from core.errors import CoreError, DataError, Fault
from gui.numbers import fixed, number

CORPORA = {
    "shakespeare-char": QT_TRANSLATE_NOOP("TextWords", "Shakespeare, by character"),
    "grimm-de": QT_TRANSLATE_NOOP("TextWords", "Grimm's tales, German"),
    "grimm-en": QT_TRANSLATE_NOOP("TextWords", "Grimm's tales, English"),
    "drama-de": QT_TRANSLATE_NOOP("TextWords", "Classical drama, German"),
}
PROMPTS = {
    "shakespeare-char": "O Romeo, ",
    "grimm-de": "Es war einmal ein",
    "grimm-en": "Once upon a time there was a",
}
KINDS = {
    TextKind.MARKOV: QT_TRANSLATE_NOOP("TextWords", "Markov chain"),
    TextKind.RNN: QT_TRANSLATE_NOOP("TextWords", "RNN"),
    TextKind.LSTM: QT_TRANSLATE_NOOP("TextWords", "LSTM"),
    TextKind.TRANSFORMER: QT_TRANSLATE_NOOP("TextWords", "Transformer"),
}
UNITS = {
    Unit.CHARACTERS: QT_TRANSLATE_NOOP("TextWords", "characters"),
    Unit.PIECES: QT_TRANSLATE_NOOP("TextWords", "pieces"),
    Unit.WORDS: QT_TRANSLATE_NOOP("TextWords", "words"),
}


PROBE_NAMES = {
    "quote-de": QT_TRANSLATE_NOOP("TextWords", "a quotation: » … «"),
    "quote-en": QT_TRANSLATE_NOOP("TextWords", "a quotation: ' … '"),
    "bracket": QT_TRANSLATE_NOOP("TextWords", "a bracket: ( … )"),
    "speaker": QT_TRANSLATE_NOOP("TextWords", "who spoke: GREMIO … GREMIO"),
}
OWN_KIND = QT_TRANSLATE_NOOP("TextWords", "My text")
EMPTY = QT_TRANSLATE_NOOP("TextWords", "There is no text in it. Nothing has changed.")
EMPTY_FILE = QT_TRANSLATE_NOOP("TextWords", "{file} has no text in it. Nothing has changed.")
BINARY = QT_TRANSLATE_NOOP(
    "TextWords", "{file} is no text: its bytes make no sense in any encoding. Nothing has changed."
)
SHORT = QT_TRANSLATE_NOOP("TextWords", "That is too short: two tokens are the least.")


def word(text: str) -> str:
    """Translate one of the texts above, or of this module."""
    return QCoreApplication.translate("TextWords", text)


def corpus_name(key: str) -> str:
    """Return what people call a corpus."""
    return word(CORPORA[key]) if key in CORPORA else key


def kind_name(card: TextCard) -> str:
    """Return the kind of a model; a chain says its order."""
    name = word(OWN_KIND) if card.name == "own" else word(KINDS[card.kind])
    return f"{name} ({card.order} {word(UNITS[card.unit])})" if card.order else name


def text_problem(error: CoreError) -> str:
    """Say what is wrong with a text of the user's own; "" for what is said elsewhere."""
    if error.fault is not Fault.MISMATCH:
        return ""
    detail = getattr(error, "detail", "")
    if isinstance(error, DataError):
        texts = {"empty": EMPTY_FILE, "binary": BINARY}
        return word(texts[detail]).format(file=error.subject) if detail in texts else ""
    return word(EMPTY) if detail == "empty" else word(SHORT) if "tokens" in detail else ""


def sees(card: TextCard, visible: int | None, length: int) -> str:
    """Say which part of its text a model sees."""
    tokens = word(UNITS[card.unit])
    if visible is None:
        text = QCoreApplication.translate("TextWords", "state of all {n} {unit}")
        return text.format(n=length, unit=tokens)
    text = QCoreApplication.translate("TextWords", "sees {v} of {n} {unit}")
    return text.format(v=visible, n=length, unit=tokens)


def shown(token: str) -> str:
    """Return a token so that spaces and ends of lines can be seen."""
    return token.replace("\n", "↵").replace(" ", "␣").replace("\t", "⇥")


def percent(share: float) -> str:
    """Write a probability in percent; what rounds to nothing is said to be small."""
    if 0 < share < 0.001:
        return f"<\u00a0{fixed(0.1, 1)}\u00a0%"
    return (fixed(share * 100, 1) if share < 0.9995 else number(100.0)) + "\u00a0%"


def tiny(share: float) -> str:
    """Write a share in percent, a very small one with a power of ten."""
    if not 0 < share < 0.001:
        return percent(share)
    digits = -math.floor(math.log10(share))
    exponent = str(digits).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{fixed(share * 10**digits, 0)}\u00a0·\u00a010⁻{exponent}"
