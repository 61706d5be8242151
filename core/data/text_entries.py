"""The table of texts: where each comes from, its licence, its checksums, what is kept back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.cards import Unit
from core.data.entries import RemoteFile
from core.data.text_cleaning import english_tales, german_tales
from core.errors import Fault, InputError

FOLDER = "text"


@dataclass(frozen=True)
class TextEntry:
    """What is known about a text before it is read.

    Attributes
    ----------
    name : key in `TEXTS`, with the language where there could be another.
    language : "en" or "de".
    unit : what its models read: characters or pieces.
    pieces : how many pieces its vocabulary has.
    sha256 : of the text in UTF-8, as `load_text` gives it.
    characters : its length; the last `held_out` of it is never trained on.
    packed, packed_sha256 : the file beside a checkout.
    files : what `core.data.download` fetches.
    clean : makes the text from the fetched files.
    """

    name: str
    language: str
    unit: Unit
    sha256: str
    characters: int
    licence: str
    attribution: str
    homepage: str
    packed: str
    packed_sha256: str
    pieces: int = 0
    files: tuple[RemoteFile, ...] = ()
    clean: Callable[[list[str]], str] = "".join
    held_out: float = 0.1
    folder: str = FOLDER
    generated: bool = False

    @property
    def stem(self) -> str:
        """Return the name of the text itself, whatever its tokens are."""
        return self.name.removesuffix("-char")


_ENTRIES = (
    TextEntry(
        name="shakespeare-char",
        language="en",
        unit=Unit.CHARACTERS,
        sha256="86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
        characters=1_115_394,
        licence="public domain",
        attribution="William Shakespeare, as collected by Andrej Karpathy",
        homepage="https://github.com/karpathy/char-rnn",
        packed="en_tinyshakespeare.txt.gz",
        packed_sha256="13125fe8f49092165d7d489e3944db52d1ba546e64a60080cc9523bcd0c5e46a",
        files=(
            RemoteFile(
                "https://raw.githubusercontent.com/karpathy/char-rnn/"
                "6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e/data/tinyshakespeare/input.txt",
                "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
                1_115_394,
            ),
        ),
    ),
    TextEntry(
        name="grimm-de",
        language="de",
        unit=Unit.PIECES,
        pieces=2500,
        sha256="d498cc7709b103d9587fe9415dc288b07c7f35b67bfed9ac57499e1bd2ba5789",
        characters=1_376_456,
        licence="public domain",
        attribution="Brüder Grimm: Kinder- und Hausmärchen, 7. Auflage 1857",
        homepage="https://github.com/GuenterPartosch/Counting_texts",
        packed="de_grimm_1857.txt.gz",
        packed_sha256="4ffa9780223b71b804181a982451d8a28e7dc2a3f589711bbdb328adbbe7e518",
        files=(
            RemoteFile(
                "https://raw.githubusercontent.com/GuenterPartosch/Counting_texts/"
                "db43aa6008d4b68fcf0e226ef471a7c8f2455ce0/input/de-grimm.txt",
                "e5f7472fab6e2ebe220d95d08321e8f4f39ba22515a6825eabfcbe3e642f4144",
                1_440_096,
            ),
        ),
        clean=german_tales,
    ),
    TextEntry(
        name="grimm-en",
        language="en",
        unit=Unit.PIECES,
        pieces=2000,
        sha256="688763492e4dbf4657932ca2abad6d2d96c2a42325f0ea742037b909557955c7",
        characters=516_860,
        licence="public domain",
        attribution="Grimms' Fairy Tales, translated by Edgar Taylor and Marian Edwardes",
        homepage="https://www.gutenberg.org/ebooks/2591",
        packed="en_grimm_taylor.txt.gz",
        packed_sha256="8162a5af9521d65b7e475e9f1112dda8140fb9b044e019ae228bef40ea7a56dc",
        files=(
            RemoteFile(
                "https://raw.githubusercontent.com/AllenDowney/CompStats/"
                "4882a55bf9573fa7f76fada14d5fbf16169caaaa/pg2591.txt",
                "4d909d18d528fbf393a06ecc05487006d6983f69d55a16138e4bc7642213eb90",
                549_746,
            ),
        ),
        clean=english_tales,
    ),
    TextEntry(
        name="drama-de-char",
        language="de",
        unit=Unit.CHARACTERS,
        sha256="7e999beeb4d5a4a798d68f1d617f30ed70a545eb1c15a1db1fa71f1b658301d9",
        characters=5_608_859,
        licence="CC0-1.0",
        attribution="52 plays by Goethe, Schiller, Lessing and Kleist, as in GerDraCor",
        homepage="https://github.com/dracor-org/gerdracor",
        packed="de_klassik_drama.txt.gz",
        packed_sha256="43d1b62adbdcfdf88453cefc8080dca39d67ef5b7e1a4f65989bfd8aa1822a31",
    ),
)
TEXTS: dict[str, TextEntry] = {entry.name: entry for entry in _ENTRIES}


def text_entry(name: str) -> TextEntry:
    """Return the table's row, or raise InputError (MISSING)."""
    if name not in TEXTS:
        raise InputError(name, Fault.MISSING, f"one of {', '.join(TEXTS)}")
    return TEXTS[name]
