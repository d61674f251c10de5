"""Takes in what students handed in: a folder, or a ZIP from a learning platform.

Every platform names files in its own way, so a file belongs to the student whose id or name its
path bears. What belongs to nobody, or to two, is listed and left alone.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from classroom.course import Course, CourseError, Student
from classroom.marks import write_whole
from grader.notebooks import MAX_BYTES

MAX_FILES = 20_000
LINK = "a link or a folder; not taken in."
TOO_LARGE = f"more than {MAX_BYTES >> 20} MB; clear its outputs before it is taken in."


@dataclass
class Collected:
    """What was taken in, and remarks on what was not."""

    students: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def collect(course: Course, name: str, source: Path) -> Collected:
    """Take in the notebooks in a folder or a ZIP; later ones of a student replace earlier ones.

    Raises
    ------
    CourseError
        If `source` is neither, or the class is empty.
    """
    course.source(name)
    roster = course.roster()
    if not roster:
        raise CourseError(
            "roster.csv is empty. Put a line for each student into it: "
            "id,first_name,last_name,email"
        )
    collected = Collected()
    for path, content in _notebooks(source, collected.remarks):
        owners = owners_of(path, roster)
        if len(owners) != 1:
            whose = f"could be of {_some(owners)}" if owners else "bears no student's id or name"
            collected.remarks.append(f"{path}: {whose}; not taken in.")
            continue
        (owner,) = owners
        if owner in collected.students:
            collected.remarks.append(f"{path}: {owner} has handed in twice; this one counts.")
        else:
            collected.students.append(owner)
        place = course.folder / "submitted" / owner / name / f"{name}.ipynb"
        write_whole(place, content)
    for student in roster:
        if student not in collected.students:
            collected.remarks.append(f"{student} has handed in nothing.")
    return collected


def _some(students: list[str]) -> str:
    """List a few students, and say how many more there are."""
    shown, others = ", ".join(students[:3]), len(students) - 3
    return f"{shown} and {others} more" if others > 0 else shown


def owners_of(path: str, roster: Mapping[str, Student]) -> list[str]:
    """Return the students to whom a path can belong: by parts that are an id or a name.

    The platform writes one part and the student another, so parts of two students are of two.
    """
    parts = [
        PurePosixPath(part).stem if part.endswith(".ipynb") else part for part in path.split("/")
    ]
    pieces = {piece for part in parts for piece in (part, *part.split("_"))}
    words = {word.lower() for piece in pieces for word in (piece, *piece.split())}
    plain = {_letters(word) for word in words} - {""}
    by_id = {student for student in roster if student.lower() in words}
    by_name: dict[str, set[str]] = {}
    for known in roster.values():
        for name in plain & _as_platforms_write(known) if known.last_name else ():
            by_name.setdefault(name, set()).add(known.id)
    # An id decides between two of one name, and never against a name.
    owners = by_id.union(*(named for named in by_name.values() if not named & by_id))
    return [student for student in roster if student in owners]


def _as_platforms_write(student: Student) -> set[str]:
    """Return a student's name as Moodle (first, last) and Canvas (last, first) write it."""
    first, last = _letters(student.first_name), _letters(student.last_name)
    return {first + last, last + first}


def _letters(text: str) -> str:
    """Return the letters and digits of a name, in any script, without accents, spaces and case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text.casefold())))


def _notebooks(source: Path, remarks: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of every notebook in a folder or a ZIP."""
    if source.is_dir():
        yield from _in_folder(source, remarks)
    elif zipfile.is_zipfile(source):
        yield from _in_zip(source, remarks)
    else:
        raise CourseError(f"{source} is neither a folder nor a ZIP file.")


def _in_folder(source: Path, remarks: list[str]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(source.rglob("*.ipynb")):
        name = path.relative_to(source).as_posix()
        if ".ipynb_checkpoints" in path.parts:
            continue
        try:  # what is looked at is what is read, also if the file is exchanged meanwhile
            with open(path, "rb", opener=_open_no_link) as file:
                regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
                content = file.read(MAX_BYTES + 1) if regular else b""
        except OSError as error:
            other = error.errno in (errno.ELOOP, errno.EISDIR)
            remarks.append(f"{name}: {LINK if other else f'cannot be read ({error.strerror}).'}")
            continue
        if not regular:
            remarks.append(f"{name}: {LINK}")
        elif len(content) > MAX_BYTES:
            remarks.append(f"{name}: {TOO_LARGE}")
        else:
            yield name, content


def _open_no_link(path: str, flags: int) -> int:
    """Open a file, not what a link leads to, and do not wait for who writes into a pipe."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _in_zip(source: Path, remarks: list[str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(source) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_FILES:
            raise CourseError(f"{source.name} holds {len(entries)} files, more than {MAX_FILES}.")
        for entry in entries:
            name = entry.filename
            if entry.is_dir() or not name.endswith(".ipynb") or ".ipynb_checkpoints" in name:
                if name.endswith(".zip"):
                    remarks.append(f"{name}: a ZIP in the ZIP; unpack it first.")
                continue
            if stat.S_ISLNK(entry.external_attr >> 16):
                remarks.append(f"{name}: a link; not taken in.")
                continue
            try:
                with archive.open(entry) as file:
                    content = file.read(MAX_BYTES + 1)  # the header may lie about the size
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
                remarks.append(f"{name}: cannot be unpacked ({error}).")
                continue
            if len(content) > MAX_BYTES:
                remarks.append(f"{name}: {TOO_LARGE}")
                continue
            yield name, content
