"""The table of recipes: all that is needed to train each shipped model again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.cards import Kind, LatentKind, Likelihood
from core.data.entries import entry_of


@dataclass(frozen=True)
class Recipe:
    """How one model is made; the name is `<data>-<kind>-<latent size>[-beta<β>]`."""

    data: str
    kind: LatentKind
    layer_sizes: tuple[int, ...]
    beta: float | None = None
    epochs: int = 0
    batch_size: int = 256
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    largest_gradient: float = 100.0  # norm above which a step is shortened: exp(log σ²) can run
    kl_warm_up: int = 1000  # steps over which β grows from 0: no dimension is given up early
    seed: int = 0
    start_from: str | None = None  # the neighbour whose weights this one starts with
    threads: int = 1
    channels: tuple[int, ...] = ()  # of a convolutional network
    deviation: float | None = None  # s of a Gaussian likelihood; None: Bernoulli
    unit_codes: bool = False  # a plain autoencoder's codes get a standard deviation of 1
    half: bool = False  # compute in bfloat16 where precision allows
    frozen: str = ""  # what does not learn: "encoder", "decoder", or the first so many layers
    called: str = ""  # the model's name where it is another

    @property
    def name(self) -> str:
        """Return the model's name; β = 1 is unsaid."""
        if self.called:
            return self.called
        stem = f"{self.data}-{self.kind}-{self.layer_sizes[-1]}"
        return stem if self.beta in (None, 1.0) else f"{stem}-beta{self.beta:g}"

    @property
    def image_shape(self) -> tuple[int, ...]:
        """Return the shape of one picture of the data."""
        return entry_of(self.data).image_shape

    @property
    def likelihood(self) -> Likelihood:
        """Return how a reconstruction is scored."""
        if self.kind is not Kind.VAE:
            return Likelihood.SQUARED_ERROR
        return Likelihood.BERNOULLI if self.deviation is None else Likelihood.GAUSSIAN


SMALL = (784, 256, 128, 64, 2)
LARGE = (784, 512, 256, 128, 2)
DEEP_20 = (784, 512, 256, 20)
# s of the avatars' likelihood, s² = ½, makes −log p(x|z) the squared error Σ (x − x̂)² itself. The s
# that fits best is 0.016, but then the codes are so exact (186 nats for a picture that 11 describe)
# that they leave N(0, 1), and what is drawn from it is no avatar.
SPREAD = 0.5**0.5
CHANNELS = (48, 64, 64)
COLOUR = (64 * 64 * 3, 16 * 16 * 48, 8 * 8 * 64, 4 * 4 * 64, 256)  # what CHANNELS make of 64 × 64
_SHAPES_VAE = Recipe("shapes", Kind.VAE, SMALL, epochs=40, kl_warm_up=500, seed=1)
_AVATARS = Recipe(
    "avatars", Kind.AE, COLOUR, epochs=50, batch_size=128, learning_rate=1.5e-3, channels=CHANNELS,
    half=True, largest_gradient=1e4,
)  # fmt: skip

_ALL = (
    Recipe("shapes", Kind.PCA, (784, 2)),
    Recipe("shapes", Kind.AE, SMALL, epochs=200, learning_rate=3e-3),
    # One network, one seed, β rising from 0: each starts from its neighbour, so that the clouds
    # correspond; the first has never known a prior.
    replace(_SHAPES_VAE, beta=0.0),
    replace(_SHAPES_VAE, beta=0.25, start_from="shapes-vae-2-beta0"),
    replace(_SHAPES_VAE, beta=1.0, start_from="shapes-vae-2-beta0.25", epochs=60),
    replace(_SHAPES_VAE, beta=4.0, start_from="shapes-vae-2"),
    Recipe("fashion", Kind.PCA, (784, 2)),
    Recipe("fashion", Kind.AE, LARGE, epochs=40, weight_decay=0.05),
    Recipe("fashion", Kind.VAE, LARGE, 1.0, epochs=60, learning_rate=1e-3, weight_decay=0.05),
    Recipe("digits", Kind.PCA, (784, 2)),
    Recipe("digits", Kind.AE, LARGE, epochs=80),
    Recipe("digits", Kind.VAE, LARGE, beta=1.0, epochs=80, weight_decay=0.05),
    Recipe("digits", Kind.VAE, DEEP_20, 1.0, epochs=80, weight_decay=0.05),
    Recipe("fashion", Kind.VAE, DEEP_20, 1.0, epochs=80, learning_rate=1e-3, weight_decay=0.05),
    *(
        Recipe("shapes-moved", Kind.VAE, (784, 256, 128, 64, size), 1.0, epochs=200)
        for size in (5, 10)
    ),
    *(Recipe("avatars", Kind.PCA, (COLOUR[0], size)) for size in (2, 32)),
    *(
        replace(_AVATARS, layer_sizes=(*COLOUR, size), epochs=epochs, unit_codes=True)
        for size, epochs in ((2, 20), (32, 45))
    ),
    *(
        replace(
            _AVATARS,
            kind=Kind.VAE,
            beta=1.0,
            deviation=SPREAD,
            layer_sizes=(*COLOUR, size),
            epochs=epochs,
        )
        for size, epochs in ((2, 20), (32, 70))
    ),
)
RECIPES = {recipe.name: recipe for recipe in _ALL}
