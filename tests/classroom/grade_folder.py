"""Grades a folder of submissions and prints the results; runs as an ordinary user."""

import argparse
import json
from pathlib import Path

from classroom.marks import grade_class

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--scheduler")
    given = parser.parse_args()
    paths = sorted((given.folder / "submitted").glob("*.ipynb"))
    graded = grade_class(
        given.folder / "master.ipynb",
        {path.stem: path for path in paths},
        given.folder / "results",
        {"hidden": ["mathlib"]},
        given.workers,
        given.scheduler,
    )
    print(json.dumps(dict(graded)))
