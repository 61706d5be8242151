"""The line under the figure: what one sees, in plain words, from computed values only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from core.cards import Kind, LatentCard
from core.latent.explore import PRIOR_SAMPLES, Explorable
from core.latent.surroundings import Place, Surroundings
from gui.numbers import fixed, number
from gui.words import beta_text, class_name, version_names

INSIDE_ENCODER = QT_TRANSLATE_NOOP("Inside", "Inside the encoder")
INSIDE_DECODER = QT_TRANSLATE_NOOP("Inside", "Inside the decoder")
LAYERS = QT_TRANSLATE_NOOP("Inside", "Layers: {sizes}")
TEST_ERROR = QT_TRANSLATE_NOOP("Inside", "Test error a pixel: {mse}")
TEST_ELBO = QT_TRANSLATE_NOOP("Inside", "Test −ELBO: {elbo} nats")
FOREIGN = QT_TRANSLATE_NOOP("Inside", "A model from elsewhere: its layers are not described.")
CONVOLUTIONS = QT_TRANSLATE_NOOP(
    "Inside", "The large layers are convolutions: the same small filters at every place."
)
GAUSSIAN = QT_TRANSLATE_NOOP("Inside", "p(x|z) = N(x̂, s²) for each colour value, s = {s}")
GELU = QT_TRANSLATE_NOOP("Inside", "Each arrow: weights, then GELU; the last one is linear.")
INSIDE = {
    Kind.PCA: (QT_TRANSLATE_NOOP("Inside", "One linear map: z = W (x − mean), x̂ = Wᵀ z + mean."),),
    Kind.AE: (GELU, QT_TRANSLATE_NOOP("Inside", "Loss: Σ (x − x̂)²")),
    Kind.VAE: (
        GELU,
        QT_TRANSLATE_NOOP("Inside", "q(z|x) = N(μ, σ²), z = μ + σ·ε"),
        QT_TRANSLATE_NOOP("Inside", "Loss: −log p(x|z) + β · KL(q(z|x) ‖ N(0, 1)), β = {beta}"),
    ),
}
PRIOR_WITHIN_2 = 1 - np.exp(-2.0)  # share of N(0, 1) in the plane within 2 σ: 1 − exp(−r²/2)
USED = 0.1  # nats a picture from which on a dimension counts as used
NOISE_SHOWN = 6  # numbers of ε that are written out
SURE = 0.79  # four of five lookalikes


def surroundings_sentence(seen: Surroundings) -> str:
    """Say where the point lies and what its picture resembles."""
    first = class_name(seen.classes[0])
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
    if seen.resembles is None:
        text = QCoreApplication.translate(
            "Sentences", "{place}: the decoder draws nothing that resembles the data."
        )
        return text.format(place=place)
    if seen.resembles_share > SURE:
        text = QCoreApplication.translate("Sentences", "{place}: the decoder draws “{like}”.")
    else:
        text = QCoreApplication.translate(
            "Sentences", "{place}: the decoder draws a mixture, nearest to “{like}”."
        )
    return text.format(place=place, like=class_name(seen.resembles))


def own_sentence(seen: Surroundings) -> str:
    """Say what the model makes of a picture of one's own."""
    if seen.resembles is None:
        return QCoreApplication.translate(
            "Sentences", "Your own picture: the model gives back nothing that resembles its data."
        )
    text = QCoreApplication.translate(
        "Sentences", "Your own picture: encoded nearest to “{near}”, given back most like “{like}”."
    )
    return text.format(near=class_name(seen.classes[0]), like=class_name(seen.resembles))


def resample_sentence(epsilon: np.ndarray) -> str:
    """Say which noise ε (d,) was drawn."""
    some = ";  ".join(fixed(float(value)) for value in epsilon[:NOISE_SHOWN])
    more = " …" if len(epsilon) > NOISE_SHOWN else ""
    text = QCoreApplication.translate("Sentences", "z = μ + σ·ε with ε = ({values}{more})")
    return text.format(values=some, more=more)


