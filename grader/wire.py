"""Messages between two processes: one JSON value a line, each with a deadline.

The other end is trusted with nothing: it may say too much, too slowly, or what is no JSON.
"""

from __future__ import annotations

import json
import socket
import time
from typing import Any

from grader.values import MAX_BYTES


class Wire:
    """One end of a socket."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel, self.unread = channel, b""

    def send(self, message: Any, seconds: float | None = None) -> None:
        """Send a message, in so many seconds or with a `TimeoutError`."""
        self.channel.settimeout(seconds)
        self.channel.sendall(json.dumps(message).encode() + b"\n")

    def receive(self, seconds: float) -> Any:
        """Return the next message.

        Raises
        ------
        TimeoutError
            If it has not come as a whole in so many seconds.
        OverflowError
            If it is longer than `values.MAX_BYTES`.
        EOFError, OSError
            If the other end is closed.
        ValueError, RecursionError
            If it is no JSON.
        """
        deadline = time.monotonic() + seconds
        while b"\n" not in self.unread:
            if (left := deadline - time.monotonic()) <= 0:
                raise TimeoutError
            self.channel.settimeout(left)
            received = self.channel.recv(1 << 16)
            if not received:
                raise EOFError
            self.unread += received
            if len(self.unread) > MAX_BYTES:
                raise OverflowError
        line, self.unread = self.unread.split(b"\n", 1)
        return json.loads(line)
