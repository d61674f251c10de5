"""Set up the book's environment in `.venv`, or say in a plain sentence what is missing.

Every target of the Makefile asks first whether the environment is ready (``--ready``, run by the
environment's own Python), and calls this with whatever Python there is if it is not. So it uses the
standard library alone. The packages come from the hashed lock: by uv where that is installed, by
pip otherwise.

Nothing of an environment is believed but its stamp, which is written last, after a look at what was
installed, and taken away before anything is changed. It holds what it was made of: where the
environment stands, which Python it has, which packages, which lock. Whatever happened since (an
interruption, a full disk, a Python that is gone, a tree that was moved or copied, another tool that
emptied the folder) shows there, and the environment is made anew: to mend it would be to trust
packages of which half may be missing.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCK = os.path.join(ROOT, "requirements-dev.txt")
ENVIRONMENT = os.path.join(ROOT, ".venv")
SCRIPTS, SUFFIX = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
PYTHON = os.path.join(ENVIRONMENT, SCRIPTS, "python" + SUFFIX)
STAMP = os.path.join(ENVIRONMENT, "stamp")
LOG = os.path.join(ENVIRONMENT, "setup.log")
AGAIN = f"Once that is mended, run make again; if it stays so, delete {ENVIRONMENT} first."
#: The exit codes of ``--ready``: all is well; only the lock is another. Any other: make it anew.
READY, LOCK_CHANGED, UNSOUND = 0, 3, 4
#: That uv compiles what it installs, once instead of at every start, and trusts whom this machine
#: trusts, as pip does by itself; that pip installs here, whatever the settings of a user say.
SETTINGS = {"UV_COMPILE_BYTECODE": "1", "UV_SYSTEM_CERTS": "1", "PIP_USER": "0"}
ELSEWHERE = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "UV_TARGET", "UV_PREFIX", "PYTHONPATH")
#: What uv, pip and Python's own sockets say when nothing answers.
NETWORK_WORDS = (
    "connection", "connect error", "name resolution", "nodename nor servname", "dns error",
    "failed to fetch", "no matching distribution", "error sending request", "timed out", "proxy",
)  # fmt: skip


def main(arguments):
    """Set up the environment, or tell whether that is needed."""
    if arguments == ["--ready"]:
        sys.exit(readiness())
    if arguments == ["--lead"]:
        sys.exit(lead())
    if arguments == ["--stamp"]:
        sys.exit(stamp())
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"This book needs Python 3.11 or newer, but {sys.executable} is {found}. "
            "Install a newer one, or name it: make setup PYTHON=python3.12"
        )
    try:
        set_up(shutil.which("uv"), exactly_this="--this-python" in arguments)
    except Failure as failure:
        sys.exit(str(failure))
    except OSError as error:
        sys.exit(f"The environment could not be written: {error}. {AGAIN}")
    except KeyboardInterrupt:
        sys.exit("Interrupted. Run `make setup` again to go on.")


def set_up(uv, exactly_this=False):
    """Make the environment, or bring it up to a new lock; `exactly_this` Python if one is named."""
    turn = take_turn()
    state = outcome([PYTHON, "-I", __file__, "--ready"])
    if state in (READY, LOCK_CHANGED) and exactly_this and stamped()["python"] != this_python():
        state = UNSOUND
    if state == READY:
        return
    if os.path.lexists(STAMP):  # before anything is changed: who is interrupted must not find it
        os.remove(STAMP)
    if state != LOCK_CHANGED:
        options = ["--without-pip"] if uv else []
        run([sys.executable, "-m", "venv", "--clear", *options, ENVIRONMENT], turn)
    elif not uv and outcome([PYTHON, "-m", "pip", "--version"]):
        run([PYTHON, "-m", "ensurepip"], turn)
    tool = [uv, "pip", "install", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install"]
    print(f"Installing the locked packages into .venv with {'uv' if uv else 'pip'}.", flush=True)
    run([*tool, "--require-hashes", "--requirement", LOCK], turn)
    for last_step in ("--lead", "--stamp"):
        run([PYTHON, "-I", __file__, last_step], turn)


def take_turn():
    """Wait until nobody else sets up or builds here; return the lock's descriptor, if there is one.

    What is started in this turn inherits the lock, so that an installer whose parent was killed
    has ended before the next one clears the folder.
    """
    if not fcntl:
        return None
    turn = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another command is at work in this folder: waiting for it.", flush=True)
        fcntl.flock(turn, fcntl.LOCK_EX)
    except OSError:  # a file system without locks
        os.close(turn)
        return None
    return turn


def lead():
    """Lead the Python that runs this to mathlib in this tree.

    By a relative path: a copied tree leads to its own mathlib, and no sign in the path does harm.
    """
    folder = sysconfig.get_path("purelib")
    with open(os.path.join(folder, "book.pth"), "w", encoding="utf-8") as file:
        file.write(os.path.relpath(ROOT, folder) + "\n")


def readiness():
    """Tell whether the environment whose Python runs this is as its stamp says."""
    try:
        found = stamped()
        sound = (
            found["environment"] == ENVIRONMENT
            and found["python"] == this_python()
            and os.path.samefile(sys.prefix, ENVIRONMENT)
            and set(found["packages"]) <= set(packages())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return UNSOUND
    if not sound:
        return UNSOUND
    return READY if found["lock"] == lock() else LOCK_CHANGED


def stamp():
    """Stamp the environment whose Python runs this, after a look at what was installed."""
    import jupyter_book  # noqa: F401
    import jupyterlab  # noqa: F401
    import nbval  # noqa: F401

    import mathlib

    here = os.path.dirname(os.path.dirname(mathlib.__file__))
    if not os.path.samefile(here, ROOT):
        return f"mathlib comes from {here}, and not from this tree."
    content = {
        "environment": ENVIRONMENT,
        "python": this_python(),
        "packages": packages(),
        "lock": lock(),
    }
    with open(STAMP + ".new", "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
    os.replace(STAMP + ".new", STAMP)  # whole or not at all
    return None


def stamped():
    """Return what the stamp holds."""
    with open(STAMP, encoding="utf-8") as file:
        return json.load(file)


def this_python():
    """Return which Python runs this: its version, and where it is installed."""
    return [sys.version, os.path.realpath(sys.base_prefix)]


def packages():
    """Return what is installed beside the Python that runs this, with the versions."""
    installed = os.listdir(sysconfig.get_path("purelib"))
    return sorted(name for name in installed if name.endswith((".dist-info", ".pth")))


def lock():
    """Return a digest of all that decides what is installed, and how."""
    digest = hashlib.sha256()
    for path in (LOCK, __file__):
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


class Failure(Exception):
    """Something is missing; the message says what, and what to do."""


def run(command, turn=None):
    """Run a command with its output in the log; raise Failure in a plain sentence."""
    kept = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    try:
        answer = subprocess.run(
            command,
            env={**kept, **SETTINGS},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=() if turn is None else (turn,),
        )
    except OSError as error:
        raise Failure(f"{command[0]} could not be started: {error.strerror}.") from error
    note(command, answer.stdout)
    if answer.returncode:
        raise Failure(explain(answer.stdout))


def note(command, output):
    """Write a command and its output into the log; a full disk must not hide what they say."""
    try:
        with open(LOG, "a", encoding="utf-8", errors="replace") as log:
            print(*command, output, sep="\n", file=log)
    except OSError:
        pass


def explain(output):
    """Say in a sentence what a failed command complained of."""
    if "ensurepip" in output:
        return (
            "This Python cannot make environments: its venv module is incomplete. On Debian and "
            "Ubuntu run `apt install python3-venv`, or install uv; then run `make setup` again."
        )
    if any(word in output.lower() for word in NETWORK_WORDS):
        return (
            "The packages could not be fetched from a registry. Check the network and the proxy, "
            f"then run `make setup` again. (The whole story: {LOG})"
        )
    last = output.strip().splitlines()[-1:] or ["no message"]
    return f"The packages could not be installed: {last[0]} (The whole story: {LOG}) {AGAIN}"


def outcome(command):
    """Return the exit code of a command, or None where it cannot be started."""
    try:
        return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode
    except OSError:
        return None


if __name__ == "__main__":
    main(sys.argv[1:])
