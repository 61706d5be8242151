"""Words for what happens in the GAN Playground: states, limits, presets, sub-steps."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from core.errors import DataError, Fault
from core.gan.game import Batch, Player
from core.gan.losses import Loss
from core.gan.nash import SAMPLE
from core.gan.settings import Limited, Reason, Settings
from core.gan.states import (
    Broken,
    Collapsed,
    Converging,
    Gains,
    Learning,
    NearEquilibrium,
    Oscillating,
    PoliceTooStrong,
    State,
)
from core.gan.tables import Table
from gui.numbers import number
from gui.words import error_sentence

PRESET_NAMES = {
    "ring": QT_TRANSLATE_NOOP("Gan", "Converges on the ring"),
    "grid": QT_TRANSLATE_NOOP("Gan", "Converges on the grid"),
    "gaussians": QT_TRANSLATE_NOOP("Gan", "Learns two Gaussians"),
    "ellipse": QT_TRANSLATE_NOOP("Gan", "Learns an ellipse"),
    "line": QT_TRANSLATE_NOOP("Gan", "Learns a line"),
    "blobs": QT_TRANSLATE_NOOP("Gan", "Learns three blobs"),
    "collapse": QT_TRANSLATE_NOOP("Gan", "Collapses"),
    "police-too-strong": QT_TRANSLATE_NOOP("Gan", "Police too strong"),
    "oscillates": QT_TRANSLATE_NOOP("Gan", "Oscillates"),
    "cured-by-wgan-gp": QT_TRANSLATE_NOOP("Gan", "Cured by WGAN-GP"),
    "cured-by-packing": QT_TRANSLATE_NOOP("Gan", "Cured by packing"),
}
DATA_NAMES = {
    "line": QT_TRANSLATE_NOOP("Gan", "Line"),
    "gaussians": QT_TRANSLATE_NOOP("Gan", "Two Gaussians"),
    "ellipse": QT_TRANSLATE_NOOP("Gan", "Ellipse"),
    "blobs": QT_TRANSLATE_NOOP("Gan", "Blobs"),
    "ring": QT_TRANSLATE_NOOP("Gan", "Ring of 8"),
    "grid": QT_TRANSLATE_NOOP("Gan", "Grid of 25"),
    "moons": QT_TRANSLATE_NOOP("Gan", "Moons"),
    "spiral": QT_TRANSLATE_NOOP("Gan", "Spiral"),
    "number-line": QT_TRANSLATE_NOOP("Gan", "Number line (1-D)"),
}
LOSS_NAMES = {
    "minimax": QT_TRANSLATE_NOOP("Gan", "Minimax"),
    "non-saturating": QT_TRANSLATE_NOOP("Gan", "Non-saturating"),
    "least-squares": QT_TRANSLATE_NOOP("Gan", "Least squares"),
    "hinge": QT_TRANSLATE_NOOP("Gan", "Hinge"),
    "wgan-gp": QT_TRANSLATE_NOOP("Gan", "WGAN-GP"),
}
NOISE_NAMES = {
    "gaussian": QT_TRANSLATE_NOOP("Gan", "Gaussian"),
    "uniform": QT_TRANSLATE_NOOP("Gan", "Uniform"),
}
OPTIMISER_NAMES = {"sgd": "SGD", "adam": "Adam"}
ACTIVATION_NAMES = {"relu": "ReLU", "leaky-relu": "Leaky ReLU", "tanh": "tanh"}
# field: name, what it is
KNOBS = {
    "loss": (
        QT_TRANSLATE_NOOP("Gan", "Loss"),
        QT_TRANSLATE_NOOP("Gan", "What forger and police want"),
    ),
    "g_rate": (
        QT_TRANSLATE_NOOP("Gan", "Forger’s rate"),
        QT_TRANSLATE_NOOP("Gan", "Learning rate of G: how far a step goes"),
    ),
    "d_rate": (
        QT_TRANSLATE_NOOP("Gan", "Police’s rate"),
        QT_TRANSLATE_NOOP("Gan", "Learning rate of D: how far a step goes"),
    ),
    "g_steps": (
        QT_TRANSLATE_NOOP("Gan", "Forger’s steps"),
        QT_TRANSLATE_NOOP("Gan", "Updates of G in a turn"),
    ),
    "d_steps": (
        QT_TRANSLATE_NOOP("Gan", "Police’s steps"),
        QT_TRANSLATE_NOOP("Gan", "Updates of D in a turn, before G’s"),
    ),
    "optimiser": (
        QT_TRANSLATE_NOOP("Gan", "Optimiser"),
        QT_TRANSLATE_NOOP("Gan", "How a gradient becomes a step"),
    ),
    "momentum": (
        QT_TRANSLATE_NOOP("Gan", "Momentum"),
        QT_TRANSLATE_NOOP("Gan", "How much of its last step SGD keeps going, 0 … 0.99"),
    ),
    "beta1": (
        "β₁",
        QT_TRANSLATE_NOOP("Gan", "Adam’s memory of gradients: the share that is kept, 0 … 0.99"),
    ),
    "beta2": (
        "β₂",
        QT_TRANSLATE_NOOP("Gan", "Adam’s memory of their squares: the share kept, 0 … 0.9999"),
    ),
    "batch": (
        QT_TRANSLATE_NOOP("Gan", "Batch"),
        QT_TRANSLATE_NOOP("Gan", "Points that a player sees in an update"),
    ),
    "instance_noise": (
        QT_TRANSLATE_NOOP("Gan", "Instance noise σ"),
        QT_TRANSLATE_NOOP("Gan", "Noise on real and fake points before D sees them"),
    ),
    "penalty": (
        QT_TRANSLATE_NOOP("Gan", "Gradient penalty"),
        QT_TRANSLATE_NOOP("Gan", "Weight of the penalty on D’s slope: WGAN-GP’s own, else R1"),
    ),
    "spectral": (
        QT_TRANSLATE_NOOP("Gan", "Spectral normalisation"),
        QT_TRANSLATE_NOOP("Gan", "D’s weights divided by their largest singular value"),
    ),
    "packing": (
        QT_TRANSLATE_NOOP("Gan", "Packing m"),
        QT_TRANSLATE_NOOP("Gan", "How many points D judges at once (PacGAN)"),
    ),
    "noise": (
        QT_TRANSLATE_NOOP("Gan", "Noise"),
        QT_TRANSLATE_NOOP("Gan", "What z is drawn from"),
    ),
    "noise_size": (
        QT_TRANSLATE_NOOP("Gan", "Noise dimensions"),
        QT_TRANSLATE_NOOP("Gan", "How many numbers z has"),
    ),
    "g_layers": (
        QT_TRANSLATE_NOOP("Gan", "Forger’s layers"),
        QT_TRANSLATE_NOOP("Gan", "Neurons of each hidden layer of G, as 32-32"),
    ),
    "d_layers": (
        QT_TRANSLATE_NOOP("Gan", "Police’s layers"),
        QT_TRANSLATE_NOOP("Gan", "Neurons of each hidden layer of D, as 32-32"),
    ),
    "activation": (
        QT_TRANSLATE_NOOP("Gan", "Activation"),
        QT_TRANSLATE_NOOP("Gan", "The bend between two layers of both networks"),
    ),
    "zoom": (
        QT_TRANSLATE_NOOP("Gan", "Zoom of the data"),
        QT_TRANSLATE_NOOP(
            "Gan", "Both networks see the data with this standard deviation; 0: as they are"
        ),
    ),
    "seed": (
        QT_TRANSLATE_NOOP("Gan", "Seed"),
        QT_TRANSLATE_NOOP("Gan", "The same seed gives the same run"),
    ),
}
LIMITS = {
    Reason.TOO_SMALL: QT_TRANSLATE_NOOP(
        "Gan", "{name}: {asked} is too small; {taken} is the least there is."
    ),
    Reason.TOO_LARGE: QT_TRANSLATE_NOOP(
        "Gan", "{name}: {asked} is too large to compute live; {taken} is the most there is."
    ),
    Reason.NO_NUMBER: QT_TRANSLATE_NOOP("Gan", "{name}: that is no number; {taken} is used."),
    Reason.TOO_MANY_LAYERS: QT_TRANSLATE_NOOP(
        "Gan", "{name}: that is too many layers to compute live; {taken} are used."
    ),
    Reason.NOBODY_LEARNS: QT_TRANSLATE_NOOP(
        "Gan", "{name}: with 0 steps for both nobody would learn; it stays at {taken}."
    ),
}


def say(text: str) -> str:
    """Return a text of these tables in the window's language."""
    return QCoreApplication.translate("Gan", text)


