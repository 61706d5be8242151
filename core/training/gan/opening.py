"""Opens the GAN's training process by name; needs neither torch nor Qt."""

from __future__ import annotations

from core.gan.data import Data, data_of, drawn
from core.training.gan.messages import DataChoice
from core.training.job import ENVIRONMENT, Job

CHILD = "core.training.gan.child"
# nets of 8 to 64 neurons are slower on two threads than on one
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
SURROUNDINGS = ENVIRONMENT | ONE_THREAD  # what the process is started with


def open_game() -> Job:
    """Start a training process for GANs in the plane; it says `Ready` in a fraction of a second."""
    return Job(entry=CHILD, environment=SURROUNDINGS)


def chosen(choice: DataChoice) -> Data:
    """Return what a choice of data names; raises what `data_of` and `drawn` raise."""
    if choice.points is None:
        return data_of(choice.name)
    return drawn(choice.points, choice.extent)
