"""Starts the sandbox in which students' cells run, and speaks with the processes in it."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader import confinement, values
from grader.wire import Wire

MEMORY = 3 << 30  # bytes of address space for a submission
PROCESSOR_SECONDS = 60  # for a submission
RESTARTS = 3  # of a student's process that ended
CELL_SECONDS = 10.0  # by the clock, for a cell or one call of a function
HERE = Path(__file__).resolve().parent

#: What bubblewrap is told: nothing is shared, no right is kept, all ends with the grader.
ALONE = (
    "--unshare-user --disable-userns --unshare-all --cap-drop ALL --die-with-parent --new-session "
    "--clearenv --dev /dev --tmpfs /tmp"
)
SURROUNDINGS = {
    "HOME": "/tmp", "MPLCONFIGDIR": "/tmp/matplotlib", "IPYTHONDIR": "/tmp/ipython",
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
}  # fmt: skip

#: What a student is told of the process's end, by the error that it shows here.
ENDED = (
    (TimeoutError, f"{{what}} took longer than {CELL_SECONDS:g} s and was stopped"),
    (OverflowError, f"{{what}} gives more than {values.MAX_BYTES >> 20} MB"),
    ((EOFError, OSError), "Python ended while {what} ran (exit, or more memory than is allowed)"),
    (Exception, "what {what} gives cannot be read"),
)


class NoSandbox(RuntimeError):
    """There is no sandbox here, or the grader must not run as it does."""


class StudentError(Exception):
    """The student's code failed; the text is for the student."""

    def __init__(self, said: str, output: str = "") -> None:
        super().__init__(said)
        self.output = output


def refuse_root() -> None:
    """Refuse to grade as root, whose processes the kernel does not limit."""
    if os.geteuid() == 0:
        raise NoSandbox(
            "The grader does not run as root: limits do not bind root, and a slip would cost the "
            "whole machine. Run it as an ordinary user, for instance: sudo -u grader -- COMMAND"
        )


def bubblewrap() -> str:
    """Return the path of bubblewrap, or say how to get it."""
    found = shutil.which("bwrap")
    if not found:
        raise NoSandbox(
            "Submissions run in a sandbox, and bubblewrap, which makes it, is not installed. "
            "Install it (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap). "
            "Only if you know whose code this is, you can go without: "
            '--without-sandbox "I trust these submissions"'
        )
    return found


def read_only_folders() -> list[Path]:
    """List the folders that Python needs; nothing of the course is among them."""
    system = [Path(name) for name in ("/usr", "/bin", "/sbin", "/lib", "/lib64")]
    python = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parents[1]}
    return [folder for folder in (*system, *sorted(python)) if folder.exists()]


def hidden_packages(names: Iterable[str], folders: list[Path]) -> list[Path]:
    """Return where packages lie that would be seen inside, and must not be."""
    specs = [spec for name in names if (spec := importlib.util.find_spec(name))]
    places = [Path(p).resolve() for spec in specs for p in spec.submodule_search_locations or []]
    return [place for place in places if any(place.is_relative_to(f) for f in folders)]


def command(hidden: Iterable[str], wire: int, limits: dict, sandboxed: bool) -> list[str]:
    """Write the command that starts the warm process, inside bubblewrap unless told otherwise."""
    start = [sys.executable, "-I", str(HERE / "inside.py"), str(wire), json.dumps(limits)]
    if not sandboxed:
        return start
    import matplotlib

    folders = read_only_folders()
    line = [bubblewrap(), *ALONE.split()]
    for folder in (*folders, HERE):
        line += ["--ro-bind", str(folder), str(folder)]
    for package in hidden_packages(hidden, folders):
        line += ["--tmpfs", str(package)]
    line += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]  # by it libraries are found
    for fonts in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        line += ["--ro-bind", str(fonts), f"/tmp/matplotlib/{fonts.name}"]  # else listed anew
    for name, value in SURROUNDINGS.items():
        line += ["--setenv", name, value]
    return [*line, "--chdir", "/tmp", "--", *start]


