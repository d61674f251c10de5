"""Interrupt `make setup` at random moments, and see whether the next `make book` mends it.

    python -m tools.interruptions pip 20        twenty times with pip; minutes each
    python -m tools.interruptions uv 20         the same with uv, which must be installed

Not a part of `make test`, for it takes an hour with pip. Each trial works on a copy of this tree:
it begins with no environment, or with one whose lock has changed; it sends a signal to all that
`make setup` started, as Ctrl-C, a closed window, or a machine that goes down would; then
`make book` must end well, and every file that a package says it brought must be there.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.notebooks import ROOT
from tools.setup import PYTHON

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", "_build", ".pytest_cache", ".hypothesis")
#: Prints the files that the installed packages name in their records, and that are not there.
MISSING = """
from importlib.metadata import distributions
for distribution in distributions():
    for file in distribution.files or ():
        if not file.locate().exists() and file.suffix != ".pyc":
            print(file)
"""


def main():
    """Run the trials and return how many trees could not be mended."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("installer", choices=["pip", "uv"])
    parser.add_argument("trials", type=int)
    parser.add_argument("--seed", type=int, default=time.time_ns())
    options = parser.parse_args()
    rng = random.Random(options.seed)
    environment = os.environ | {"PATH": path_with(options.installer)}
    print(
        f"{options.trials} interruptions with {options.installer}, seed {options.seed}", flush=True
    )
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "book"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        # How long each way of setting up takes; a machine that is less busy later is quicker.
        whole = dict.fromkeys(["no environment", "another lock"], timed_setup(tree, environment))
        broken = []
        for number in range(1, options.trials + 1):
            before = "no environment" if rng.random() < 0.75 else "another lock"
            prepare(tree, before, number)
            moment, sent = rng.uniform(0, whole[before]), rng.choice(SIGNALS)
            done = timed_setup(tree, environment, moment, sent)
            whole[before] = min(whole[before], done or whole[before])
            complaint = left_broken(tree, environment)
            broken += [number] if complaint else []
            how = (
                f"interrupted by {sent.name} after {moment:.1f} s"
                if not done
                else "not interrupted"
            )
            print(f"{number}: {before}, {how}: {complaint or 'mended'}", flush=True)
    print(f"Trees that the next make book could not mend: {len(broken)} of {options.trials}")
    return len(broken)


def path_with(installer):
    """Return the search path with this installer, and without the other."""
    folders = os.environ["PATH"].split(os.pathsep)
    if installer == "uv" and not shutil.which("uv"):
        sys.exit("uv is not installed: pip install uv")
    if installer == "pip":
        folders = [folder for folder in folders if not shutil.which("uv", path=folder)]
    return os.pathsep.join(folders)


def prepare(tree, before, number):
    """Take the environment away, or change its lock."""
    if before == "no environment":
        shutil.rmtree(tree / ".venv", ignore_errors=True)
    else:
        with open(tree / "requirements-dev.txt", "a", encoding="utf-8") as lock:
            lock.write(f"# trial {number}\n")


def timed_setup(tree, environment, moment=None, sent=None):
    """Set up, and return the seconds it took; None if a signal was sent at that moment, before."""
    begin = time.monotonic()
    process = subprocess.Popen(
        ["make", "setup"], cwd=tree, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, sent)
        process.wait()
        return None
    return time.monotonic() - begin


def left_broken(tree, environment):
    """Say what the next `make book` did not mend; nothing if the book is built and all is there."""
    built = subprocess.run(["make", "book"], cwd=tree, env=environment, capture_output=True)
    if built.returncode:
        return f"NOT MENDED\n{built.stderr.decode()}"
    python = tree / Path(PYTHON).relative_to(ROOT)
    look = subprocess.run([python, "-I", "-c", MISSING], capture_output=True, text=True)
    return f"NOT MENDED\n{look.stdout}{look.stderr}" if look.returncode or look.stdout else ""


if __name__ == "__main__":
    sys.exit(main())