def value_text(value: object) -> str:
    """Write a knob's value: layers as 32-32, numbers as people read them."""
    if isinstance(value, tuple):
        return "-".join(map(str, value)) or "–"
    if isinstance(value, float):
        text = f"{value:.6g}" if abs(value) >= 1e-4 or not value else f"{value:.6f}".rstrip("0")
        return text.replace("-", "−").replace(".", QLocale().decimalPoint())
    return str(value)


def limit_sentence(limited: Limited) -> str:
    """Say what was brought into range and why."""
    return say(LIMITS[limited.reason]).format(
        name=say(KNOBS[limited.field][0]) if limited.field in KNOBS else limited.field,
        asked=value_text(limited.asked),
        taken=value_text(limited.taken),
    )


def d_text(value: float | None, loss: Loss, *, flipped: bool) -> str:
    """Write a mean of D, as the chosen convention has it."""
    if value is None:
        return "–"
    return number(1 - value if flipped and loss.is_probability else value)


def state_sentence(state: State, settings: Settings, *, flipped: bool = False) -> str:
    """Say in words how the game stands."""
    translate, loss = QCoreApplication.translate, settings.loss
    match state:
        case Broken(step):
            return translate(
                "Gan", "A number is none any more since step {step}: training stands."
            ).format(step=step)
        case PoliceTooStrong(g_norm=norm, fall=fall):
            return translate(
                "Gan",
                "Police too strong: G’s gradient has vanished ({norm}, {fall} times shorter than "
                "it was).",
            ).format(norm=number(norm, 2), fall=number(fall, 2))
        case Collapsed(modes, total):
            return translate("Gan", "Collapsed to {n} of {total} modes.").format(
                n=modes, total=total
            )
        case Oscillating(period=period):
            return translate(
                "Gan", "Oscillating with period ≈ {n} steps: they chase each other."
            ).format(n=round(period))
        case NearEquilibrium(gains=gains):
            if gains is None:
                return translate("Gan", "Near equilibrium: D ≈ ½ everywhere that counts.")
            most = max(gains.police, gains.forger, 0.0)
            return translate("Gan", "Near equilibrium: D ≈ ½, gains at most {gain}.").format(
                gain=number(most, 2)
            )
        case Converging(before, now):
            return translate(
                "Gan", "The forger gets better: JS falls from {a} to {b} bits."
            ).format(a=number(before, 2), b=number(now, 2))
        case Learning(d_real=None):
            return translate("Gan", "Press play: the forger learns to fool the police.")
        case Learning(d_real, d_fake):
            if not loss.is_probability:
                return translate(
                    "Gan", "Learning: the police scores real points {a}, fakes {b} on average."
                ).format(a=number(d_real, 2), b=number(d_fake, 2))
            return translate(
                "Gan", "Learning: D is {a} on real points and {b} on fakes on average."
            ).format(
                a=d_text(d_real, loss, flipped=flipped), b=d_text(d_fake, loss, flipped=flipped)
            )
    raise AssertionError(state)


