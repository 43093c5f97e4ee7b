"""A little of ``make fuzz`` in every test run: any bytes, and valid samples with a few things wrong."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.mutate import mutants
from fuzz.run import TARGET_NAMES
from fuzz.targets import TARGETS


def test_every_target_is_offered():
    assert tuple(TARGETS) == TARGET_NAMES


@pytest.mark.parametrize("name", TARGETS)
def test_sound_samples_are_read(name):
    for sample in TARGETS[name].samples():
        TARGETS[name].run(sample)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=600))
def test_any_bytes_are_an_answer(name, data):
    TARGETS[name].run(data)


@pytest.mark.parametrize("name", TARGETS)
def test_samples_with_something_wrong_are_an_answer(name):
    for data in mutants(TARGETS[name].samples(), 150, seed=7):
        TARGETS[name].run(data)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_located_with_its_quotes(text):
    TARGETS["recogniser"].run(text.encode("utf-8", "surrogatepass"))


def test_the_same_seed_gives_the_same_inputs():
    samples = TARGETS["registry"].samples()
    assert list(mutants(samples, 50)) == list(mutants(samples, 50))
    assert len(set(mutants(samples, 50))) > 45
