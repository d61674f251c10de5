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
    >>> encode([1, 2.5, ("x", 3j)])
    [1, 2.5, {'tuple': ['x', {'complex': [0.0, 3.0]}]}]
    """
    if value is ...:
        return None  # the dots of an answer that was not given
    if isinstance(value, (np.ndarray, np.number, np.bool_)):
        return {"array": _encode_array(np.asarray(value))}
    if value is None or isinstance(value, (bool, int, float, str)):
        return _short(value)
    if isinstance(value, complex):
        return {"complex": [float(value.real), float(value.imag)]}
    if isinstance(value, (list, tuple)):
        entries = [encode(entry) for entry in value]
        return entries if isinstance(value, list) else {"tuple": entries}
    if isinstance(value, dict):
        return {"dict": [[encode(key), encode(entry)] for key, entry in value.items()]}
    raise NotPlain(
        f"a {type(value).__name__} cannot be handed in; numbers, arrays, text and lists can"
    )


def _short(value: Any) -> Any:
    if isinstance(value, int) and not -(10**MAX_DIGITS) < value < 10**MAX_DIGITS:
        raise NotPlain(f"a whole number may have at most {MAX_DIGITS} digits")
    return value


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
    try:
        match coded:
            case None | bool() | int() | float() | str():
                return _short(coded)
            case list():
                return [decode(entry, depth + 1) for entry in coded]
            case {"tuple": list(entries), **others} if not others:
                return tuple(decode(entries, depth))
            case {"dict": list(pairs), **others} if not others:
                return {decode(k, depth + 1): decode(v, depth + 1) for k, v in pairs}
            case {"complex": [float(real), float(imaginary)], **others} if not others:
                return complex(real, imaginary)
            case {"array": [str(dtype), list(shape), str(data)], **others} if not others:
                return _decode_array(dtype, shape, data)
    except NotPlain:
        raise
    except (TypeError, ValueError, OverflowError) as error:
        raise NotPlain("the value cannot be read") from error
    raise NotPlain("the value cannot be read")


def _decode_array(dtype: str, shape: list, data: str) -> Any:
    if dtype not in ARRAYS or any(type(length) is not int or length < 0 for length in shape):
        raise ValueError
    values = np.frombuffer(base64.b64decode(data, validate=True), np.dtype(dtype))
    return values.reshape(shape).copy()[()]