def gains_sentence(gains: Gains) -> str:
    """Say what the Nash test found."""
    text = QCoreApplication.translate(
        "Gan",
        "Nash test: alone for {n} updates the police would gain {d}, the forger {g} "
        "(J before − after, on {m} points).",
    )
    return text.format(
        n=gains.steps, d=number(gains.police, 2), g=number(gains.forger, 2), m=SAMPLE
    )


def update_sentence(batch: Batch, index: int, count: int) -> str:
    """Say what one update of a turn in slow motion did."""
    translate = QCoreApplication.translate
    if batch.player is Player.POLICE:
        text = translate(
            "Gan",
            "{i} of {n}: the police looks at {m} real and {m} fake points, J_D = {j}, and moves "
            "its border by a gradient of length {norm}.",
        )
    else:
        text = translate(
            "Gan",
            "{i} of {n}: the forger makes {m} fakes, feels the arrows, J_G = {j}, and bends its "
            "grid by a gradient of length {norm}.",
        )
    return text.format(
        i=index + 1, n=count, m=len(batch.fakes), j=number(batch.loss), norm=number(batch.norm)
    )


def table_sentence(name: str, table: Table) -> str:
    """Say what was read, how it was scaled, and what was left out."""
    translate = QCoreApplication.translate
    text = translate("Gan", "{n} points from {name}, scaled to the unit square: {axes}.")
    axes = "; ".join(
        translate("Gan", "{column} from {low} … {high}").format(
            column=column.name or translate("Gan", "column {n}").format(n=column.place + 1),
            low=number(scaling.low), high=number(scaling.high),
        )
        for column, scaling in zip(table.columns, table.scaling, strict=True)
    )  # fmt: skip
    text = text.format(n=table.taken, name=name, axes=axes)
    if table.rows > table.taken + table.left_out:
        text += " " + translate("Gan", "Of {n} rows evenly spaced ones were taken.").format(
            n=table.rows
        )
    if table.left_out:
        text += " " + translate(
            "Gan", "Rows left out for want of numbers: {n}, the first: {fault}."
        ).format(n=table.left_out, fault=table.first_fault)
    return text


