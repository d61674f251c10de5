"""Starts the sandbox in which students' cells run, and speaks with the processes in it."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader import confinement, values

MEMORY = 3 << 30  # bytes of address space for a submission
PROCESSOR_SECONDS = 60  # for a submission
CELL_SECONDS = 10.0  # by the clock, for a cell or one call of a function
HERE = Path(__file__).resolve().parent

ENDED = {
    "time": f"{{what}} took longer than {CELL_SECONDS:g} s and was stopped",
    "size": f"{{what}} gives more than {values.MAX_BYTES >> 20} MB",
    "broken": "what {what} gives cannot be read",
    "ended": "Python ended while {what} ran (exit, or more memory than is allowed)",
}


class NoSandbox(RuntimeError):
    """There is no sandbox here, or the grader must not run as it does."""


class StudentError(Exception):
    """The student's code failed; the text is for the student.

    `lost` says that the process is gone, and with it all that its cells had defined.
    """

    def __init__(self, said: str, output: str = "", lost: bool = False) -> None:
        super().__init__(said)
        self.output, self.lost = output, lost


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


def hidden_packages(names: Iterable[str], folders: Iterable[Path]) -> list[Path]:
    """Return where packages lie that would be seen inside, and must not be."""
    places = []
    for name in names:
        spec = importlib.util.find_spec(name)
        for place in (spec.submodule_search_locations or []) if spec else []:
            if any(Path(place).resolve().is_relative_to(folder) for folder in folders):
                places.append(Path(place).resolve())
    return places


def command(hidden: Iterable[str], wire: int, limits: dict, sandboxed: bool) -> list[str]:
    """Write the command that starts the warm process, inside bubblewrap unless told otherwise."""
    start = [sys.executable, "-I", str(HERE / "inside.py"), str(wire), json.dumps(limits)]
    if not sandboxed:
        return start
    import matplotlib

    folders = read_only_folders()
    line = [
        bubblewrap(),
        "--unshare-user",
        "--disable-userns",
        "--unshare-all",
        "--cap-drop",
        "ALL",
    ]
    line += ["--die-with-parent", "--new-session", "--clearenv", "--dev", "/dev", "--tmpfs", "/tmp"]
    for folder in folders:
        line += ["--ro-bind", str(folder), str(folder)]
    for package in hidden_packages(hidden, folders):
        line += ["--tmpfs", str(package)]
    line += ["--ro-bind", str(HERE), str(HERE)]
    line += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]  # by it libraries are found
    for fonts in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        line += ["--ro-bind", str(fonts), f"/tmp/matplotlib/{fonts.name}"]  # else listed anew
    for name, value in (
        ("HOME", "/tmp"), ("MPLCONFIGDIR", "/tmp/matplotlib"), ("IPYTHONDIR", "/tmp/ipython"),
        ("OPENBLAS_NUM_THREADS", "1"), ("OMP_NUM_THREADS", "1"), ("PATH", "/usr/bin:/bin"),
        ("LANG", "C.UTF-8"),
    ):  # fmt: skip
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
        """Start the warm process, and wait until it has imported what it needs."""
        self.owner = os.getpid()
        self.control, theirs = socket.socketpair()
        limits = {"memory": MEMORY, "seconds": PROCESSOR_SECONDS}
        line = command(self.hidden, theirs.fileno(), limits, self.sandboxed)
        with theirs:
            self.process = subprocess.Popen(
                line,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        if self.control.recv(6) != b"ready\n":
            said = self.process.communicate()[1].decode(errors="replace").strip().splitlines()
            raise NoSandbox(
                f"The sandbox does not start: {said[-1] if said else 'it says nothing'}"
            )

    def student(self) -> Student:
        """Begin a new process for a student's code; the one before is ended."""
        if self.process is not None and not self.reused:
            self.close()
        if self.process is None:
            self.start()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.control, [b"b"], [theirs.fileno()])
            except OSError:  # the warm process has died: another one takes its place
                self.close()
                self.start()
                socket.send_fds(self.control, [b"b"], [theirs.fileno()])
        return Student(ours, self)

    def end_student(self) -> None:
        """Kill the student's process."""
        with contextlib.suppress(OSError):
            self.control.sendall(b"e")

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
    """The process in which one submission's cells run; every reply is taken for a lie."""

    def __init__(self, channel: socket.socket, sandbox: Sandbox) -> None:
        self.channel, self.sandbox = channel, sandbox
        self.unread = b""
        self.alive = True

    def run(self, source: str, seconds: float = CELL_SECONDS) -> str:
        """Run a cell and return what it printed."""
        return str(self._ask({"run": source}, seconds)[1])

    def value(self, name: str) -> Any:
        """Fetch the plain value that bears a name; a function comes as one that can be called.

        Raises
        ------
        StudentError
            If there is no such name, or its value is none that can be handed in.
        """
        reply, output = self._ask({"value": name}, CELL_SECONDS)
        if reply.get("function") is True:
            return lambda *arguments: self.call(name, *arguments)
        return self._decoded(reply, name, output)

    def call(self, name: str, *arguments: Any) -> Any:
        """Call the student's function on plain values and return the plain value that comes."""
        request = {"call": name, "arguments": values.encode(list(arguments))}
        reply, output = self._ask(request, CELL_SECONDS)
        return self._decoded(reply, name, output)

    def end(self) -> None:
        """End the process; nothing of it remains."""
        if self.alive:
            self.alive = False
            self.channel.close()
            self.sandbox.end_student()

    def _decoded(self, reply: dict, name: str, output: str) -> Any:
        try:
            return values.decode(reply.get("value"))
        except values.NotPlain as error:
            raise StudentError(f"{name}: {error}", output) from None

    def _ask(self, request: dict, seconds: float) -> tuple[dict, str]:
        if not self.alive:
            raise StudentError("the Python process has ended", lost=True)
        self.called = request.get("call", request.get("value"))
        deadline = time.monotonic() + seconds
        try:
            self._send(json.dumps(request).encode() + b"\n", deadline)
            reply = json.loads(self._line(deadline))
        except (ValueError, RecursionError):
            reply = None
        if not isinstance(reply, dict):
            raise self._lost("broken")
        output = str(reply.get("output", ""))[:8000]
        if "error" in reply:
            raise StudentError(str(reply["error"])[:700], output)
        return reply, output

    def _send(self, data: bytes, deadline: float) -> None:
        while data:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([], [self.channel], [], left)[1]:
                raise self._lost("time")
            try:
                data = data[self.channel.send(data, socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                continue
            except OSError:
                raise self._lost("ended") from None

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self.unread:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.channel], [], [], left)[0]:
                raise self._lost("time")
            try:
                received = self.channel.recv(1 << 16)
            except OSError:
                received = b""
            if not received:
                raise self._lost("ended")
            self.unread += received
            if len(self.unread) > values.MAX_BYTES:
                raise self._lost("size")
        line, self.unread = self.unread.split(b"\n", 1)
        return line

    def _lost(self, why: str) -> StudentError:
        self.end()
        what = f"{self.called}()" if self.called else "this cell"
        lost = "" if self.called else "; what this cell defined is lost"
        return StudentError(ENDED[why].format(what=what) + lost, lost=True)