def comparison_sentence(shown: Sequence[Explorable], item: int | None) -> str:
    """Say what tells the models apart.

    VAEs: how much of what the prior gives is like no data. Otherwise: how well each model gives
    the chosen picture back, best first; without one (`item` None) all pictures.
    """
    names = version_names([(entry.model.card, entry.version) for entry in shown])
    if all(entry.unlike is not None for entry in shown):
        parts = ",  ".join(
            f"{name}: {fixed(100 * (entry.unlike or 0), 0)} %"
            for name, entry in zip(names, shown, strict=True)
        )
        return QCoreApplication.translate(
            "Sentences", "Of {count} pictures drawn from N(0, 1), those like no data:  {parts}"
        ).format(count=PRIOR_SAMPLES, parts=parts)
    errors = sorted(
        (float(e.chart.errors.mean() if item is None else e.chart.errors[item]), name)
        for e, name in zip(shown, names, strict=True)
    )
    parts = "  <  ".join(f"{name}: {number(error, 2)}" for error, name in errors)
    if item is None:
        return QCoreApplication.translate(
            "Sentences", "Mean reconstruction error of all pictures (MSE): {parts}"
        ).format(parts=parts)
    return QCoreApplication.translate(
        "Sentences", "Reconstruction error of this picture at its code (MSE): {parts}"
    ).format(parts=parts)


def cloud_sentence(entry: Explorable) -> str:
    """Say in numbers how the codes lie; with a prior N(0, 1), how many of them lie under it."""
    chart = entry.chart
    name = version_names([(entry.model.card, entry.version)])[0]
    size = entry.model.card.latent_size
    if chart.drawn:
        text = QCoreApplication.translate(
            "Sentences", "{model}: {count} pictures drawn from its prior, {size} numbers each."
        )
        return text.format(model=entry.model.card.name, count=len(chart.codes), size=size)
    if chart.sigma is None:
        text = QCoreApplication.translate(
            "Sentences",
            "{model}: {size} numbers a picture explain {share} % of the pictures’ variance.",
        )
        return text.format(model=name, size=size, share=fixed(100 * chart.explained, 0))
    if size > 2 and chart.kl is not None:
        text = QCoreApplication.translate(
            "Sentences",
            "{model}: dimensions used: {used} of {size} ({kl} nats a picture); of {count} "
            "pictures drawn from the prior, {unlike} % are like no data.",
        )
        return text.format(
            model=name, used=int((chart.kl > USED).sum()), size=size,
            kl=number(float(chart.kl.sum())), count=PRIOR_SAMPLES,
            unlike=fixed(100 * (entry.unlike or 0), 0),
        )  # fmt: skip
    text = QCoreApplication.translate(
        "Sentences",
        "{model}: {share} % of the codes lie within 2 σ of the prior (N(0, 1) itself: "
        "{expected} %); of {count} pictures drawn from it, {unlike} % are like no data.",
    )
    return text.format(
        model=name,
        share=fixed(100 * chart.share_within(2.0), 0),
        expected=fixed(100 * PRIOR_WITHIN_2, 0),
        count=PRIOR_SAMPLES,
        unlike=fixed(100 * (entry.unlike or 0), 0),
    )


def inside_text(card: LatentCard, part: str) -> tuple[str, str]:
    """Return a title and what is inside the "encoder" or the "decoder", as rich text."""

    def say(text: str) -> str:
        return QCoreApplication.translate("Inside", text)

    encoder = part == "encoder"
    sizes = card.layer_sizes if encoder else tuple(reversed(card.layer_sizes))
    lines = [say(LAYERS).format(sizes=" → ".join(map(str, sizes)))] if sizes else [say(FOREIGN)]
    if card.channels:
        lines.append(say(CONVOLUTIONS))
    if sizes:
        beta = beta_text(card.beta or 0.0)
        lines += [say(text).format(beta=beta) for text in INSIDE.get(card.kind, ())]
    if card.deviation is not None:
        lines.append(say(GAUSSIAN).format(s=number(card.deviation)))
    if card.metrics is not None:
        lines.append(say(TEST_ERROR).format(mse=number(card.metrics.mse)))
        if card.metrics.neg_elbo is not None:
            lines.append(say(TEST_ELBO).format(elbo=number(card.metrics.neg_elbo, 4)))
    return say(INSIDE_ENCODER if encoder else INSIDE_DECODER), "<br>".join(lines)