TABLE_FAULTS = {
    Fault.MISSING: QT_TRANSLATE_NOOP("Gan", "{name} has too few rows of numbers ({detail})."),
    Fault.MISMATCH: QT_TRANSLATE_NOOP(
        "Gan", "{name}: a column that is the same everywhere cannot be an axis ({detail})."
    ),
    Fault.UNREADABLE: QT_TRANSLATE_NOOP("Gan", "{name} cannot be read as a table ({detail})."),
    Fault.TRUNCATED: QT_TRANSLATE_NOOP("Gan", "{name} is empty."),
}


def table_fault(error: Exception) -> str:
    """Say why a table cannot be forged, and that the data stay."""
    if not isinstance(error, DataError) or error.fault not in TABLE_FAULTS:
        return error_sentence(error)
    text = say(TABLE_FAULTS[error.fault]).format(name=error.subject, detail=error.detail[:120])
    return text + " " + QCoreApplication.translate("Gan", "The data stay as they were.")


def parity_text(parity: float | None) -> str:
    """Write the largest difference between two ways to compute."""
    return "–" if parity is None else f"{parity:.0e}".replace("-", "−")


def formulas(loss: Loss, *, flipped: bool) -> str:
    """Write both objectives; with the course notes' convention D and 1 − D change places."""
    real, fake = ("1 − D(x)", "D(G(z))") if flipped else ("D(x)", "1 − D(G(z))")
    fooled = "1 − D(G(z))" if flipped else "D(G(z))"
    police = f"J_D = −E log({real}) − E log({fake})"
    forger = {
        Loss.MINIMAX: "J_G = −J_D",
        Loss.NON_SATURATING: f"J_G = −E log({fooled})",
        Loss.LEAST_SQUARES: "J_G = ½ E (s(G(z)) − 1)²",
        Loss.HINGE: "J_G = −E s(G(z))",
        Loss.WGAN_GP: "J_G = −E s(G(z))",
    }[loss]
    if not loss.is_probability:
        police = {
            Loss.LEAST_SQUARES: "J_D = ½ E (s(x) − 1)² + ½ E s(G(z))²",
            Loss.HINGE: "J_D = E max(0, 1 − s(x)) + E max(0, 1 + s(G(z)))",
            Loss.WGAN_GP: "J_D = E s(G(z)) − E s(x) + λ E (|∇s| − 1)²",
        }[loss]
    return f"{police}\n{forger}"
