"""Open a model of the Text Generator, whatever its kind, and what was kept of its text."""

from __future__ import annotations

from pathlib import Path

from safetensors import SafetensorError
from safetensors.numpy import load

from core import paths
from core.cards import TextCard, TextKind
from core.data.texts import load_text, text_entry
from core.errors import DataError, Fault, InputError, ModelError
from core.runtime.library import Entry, check_files
from core.runtime.providers import Device
from core.text.copied import CopyIndex
from core.text.counts import Counts
from core.text.markov import MarkovModel, Smoothing
from core.text.model import TextModel
from core.text.network import open_network, read_vocabulary

COUNTS_FILE = "counts.safetensors"


def open_text(
    entry: Entry[TextCard], device: Device, smoothing: Smoothing = Smoothing.KNESER_NEY
) -> TextModel:
    """Open a model; `smoothing` is for a Markov chain.

    Raises
    ------
    ModelError
        MISSING, CHECKSUM, UNREADABLE or MISMATCH, with the file at fault.
    """
    if entry.card is None or entry.card.kind is not TextKind.MARKOV:
        return open_network(entry, device)
    check_files(entry.card, entry.folder)
    counts = read_counts(entry.folder / COUNTS_FILE)
    assert entry.card.order is not None
    if counts.vocabulary != entry.card.vocabulary or counts.order < entry.card.order:
        detail = f"{counts.vocabulary} tokens, order {counts.order}"
        raise ModelError(entry.name, Fault.MISMATCH, detail, COUNTS_FILE)
    return MarkovModel(entry.card, read_vocabulary(entry), counts, entry.card.order, smoothing)


def read_counts(path: Path) -> Counts:
    """Read counts; raises ModelError MISSING or UNREADABLE."""
    try:
        return Counts.of_arrays(load(path.read_bytes()))
    except FileNotFoundError as error:
        raise ModelError(path.parent.name, Fault.MISSING, file=path.name) from error
    except (OSError, SafetensorError, InputError, ValueError) as error:
        raise ModelError(path.parent.name, Fault.UNREADABLE, str(error), path.name) from error


def shipped_index(name: str) -> CopyIndex:
    """Return the hashed pairs of words of a text's training part.

    Of a text whose pairs would need too much room they are made from the text, where it is here.

    Raises
    ------
    DataError
        MISSING when there are none and the text is not here; UNREADABLE, CHECKSUM.
    """
    path = paths.shipped("resources", "text", f"{text_entry(name).stem}.pairs.safetensors")
    try:
        return CopyIndex.of_array(load(path.read_bytes())["pairs"])
    except FileNotFoundError:
        return CopyIndex.of(load_text(name).train)
    except (OSError, SafetensorError, InputError, KeyError, ValueError) as error:
        raise DataError(name, Fault.UNREADABLE, str(error), path) from error
