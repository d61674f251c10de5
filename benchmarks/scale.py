"""A thousand submissions on two Dask workers, one of which is killed half-way.

Run by ``make bench-scale``, with another number as ``SUBMISSIONS=100``. The same class is first
graded one after another; the marks must be equal. CPU seconds are those of all processes, memory is
the most that all of them held at a time (shared pages counted once).
"""

import json
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
from grading_attacks import ATTACKS, QUICK, master
from ordinary_user import ROOT, start


def hand_in(folder, size):
    """Write a class's submissions: right, wrong, broken and hostile ones in turn."""
    (folder / "submitted").mkdir()
    nbformat.write(master(), folder / "master.ipynb")
    for number in range(size):
        name = QUICK[number % len(QUICK)]
        path = folder / "submitted" / f"s{number:04}-{name}.ipynb"
        nbformat.write(ATTACKS[name].notebook(), path)


def held(root):
    """Return the bytes that a process and all that it has started hold."""
    parents, total = {}, 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
            )
        except OSError:
            continue
    for number in parents:
        above = number
        while above not in (0, root):
            above = parents.get(above, 0)
        if above == root:
            try:
                lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return total


def measured(script, folder):
    """Run a script on the folder; return what it printed, and wall, CPU and memory."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = start([str(ROOT / "tests" / "classroom" / script), str(folder)], folder)
    most = [0]

    def watch():
        while process.poll() is None:
            most[0] = max(most[0], held(process.pid))
            time.sleep(2)

    watching = threading.Thread(target=watch)
    watching.start()
    output, error = process.communicate()
    watching.join()
    assert process.returncode == 0, error
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{script}: {time.monotonic() - begun:.0f} s by the clock, {spent:.0f} CPU s, "
        f"{most[0] / 2**20:.0f} MB",
        flush=True,
    )
    return json.loads(output)


def main(size):
    """Grade twice and compare."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        hand_in(folder, size)
        alone = {
            student: [question["points"] for question in result["questions"]]
            for student, result in measured("grade_folder.py", folder).items()
        }
        for path in (folder / "results").glob("*"):
            path.unlink()
        found = measured("grade_with_a_loss.py", folder)
    right = sum(found["points"].get(student) == points for student, points in alone.items())
    print(f"{right} of {size} marks are those of grading one after another")
    print(f"{size - len(found['points'])} lost, {found['handed over twice']} handed over twice")
    print(f"{found['graded'] - found['submissions']} graded again, for their worker was killed")


if __name__ == "__main__":
    main(int(sys.argv[1]))
