"""How functions and powers are written in NumPy code: gaps for the operands, in their order."""

from __future__ import annotations

#: Functions of every entry, by the names of `Function` nodes.
FUNCTIONS = {
    name: f"np.{name}({{}})" for name in ("exp", "log", "sin", "cos", "tanh", "abs", "sign")
}
FUNCTIONS |= {
    name: f"np.{name}({{}})"
    for name in ("tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "arcsinh", "arccosh")
}
FUNCTIONS |= {name: f"np.{name}({{}})" for name in ("arctanh", "log1p", "expm1")}
FUNCTIONS |= {name: f"{name}({{}})" for name in ("erf", "lgamma", "digamma")}
FUNCTIONS |= {name: f"np.{name}({{}}, {{}})" for name in ("maximum", "minimum")}
FUNCTIONS |= {
    "where": "np.where({} != 0.0, {}, {})",
    "sigmoid": "sigmoid({})",
    "softplus": "np.logaddexp(0.0, {})",
    "relu": "np.maximum({}, 0.0)",
    "step": "({} > 0.0) * 1.0",
    "at_least_zero": "({} >= 0.0) * 1.0",
    "raise_to": "{} ** {}",
    "polygamma": "polygamma({}, {})",
}

POWERS = {
    -1: "1.0 / {}",
    2: "np.square({})",
    -2: "1.0 / np.square({})",
    0.5: "np.sqrt({})",
    -0.5: "1.0 / np.sqrt({})",
}

#: Functions of a whole matrix, or along its last axis, by the kinds of `MatrixFunction` nodes.
MATRIX_FUNCTIONS = {
    "inv": "np.linalg.inv({})",
    "det": "np.linalg.det({})",
    "adj": "adjugate({})",
    "logdet": "np.linalg.slogdet({})[1]",
    "logsumexp": "logsumexp({})",
    "max": "{}.max(axis=-1)",
    "min": "{}.min(axis=-1)",
    "hardmax": "hardmax({})",
    "softmax": "softmax({})",
}
