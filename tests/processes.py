"""A program run in processes of its own, where only what it is given decides what it prints."""

import subprocess
import sys


def printed(script, *options, **environment):
    """Return what a script prints in two processes whose hashes differ: one text if it is fixed."""
    command = [sys.executable, *options, "-c", script]
    environment = {"PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1", **environment}
    return {
        subprocess.run(
            command,
            env={"PYTHONHASHSEED": seed, **environment},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
