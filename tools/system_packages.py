"""Install what pip cannot: a program that a target needs, where we may, or say what is missing."""

import os
import shutil
import subprocess


def installed(package, what_for):
    """Install a package of Debian's, if this is a Debian and we may.

    Parameters
    ----------
    package : str
        Its name.
    what_for : str
        What is said while it is done.

    Returns
    -------
    bool
        Whether it was installed.
    """
    if not shutil.which("apt-get"):
        return False
    administrator = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if administrator and not shutil.which("sudo"):
        return False
    print(what_for, flush=True)
    install = ["apt-get", "install", "--yes", "--no-install-recommends", package]
    return all(
        subprocess.run([*administrator, *step], capture_output=True).returncode == 0
        for step in (["apt-get", "update"], install)
    )
