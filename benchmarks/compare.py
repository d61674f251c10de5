"""Compare the engine with its peers: ``make bench``.

Prints a table of ratios, time of the peer over time of the engine, so that more than 1 means that
the engine is faster, and writes the times to ``mathlib/data/timings.json``, from which the book
draws.
"""

import json
import platform
import statistics
from importlib.metadata import version

from evaluating import evaluating  # first, for it sets the number of threads

import mathlib

from deriving import deepening, deriving  # isort: skip

RESULTS = mathlib.dataset("timings.json")
PEERS = ("by hand", "jax", "torch")
LIBRARIES = ("numpy", "sympy", "jax", "torch")


def rounded(row):
    """Return a row with its times in microseconds, to three digits."""
    return {
        key: float(f"{1e6 * value:.3g}") if isinstance(value, float) else value
        for key, value in row.items()
    }


def ratios(rows, peer):
    """Return how many times as long a peer takes, wherever it was timed."""
    return [row[peer] / row["engine"] for row in rows if row.get(peer)]


def summary(title, found):
    """Return a line with the median and the extremes of ratios."""
    middle = statistics.median(found)
    return f"{title:34} median {middle:7.2f}  from {min(found):6.2f} to {max(found):7.2f}"


def table(results):
    """Return the tables as text."""
    lines = ["Evaluating: microseconds of the engine; by hand, JAX, PyTorch over the engine"]
    for row in results["evaluating"]:
        peers = "".join(f"{row[peer] / row['engine']:9.2f}" for peer in PEERS)
        kind = "gradient" if row["order"] == 1 else "Hessian"
        lines.append(f"{kind:9}{row['problem']:24}{row['size']:4}{row['engine']:10.1f}{peers}")
    for order, kind in ((1, "gradients"), (2, "Hessians")):
        rows = [row for row in results["evaluating"] if row["order"] == order]
        lines += [summary(f"{kind}: {peer} / engine", ratios(rows, peer)) for peer in PEERS]
    lines.append(summary("identities: SymPy / engine", ratios(results["deriving"], "sympy")))
    lines += [f"{row['depth']:4} layers{row['engine']:10.1f}" for row in results["deepening"]]
    return "\n".join(lines)


if __name__ == "__main__":
    results = {
        "versions": {"python": platform.python_version()} | {n: version(n) for n in LIBRARIES},
        "unit": "microseconds, medians, one core",
        "evaluating": [rounded(row) for row in evaluating()],
        "deriving": [rounded(row) for row in deriving()],
        "deepening": [rounded(row) for row in deepening()],
    }
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(results))
