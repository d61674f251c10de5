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


def medians(calls):
    """Return the median time of each call; they take turns, so that a busy moment hits all."""
    numbers = {name: repetitions(call) for name, call in calls.items()}
    times = {name: [] for name in calls}
    for _ in range(REPEATS):
        for name, call in calls.items():
            times[name].append(timeit.timeit(call, number=numbers[name]) / numbers[name])
    return {name: statistics.median(taken) for name, taken in times.items()}


def repetitions(call):
    """Return how often to call so that it takes about 10 ms."""
    number = 1
    while (taken := timeit.timeit(call, number=number)) < 0.01:
        number *= 4 if taken < 0.003 else 2
    return number


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


def evaluating():
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
            row = {"problem": problem.name, "order": problem.order, "size": size}
            rows.append(row | medians(calls))
    return rows
