"""Set up the book's environment in `.venv`, or say in a plain sentence what is missing.

`make setup` calls it with whatever Python there is, so it uses the standard library alone. The
packages come from the hashed lock: by uv where that is installed, by pip otherwise.
"""

import os
import shutil
import subprocess
import sys

import jsxgraph

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCK = os.path.join(ROOT, "requirements-dev.txt")
ENVIRONMENT = os.path.join(ROOT, ".venv")
SCRIPTS, SUFFIX = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
PYTHON = os.path.join(ENVIRONMENT, SCRIPTS, "python" + SUFFIX)
LOG = os.path.join(ENVIRONMENT, "setup.log")
#: Where uv installs; that it compiles what it installs, once instead of at every start; that it
#: trusts whom this machine trusts. pip does all three by itself.
UV = {"VIRTUAL_ENV": ENVIRONMENT, "UV_COMPILE_BYTECODE": "1", "UV_SYSTEM_CERTS": "1"}
#: What uv, pip and Python's own sockets say when nothing answers.
NETWORK_WORDS = (
    "connection", "connect error", "name resolution", "nodename nor servname", "dns error",
    "failed to fetch", "no matching distribution", "error sending request", "timed out", "proxy",
)  # fmt: skip


def main():
    """Set up the environment."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"This book needs Python 3.11 or newer, but {sys.executable} is {found}. "
            "Install a newer one, or name it: make setup PYTHON=python3.12"
        )
    uv = shutil.which("uv")
    try:
        prepare(uv)
        install(uv)
        jsxgraph.main()
    except Failure as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit("Interrupted. Run `make setup` again to go on.")
    open(os.path.join(ENVIRONMENT, "stamp"), "w").close()


def prepare(uv):
    """Make the environment, unless there is one that works."""
    installer_works = uv or succeeds([PYTHON, "-m", "pip", "--version"])
    if not succeeds([PYTHON, "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"]):
        options = ["--without-pip"] if uv else []
        run([sys.executable, "-m", "venv", "--clear", *options, ENVIRONMENT])
    elif not installer_works:
        run([PYTHON, "-m", "ensurepip"])


def install(uv):
    """Install what the lock names, then mathlib from this tree, and nothing else."""
    tool = [uv, "pip"] if uv else [PYTHON, "-m", "pip"]
    print(f"Installing the locked packages into .venv with {'uv' if uv else 'pip'}.", flush=True)
    run([*tool, "install", "--require-hashes", "--requirement", LOCK])
    run([*tool, "install", "--no-deps", "--no-build-isolation", "--editable", ROOT])


class Failure(Exception):
    """Something is missing; the message says what, and what to do."""


def run(command):
    """Run a command with its output in the log; raise Failure in a plain sentence."""
    try:
        answer = subprocess.run(
            command,
            env={**os.environ, **UV},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise Failure(f"{command[0]} could not be started: {error.strerror}.") from error
    if os.path.isdir(ENVIRONMENT):
        with open(LOG, "a", encoding="utf-8") as log:
            print(*command, answer.stdout, sep="\n", file=log)
    if answer.returncode:
        raise Failure(explain(answer.stdout))


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
    return f"The packages could not be installed: {last[0]} (The whole story: {LOG})"


def succeeds(command):
    """Tell whether a command runs and exits with 0."""
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    main()
