"""Sessions: what may go in, what comes out, and on which device."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import Fault, InputError
from core.latent.model import LatentModel
from core.runtime.library import Library, open_model
from core.runtime.providers import Why, best_device
from core.runtime.session import ModelSession


@pytest.fixture(scope="module")
def decoder() -> ModelSession:
    return open_model(Library().find("shapes-pca-2"), best_device("cpu"))["decoder"]


def test_other_numbers_are_cast(decoder: ModelSession) -> None:
    codes = np.array([[1, -2], [0, 3]])
    expected = decoder.run({"z": codes.astype(np.float32)}, ["image"])[0]
    assert expected.dtype == np.float32
    for array in (codes, codes.astype(np.float64), np.asfortranarray(codes, np.float64)):
        np.testing.assert_array_equal(decoder.run({"z": array}, ["image"])[0], expected)


@pytest.mark.parametrize("shape", [(2,), (1, 3), (1, 2, 1), ()])
def test_another_shape_is_refused(decoder: ModelSession, shape: tuple[int, ...]) -> None:
    with pytest.raises(InputError) as caught:
        decoder.run({"z": np.zeros(shape, np.float32)}, ["image"])
    assert (caught.value.subject, caught.value.fault) == ("z", Fault.MISMATCH)
    assert str(shape) in caught.value.detail


def test_what_is_no_number_is_refused(decoder: ModelSession) -> None:
    with pytest.raises(InputError) as caught:
        decoder.run({"z": np.array([["a", "b"]])}, ["image"])
    assert caught.value.fault is Fault.MISMATCH


def test_a_missing_input_and_an_unknown_output_are_named(decoder: ModelSession) -> None:
    with pytest.raises(InputError) as caught:
        decoder.run({}, ["image"])
    assert (caught.value.subject, caught.value.fault) == ("z", Fault.MISSING)
    with pytest.raises(InputError) as caught:
        decoder.run({"z": np.zeros((1, 2))}, ["logits"])
    assert (caught.value.subject, caught.value.fault) == ("logits", Fault.MISSING)


def test_no_picture_gives_no_code() -> None:
    model = LatentModel.open(Library().find("shapes-pca-2"), best_device("cpu"))
    assert model.encode(np.zeros((0, 28, 28), np.float32)).mean.shape == (0, 2)


def test_many_pictures_are_answered_as_one_by_one() -> None:
    model = LatentModel.open(Library().find("shapes-pca-2"), best_device("cpu"))
    images = np.random.default_rng(0).random((1001, 28, 28), dtype=np.float32)
    codes = model.encode(images).mean
    for i in (0, 499, 500, 1000):
        np.testing.assert_allclose(model.encode(images[i : i + 1]).mean[0], codes[i], atol=1e-4)


def test_the_cpu_is_had_when_it_is_asked_for() -> None:
    device = best_device("cpu")
    assert (device.got, device.why) == ("cpu", Why.ASKED)


def test_cuda_asked_for_and_absent_gives_the_cpu_and_the_reason() -> None:
    device = best_device("cuda")
    if device.got == "cuda":
        pytest.skip("this machine has CUDA")
    assert device.asked == "cuda"
    assert device.why in {Why.NO_BUILD, Why.NO_DRIVER, Why.NO_LIBRARY}
    assert device.detail
    model = LatentModel.open(Library().find("shapes-pca-2"), device)
    assert model.device == device
    assert model.decode(np.zeros((1, 2))).shape == (1, 28, 28)
