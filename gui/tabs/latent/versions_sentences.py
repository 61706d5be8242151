"""Versions of a model in words: what each one is, and what went wrong with one."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from core.cards import OWN_DATA, LatentCard, Training
from core.errors import CoreError, Fault, InputError, ModelError, StorageError
from core.runtime.library import Entry
from core.runtime.shelves import proper_name
from gui.numbers import number
from gui.words import UNCHANGED, beta_text, data_name, error_sentence, headline, word

PACKED = {  # of somebody's file with a model in it
    Fault.MISSING: QT_TRANSLATE_NOOP("Versions", "{file} is not there."),
    Fault.UNREADABLE: QT_TRANSLATE_NOOP(
        "Versions", "{file} holds no model of this program, or it is damaged."
    ),
    Fault.TRUNCATED: QT_TRANSLATE_NOOP("Versions", "{file} is cut off. Please copy it once more."),
    Fault.CHECKSUM: QT_TRANSLATE_NOOP(
        "Versions", "{file} is damaged: “{member}” is not what was packed (checksum)."
    ),
    Fault.MISMATCH: QT_TRANSLATE_NOOP(
        "Versions", "{file}: “{member}” is not what the model’s card says."
    ),
    Fault.FOREIGN_PATH: QT_TRANSLATE_NOOP(
        "Versions", "{file} was refused: “{member}” points to a place outside the model’s folder."
    ),
    Fault.REFUSED: QT_TRANSLATE_NOOP(
        "Versions", "{file} was refused: it is encrypted, too large, or holds what no model has."
    ),
}
NO_CARD = QT_TRANSLATE_NOOP("Versions", "{file} holds no model: “{member}” is missing in it.")
STORED = {
    Fault.DISK_FULL: QT_TRANSLATE_NOOP("Versions", "The disk is full: nothing was changed."),
    Fault.READ_ONLY: QT_TRANSLATE_NOOP(
        "Versions", "The folder of your models cannot be written: nothing was changed."
    ),
}
TAKEN = QT_TRANSLATE_NOOP("Versions", "Another model is called “{name}” already.")
SHIPPED = QT_TRANSLATE_NOOP("Versions", "It came with the program and stays as it is.")
IMPROPER = QT_TRANSLATE_NOOP("Versions", "“{name}” cannot be a name, but “{proper}” can.")
GONE = QT_TRANSLATE_NOOP("Versions", "“{name}” is not here any more.")


def say(text: str) -> str:
    """Translate a sentence of the tables above."""
    return QCoreApplication.translate("Versions", text)


# what a version is


def title_of(entry: Entry, current: int) -> str:
    """Name a version in the list."""
    text = QCoreApplication.translate("Versions", "Version {number}")
    if entry.version == current:
        text = QCoreApplication.translate("Versions", "Version {number} (current)")
    return text.format(number=entry.version)


def about(entry: Entry) -> str:
    """Say what a version learned from, how long, and what came of it."""
    card = entry.card
    if card is None:
        return QCoreApplication.translate("Versions", "It is damaged and cannot be used.")
    lines = []
    if entry.shipped:
        lines.append(QCoreApplication.translate("Versions", "came with the program"))
    lines.append(_learned(card))
    lines.append(_measured(card))
    return "\n".join(line for line in lines if line)


def _learned(card: LatentCard) -> str:
    """Name the data, and how many epochs or steps."""
    training = card.training
    if training is None:
        return data_name(card.data.name) if card.data else ""
    own = QCoreApplication.translate("Versions", "own pictures")
    data = own if training.data == OWN_DATA else data_name(training.data)
    epochs = training.settings.get("epochs")
    if isinstance(epochs, int) and not isinstance(epochs, bool):
        one = QCoreApplication.translate("Versions", "{data}, 1 epoch")
        text = QCoreApplication.translate("Versions", "{data}, {count} epochs")
        text = one if epochs == 1 else text
        return text.format(data=data, count=epochs)
    one = QCoreApplication.translate("Versions", "{data}, 1 step")
    text = QCoreApplication.translate("Versions", "{data}, {count} steps")
    text = one if training.steps == 1 else text
    return text.format(data=data, count=training.steps)


def _measured(card: LatentCard) -> str:
    """Say the headline metric on held-out pictures: before, after, and which is better."""
    training = card.training
    if training is not None and training.before and training.after:
        name, before = headline(training.before)
        _, after = headline(training.after)
        text = QCoreApplication.translate("Versions", "{metric}: {before} → {after}\n{verdict}")
        digits = 4 if training.before.neg_elbo is not None else 3
        return text.format(
            metric=name, before=number(before, digits), after=number(after, digits),
            verdict=_verdict(training),
        )  # fmt: skip
    if card.metrics is None:
        return ""
    name, value = headline(card.metrics)
    digits = 4 if card.metrics.neg_elbo is not None else 3
    text = QCoreApplication.translate("Versions", "{metric}: {value}")
    return text.format(metric=name, value=number(value, digits))


def is_better(training: Training) -> bool | None:
    """Say whether the training did good on held-out pictures; None where nobody measured."""
    if training.before is None or training.after is None:
        return None
    return headline(training.after)[1] < headline(training.before)[1]


def _verdict(training: Training) -> str:
    if is_better(training):
        return QCoreApplication.translate("Versions", "better than before")
    return QCoreApplication.translate("Versions", "not better than before")


def hover(entry: Entry) -> str:
    """Say what the numbers of a version mean, and how it was trained."""
    card = entry.card
    if card is None:
        return error_sentence(entry.error) if entry.error else ""
    metric = QCoreApplication.translate(
        "Versions", "MSE: mean of (x − x̂)² over the pixels of held-out pictures, without unit."
    )
    if card.metrics is not None and card.metrics.neg_elbo is not None:
        metric = QCoreApplication.translate(
            "Versions",
            "−ELBO: −log p(x|z) + KL(q(z|x) ‖ N(0, 1)) in nats a picture, on held-out pictures; "
            "less is better.",
        )
    lines = [metric]
    training = card.training
    if training is not None and training.base is not None:
        text = QCoreApplication.translate("Versions", "Went on from “{name}”, version {number}.")
        lines.append(text.format(name=training.base.name, number=training.base.version))
    if training is not None:
        text = QCoreApplication.translate("Versions", "Steps: {count}.")
        lines.append(text.format(count=training.steps))
    if card.beta is not None:
        lines.append(f"β = {beta_text(card.beta)}.")
    return "\n".join(lines)


# what went wrong


def version_sentence(error: Exception) -> str:
    """Say what was wrong with a change of versions: one short sentence."""
    if isinstance(error, StorageError) and error.fault in STORED:
        return say(STORED[error.fault])
    if isinstance(error, InputError):
        if error.fault is Fault.MISMATCH:
            proper = proper_name(error.subject)
            return say(IMPROPER).format(name=error.subject, proper=proper)
        return say(TAKEN if error.detail == "taken" else SHIPPED).format(name=error.subject)
    if isinstance(error, ModelError) and error.fault is Fault.MISSING and not error.file:
        return say(GONE).format(name=error.subject)
    return error_sentence(error)


def packed_sentence(error: Exception) -> str:
    """Say what was wrong with a file that should hold a model, and that nothing has changed."""
    if isinstance(error, ModelError) and error.fault in PACKED:
        missing = error.fault is Fault.MISSING and error.file
        text = say(NO_CARD if missing else PACKED[error.fault])
        return f"{text.format(file=error.subject, member=error.file)} {word(UNCHANGED)}"
    return version_sentence(error) if isinstance(error, CoreError) else error_sentence(error)
