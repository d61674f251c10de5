"""Plain values as JSON: all that crosses between a student's process and the grader.

A value is encoded where the student's code runs, so nothing about the bytes can be trusted.
Decoding builds only numbers, strings, lists and arrays, never calls anything
that the bytes name, and refuses the rest with a sentence. What comes out is of exactly these types:
an object with an ``__eq__`` of its own has no way across.
"""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

MAX_BYTES = 4 << 20  # of one message
MAX_DEPTH = 40  # of lists in lists; more than mathematics needs, less than Python's stack
MAX_DIGITS = 300  # of one whole number
ARRAYS = frozenset("|b1 |i1 |u1 <i2 <u2 <i4 <u4 <i8 <u8 <f2 <f4 <f8 <c8 <c16".split())  # noqa: SIM905


class NotPlain(ValueError):
    """The value is none that can be handed over."""


def encode(value: Any) -> Any:
    """Turn a plain value into what JSON can carry.

    Parameters
    ----------
    value : None, bool, int, float, complex, str, list, tuple, dict or ndarray
        Lists may hold any of these; the keys of a dictionary are encoded like its values.

    Raises
    ------
    NotPlain
        If it is anything else; the message names the type.

    Examples
    --------
    >>> encode([1, 2.5, "x"])
    {'list': [{'int': '1'}, {'float': '2.5'}, 'x']}
    """
    if value is None or value is ... or isinstance(value, (bool, str)):
        return None if value is ... else value  # the dots of an answer that was not given
    if isinstance(value, (np.ndarray, np.generic)):
        return {"array": _encode_array(np.asarray(value))}
    if isinstance(value, int):
        return {"int": int.__repr__(value)}
    if isinstance(value, float):
        return {"float": float.__repr__(value)}
    if isinstance(value, complex):
        return {"complex": [float.__repr__(value.real), float.__repr__(value.imag)]}
    if isinstance(value, (list, tuple)):
        kind = "list" if isinstance(value, list) else "tuple"
        return {kind: [encode(entry) for entry in value]}
    if isinstance(value, dict):
        return {"dict": [[encode(key), encode(entry)] for key, entry in value.items()]}
    raise NotPlain(
        f"a {type(value).__name__} cannot be handed in; numbers, arrays, text and lists can"
    )


def _encode_array(array: np.ndarray) -> list:
    """Return dtype, shape and bytes; wide floats become float64, lists of objects are refused."""
    if array.dtype.kind in "fc" and array.dtype.itemsize > (8 if array.dtype.kind == "f" else 16):
        array = array.astype("<f8" if array.dtype.kind == "f" else "<c16")
    array = array.astype(array.dtype.newbyteorder("<"), order="C")
    if array.dtype.str not in ARRAYS:
        raise NotPlain(f"an array of {array.dtype} cannot be handed in; an array of numbers can")
    return [array.dtype.str, list(array.shape), base64.b64encode(array.tobytes()).decode()]


def decode(coded: Any, depth: int = 0) -> Any:
    """Build the value again, from bytes that may lie.

    Raises
    ------
    NotPlain
        If the bytes describe no plain value, or one too deep or too long.

    Examples
    --------
    >>> decode(encode({"w": np.array([[1.0, 2.0, 3.0]])}))
    {'w': array([[1., 2., 3.]])}
    """
    if depth > MAX_DEPTH:
        raise NotPlain(f"the value has lists in lists more than {MAX_DEPTH} deep")
    if coded is None or isinstance(coded, (bool, str)):
        return coded
    try:
        ((kind, content),) = coded.items()
        if kind in ("list", "tuple", "dict") and not isinstance(content, list):
            raise NotPlain("the value cannot be read")
        return _DECODERS[kind](content, depth + 1)
    except NotPlain:
        raise
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise NotPlain("the value cannot be read") from error


def _decode_int(content: Any) -> int:
    if not isinstance(content, str) or len(content) > MAX_DIGITS:
        raise NotPlain(f"a whole number may have at most {MAX_DIGITS} digits")
    return int(content)


def _decode_array(content: Any) -> Any:
    dtype, shape, data = content
    if dtype not in ARRAYS or len(shape) > 16:
        raise NotPlain("the array cannot be read")
    values = np.frombuffer(base64.b64decode(data, validate=True), np.dtype(dtype))
    return values.reshape([_size(length) for length in shape]).copy()[()]


def _size(length: Any) -> int:
    if type(length) is not int or length < 0:
        raise NotPlain("the array cannot be read")
    return length


_DECODERS = {
    "int": lambda content, depth: _decode_int(content),
    "float": lambda content, depth: float(content),
    "complex": lambda content, depth: complex(float(content[0]), float(content[1])),
    "list": lambda content, depth: [decode(entry, depth) for entry in content],
    "tuple": lambda content, depth: tuple(decode(entry, depth) for entry in content),
    "dict": lambda content, depth: {decode(k, depth): decode(v, depth) for k, v in content},
    "array": lambda content, depth: _decode_array(content),
}
