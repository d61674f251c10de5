"""A place in a row of signs, and the moves from there."""

from __future__ import annotations

from mathlib.reading.tokens import Token, UnreadableError

END = Token("end", "", True)


class Signs:
    """Signs that are read from left to right."""

    def __init__(self, signs: list[Token]):
        """Begin with the first."""
        self.signs, self.place = signs, 0

    @property
    def next(self) -> Token:
        """The sign that is read next."""
        return self.signs[self.place] if self.place < len(self.signs) else END

    @property
    def after_next(self) -> Token:
        """The sign behind it."""
        return self.signs[self.place + 1] if self.place + 1 < len(self.signs) else END

    def rest(self) -> str:
        """Return what has not been read."""
        return _text(self.signs[self.place :])

    def read(self) -> str:
        """Return what has been read."""
        return _text(self.signs[: self.place])

    def take(self, *texts: str) -> str:
        """Take the next sign if it is one of these, and return it, else an empty text."""
        if self.next.kind == "sign" and self.next.text in texts:
            self.place += 1
            return self.signs[self.place - 1].text
        return ""

    def demand(self, text: str, what: str) -> None:
        """Take a sign that must come."""
        if not self.take(text):
            raise UnreadableError(
                f"{what} is not closed: {text!r} is missing after {self.read()!r}"
            )

    def space_after(self, place: int) -> bool:
        """Say whether the sign at a place is the last one, or a space follows it."""
        return place + 1 >= len(self.signs) or self.signs[place + 1].spaced


def _text(signs: list[Token]) -> str:
    return "".join(" " * sign.spaced + sign.text for sign in signs).strip()
