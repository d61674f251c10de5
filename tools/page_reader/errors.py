"""What can keep a display from being read, or from being true."""


class Unreadable(Exception):
    """The reader does not understand the display, or what it says has no meaning."""


class Wrong(AssertionError):
    """The display is understood, and what it says is not so."""


class Unsettled(Exception):
    """Nothing can be said at this point: a kink, a pole, a value that is not real."""
