"""How the game stands, as a typed state with its numbers: collapsed, oscillating, near equilibrium.

The rules, asked in this order; windows and thresholds are the constants below. Probabilities exist
under minimax and non-saturating only.

1. Broken: a number of the last turn is none.
2. PoliceTooStrong: over the last 100 turns D(x) ≥ 0.95 and D(G(z)) ≤ 0.05 on average, and the
   median of G's gradient norm is at most 1/100 of the largest such median so far.
3. Collapsed: after 500 turns, of k ≥ 3 modes, the last 3 measurements all found at most half near:
   before that the forger has not spread yet.
4. Oscillating: in the last 1,024 turns (after a straight line is taken out) the mean of D(G(z)) has
   an autocorrelation of at least 0.4 at its first peak past the first zero, at least three periods
   fit in, and its standard deviation is at least 0.02 (raw scores: 0.1).
5. NearEquilibrium: over the last 500 turns |D(x) − ½| and |D(G(z)) − ½| are at most 0.05 on
   average, all modes are held (`core.gan.modes`) where there are modes, and neither gain of the
   last Nash test, if there is one, is 0.05 or more.
6. Converging: of the last 8 measurements of JS, the later half's median is at least 10 % below the
   earlier half's.
7. Learning: anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.gan.history import History
from core.gan.losses import Loss
from core.gan.modes import Coverage

SHORT = 100
LONG = 500
WAVES = 1024
SURE_REAL, SURE_FAKE = 0.95, 0.05
VANISHED = 100.0
FEWEST_MODES = 3
MEASUREMENTS = 3
CORRELATION = 0.4
PERIODS = 3
SWING, RAW_SWING = 0.02, 0.1
HALF = 0.05
GAIN = 0.05
TREND, DROP = 8, 0.9


@dataclass(frozen=True)
class Gains:
    """What a player gained by training alone for `steps` updates: J before − J after."""

    police: float
    forger: float
    steps: int


@dataclass(frozen=True)
class Broken:
    """A number is none any more."""

    step: int


@dataclass(frozen=True)
class PoliceTooStrong:
    """G's gradient has vanished: it is `fall` times as short as it was."""

    d_real: float
    d_fake: float
    g_norm: float
    fall: float


@dataclass(frozen=True)
class Collapsed:
    """The forger lives on `modes` of `total`."""

    modes: int
    total: int


@dataclass(frozen=True)
class Oscillating:
    """The players chase each other: `period` in turns, `swing` of D(G(z)) or of the score."""

    period: float
    swing: float
    correlation: float


@dataclass(frozen=True)
class NearEquilibrium:
    """D cannot tell any more; `gains` of the last Nash test, where there is one."""

    d_real: float
    d_fake: float
    gains: Gains | None


@dataclass(frozen=True)
class Converging:
    """JS falls: from the median `before` to `now`."""

    before: float
    now: float


@dataclass(frozen=True)
class Learning:
    """Nothing special; `d_real`, `d_fake` over the last 100 turns, None before there are any."""

    d_real: float | None
    d_fake: float | None


State = Broken | PoliceTooStrong | Collapsed | Oscillating | NearEquilibrium | Converging | Learning


@dataclass(frozen=True)
class Evidence:
    """What is asked beside the history: measurements, oldest first, as far as there are any."""

    loss: Loss
    coverages: Sequence[Coverage] = ()
    js: Sequence[float] = ()
    gains: Gains | None = None


def state_of(history: History, evidence: Evidence) -> State:
    """Say how the game stands, by the rules above."""
    for rule in (_broken, _too_strong, _collapsed, _oscillating, _near, _converging):
        found = rule(history, evidence)
        if found is not None:
            return found
    if not len(history):
        return Learning(None, None)
    return Learning(_mean(history, "d_real", SHORT), _mean(history, "d_fake", SHORT))


def rhythm(signal: np.ndarray) -> tuple[float, float, float] | None:
    """Return period, autocorrelation at its first peak past the first zero, standard deviation.

    All of it once a straight line is taken out; None where there is no such peak.
    """
    time = np.arange(len(signal))
    level = signal - np.polyval(np.polyfit(time, signal, 1), time)
    power = np.abs(np.fft.rfft(level, 2 * len(level))) ** 2
    lagged = np.fft.irfft(power)[: len(level)]
    if lagged[0] <= 0:
        return None
    lagged = lagged / lagged[0] / (1 - time / len(level))  # as many products at every lag
    usable = lagged[: len(level) // PERIODS + 1]
    signs = np.flatnonzero(np.diff(usable < 0)) + 1  # where it falls below 0, rises above, falls …
    if len(signs) < 2:
        return None
    end = signs[2] if len(signs) > 2 else len(usable)
    peak = int(signs[1] + usable[signs[1] : end].argmax())
    return float(peak), float(usable[peak]), float(level.std())


def _broken(history: History, _: Evidence) -> Broken | None:
    if not len(history):
        return None
    last = [history.last(name, 1)[0] for name in ("j_d", "j_g", "d_real", "d_fake")]
    return None if np.isfinite(last).all() else Broken(history.step)


def _too_strong(history: History, evidence: Evidence) -> PoliceTooStrong | None:
    if not evidence.loss.is_probability or len(history) < SHORT:
        return None
    d_real, d_fake = _mean(history, "d_real", SHORT), _mean(history, "d_fake", SHORT)
    norms = history.last("g_norm", SHORT)
    norms = norms[np.isfinite(norms)]
    if d_real < SURE_REAL or d_fake > SURE_FAKE or not len(norms):
        return None
    norm = float(np.median(norms))
    fall = history.highest_g_norm / max(norm, 1e-30)
    return PoliceTooStrong(d_real, d_fake, norm, fall) if fall >= VANISHED else None


def _collapsed(history: History, evidence: Evidence) -> Collapsed | None:
    recent = evidence.coverages[-MEASUREMENTS:]
    if history.step < LONG:
        return None
    if len(recent) < MEASUREMENTS or recent[-1].total < FEWEST_MODES:
        return None
    if any(2 * each.near > each.total for each in recent):
        return None
    return Collapsed(recent[-1].near, recent[-1].total)


def _oscillating(history: History, evidence: Evidence) -> Oscillating | None:
    signal = history.last("d_fake", WAVES).astype(np.float64)
    if len(signal) < WAVES:
        return None
    found = rhythm(signal)
    if found is None:
        return None
    period, correlation, swing = found
    least = SWING if evidence.loss.is_probability else RAW_SWING
    if swing < least or correlation < CORRELATION:
        return None
    return Oscillating(period, swing, correlation)


def _near(history: History, evidence: Evidence) -> NearEquilibrium | None:
    if not evidence.loss.is_probability or len(history) < LONG:
        return None
    d_real, d_fake = _mean(history, "d_real", LONG), _mean(history, "d_fake", LONG)
    if max(abs(d_real - 0.5), abs(d_fake - 0.5)) > HALF:
        return None
    if evidence.coverages and evidence.coverages[-1].held < evidence.coverages[-1].total:
        return None
    gains = evidence.gains
    if gains and max(gains.police, gains.forger) >= GAIN:
        return None
    return NearEquilibrium(d_real, d_fake, gains)


def _converging(_: History, evidence: Evidence) -> Converging | None:
    if len(evidence.js) < TREND:
        return None
    recent = evidence.js[-TREND:]
    before, now = np.median(recent[: TREND // 2]), np.median(recent[TREND // 2 :])
    return Converging(float(before), float(now)) if now <= DROP * before else None


def _mean(history: History, column: str, count: int) -> float:
    return float(history.last(column, count).mean())
