"""The rules of the reference, and their proof.

A *rule* is a row of `rules.csv`: a function, in Python, and the variable of its derivative (named
twice for a second derivative). The engine differentiates it and writes the formula. Two witnesses
that share nothing with the engine's rules must agree with it: the same Python, computed by NumPy
and measured, and SymPy, which differentiates the components of the function. What has no components
that can be written out, as an eigenvalue, is computed with forty digits instead, and measured.

In a *law* a function is unknown: ``f(x) * g(x)``. It is proved with functions of which no
derivative is simple, the same for the engine and for the witnesses.
"""

import csv
import math
import re
from typing import NamedTuple

import mpmath
import numpy as np
import sympy as sp

import mathlib as ml
from mathlib.witnesses.sympy_components import entry_names
from tools.notebooks import ROOT

ROWS = ROOT / "tools" / "rules.csv"
#: Sizes that are different primes and never 2: the commonest factor is no size.
LARGE = {"m": 5, "n": 3, "k": 7, "p": 13, "N": 11}
#: Smaller ones for SymPy, which writes every component out; N meets no m.
SMALL = {"m": 5, "n": 3, "k": 7, "p": 4, "N": 5}
KINDS = ("number", "vector", "matrix")
#: The functions that a rule may name: in the engine, and the same in NumPy.
IN_ENGINE = {name: getattr(ml, name) for name in ml.__all__}
IN_NUMPY = {
    **{name: getattr(np, name) for name in IN_ENGINE if hasattr(np, name)},
    **{name: getattr(np.linalg, name) for name in ("norm", "det", "inv")},
    "eye": lambda size: np.eye(LARGE[size]),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "logsigmoid": lambda x: -np.log1p(np.exp(-x)),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "softsign": lambda x: x / (1 + np.abs(x)),
    "relu": lambda x: np.maximum(x, 0),
    "leaky_relu": lambda x: np.where(x > 0, x, x / 100),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
    "silu": lambda x: x / (1 + np.exp(-x)),
    "gelu": lambda x: x * (1 + np.vectorize(math.erf)(x / np.sqrt(2))) / 2,
    "huber": lambda x: np.where(np.abs(x) < 1, x**2 / 2, np.abs(x) - 1 / 2),
    "erf": np.vectorize(math.erf),
    "lgamma": np.vectorize(math.lgamma),
    "softmax": lambda x, axis=None: np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True),
    "log_softmax": lambda x, axis=None: x - np.log(np.exp(x).sum(axis=axis, keepdims=True)),
    "logsumexp": lambda x: np.log(np.exp(x).sum()),
    "logdet": lambda X: np.linalg.slogdet(X)[1],
    "expm": lambda X: sum(np.linalg.matrix_power(X, k) / math.factorial(k) for k in range(64)),
    "lambda_max": lambda S: np.linalg.eigvalsh((S + S.T) / 2)[-1],
    "vec": lambda X: X.ravel(order="F"),
}
#: What SymPy cannot write out entry by entry, with as many digits as are asked for.
IN_DIGITS = {
    "lambda_max": lambda S: max(mpmath.eigsy((S + S.T) / 2, eigvals_only=True)),
    "norm": lambda X, kind: (max if kind == 2 else sum)(mpmath.svd(X, compute_uv=False)),
    "expm": lambda X: mpmath.expm(X, method="taylor"),
    "trace": lambda X: sum(X[k, k] for k in range(X.rows)),
}
DIGITS = 40
LETTER = re.compile(r"(?P<name>\w+)(?P<trait>[+~°≻%]?)(?:\((?P<of>.*)\))?(?::(?P<shape>\S+))?")
#: What is said of a letter, for the engine, by its mark.
TRAITS = {
    "": {},
    "+": {"positive": True},
    "°": {"positive": True},
    "~": {"symmetric": True},
    "≻": {"definite": True},
}


