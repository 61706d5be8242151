"""Words and sentences for the typed values of core: classes, data sets, models, faults, devices."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from core.cards import Kind, LatentCard, Metrics
from core.errors import (
    CoreError,
    DataError,
    Fault,
    InputError,
    ModelError,
    PackageError,
    StorageError,
)
from core.latent.explore import DRAWINGS
from core.runtime.providers import Device, Why
from core.training.messages import Failed, Trouble
from gui.numbers import number

CLASSES = {
    "circle": QT_TRANSLATE_NOOP("Words", "circle"),
    "square": QT_TRANSLATE_NOOP("Words", "square"),
    "triangle": QT_TRANSLATE_NOOP("Words", "triangle"),
    "star": QT_TRANSLATE_NOOP("Words", "star"),
    "cross": QT_TRANSLATE_NOOP("Words", "cross"),
    "t-shirt": QT_TRANSLATE_NOOP("Words", "T-shirt"),
    "trouser": QT_TRANSLATE_NOOP("Words", "trousers"),
    "pullover": QT_TRANSLATE_NOOP("Words", "pullover"),
    "dress": QT_TRANSLATE_NOOP("Words", "dress"),
    "coat": QT_TRANSLATE_NOOP("Words", "coat"),
    "sandal": QT_TRANSLATE_NOOP("Words", "sandal"),
    "shirt": QT_TRANSLATE_NOOP("Words", "shirt"),
    "sneaker": QT_TRANSLATE_NOOP("Words", "sneaker"),
    "bag": QT_TRANSLATE_NOOP("Words", "bag"),
    "ankle-boot": QT_TRANSLATE_NOOP("Words", "ankle boot"),
}
VALUES = {
    "afro": QT_TRANSLATE_NOOP("Words", "afro"),
    "bangs": QT_TRANSLATE_NOOP("Words", "fringe"),
    "bow": QT_TRANSLATE_NOOP("Words", "bow"),
    "long-hair": QT_TRANSLATE_NOOP("Words", "long hair"),
    "mohawk": QT_TRANSLATE_NOOP("Words", "mohawk"),
    "bald": QT_TRANSLATE_NOOP("Words", "bald"),
    "quiff": QT_TRANSLATE_NOOP("Words", "quiff"),
    "beanie": QT_TRANSLATE_NOOP("Words", "beanie"),
    "hijab": QT_TRANSLATE_NOOP("Words", "hijab"),
    "turban": QT_TRANSLATE_NOOP("Words", "turban"),
    "none": QT_TRANSLATE_NOOP("Words", "none"),
    "glasses": QT_TRANSLATE_NOOP("Words", "glasses"),
    "sunglasses": QT_TRANSLATE_NOOP("Words", "sunglasses"),
    "full-beard": QT_TRANSLATE_NOOP("Words", "full beard"),
    "moustache": QT_TRANSLATE_NOOP("Words", "moustache"),
    "smile": QT_TRANSLATE_NOOP("Words", "smile"),
    "laugh": QT_TRANSLATE_NOOP("Words", "laugh"),
    "solemn": QT_TRANSLATE_NOOP("Words", "solemn"),
    "angry": QT_TRANSLATE_NOOP("Words", "angry"),
    "light": QT_TRANSLATE_NOOP("Words", "light"),
    "fair": QT_TRANSLATE_NOOP("Words", "fair"),
    "medium": QT_TRANSLATE_NOOP("Words", "medium"),
    "brown": QT_TRANSLATE_NOOP("Words", "brown"),
    "dark": QT_TRANSLATE_NOOP("Words", "dark"),
    "blue": QT_TRANSLATE_NOOP("Words", "blue"),
    "green": QT_TRANSLATE_NOOP("Words", "green"),
    "amber": QT_TRANSLATE_NOOP("Words", "amber"),
    "pink": QT_TRANSLATE_NOOP("Words", "pink"),
    "red": QT_TRANSLATE_NOOP("Words", "red"),
    "teal": QT_TRANSLATE_NOOP("Words", "teal"),
    "black": QT_TRANSLATE_NOOP("Words", "black"),
    "blond": QT_TRANSLATE_NOOP("Words", "blond"),
    "chestnut": QT_TRANSLATE_NOOP("Words", "chestnut"),
    "grey": QT_TRANSLATE_NOOP("Words", "grey"),
    "low": QT_TRANSLATE_NOOP("Words", "low"),
    "middle": QT_TRANSLATE_NOOP("Words", "middle"),
    "high": QT_TRANSLATE_NOOP("Words", "high"),
    "drawn": QT_TRANSLATE_NOOP("Words", "drawn from the prior"),
}
ATTRIBUTES = {
    "class": QT_TRANSLATE_NOOP("Words", "class"),
    "glasses": QT_TRANSLATE_NOOP("Words", "glasses"),
    "beard": QT_TRANSLATE_NOOP("Words", "beard"),
    "expression": QT_TRANSLATE_NOOP("Words", "expression"),
    "skin": QT_TRANSLATE_NOOP("Words", "skin"),
    "clothing": QT_TRANSLATE_NOOP("Words", "clothing"),
    "hair-colour": QT_TRANSLATE_NOOP("Words", "hair colour"),
    "size": QT_TRANSLATE_NOOP("Words", "size"),
    "x": QT_TRANSLATE_NOOP("Words", "place across"),
    "y": QT_TRANSLATE_NOOP("Words", "place down"),
    "rotation": QT_TRANSLATE_NOOP("Words", "rotation"),
}
DATA_SETS = {
    "shapes": QT_TRANSLATE_NOOP("Words", "Shapes"),
    "shapes-moved": QT_TRANSLATE_NOOP("Words", "Moved shapes"),
    "fashion": QT_TRANSLATE_NOOP("Words", "Fashion"),
    "digits": QT_TRANSLATE_NOOP("Words", "Digits"),
    "avatars": QT_TRANSLATE_NOOP("Words", "Avatars"),
}
KINDS = {
    Kind.PCA: QT_TRANSLATE_NOOP("Words", "PCA"),
    Kind.AE: QT_TRANSLATE_NOOP("Words", "Autoencoder"),
    Kind.VAE: QT_TRANSLATE_NOOP("Words", "VAE"),
    Kind.GENERATOR: QT_TRANSLATE_NOOP("Words", "Generator"),
}
ABOUT = {
    Kind.PCA: QT_TRANSLATE_NOOP("Words", "straight directions, no network"),
    Kind.AE: QT_TRANSLATE_NOOP("Words", "learns codes freely, no prior"),
    Kind.VAE: QT_TRANSLATE_NOOP("Words", "learns codes under a normal prior"),
    Kind.GENERATOR: QT_TRANSLATE_NOOP("Words", "draws pictures, has no encoder"),
}
FAULTS = {
    Fault.MISSING: QT_TRANSLATE_NOOP("Words", "is not there"),
    Fault.UNREADABLE: QT_TRANSLATE_NOOP("Words", "cannot be read"),
    Fault.TRUNCATED: QT_TRANSLATE_NOOP("Words", "is cut off"),
    Fault.CHECKSUM: QT_TRANSLATE_NOOP("Words", "is not the file that was published (checksum)"),
    Fault.MISMATCH: QT_TRANSLATE_NOOP("Words", "does not fit its description"),
    Fault.FOREIGN_PATH: QT_TRANSLATE_NOOP("Words", "points to files outside its folder"),
    Fault.OFFLINE: QT_TRANSLATE_NOOP("Words", "cannot be fetched: no network"),
    Fault.REFUSED: QT_TRANSLATE_NOOP("Words", "was refused"),
    Fault.DISK_FULL: QT_TRANSLATE_NOOP("Words", "cannot be written: the disk is full"),
    Fault.READ_ONLY: QT_TRANSLATE_NOOP("Words", "cannot be written here"),
    Fault.NOT_INSTALLED: QT_TRANSLATE_NOOP("Words", "is not installed"),
}
OWN_FAULTS = {  # of the user's own files
    **FAULTS,
    Fault.TRUNCATED: QT_TRANSLATE_NOOP("Words", "is empty or cut off"),
    Fault.MISMATCH: QT_TRANSLATE_NOOP("Words", "holds nothing that fits here"),
    Fault.REFUSED: QT_TRANSLATE_NOOP("Words", "is too large, or not safe to open"),
}
TEXT_FAULTS = {
    "empty": QT_TRANSLATE_NOOP("Words", "is empty"),
    "binary": QT_TRANSLATE_NOOP("Words", "is no text"),
    "short": QT_TRANSLATE_NOOP("Words", "is too short to learn from ({detail} tokens)"),
    "unknown": QT_TRANSLATE_NOOP(
        "Words", "is in signs that this model does not know ({detail} of it)"
    ),
    "columns": QT_TRANSLATE_NOOP(
        "Words",
        "has no line with two columns, English and German with a tab between (lines: {detail})",
    ),
    "pairs": QT_TRANSLATE_NOOP("Words", "has too few sentence pairs to learn from ({detail})"),
}
NO_PICTURES = QT_TRANSLATE_NOOP("Words", "holds no picture that can be used here")
NO_ENCODER = QT_TRANSLATE_NOOP("Words", "“{name}” has no encoder: it cannot read pictures.")
OTHER_SIZE = QT_TRANSLATE_NOOP(
    "Words", "The drawings “{name}” are of another size than this model’s pictures."
)
NO_NAME = QT_TRANSLATE_NOOP(
    "Words", "“{name}” cannot be a name: letters, digits, spaces, - and _ can, not too many."
)
UNCHANGED = QT_TRANSLATE_NOOP("Words", "Everything else works as before.")
TROUBLES = {
    Trouble.DIED: QT_TRANSLATE_NOOP("Words", "The training process is gone ({detail})."),
    Trouble.CRASHED: QT_TRANSLATE_NOOP("Words", "The training has failed ({detail})."),
    Trouble.EXPLODED: QT_TRANSLATE_NOOP(
        "Words", "The training has exploded and was stopped ({detail}): try a lower learning rate."
    ),
}
NOT_TRAINED = QT_TRANSLATE_NOOP("Words", "The training cannot do that: {name} {fault} ({detail}).")
LETTERS = 20  # of a model's own name that are shown
TELLING = 80  # letters of a detail that are told
REMEDIES = {
    ModelError: QT_TRANSLATE_NOOP("Words", "The other models still work."),
    DataError: QT_TRANSLATE_NOOP("Words", "The other data sets still work."),
    StorageError: QT_TRANSLATE_NOOP("Words", "Nothing is kept beyond this session."),
    PackageError: QT_TRANSLATE_NOOP("Words", "Exploring works without it."),
}
WHYS = {
    Why.ASKED: QT_TRANSLATE_NOOP("Words", "as chosen"),
    Why.FASTER: QT_TRANSLATE_NOOP("Words", "measured as faster"),
    Why.NO_BUILD: QT_TRANSLATE_NOOP("Words", "this ONNX Runtime has no CUDA"),
    Why.NO_DRIVER: QT_TRANSLATE_NOOP("Words", "no NVIDIA GPU"),
    Why.NO_LIBRARY: QT_TRANSLATE_NOOP("Words", "library missing"),
    Why.FAILED: QT_TRANSLATE_NOOP("Words", "the GPU failed"),
}


def word(text: str) -> str:
    """Translate a word of the tables above."""
    return QCoreApplication.translate("Words", text)


def class_name(key: str) -> str:
    """Name a class or an attribute's value; digits and the user's own name themselves."""
    return word(CLASSES.get(key, VALUES.get(key, key)))


def attribute_name(key: str) -> str:
    """Name what is known of a picture: its class, an attribute or a factor."""
    return word(ATTRIBUTES.get(key, key))


def data_name(key: str) -> str:
    """Name a data set."""
    return word(DATA_SETS.get(key, key))


def own_name(data: str) -> str:
    """Name the user's own pictures: a collection by its name, a path by its last part."""
    return data.removeprefix(DRAWINGS) if data.startswith(DRAWINGS) else Path(data).name


