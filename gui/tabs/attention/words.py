"""Names and sentences of the Attention Viewer."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from core.cards import TranslatorCard
from gui.tabs.attention.state import MEAN, ROLLOUT

KIND_NAMES = {
    "cross": QT_TRANSLATE_NOOP("AttentionWords", "German looks at English"),
    "decoder": QT_TRANSLATE_NOOP("AttentionWords", "German looks back at German"),
    "encoder": QT_TRANSLATE_NOOP("AttentionWords", "English looks at English"),
}
KIND_HINTS = {
    "cross": QT_TRANSLATE_NOOP("AttentionWords", "Cross-attention, in the decoder"),
    "decoder": QT_TRANSLATE_NOOP("AttentionWords", "Masked self-attention, in the decoder"),
    "encoder": QT_TRANSLATE_NOOP("AttentionWords", "Self-attention, in the encoder"),
}
ASKS = {
    "cross": QT_TRANSLATE_NOOP("AttentionWords", "German word asks"),
    "decoder": QT_TRANSLATE_NOOP("AttentionWords", "German word asks while it is written"),
    "encoder": QT_TRANSLATE_NOOP("AttentionWords", "English word asks"),
}
ANSWERS = {
    "cross": QT_TRANSLATE_NOOP("AttentionWords", "English word answers"),
    "decoder": QT_TRANSLATE_NOOP("AttentionWords", "German word before it answers"),
    "encoder": QT_TRANSLATE_NOOP("AttentionWords", "English word answers"),
}


def word(text: str) -> str:
    """Translate one of the texts above."""
    return QCoreApplication.translate("AttentionWords", text)


def model_name(card: TranslatorCard) -> str:
    """Name a translator by its heads, and by what it lacks."""
    if card.heads == 1:
        text = QCoreApplication.translate("AttentionWords", "1 head")
    else:
        text = QCoreApplication.translate("AttentionWords", "{n} heads").format(n=card.heads)
    if not card.positions:
        text = QCoreApplication.translate("AttentionWords", "{heads}, no positions").format(
            heads=text
        )
    return text


def head_name(head: int) -> str:
    """Name a head, the mean over heads, or the way through all layers."""
    if head == MEAN:
        return QCoreApplication.translate("AttentionWords", "mean over heads")
    if head == ROLLOUT:
        return QCoreApplication.translate("AttentionWords", "rollout")
    return QCoreApplication.translate("AttentionWords", "head {n}").format(n=head + 1)


def head_title(kind: str, layer: int, head: int) -> str:
    """Name a head with its layer and its side."""
    return f"{word(KIND_NAMES[kind])}, {layer_name(layer)}, {head_name(head)}"


def off_name(kind: str, layer: int, head: int) -> str:
    """Name a head that is off, in short: layer.head."""
    return f"{word(KIND_NAMES[kind])} {layer + 1}.{head + 1}"


def layer_name(layer: int) -> str:
    """Name a layer."""
    return QCoreApplication.translate("AttentionWords", "layer {n}").format(n=layer + 1)


def piece(text: str) -> str:
    """Return a piece as it is shown: the marks in words, and what is not chosen yet."""
    if not text:
        return QCoreApplication.translate("AttentionWords", "⟨next⟩")
    if text == "⟨":
        return QCoreApplication.translate("AttentionWords", "⟨begin⟩")
    if text == "⟩":
        return QCoreApplication.translate("AttentionWords", "⟨end⟩")
    return text
