"""Pairs of expressions that are equal in other forms, and pairs that are almost equal.

Each rewriting takes two expressions of one shape and returns both sides of an identity that the
canonical form does not see. What is almost equal is one side with a small part added, or another
sign, which shows in one entry, rarely, or only where entries are large.
"""

import mathlib as ml

#: Both sides of an identity between entries.
REWRITINGS = {
    "a bracket": lambda e, g: ((2 + e) * g, 2 * g + e * g),
    "a square": lambda e, g: ((e + g) ** 2, e**2 + 2 * e * g + g**2),
    "two squares": lambda e, g: ((e - g) * (e + g), e**2 - g**2),
    "a double angle": lambda e, g: (ml.sin(2 * e) * g, 2 * ml.sin(e) * ml.cos(e) * g),
    "Pythagoras": lambda e, g: ((ml.sin(e) ** 2 + ml.cos(e) ** 2) * g, g),
    "tanh": lambda e, g: (ml.tanh(e) + g, 1 - 2 / (ml.exp(2 * e) + 1) + g),
    "softplus": lambda e, g: (ml.softplus(e) * g, (e + ml.softplus(-e)) * g),
    "sigmoid": lambda e, g: (ml.sigmoid(e) - g, (1 + ml.tanh(e / 2)) / 2 - g),
    "relu": lambda e, g: (ml.relu(e) * g, (e + ml.abs(e)) * g / 2),
    "maximum": lambda e, g: (ml.maximum(e, g), (e + g + ml.abs(e - g)) / 2),
    "exponentials": lambda e, g: (ml.exp(e) * ml.exp(g), ml.exp(e + g)),
    "a difference of fractions": lambda e, g: (1 / e - 1 / g, (g - e) / (e * g)),
}


def at_one_entry(shape):
    """Return 1 at one entry, else 0."""
    if not shape:
        return 1
    units = [ml.eye(d)[k] for k, d in enumerate(shape)]
    return units[0] if len(units) == 1 else ml.outer(*units)


def beside(e):
    """Return a symbol of the shape of an expression, with a name of its own."""
    make = (ml.scalar, ml.vector, ml.matrix)[len(e.shape)]
    return make("beside", *e.shape)


#: What is nearly the same as an expression, and is not.
MUTATIONS = {
    "a small term": lambda e: e + beside(e) / 10**6,
    "a small factor": lambda e: (1 + 1e-8) * e + beside(e) - beside(e),
    "one entry": lambda e: e + at_one_entry(e.shape) * beside(e) / 1000,
    "a sign, rarely": lambda e: ml.where(beside(e) > 6, -e, e),
    "where entries are large": lambda e: e + ml.relu(ml.abs(beside(e)) - 790),
    "within a window": lambda e: e + (beside(e) > 40) * (beside(e) < 41),
}