class Letter(NamedTuple):
    """A symbol of a rule, or a function of which nothing is known but its shapes.

    ``x:n`` is a vector, ``p+:n`` a positive one, ``p°:n`` one of numbers between 0 and 1, ``y%:k``
    one that sums to 1, ``S~:n×n`` is symmetric, ``S≻:n×n`` positive definite, ``u(n):m`` a
    function of a vector with n entries whose value has m.
    """

    name: str
    trait: str
    shape: tuple
    of: tuple | None = None

    def symbol(self):
        """Return it as the engine knows it."""
        if self.of is not None:
            return ml.function(self.name, self.shape)
        if self.trait == "%":
            said = {"sums_to" if len(self.shape) == 1 else "rows_sum_to": 1}
        else:
            said = TRAITS[self.trait]
        make = (ml.scalar, ml.vector, ml.matrix)[len(self.shape)]
        return make(self.name, *self.shape, **said)

    @property
    def constants(self):
        """The constants of the function that stands for an unknown one."""
        if self.of is None:
            return ()
        return Letter(f"{self.name}0", "", self.shape), Letter(
            f"{self.name}1", "", self.shape + self.of
        )

    def known(self, sin, constants):
        """Return the function that stands for an unknown one: waves in every direction."""
        shift, slope = (constants[letter.name] for letter in self.constants)
        return lambda given: sin(slope @ given if self.of else slope * given) + shift

    def sample(self, rng, sizes):
        """Draw a value; what is square is far from singular."""
        value = rng.normal(size=[sizes[dimension] for dimension in self.shape])
        if len(self.shape) == 2 and self.shape[0] == self.shape[1]:
            value = value + 3 * np.eye(len(value))
        return WITH_TRAIT[self.trait](value)


WITH_TRAIT = {
    "": lambda value: value,
    "+": lambda value: np.abs(value) + 0.5,
    "°": lambda value: 1 / (1 + np.exp(-value)),
    "%": lambda value: np.abs(value) / np.abs(value).sum(axis=-1, keepdims=True),
    "~": lambda value: value + value.T,
    "≻": lambda value: value @ value.T,
}


class Rule(NamedTuple):
    """A row of `rules.csv`."""

    topic: str
    name: str
    function: str
    by: str
    letters: tuple
    where: str
    condition: str
    claim: str
    sheet: bool

    @property
    def variables(self):
        """The symbols by which it is differentiated: one, or the same one twice."""
        return [self.symbols[name] for name in self.by.split()]

    @property
    def symbols(self):
        """Its letters as the engine's symbols."""
        return {letter.name: letter.symbol() for letter in self.letters}

    @property
    def constants(self):
        """The letters of the functions that stand for unknown ones."""
        return [constant for letter in self.letters for constant in letter.constants]

    @property
    def known(self):
        """The functions that stand for unknown ones, as the engine computes them."""
        constants = {letter.name: letter.symbol() for letter in self.constants}
        return self.in_place_of_unknown(ml.sin, constants)

    def in_place_of_unknown(self, sin, constants):
        """Return the functions that stand for unknown ones, by the names of those."""
        unknown = [letter for letter in self.letters if letter.of is not None]
        return {letter.name: letter.known(sin, constants) for letter in unknown}

    @property
    def expression(self):
        """The function as the engine reads it."""
        return self.read(self.function)

    def read(self, python, **known):
        """Return an expression of the engine."""
        return eval(python, {**IN_ENGINE, **self.symbols, **known})

    @property
    def chain(self):
        """The function, its derivative, and the second one if that is asked for."""
        found = [self.expression]
        for variable in self.variables:
            found.append(ml.derivative(found[-1], variable))
        return found

    @property
    def derivative(self):
        """What the rule says."""
        return self.chain[-1]

    @property
    def names(self):
        """The parts of the function that have a name, by that name: ``s = softmax(x)``."""
        named = (said.split(" = ") for said in filter(None, self.where.split("; ")))
        return {name: self.read(part) for name, part in named}

    @property
    def kind(self):
        """What is differentiated by what: ``vector by matrix``."""
        return f"{KINDS[len(self.expression.shape)]} by {KINDS[len(self.variables[0].shape)]}"

    def sample(self, rng, sizes):
        """Draw a value for each letter that has one."""
        symbols = [letter for letter in self.letters if letter.of is None]
        return {letter.name: letter.sample(rng, sizes) for letter in [*symbols, *self.constants]}

    def numbers(self, values):
        """Compute the function by NumPy alone."""
        known = self.in_place_of_unknown(np.sin, values)
        return np.asarray(eval(self.function, {**IN_NUMPY, **values, **known}), float)

    def value(self, expression, values):
        """Compute an expression of the engine, with known functions for the unknown ones."""
        return expression.evaluate(**values, **self.known)