def headline(metrics: Metrics) -> tuple[str, float]:
    """Return the one metric that is said first, less being better: its name and value."""
    if metrics.neg_elbo is not None:
        return "−ELBO", metrics.neg_elbo
    return "MSE", metrics.mse


def metric_text(metrics: Metrics) -> str:
    """Write the number that counts most, with its unit."""
    if metrics.neg_elbo is None:
        text = QCoreApplication.translate("Words", "MSE {value}")
        return text.format(value=number(metrics.mse))
    text = QCoreApplication.translate("Words", "−ELBO {value} nats")
    return text.format(value=number(metrics.neg_elbo, 4))


def model_name(card: LatentCard, *, say_beta: bool = False) -> str:
    """Name a model by kind, dimensions beyond two, and β where it is not 1 or asked for."""
    name = word(KINDS[card.kind])
    if card.latent_size > 2:
        name += QCoreApplication.translate("Words", ", {size}-D").format(size=card.latent_size)
    if card.beta is None or (card.beta == 1 and not say_beta):
        return name
    comma = "," if card.latent_size > 2 else ""
    return f"{name}{comma} β = {beta_text(card.beta)}"


def model_names(cards: Sequence[LatentCard]) -> list[str]:
    """Name models beside one another: β = 1 is said where others have another β."""
    several = len({card.beta for card in cards} - {None}) > 1
    return [model_name(card, say_beta=several) for card in cards]


