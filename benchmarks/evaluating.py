"""Time compiled gradients and Hessians against NumPy by hand, JAX and PyTorch, on one core."""

import os
import statistics
import timeit

THREADS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_ENABLE_X64": "1",
    "JAX_PLATFORMS": "cpu",
}
os.environ.update(THREADS)  # before NumPy, JAX and PyTorch read them

from types import SimpleNamespace  # noqa: E402

import numpy as np  # noqa: E402
from problems import PROBLEMS  # noqa: E402

REPEATS = 7
PEERS = ("by hand", "jax", "torch")


def seconds(function):
    """Return the median time of a call."""
    function()
    timer = timeit.Timer(function)
    number = 1
    while (taken := timer.timeit(number)) < 0.01:
        number *= 4 if taken < 0.003 else 2
    return statistics.median(timer.repeat(REPEATS, number)) / number


def jax_function(problem):
    """Return a function of arrays that gives the derivative by jitted JAX."""
    import jax
    import jax.numpy as jnp

    library = SimpleNamespace(
        softplus=jax.nn.softplus,
        relu=jax.nn.relu,
        tanh=jnp.tanh,
        log_softmax=jax.nn.log_softmax,
        solve=jnp.linalg.solve,
        logdet=lambda Q: jnp.linalg.slogdet(Q)[1],
    )
    transform = jax.grad if problem.order == 1 else jax.hessian
    derivative = jax.jit(transform(lambda *a: problem.function(library, *a), problem.place))

    def prepared(arrays):
        device = [jnp.asarray(a) for a in arrays]
        return lambda: derivative(*device).block_until_ready()

    return prepared


def torch_function(problem):
    """Return a function of arrays that gives the derivative by torch.func."""
    import torch

    torch.set_num_threads(1)
    library = SimpleNamespace(
        softplus=torch.nn.functional.softplus,
        relu=torch.relu,
        tanh=torch.tanh,
        log_softmax=torch.log_softmax,
        solve=torch.linalg.solve,
        logdet=torch.logdet,
    )
    transform = torch.func.grad if problem.order == 1 else torch.func.hessian
    derivative = transform(lambda *a: problem.function(library, *a), argnums=problem.place)

    def prepared(arrays):
        tensors = [torch.from_numpy(np.array(a)) for a in arrays]
        return lambda: derivative(*tensors)

    return prepared


def timings():
    """Time every problem at every size; check that all give the same numbers."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    rows = []
    for problem in PROBLEMS:
        compiled = problem.derivative().compile(*problem.arguments)
        peers = {"jax": jax_function(problem), "torch": torch_function(problem)}
        for size in problem.sizes:
            arrays = problem.sample(size)
            calls = {
                "engine": lambda c=compiled, a=arrays: c(*a),
                "by hand": lambda p=problem, a=arrays: p.by_hand(*a),
                **{name: prepared(arrays) for name, prepared in peers.items()},
            }
            answer = problem.by_hand(*arrays)
            for name, call in calls.items():
                np.testing.assert_allclose(call(), answer, rtol=1e-8, atol=1e-8, err_msg=name)
            times = {name: seconds(call) for name, call in calls.items()}
            rows.append({"problem": problem.name, "order": problem.order, "size": size, **times})
    return rows


def report(rows):
    """Print a line for every problem and size, and the medians."""
    for row in rows:
        ratios = "".join(f"{row[peer] / row['engine']:9.2f}" for peer in PEERS)
        micro = row["engine"] * 1e6
        print(f"{row['order']} {row['problem']:24}{row['size']:5}{micro:11.1f} us{ratios}")
    for order in (1, 2):
        for peer in PEERS:
            ratios = [row[peer] / row["engine"] for row in rows if row["order"] == order]
            least, middle = min(ratios), statistics.median(ratios)
            print(f"order {order}, {peer} / engine: median {middle:.2f}, least {least:.2f}")


if __name__ == "__main__":
    report(timings())
