"""The rules of the reference, and their proof.

A *rule* is a row of `rules.csv`: a function, in Python, and the variable of its derivative (named
twice for a second derivative). The engine differentiates it and writes the formula. Two witnesses
that share nothing with the engine's rules must agree with it: the same Python, computed by NumPy
and measured, and SymPy, which differentiates the components of the function.
"""

import csv
import re
from typing import NamedTuple

import numpy as np
import sympy as sp

import mathlib as ml
from mathlib.witnesses.sympy_components import entry_names
from tools.notebooks import ROOT

ROWS = ROOT / "tools" / "rules.csv"
#: Sizes that are different primes and never 2: the commonest factor is no size.
LARGE = {"m": 5, "n": 3, "k": 7, "p": 13, "N": 11}
#: Smaller ones for SymPy, which writes every component out; N meets no m.
SMALL = {"m": 5, "n": 3, "k": 7, "p": 11, "N": 5}
KINDS = ("number", "vector", "matrix")
#: The functions that a rule may name: in the engine, and the same in NumPy.
IN_ENGINE = {name: getattr(ml, name) for name in ml.__all__}
IN_NUMPY = {
    **{name: getattr(np, name) for name in IN_ENGINE if hasattr(np, name)},
    **{name: getattr(np.linalg, name) for name in ("norm", "det", "inv")},
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "relu": lambda x: np.maximum(x, 0),
    "softmax": lambda x: np.exp(x) / np.exp(x).sum(),
    "logsumexp": lambda x: np.log(np.exp(x).sum()),
    "logdet": lambda X: np.linalg.slogdet(X)[1],
    "vec": lambda X: X.ravel(order="F"),
}
LETTER = re.compile(r"(?P<name>\w+)(?P<trait>[+~]?)(?::(?P<shape>\S+))?")


class Letter(NamedTuple):
    """A symbol of a rule: ``x:n`` a vector, ``p+:n`` a positive one, ``S~:n×n`` symmetric."""

    name: str
    trait: str
    shape: tuple

    def symbol(self):
        """Return it as the engine knows it."""
        make = (ml.scalar, ml.vector, ml.matrix)[len(self.shape)]
        traits = {"+": {"positive": True}, "~": {"symmetric": True}, "": {}}
        return make(self.name, *self.shape, **traits[self.trait])

    def sample(self, rng, sizes):
        """Draw a value; what is square is far from singular."""
        value = rng.normal(size=[sizes[dimension] for dimension in self.shape])
        if len(self.shape) == 2 and self.shape[0] == self.shape[1]:
            value = value + 3 * np.eye(len(value))
        if self.trait == "+":
            return np.abs(value) + 0.5
        return value + value.T if self.trait == "~" else value


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
    def expression(self):
        """The function as the engine reads it."""
        return self.read(self.function)

    def read(self, python):
        """Return an expression of the engine."""
        return eval(python, {**IN_ENGINE, **self.symbols})

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
        """The part of the function that has a name, by that name: ``s = softmax(x)``."""
        name, equals, part = self.where.partition(" = ")
        return {name: self.read(part)} if equals else {}

    @property
    def kind(self):
        """What is differentiated by what: ``vector by matrix``."""
        return f"{KINDS[len(self.expression.shape)]} by {KINDS[len(self.variables[0].shape)]}"

    def sample(self, rng, sizes):
        """Draw a value for each letter."""
        return {letter.name: letter.sample(rng, sizes) for letter in self.letters}

    def numbers(self, values):
        """Compute the function by NumPy alone."""
        return np.asarray(eval(self.function, {**IN_NUMPY, **values}), float)


def rules():
    """Return every rule, in the order of the page."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        return [as_rule(**row) for row in csv.DictReader(file)]


def as_rule(letters, sheet, **row):
    """Return the rule of a row."""
    return Rule(letters=tuple(map(as_letter, letters.split())), sheet=sheet == "yes", **row)


def as_letter(word):
    """Read ``S~:n×n``."""
    name, trait, shape = LETTER.fullmatch(word).groups(default="")
    return Letter(name, trait, tuple(filter(None, shape.split("×"))))


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
        ml.agree(found=found.evaluate(**large), measured=measured(rule, large))
        ml.agree(found=found.evaluate(**small), by_algebra=by_algebra(rule, small))
    except AssertionError as error:
        raise AssertionError(f"{rule.name}: {rule.function} by {rule.by}: {error}") from error


def measured(rule, values):
    """Measure the derivative; of a second one, the first is measured too."""
    by, *twice = rule.by.split()
    slopes = measure(rule.numbers, values, by)
    if not twice:
        return slopes
    first = rule.chain[1]
    ml.agree(first=first.evaluate(**values), measured=slopes)
    return measure(lambda moved: first.evaluate(**moved), values, by)


def measure(function, values, by):
    """Measure the derivative of a function of named values by one of them."""
    return ml.measure(lambda value: function({**values, by: value}), values[by])


def by_algebra(rule, values):
    """Compute the derivative of the function's components by SymPy."""
    components = rule.expression.components(**SMALL)
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
