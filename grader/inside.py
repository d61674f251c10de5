"""Runs inside the sandbox: a warm process that imports once, and one child for each submission.

The warm process holds nothing secret. It is told on its control socket to begin with a submission
(and is given that submission's socket), to end it, and nothing else; no student's code runs in it.
The child confines itself, then does what it is asked: run a cell, hand over a value, call a
function.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import signal
import socket
import sys
import traceback
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot
import numpy as np
import sympy
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from grader import confinement, values

OUTPUT_KEPT = 8000  # characters of what a cell prints


class Shell(InteractiveShell):
    """IPython without a history on disk and without printing tracebacks."""

    def showtraceback(self, *_: Any, **__: Any) -> None:
        """Print nothing: the error is handed over with the answer."""

    showsyntaxerror = showtraceback


class Kept(io.StringIO):
    """Keeps the first characters that are written, and forgets the rest."""

    def write(self, text: str) -> int:
        """Keep what there is room for, and say that all was written."""
        room = OUTPUT_KEPT - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


def make_shell() -> Shell:
    """Make the shell, and use once what takes long the first time."""
    history = {"enabled": False, "hist_file": ":memory:"}
    shell = Shell.instance(config=Config({"HistoryManager": history}))
    with contextlib.redirect_stdout(Kept()):
        shell.run_cell("import numpy as np\nimport sympy as sp\n1 + 1", silent=True)
        sympy.simplify(sympy.sin(sympy.Symbol("x")) ** 2 + 1)
    np.linalg.inv(np.eye(3))
    shell.reset(new_session=True)
    return shell


def answer(shell: Shell, request: dict) -> dict:
    """Do what is asked and return what came of it."""
    if "run" in request:
        outcome = shell.run_cell(request["run"], silent=True)
        error = outcome.error_before_exec or outcome.error_in_exec
        if error is not None:
            raise error
        return {}
    name = request.get("value", request.get("call"))
    if name not in shell.user_ns:
        raise NameError(f"name '{name}' is not defined")
    value = shell.user_ns[name]
    if "call" in request:
        return {"value": values.encode(value(*values.decode(request["arguments"])))}
    if callable(value):
        return {"function": True}
    return {"value": values.encode(value)}


def sentence_of(error: BaseException) -> str:
    """Return the error as Python says it, and the line of the cell where it arose."""
    said = f"{type(error).__name__}: {error}"[:500]
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f for f in frames if "ipykernel" in f.filename or "<ipython" in f.filename]
    if lines and lines[-1].line:
        said += f" (line {lines[-1].lineno}: {lines[-1].line[:100]})"
    if isinstance(error, PermissionError):
        said += ". While it is graded, code writes no files, starts no programs and has no network."
    return said


def serve(channel: socket.socket, shell: Shell) -> None:
    """Answer the grader's requests until it closes the channel."""
    with channel.makefile("rwb") as stream:
        for line in stream:
            printed = Kept()
            try:
                with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                    reply = answer(shell, json.loads(line))
            except BaseException as error:  # SystemExit and KeyboardInterrupt are a student's too
                reply = {"error": sentence_of(error)}
            reply["output"] = printed.getvalue()
            stream.write(json.dumps(reply).encode() + b"\n")
            stream.flush()


def begin(channel: int, shell: Shell, limits: dict) -> None:
    """In the child: keep one socket, confine, serve, end without returning."""
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.dup2(channel, 3)
        os.closerange(4, 4096)
        confinement.confine(**limits)
        serve(socket.socket(fileno=3), shell)
    finally:
        os._exit(0)


def main(control: socket.socket, limits: dict) -> None:
    """Fork a child for every submission; the one before is killed first."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # or a child would vanish before it is waited for
    shell = make_shell()
    gc.collect()
    gc.freeze()  # or every child's collector walks, and so copies, all that was imported
    control.sendall(b"ready\n")
    child = 0
    while True:
        word, handed, _, _ = socket.recv_fds(control, 1, 1)
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            child = 0
        if not word:
            break
        for channel in handed:
            child = os.fork()
            if not child:
                begin(channel, shell, limits)
            os.close(channel)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), json.loads(sys.argv[2]))
