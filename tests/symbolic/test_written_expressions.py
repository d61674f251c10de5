"""Random expressions against what was written, and derivatives against the complex step.

Every expression has four values that must agree: of the NumPy function that was built beside it, of
the canonical form, of what the operations noted, and of every noted operation on its own. Its
derivative is contracted with a random direction and compared with the complex step of the NumPy
function, which loses nothing to cancellation.

The seeds are fixed; with MATHLIB_NIGHTLY=1 there are 20,000 fresh ones. A failure names its seed:
``check(Random(seed))`` repeats it.
"""

from random import Random

import numpy as np
import pytest
from random_expressions import SIZES, Builder, variables
from trials import seeds

import mathlib as ml
from mathlib.evaluation.arguments import accepted_symbols, dimension_names
from mathlib.evaluation.as_written import as_written, wrong_step

BLOCK = 50
SEEDS = seeds(by_day=8 * BLOCK, by_night=400 * BLOCK)
SHAPES = [(), (), (), ("n",), ("m",), ("n", "k"), ("m", "n"), ("n", "n"), ("k*n",), ("n", "k*n")]
STEP = 1e-40
#: Where the last digits of the symbols' values change more than this, as they do in the cosine of
#: 10**9 x, nothing can be told.
ROUNDING = 1e-10
#: Where values are larger than this, somewhere on the way, rounding is too.
LARGEST = 1e5


def computed(e, values):
    """Evaluate, with the size of every dimension, for some show in no array."""
    taken = {s.name for s in accepted_symbols(e)}
    dimensions = {d: SIZES[d] for d in dimension_names(e)}
    return e.evaluate(**{name: v for name, v in values.items() if name in taken}, **dimensions)


def check(random):
    """Check one random expression; return whether it could be."""
    builder = Builder(random)
    pair = builder.build(random.choice(SHAPES))
    e, values = pair.symbolic, builder.values
    hair = 1 + 4 * np.finfo(float).eps
    beside = {n: v if v.dtype.kind == "i" else v * hair for n, v in values.items()}
    with np.errstate(all="ignore"):
        wanted = np.asarray(pair.numeric(values))
        rounding = np.abs(wanted - pair.numeric(beside)).max()
    if not variables(e) or not np.abs(wanted).max() < LARGEST:
        return False
    scale = max(1, np.abs(wanted).max())
    if rounding > ROUNDING * scale:
        return False
    at = {**SIZES, **values}
    np.testing.assert_allclose(computed(e, values), wanted, rtol=1e-8, atol=1e-9 * scale)
    np.testing.assert_allclose(as_written(e, at), wanted, rtol=1e-8, atol=1e-9 * scale)
    assert wrong_step(e, at) is None
    by = random.choice(variables(e))
    direction = np.random.default_rng(random.getrandbits(32)).normal(size=np.shape(values[by.name]))
    moved = {**values, by.name: values[by.name] + 1j * STEP * direction}
    slope = np.imag(pair.numeric(moved)) / STEP
    derivative = computed(ml.derivative(e, by), values)
    found = np.tensordot(derivative, direction, direction.ndim)
    if not np.abs(derivative).max() < LARGEST:
        return False
    scale = max(1, np.abs(derivative).max())
    np.testing.assert_allclose(found, slope, rtol=1e-7, atol=1e-8 * scale)
    return True


@pytest.mark.parametrize("first", SEEDS[::BLOCK])
def test_the_canonical_form_is_what_was_written(first):
    checked = 0
    for seed in range(first, first + BLOCK):
        try:
            checked += check(Random(seed))
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error}") from error
    assert checked > BLOCK / 2
