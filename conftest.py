"""What pytest needs to run the book's notebooks as a reader does."""

import os

from nbval.kernel import RunningKernel

from tools.notebooks import kernel_environment

os.environ.update(kernel_environment())


def execute(self, source, allow_stdin=None):
    """Send a cell to the kernel, with history.

    nbval asks the kernel to keep none, and without one IPython overlooks the semicolon that
    silences a cell's last line.
    """
    return self.kc.execute(source, allow_stdin=allow_stdin, stop_on_error=False)


RunningKernel.execute_cell_input = execute