def rules():
    """Return every rule, in the order of the page."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        return [as_rule(**row) for row in csv.DictReader(file)]


def as_rule(letters, sheet, **row):
    """Return the rule of a row."""
    return Rule(letters=tuple(map(as_letter, letters.split())), sheet=sheet == "yes", **row)


def as_letter(word):
    """Read ``S~:n×n``, or ``u(n):m``."""
    found = LETTER.fullmatch(word)
    of = None if found["of"] is None else as_shape(found["of"])
    return Letter(found["name"], found["trait"], as_shape(found["shape"] or ""), of)


def as_shape(word):
    """Read ``n×n``."""
    return tuple(filter(None, word.split("×")))


def prove(rule, derivative=None):
    """Let the witnesses say that a rule is right.

    Parameters
    ----------
    rule : Rule
    derivative : Expression, optional
        What it says; its own derivative by default.

    Raises
    ------
    AssertionError
        If one of them says otherwise; the message names the rule.
    """
    found = rule.derivative if derivative is None else derivative
    rng = np.random.default_rng(20240518)
    large, small = rule.sample(rng, LARGE), rule.sample(rng, SMALL)
    try:
        ml.agree(found=rule.value(found, large), measured=measured(rule, large))
        name, witness = (
            ("by_digits", by_digits) if needs_digits(rule) else ("by_algebra", by_algebra)
        )
        ml.agree(**{"found": rule.value(found, small), name: witness(rule, small)})
    except AssertionError as error:
        raise AssertionError(f"{rule.name}: {rule.function} by {rule.by}: {error}") from error


def measured(rule, values):
    """Measure the derivative; of a second one, the first is measured too."""
    by, *twice = rule.by.split()
    slopes = measure(rule.numbers, values, by)
    if not twice:
        return slopes
    first = rule.chain[1]
    ml.agree(first=rule.value(first, values), measured=slopes)
    return measure(lambda moved: rule.value(first, moved), values, by)


def measure(function, values, by):
    """Measure the derivative of a function of named values by one of them."""
    return ml.measure(lambda value: function({**values, by: value}), values[by])


def by_algebra(rule, values):
    """Compute the derivative of the function's components by SymPy."""
    components = rule.read(rule.function, **rule.known).components(**SMALL)
    for variable in rule.variables:
        components = ml.sympy_jacobian(components, variable.components(**SMALL))
    entries = np.array(components.tolist() if hasattr(components, "tolist") else components)
    at = {
        name: number
        for letter, value in values.items()
        for name, number in zip(entry_names(letter, value.shape), value.flat, strict=True)
    }
    symbols = sorted({s for entry in entries.flat for s in entry.free_symbols}, key=str)
    # One function of all entries shares their common parts: to put the numbers in, entry by entry,
    # takes longer than to differentiate. A row or a column is a vector.
    function = sp.lambdify(symbols, entries.ravel().tolist(), ["math", "sympy"], cse=True)
    numbers = function(*(at[symbol.name] for symbol in symbols))
    return np.array(numbers, float).reshape(entries.shape).squeeze()


def needs_digits(rule):
    """Tell whether a rule names a function that has no components which could be written out."""
    return bool(re.search(r"lambda_max|expm\(|norm\(X, (2|\"nuc\")", rule.function))


def by_digits(rule, values):
    """Measure the derivative with so many digits that no rounding is left in those compared."""
    with mpmath.workdps(DIGITS):
        exact = {name: exactly(value) for name, value in values.items()}
        step = mpmath.mpf(10) ** (-DIGITS // 3)
        moved = exact[rule.by]
        if not isinstance(moved, mpmath.matrix):
            return float(slope(rule, exact, moved + step, moved - step, step))
        slopes = np.empty((moved.rows, moved.cols))
        for i, j in np.ndindex(slopes.shape):
            forward, backward = moved.copy(), moved.copy()
            forward[i, j] += step
            backward[i, j] -= step
            slopes[i, j] = slope(rule, exact, forward, backward, step)
        return slopes


def slope(rule, values, forward, backward, step):
    """Return the slope of a rule's function between two values of its variable."""
    ends = (
        eval(rule.function, {**IN_DIGITS, **values, rule.by: end}) for end in (forward, backward)
    )
    return (next(ends) - next(ends)) / (2 * step)


def exactly(value):
    """Return a number or a matrix of NumPy as it is, for computing with more digits."""
    return mpmath.matrix(value.tolist()) if np.ndim(value) else mpmath.mpf(float(value))