class Sandbox:
    """A warm process in a sandbox, and one student's process at a time beside it.

    Parameters
    ----------
    hidden : iterable of str, optional
        Packages that students' code must not import.
    sandboxed : bool, optional
        False runs the code with limits and filters only, without a file system of its own.
    """

    def __init__(self, hidden: Iterable[str] = (), sandboxed: bool = True) -> None:
        refuse_root()
        self.hidden, self.sandboxed = tuple(hidden), sandboxed
        # Where the kernel cannot keep one process's signals from another, none is used twice.
        self.reused = confinement.landlock_version() >= confinement.LANDLOCK_NEEDED
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start the warm process, end the one before, and wait until it has imported its part."""
        self.close()
        self.owner = os.getpid()
        self.control, theirs = socket.socketpair()
        limits = {"memory": MEMORY, "seconds": PROCESSOR_SECONDS}
        line = command(self.hidden, theirs.fileno(), limits, self.sandboxed)
        with theirs:
            nothing = subprocess.DEVNULL
            self.process = subprocess.Popen(
                line,
                pass_fds=[theirs.fileno()],
                stdin=nothing,
                stdout=nothing,
                stderr=subprocess.PIPE,
            )
        if self.control.recv(6) != b"ready\n":
            said = self.process.communicate()[1].decode(errors="replace").strip().splitlines()
            why = said[-1] if said else "it says nothing"
            raise NoSandbox(f"The sandbox does not start: {why}")

    def begin(self) -> Wire:
        """Begin a new process, end the one before, and return the wire to it."""
        if self.process is None or not self.reused:
            self.start()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.control, [b"b"], [theirs.fileno()])
            except OSError:  # the warm process has died: another one takes its place
                self.start()
                socket.send_fds(self.control, [b"b"], [theirs.fileno()])
        return Wire(ours)

    def close(self) -> None:
        """End the sandbox with all that runs in it; only the process that started it can."""
        if self.process is not None:
            self.control.close()
            if self.owner == os.getpid():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(timeout=2)  # it ends when its control socket is closed
                self.process.kill()
                self.process.communicate()
            self.process = None


class Student:
    """The process in which one submission's cells run; every reply is taken for a lie.

    Where it ended, another one takes its place, and runs again the cells that had run to their end.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox, self.wire, self.alive = sandbox, sandbox.begin(), True
        self.ran: list[str] = []
        self.restarts = 0

    def run(self, source: str) -> str:
        """Run a cell and return what it printed."""
        output = self._ask({"run": source}, "")[1]
        self.ran.append(source)
        return output

    def value(self, name: str) -> Any:
        """Fetch the plain value that bears a name; a function comes as one that can be called.

        Raises
        ------
        StudentError
            If there is no such name, or its value is none that can be handed in.
        """
        reply, output = self._ask({"value": name}, name)
        if reply.get("function") is True:
            return lambda *arguments: self.call(name, *arguments)
        return self._decoded(name, reply, output)

    def call(self, name: str, *arguments: Any) -> Any:
        """Call the student's function on plain values and return the plain value that comes."""
        request = {"call": name, "arguments": values.encode(arguments)}
        return self._decoded(name, *self._ask(request, name))

    def end(self) -> None:
        """End the process; nothing of it remains."""
        if self.alive:
            self.alive = False
            self.wire.channel.close()
            with contextlib.suppress(OSError):
                self.sandbox.control.sendall(b"e")  # then it is killed

    def _live(self) -> None:
        """Begin the process anew if it has ended, but not for ever."""
        if self.alive:
            return
        if self.restarts == RESTARTS:
            raise StudentError("the Python process has ended")
        self.restarts += 1
        self.wire, self.alive = self.sandbox.begin(), True
        for source in self.ran:
            self._ask({"run": source}, "")

    def _decoded(self, name: str, reply: dict, output: str) -> Any:
        try:
            return values.decode(reply.get("value"))
        except values.NotPlain as error:
            raise StudentError(f"{name}: {error}", output) from None

    def _ask(self, request: dict, name: str) -> tuple[dict, str]:
        """Send a request; return the reply and what was printed, or end the process."""
        self._live()
        begun = time.monotonic()
        try:
            self.wire.send(request, CELL_SECONDS)
            reply = self.wire.receive(CELL_SECONDS - (time.monotonic() - begun))
            if not isinstance(reply, dict):
                raise ValueError
        except (OSError, EOFError, OverflowError, ValueError, RecursionError) as error:
            self.end()
            said = next(said for kinds, said in ENDED if isinstance(error, kinds))
            what = f"{name}()" if name else "this cell"
            lost = "" if name else "; what this cell defined is lost"
            raise StudentError(said.format(what=what) + lost) from None
        output = str(reply.get("output", ""))[:8000]
        if "error" in reply:
            raise StudentError(str(reply["error"])[:700], output)
        return reply, output