def version_text(version: int) -> str:
    """Say which version of a model it is."""
    return QCoreApplication.translate("Words", "version {number}").format(number=version)


def version_names(models: Sequence[tuple[LatentCard, int]]) -> list[str]:
    """Name models, with their versions, beside one another."""
    return told_apart(model_names([card for card, _ in models]), models)


def told_apart(texts: Sequence[str], models: Sequence[tuple[LatentCard, int]]) -> list[str]:
    """Add what tells models apart to what they are called.

    The version where it is not the first, or where there are several of one model; a model's own
    name where two would be called the same.
    """
    names, found = [card.name for card, _ in models], []
    for (card, version), text in zip(models, texts, strict=True):
        twins = {n for n, other in zip(names, texts, strict=True) if other == text} != {card.name}
        own = f" · {short_name(card.name)}" if twins else ""
        said = version != 1 or names.count(card.name) > 1
        found.append(f"{text}{own} · {version_text(version)}" if said else text + own)
    return found


def short_name(name: str) -> str:
    """Return a model's own name as far as there is room for it."""
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"


def beta_text(beta: float) -> str:
    """Write β without needless zeros."""
    return f"{beta:g}".replace(".", QLocale().decimalPoint())


def model_about(card: LatentCard) -> str:
    """Say in six words what a model is."""
    if card.kind is Kind.VAE and card.beta == 0:
        return QCoreApplication.translate("Words", "no regularisation: the noise has died out")
    if card.kind is Kind.VAE and (card.beta or 0) > 1:
        return QCoreApplication.translate("Words", "codes pressed hard into a normal prior")
    return word(ABOUT[card.kind])


