"""What may be set about a game, from where to where, and what of it while the game goes on."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, get_type_hints

from core.errors import Fault, InputError
from core.gan.losses import Loss
from core.gan.nets import Activation, Architecture, Output
from core.gan.optimisers import Optimiser

Value = float | int | str | bool | tuple[int, ...]


class Noise(StrEnum):
    """What z is drawn from, a dimension."""

    GAUSSIAN = "gaussian"  # N(0, 1)
    UNIFORM = "uniform"  # even in [−1, 1]


@dataclass(frozen=True)
class Settings:
    """All knobs of a game.

    Attributes
    ----------
    g_rate, d_rate : learning rates of forger and police.
    momentum : of SGD; beta1, beta2 : of Adam.
    d_steps, g_steps : updates a turn, the police first.
    g_layers, d_layers : widths of the hidden layers.
    batch : packs a player sees in an update; each holds `packing` points.
    instance_noise : σ of the noise on reals and fakes before D sees them, in the data's unit.
    penalty : weight of the gradient penalty: WGAN-GP's own (centred at 1, between reals and fakes),
        with every other loss R1 (centred at 0, on reals).
    spectral : divide D's weights by their largest singular value.
    packing : how many points D judges at once (PacGAN's m).
    zoom : networks see (x − centre) · zoom / deviation of the data, so that small structures are
        large to them; 0: x as it is.
    """

    loss: Loss = Loss.NON_SATURATING
    g_rate: float = 1e-3
    d_rate: float = 1e-3
    optimiser: Optimiser = Optimiser.ADAM
    momentum: float = 0.0
    beta1: float = 0.5
    beta2: float = 0.999
    d_steps: int = 1
    g_steps: int = 1
    g_layers: tuple[int, ...] = (32, 32)
    d_layers: tuple[int, ...] = (32, 32)
    activation: Activation = Activation.RELU
    output: Output = Output.LINEAR
    batch: int = 128
    noise: Noise = Noise.GAUSSIAN
    noise_size: int = 2
    instance_noise: float = 0.0
    penalty: float = 0.0
    spectral: bool = False
    packing: int = 1
    zoom: float = 1.0
    seed: int = 0

    def generator(self, dim: int) -> Architecture:
        """Return the forger's shape for data of `dim` dimensions."""
        return Architecture((self.noise_size, *self.g_layers, dim), self.activation, self.output)

    def discriminator(self, dim: int) -> Architecture:
        """Return the police's shape: it gives a raw score."""
        sizes = (dim * self.packing, *self.d_layers, 1)
        return Architecture(sizes, self.activation, Output.LINEAR, self.spectral)


RANGES: dict[str, tuple[float, float]] = {
    "g_rate": (0.0, 1.0),
    "d_rate": (0.0, 1.0),
    "momentum": (0.0, 0.99),
    "beta1": (0.0, 0.99),
    "beta2": (0.0, 0.9999),
    "d_steps": (0, 50),
    "g_steps": (0, 50),
    "batch": (1, 2048),
    "noise_size": (1, 64),
    "instance_noise": (0.0, 10.0),
    "penalty": (0.0, 1000.0),
    "packing": (1, 8),
    "zoom": (0.0, 20.0),
    "seed": (0, 2**31 - 1),
}
MOST_LAYERS = 6
MOST_NEURONS = 256  # of one layer
LIVE = (
    "loss", "g_rate", "d_rate", "optimiser", "momentum", "beta1", "beta2", "d_steps", "g_steps",
    "batch", "instance_noise", "penalty",
)  # fmt: skip
RESTART = tuple(each.name for each in fields(Settings) if each.name not in LIVE)


class Reason(StrEnum):
    """Why a value was changed."""

    TOO_SMALL = "too-small"
    TOO_LARGE = "too-large"
    NO_NUMBER = "no-number"
    TOO_MANY_LAYERS = "too-many-layers"
    NOBODY_LEARNS = "nobody-learns"  # no update of either player in a turn


@dataclass(frozen=True)
class Limited:
    """A value that was brought back into its range."""

    field: str
    asked: Value
    taken: Value
    reason: Reason


def changed(settings: Settings, field: str, value: Value) -> tuple[Settings, Limited | None]:
    """Return `settings` with one field set, and what had to be limited about it.

    Raises
    ------
    InputError
        MISSING for a field that is none, MISMATCH for a value of the wrong kind.
    """
    kinds = get_type_hints(Settings)
    if field not in kinds:
        raise InputError(field, Fault.MISSING, f"fields: {', '.join(kinds)}")
    taken, limited = _taken(field, kinds[field], value)
    fresh: dict[str, Any] = {field: taken}
    made = replace(settings, **fresh)
    if made.d_steps + made.g_steps == 0:
        return settings, Limited(field, value, getattr(settings, field), Reason.NOBODY_LEARNS)
    return made, limited


def changed_live(settings: Settings, field: str, value: Value) -> tuple[Settings, Limited | None]:
    """As `changed`, for a game that goes on; InputError REFUSED for what needs a new start."""
    if field in RESTART:
        raise InputError(field, Fault.REFUSED, f"fields: {', '.join(LIVE)}")
    return changed(settings, field, value)


def needs_restart(old: Settings, new: Settings) -> tuple[str, ...]:
    """Name the fields that differ and cannot change while the game goes on."""
    return tuple(name for name in RESTART if getattr(old, name) != getattr(new, name))


def checked(settings: Settings) -> tuple[Settings, tuple[Limited, ...]]:
    """Bring every field into its range; raises what `changed` raises."""
    made, limits = Settings(), []
    for each in fields(Settings):
        made, limited = changed(made, each.name, getattr(settings, each.name))
        if limited:
            limits.append(limited)
    return made, tuple(limits)


def _taken(field: str, kind: Any, value: Value) -> tuple[Value, Limited | None]:
    try:
        if kind == tuple[int, ...]:
            return _layers(field, value)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return kind(str(value)), None
        if kind is bool:
            return bool(value), None
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(field, Fault.MISMATCH, f"{value!r}") from error
    low, high = RANGES[field]
    if number != number:
        return _limited(field, value, kind(low), Reason.NO_NUMBER)
    if number < low:
        return _limited(field, value, kind(low), Reason.TOO_SMALL)
    if number > high:
        return _limited(field, value, kind(high), Reason.TOO_LARGE)
    return kind(number), None


def _layers(field: str, value: Value) -> tuple[Value, Limited | None]:
    widths = tuple(int(width) for width in value)  # type: ignore[union-attr]
    taken = tuple(min(max(width, 1), MOST_NEURONS) for width in widths[:MOST_LAYERS])
    if len(widths) > MOST_LAYERS:
        return _limited(field, value, taken, Reason.TOO_MANY_LAYERS)
    if taken != widths:
        reason = Reason.TOO_LARGE if max(widths) > MOST_NEURONS else Reason.TOO_SMALL
        return _limited(field, value, taken, reason)
    return taken, None


def _limited(field: str, asked: Value, taken: Value, reason: Reason) -> tuple[Value, Limited]:
    return taken, Limited(field, asked, taken, reason)
