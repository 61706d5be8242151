"""Open a translator: its files checked, its graphs and its pieces."""

from __future__ import annotations

from core.attention.model import DECODER, ENCODER, TranslatorModel
from core.cards import TranslatorCard
from core.errors import Fault, ModelError
from core.runtime.library import Entry, check_files, open_graphs
from core.runtime.providers import Device
from core.text.network import read_vocabulary


def open_translator(entry: Entry[TranslatorCard], device: Device) -> TranslatorModel:
    """Open a model.

    Raises
    ------
    ModelError
        MISSING, CHECKSUM, UNREADABLE or MISMATCH, with the file at fault.
    """
    if entry.card is None:
        raise entry.error or ModelError(entry.name, Fault.MISSING)
    check_files(entry.card, entry.folder)
    vocabulary = read_vocabulary(entry)
    sessions = open_graphs(entry.card, entry.folder, device)
    return TranslatorModel(entry.card, vocabulary, sessions[ENCODER], sessions[DECODER])