def error_sentence(error: Exception) -> str:
    """Say what happened and what still works."""
    if not isinstance(error, CoreError):
        text = QCoreApplication.translate("Words", "Unexpected: {error}")
        return text.format(error=f"{type(error).__name__}: {error}")
    if isinstance(error, InputError):
        return _input_sentence(error)
    if isinstance(error, DataError) and error.subject not in DATA_SETS:
        return f"{fault_sentence(error)} {word(UNCHANGED)}"
    file = getattr(error, "file", "") or getattr(error, "path", None)
    where = f"{error.subject} ({file})" if file else error.subject
    remedy = next((r for kind, r in REMEDIES.items() if isinstance(error, kind)), "")
    return f"{where} {word(FAULTS[error.fault])}. {word(remedy) if remedy else ''}".strip()


def fault_sentence(error: CoreError) -> str:
    """Say what is wrong with a file of the user's own: "a.npz is empty or cut off."."""
    return f"{error.subject} {own_fault(error)}."


def own_fault(error: CoreError) -> str:
    """Say the same without naming the file, with the numbers concerned."""
    path = getattr(error, "path", None)
    there = path is None or os.path.exists(path)
    if error.fault is Fault.MISSING and isinstance(error, DataError) and there:
        return word(NO_PICTURES)
    told = _text_fault(error) if error.fault is Fault.MISMATCH else ""
    if told:
        return told
    telling = error.fault in (Fault.MISMATCH, Fault.REFUSED) and len(error.detail) <= TELLING
    detail = f" ({error.detail})" if telling and error.detail else ""
    return word(OWN_FAULTS[error.fault]) + detail


