"""The line under the figure: what one sees, in plain words, from computed values only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.latent.explore import Explorable
from core.latent.surroundings import Place, Surroundings
from gui.numbers import number
from gui.words import class_name, model_name

SURE = 0.79  # four of five lookalikes


def surroundings_sentence(seen: Surroundings) -> str:
    """Say where the point lies and what its picture resembles."""
    first, like = class_name(seen.classes[0]), class_name(seen.resembles)
    if seen.place is Place.WITHIN:
        place = QCoreApplication.translate("Sentences", "In the land of “{first}”").format(
            first=first
        )
    elif seen.place is Place.BETWEEN:
        place = QCoreApplication.translate("Sentences", "Between “{first}” and “{second}”").format(
            first=first, second=class_name(seen.classes[1])
        )
    elif seen.place is Place.GAP:
        place = QCoreApplication.translate("Sentences", "In a gap, where no data was encoded")
    else:
        place = QCoreApplication.translate("Sentences", "Far outside the data")
    if seen.resembles_share > SURE:
        text = QCoreApplication.translate("Sentences", "{place}: the decoder draws “{like}”.")
    else:
        text = QCoreApplication.translate(
            "Sentences", "{place}: the decoder draws a mixture, nearest to “{like}”."
        )
    return text.format(place=place, like=like)


def comparison_sentence(shown: Sequence[Explorable], item: int) -> str:
    """Say how well each model gives the chosen picture back, best first."""
    several = len({e.model.card.beta for e in shown} - {None}) > 1
    errors = sorted(
        (float(e.chart.errors[item]), model_name(e.model.card, say_beta=several)) for e in shown
    )
    parts = "  <  ".join(f"{name}: {number(error, 2)}" for error, name in errors)
    return QCoreApplication.translate(
        "Sentences", "Error of this picture’s reconstruction (mean square a pixel): {parts}"
    ).format(parts=parts)


def cloud_sentence(entry: Explorable) -> str:
    """Say in numbers how the codes lie, compared with the prior N(0, 1)."""
    low, high = entry.chart.spread.min(), entry.chart.spread.max()
    values = {"model": model_name(entry.model.card), "low": number(low), "high": number(high)}
    if entry.chart.sigma is None:
        return QCoreApplication.translate(
            "Sentences", "{model}: the cloud of codes has a standard deviation of {low} to {high}."
        ).format(**values)
    sigma = number(float(np.median(entry.chart.sigma)), 2)
    return QCoreApplication.translate(
        "Sentences",
        "{model}: the cloud has a standard deviation of {low} to {high} (the prior’s is 1), "
        "a single picture a σ of about {sigma}.",
    ).format(sigma=sigma, **values)
