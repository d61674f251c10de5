"""Serve the built book on this machine, and on no other."""

import errno
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from tools.build import INDEX

PORT = 8000


def serve(port):
    """Serve the book until it is interrupted, or say that the port is taken."""
    handler = partial(SimpleHTTPRequestHandler, directory=INDEX.parent)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(
            f"Port {port} is taken by another program. Take another: make serve PORT={port + 1}"
        )
    with server:
        print(f"The book is at http://127.0.0.1:{port}/ until you press Ctrl-C.", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    serve(int(sys.argv[1]) if sys.argv[1:] else PORT)