def _text_fault(error: CoreError) -> str:
    """Say what is wrong with a text, by the first word of the detail; "" for anything else."""
    kind, _, detail = error.detail.partition(": ")
    return word(TEXT_FAULTS[kind]).format(detail=detail) if kind in TEXT_FAULTS else ""


def _input_sentence(error: InputError) -> str:
    """Say what does not go together."""
    if error.fault is Fault.MISMATCH and error.detail == "empty":
        text = QCoreApplication.translate("Words", "There is no text.")
    elif error.detail in ("no encoder", "encoder"):
        text = word(NO_ENCODER)
    elif error.fault is Fault.MISMATCH and error.detail.startswith("drawings "):
        text = word(OTHER_SIZE)
    elif error.fault is Fault.REFUSED:
        text = word(NO_NAME)
    else:
        text = f"{{name}} {word(FAULTS[error.fault])} ({error.detail[:TELLING]})."
    return f"{text.format(name=error.subject)} {word(UNCHANGED)}"


def failure_sentence(failed: Failed) -> str:
    """Say what befell a training, and what is left of it."""
    if isinstance(failed.fault, Trouble):
        happened = word(TROUBLES[failed.fault]).format(detail=failed.detail[:TELLING])
    else:
        kinds = {kind.__name__: kind for kind in (*REMEDIES, InputError)}
        kind = kinds.get(failed.kind, DataError)
        if kind is InputError:
            fault, detail = word(FAULTS[failed.fault]), failed.detail[:TELLING]
            happened = word(NOT_TRAINED).format(name=failed.subject, fault=fault, detail=detail)
        else:
            happened = error_sentence(kind(failed.subject, failed.fault, failed.detail))
    if failed.last_good is None:
        return happened
    kept = QCoreApplication.translate("Words", "The state of step {step} is kept: go on from it.")
    return f"{happened} {kept.format(step=failed.last_good.step)}"


def device_sentence(device: Device) -> str:
    """Say what was got and why: "CPU · library missing: libcudnn.so.9"."""
    name = "CUDA" if device.got == "cuda" else "CPU"
    wanted = device.asked == "cuda" or device.why in (Why.NO_LIBRARY, Why.FAILED)
    told = device.detail if wanted else ""
    detail = f": {told.splitlines()[0][:60]}" if told else ""
    return f"{name} · {word(WHYS[device.why])}{detail}"


def clock(seconds: float) -> str:
    """Write a time as 1:02:03 or 2:03."""
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"
    return f"{whole // 60}:{whole % 60:02}"
