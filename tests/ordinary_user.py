"""Runs a command as an ordinary user, as a grader must be run, also where the tests run as root."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOBODY = 65534

#: Shows these folders to everybody, in a view of the file system that only the command has: root's
#: home is closed to others, and Python or the project may lie in it.
SHOW = """
mkdir -p /mnt && mount -t tmpfs tmpfs /mnt
n=0
for folder in {folders}; do mkdir /mnt/$n && mount --bind "$folder" /mnt/$n; n=$((n+1)); done
for closed in {closed}; do mount -t tmpfs -o mode=755 tmpfs "$closed"; done
n=0
for folder in {folders}; do mkdir -p "$folder"; mount --bind /mnt/$n "$folder"; n=$((n+1)); done
exec setpriv --reuid {user} --regid {user} --clear-groups --inh-caps=-all -- "$@"
"""


def as_ordinary_user(command, home):
    """Return a command line that runs `command` as an ordinary user whose home is `home`."""
    if os.geteuid() != 0:
        return command
    needed = {Path(sys.prefix), Path(sys.base_prefix), ROOT}
    closed = {top for path in needed for top in path.parents if not top.stat().st_mode & 0o001}
    hidden = sorted(str(p) for p in needed if closed & set(p.parents))
    for path in (home, *home.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    script = SHOW.format(
        folders=" ".join(map(shlex.quote, hidden)),
        closed=" ".join(
            shlex.quote(str(top)) for top in sorted(closed, key=lambda p: len(p.parts))
        ),
        user=NOBODY,
    )
    return ["unshare", "--mount", "bash", "-ec", script, "--", *command]


def environment(home):
    """Return the environment in which an ordinary user runs Python."""
    return {
        "HOME": str(home),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        "LANG": "C.UTF-8",
    }


def run(arguments, home, **options):
    """Run Python with these arguments as an ordinary user and return what came of it."""
    line = as_ordinary_user([sys.executable, *arguments], home)
    return subprocess.run(
        line,
        env=environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def start(arguments, home):
    """Start Python with these arguments as an ordinary user, and return the process."""
    return subprocess.Popen(
        as_ordinary_user([sys.executable, *arguments], home),
        env=environment(home),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
