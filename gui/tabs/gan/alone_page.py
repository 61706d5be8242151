"""The police is gone: forgers that were kept, each with its noise plane and its cloud of points."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.cards import PlaneGanCard
from core.errors import CoreError
from core.gan.sampler import Sampler
from core.runtime.library import Entry, Library, Removed
from core.runtime.providers import best_device
from gui.context import AppContext
from gui.numbers import number
from gui.tabs.gan.alone import Alone, Look
from gui.tabs.gan.figure import CLOUD
from gui.tabs.gan.noise_plane import NoisePlane
from gui.tabs.gan.plane import GamePlane
from gui.tabs.gan.sentences import DATA_NAMES, LOSS_NAMES, parity_text, say
from gui.theme import TITLE, body_font
from gui.widgets.section import Row, fill
from gui.widgets.steady import SteadyText
from gui.words import error_sentence
from gui.workers.latest import Line

COUNTS = (100, CLOUD, 1000, 5000)
FILE = "forger.onnx"  # tells a damaged forger from other damaged models


class AlonePage(QWidget):
    """A shelf of forgers; drag the noise point and see what the chosen one makes of it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._entries: dict[str, Entry[PlaneGanCard]] = {}
        self._alone: Alone | None = None
        self._wanted = ""  # the address to choose once the shelf is read
        self._look = Look()
        self._z = np.zeros(2, np.float32)
        self._removed: tuple[Removed, ...] = ()
        self._reading = Line(context.slow, self)
        self._opening = Line(context.slow, self)
        self._drawing = Line(context.quick, self)
        self._placing = Line(context.quick, self)
        theme, scale = context.theme, context.scale
        self.noise = NoisePlane(theme, scale, drags=True)
        self.plane = GamePlane(theme, scale)
        self.text = SteadyText(
            body_font(scale, TITLE), theme.text, lines=2, align=Qt.AlignmentFlag.AlignLeft
        )
        self._about = QLabel(objectName="aside")
        self._about.setWordWrap(True)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._make_controls()
        self._lay_out()
        self._connect()
        self._show_empty()

    # building

    def _make_controls(self) -> None:
        self.shelf = QComboBox()
        self.shelf.setAccessibleName(self.tr("Forger"))
        self.shelf.setToolTip(self.tr("The forgers that were kept"))
        self.shelf.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.shelf.setMinimumContentsLength(16)
        self.delete = QPushButton(self.tr("Delete"))
        self.delete.setToolTip(self.tr("Takes this forger off the shelf"))
        self.restore = QPushButton(self.tr("Bring back"))
        self.restore.setToolTip(self.tr("Puts the forger that was deleted last onto the shelf"))
        self.restore.hide()
        self.count = QComboBox()
        self.count.setAccessibleName(self.tr("Points"))
        self.count.setToolTip(self.tr("How many points are drawn"))
        fill(self.count, [(self.tr("{n} points").format(n=n), n) for n in COUNTS], CLOUD)
        self.fresh = QPushButton(self.tr("New noise"))
        self.fresh.setToolTip(self.tr("Draws other noise, and so other fakes"))
        self.axes = QComboBox()
        self.axes.setAccessibleName(self.tr("Dimensions of the noise"))
        self.axes.setToolTip(self.tr("Which two dimensions of the noise move; the others are 0"))
        self.boxes: dict[str, QCheckBox] = {}
        for name, text, tip in (
            ("grid", self.tr("Grid"), self.tr("The noise grid, bent")),
            ("real", self.tr("Real points"), self.tr("Samples of the data it was trained on")),
            ("field", self.tr("Police’s map"), self.tr("D(x), where the police was kept, too")),
        ):
            box = QCheckBox(text)
            box.setToolTip(tip)
            box.setChecked(name != "real")
            box.toggled.connect(self._on_layers)
            self.boxes[name] = box

    def _lay_out(self) -> None:
        row = Row(12, share=False)
        for widget in (
            self.shelf, self.delete, self.restore, self.fresh, self.count, self.axes,
            *self.boxes.values(),
        ):  # fmt: skip
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(widget)
        planes = QHBoxLayout()
        planes.setSpacing(24)
        arrow = QLabel("G →", objectName="figureTitle")
        planes.addWidget(self.noise, 5)
        planes.addWidget(arrow)
        planes.addWidget(self.plane, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addLayout(planes, 1)
        column.addWidget(self.text)
        column.addWidget(self._about)

    def _connect(self) -> None:
        self._reading.answered.connect(self._on_read)
        self._opening.answered.connect(self._on_opened)
        self._opening.failed.connect(self._on_damaged)
        self._drawing.answered.connect(self._on_drawn)
        self._placing.answered.connect(self._on_placed)
        for line in (self._reading, self._drawing, self._placing):
            line.failed.connect(self._on_trouble)
        self.shelf.activated.connect(self._on_chosen)
        self.delete.clicked.connect(self._on_delete)
        self.restore.clicked.connect(self._on_restore)
        self.count.activated.connect(self._on_count)
        self.fresh.clicked.connect(self._on_fresh)
        self.axes.activated.connect(self._on_axes)
        self.noise.placed.connect(self.place)

    # the shelf

    def look_again(self, address: str = "") -> None:
        """Read the shelf, and open the forger of this address, or the one that is open."""
        self._wanted = address or self._wanted
        self._reading.ask(None, _shelf)

    @Slot(object, object)
    def _on_read(self, _request: object, entries: list[Entry[PlaneGanCard]]) -> None:
        self._entries = {entry.address: entry for entry in entries}
        rows = [(self._title(entry), entry.address) for entry in entries]
        open_now = self._alone.address if self._alone else ""
        wanted = next((a for a in (self._wanted, open_now) if a in self._entries), "")
        wanted = wanted or (rows[-1][1] if rows else "")
        self._wanted = ""
        fill(self.shelf, rows, wanted)
        self.shelf.setEnabled(bool(rows))
        self.delete.setEnabled(bool(rows))
        if not rows:
            self._show_empty()
        elif wanted != open_now or self._alone is None:
            self._open(wanted)

    def _title(self, entry: Entry[PlaneGanCard]) -> str:
        name = entry.name if entry.version == 1 else entry.address
        return name if entry.card else self.tr("{name} (damaged)").format(name=name)

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        self._open(self.shelf.itemData(index))

    def _open(self, address: str) -> None:
        entry = self._entries[address]

        def work() -> Alone:
            return Alone(Sampler.open(entry, best_device("cpu")), address)

        self._opening.ask(address, work)

    @Slot(object, object)
    def _on_opened(self, _address: str, alone: Alone) -> None:
        self._alone = alone
        card = alone.card
        self._look = Look(self._look.count, self._look.seed)
        self._z = np.zeros(2, np.float32)
        size = card.noise_size
        pairs = [(i, i + 1) for i in range(0, size - 1, 2)]
        fill(self.axes, [(f"z{i + 1}, z{j + 1}", (i, j)) for i, j in pairs], (0, 1))
        self.axes.setVisible(size > 2)
        self.boxes["real"].setEnabled(alone.has_reals)
        self.boxes["field"].setEnabled(alone.has_map)
        self.noise.begin()
        self.plane.begin()
        self._about.setText(self._card_text(card))
        self._on_layers()
        self._ask()

    def _card_text(self, card: PlaneGanCard) -> str:
        data = say(DATA_NAMES[card.data]) if card.data in DATA_NAMES else self.tr("own points")
        loss = say(LOSS_NAMES.get(str(card.settings.get("loss")), "–"))
        entry = self._entries[self._alone.address] if self._alone else None
        text = self.tr(
            "Trained on: {data}, {steps} steps, {loss}, seed {seed}. JS {js} bits. ONNX agrees to "
            "{parity}. {folder}"
        )
        return text.format(
            data=data, steps=card.steps, loss=loss, seed=card.seed, js=number(card.js, 2),
            parity=parity_text(card.parity),
            folder=entry.folder if entry else "",
        )  # fmt: skip

    @Slot(object, object)
    def _on_damaged(self, address: str, error: Exception) -> None:
        self._alone = None
        text = error_sentence(error)
        self._about.setText("")
        self.text.set_text(text)
        self._context.notices.post(text, "bad")

    @Slot(object, object)
    def _on_trouble(self, _request: object, error: Exception) -> None:
        self._context.notices.post(error_sentence(error), "bad")

    def _show_empty(self) -> None:
        self._alone = None
        self.axes.hide()
        self._about.setText("")
        self.text.set_text(
            self.tr(
                "No forger has been kept yet: train one, then “Send the police home” in the panel."
            )
        )

    @Slot()
    def _on_delete(self) -> None:
        entry = self._entries.get(self.shelf.currentData())
        if entry is None:
            return
        try:
            self._removed = Library(of=PlaneGanCard).delete(entry.name, entry.version)
        except CoreError as error:
            self._context.notices.post(error_sentence(error), "bad")
            return
        self.restore.show()
        self._alone = None
        self._context.notices.post(
            self.tr("{name} is off the shelf; “Bring back” puts it there again.").format(
                name=entry.name
            ),
            "good",
        )
        self.look_again()

    @Slot()
    def _on_restore(self) -> None:
        try:
            back = Library(of=PlaneGanCard).restore(self._removed)
        except CoreError as error:
            self._context.notices.post(error_sentence(error), "bad")
            return
        self.restore.hide()
        if not back:
            self._context.notices.post(self.tr("That forger is no longer to be had."))
        first = self._removed[0] if self._removed else None
        self.look_again(f"{first.name}@{first.version}" if first else "")

    # what is drawn

    @Slot()
    def _on_count(self) -> None:
        self._look = Look(self.count.currentData(), self._look.seed, self._look.axes)
        self._ask()

    @Slot()
    def _on_fresh(self) -> None:
        self._look = Look(self._look.count, self._look.seed + 1, self._look.axes)
        self._ask()

    @Slot()
    def _on_axes(self) -> None:
        self._look = Look(self._look.count, self._look.seed, self.axes.currentData())
        self.noise.begin()
        self._ask()

    def _on_layers(self) -> None:
        on = {name for name, box in self.boxes.items() if box.isChecked() and box.isEnabled()}
        self.plane.set_layers(frozenset(on | {"fake"}))

    def _ask(self) -> None:
        alone, look = self._alone, self._look
        if alone is not None:
            self._drawing.ask((alone, look), lambda: alone.figure(look))
            self.place(self._z)

    @Slot(object, object)
    def _on_drawn(self, request: tuple[Alone, Look], answer: tuple[object, np.ndarray]) -> None:
        alone, look = request
        if alone is not self._alone:
            return
        figure, noise = answer
        self.plane.show_game(figure, 0)  # type: ignore[arg-type]
        self.noise.show_grid(figure.games[0].warp, noise[:, list(look.axes[: noise.shape[1]])])  # type: ignore[attr-defined]
        self.noise.put(self._z)

    @Slot(object)
    def place(self, z: np.ndarray) -> None:
        """Put the noise point and ask what the forger makes of it."""
        alone = self._alone
        if alone is None:
            return
        self._z = np.asarray(z, np.float32)
        full = np.zeros((1, alone.card.noise_size), np.float32)
        moved = list(self._look.axes[: min(alone.card.noise_size, 2)])
        full[0, moved] = self._z[: len(moved)]

        def work() -> tuple[np.ndarray, np.ndarray | None]:
            point = alone.sampler.forge(full)
            return point, alone.judged(point)

        self._placing.ask((alone, full), work)

    @Slot(object, object)
    def _on_placed(
        self,
        request: tuple[Alone, np.ndarray],
        answer: tuple[np.ndarray, np.ndarray | None],
    ) -> None:
        alone, full = request
        if alone is not self._alone:
            return
        point, judged = answer
        self.plane.mark(point[0])
        text = self.tr("The forger works alone: z = {z} becomes x = {x}.").format(
            z=_vector(full[0]), x=_vector(point[0])
        )
        if judged is not None:
            name = "D(x)" if alone.card.probability else "s(x)"
            said = self.tr("The police, which was kept, would say {d} = {v}.")
            text += " " + said.format(d=name, v=number(float(judged[0])))
        self.text.set_text(text)


def _vector(values: np.ndarray) -> str:
    if len(values) == 1:
        return number(float(values[0]))
    shown = [number(float(value), 2) for value in values[:8]]
    return f"({'; '.join(shown)})"


def _shelf() -> list[Entry[PlaneGanCard]]:
    """Return every version of every forger on the user's shelf, damaged ones too."""
    library = Library(of=PlaneGanCard)
    found = []
    for entry in library.entries():
        if entry.shipped:
            continue
        found += [
            version
            for version in library.versions(entry.name)
            if version.card or (version.error and (version.folder / FILE).is_file())
        ]
    return sorted(found, key=lambda each: each.folder.stat().st_mtime)
