"""Submissions that try to get marks, to see what is hidden, or to harm others.

Each is a list of cells: two answers, with helper cells where an attack needs them. What an
attack may earn is what its honest part is worth, and nothing more.
"""

from dataclasses import dataclass, field

import nbformat

RIGHT = "def gradient(A, x):\n    return 2 * A.T @ (A @ x)"
WRONG = "def gradient(A, x):\n    return A.T @ (A @ x)"
SECOND = "answer = [3, 5]"


def master():
    """Return the instructor's notebook: six points for a function, four for a list."""
    cells = [
        _marked(nbformat.v4.new_code_cell(GIVEN), "given", locked=True),
        _marked(nbformat.v4.new_code_cell("# Question 1\ngradient = ..."), "q1", solution=True),
        _marked(nbformat.v4.new_code_cell(TEST_1), "q1-test", grade=True, points=6),
        _marked(nbformat.v4.new_code_cell("# Question 2\nanswer = ..."), "q2", solution=True),
        _marked(nbformat.v4.new_code_cell("print(len(answer))"), "q2-look", locked=True),
        _marked(nbformat.v4.new_code_cell(TEST_2), "q2-test", grade=True, points=4),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return nbformat.v4.new_notebook(cells=cells)


def _marked(cell, name, **marks):
    every = {"schema_version": 3, "grade": False, "solution": False, "locked": False}
    cell.metadata["nbgrader"] = {**every, "grade_id": name, **marks}
    return cell


GIVEN = "import numpy as np\n\nA = np.array([[1.0, 2.0, -1.0], [0.5, 3.0, 4.0]])"
TEST_1 = """
rng = np.random.default_rng(97)
for rows, columns in ((5, 3), (2, 7)):
    M, z = rng.normal(size=(rows, columns)), rng.normal(size=columns)
    got = gradient(M, z)
    assert isinstance(got, np.ndarray), "gradient must return an array"
    assert got.shape == z.shape, "the shape is another"
    assert np.allclose(got, 2 * M.T @ (M @ z), rtol=1e-9), "HIDDEN-SENTENCE-1"
"""
TEST_2 = """
SECRET = "HIDDEN-SENTENCE-2"
assert list(answer) == [3, 5], SECRET
"""


@dataclass
class Attack:
    """A submission: the cells in their order, and what its honest part earns (of 6 and of 4)."""

    first: str = WRONG
    second: str = "answer = [0, 0]"
    honest: tuple[float, float] = (0, 0)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    patch: object = None  # changes the notebook itself

    def notebook(self):
        """Return the notebook that is handed in."""
        book = master()
        book.cells = [cell for cell in book.cells if "test" not in cell.metadata.nbgrader.grade_id]
        book.cells[1].source, book.cells[2].source = self.first, self.second
        book.cells[1:1] = map(nbformat.v4.new_code_cell, self.before)
        book.cells += map(nbformat.v4.new_code_cell, self.after)
        if self.patch:
            self.patch(book)
        return book


ATTACKS = {
    # honest work, before, between and after the others in the batch
    "honest-right": Attack(RIGHT, SECOND, (6, 4)),
    "honest-wrong": Attack(),
    "honest-half": Attack(RIGHT, honest=(6, 0)),
    "syntax-error": Attack("def gradient(A, x:\n    return", SECOND, (0, 4)),
    "crash": Attack(RIGHT, "answer = [3, 5]\n1 / 0", (6, 4)),
    "warning-on-stderr": Attack(
        "import sys, warnings\nwarnings.warn('x')\nprint('e', file=sys.stderr)\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    # time and memory
    "endless-loop": Attack(RIGHT, "answer = [3, 5]\nwhile True: pass", (6, 0)),
    "loop-that-swallows": Attack(
        RIGHT,
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        (6, 0),
    ),
    "loop-ignoring-signals": Attack(
        RIGHT,
        "import signal\nfor s in range(1, 32):\n    try: signal.signal(s, signal.SIG_IGN)\n"
        "    except Exception: pass\nwhile True: pass",
        (6, 0),
    ),
    "function-that-loops": Attack("def gradient(A, x):\n    while True: pass", SECOND, (0, 4)),
    "hang-in-c": Attack(RIGHT, "answer = [3, 5]\n'a' * 10**8 and pow(7, 10**9)", (6, 0)),
    "memory": Attack(
        RIGHT, "answer = [3, 5]\nx = []\nwhile True: x.append(bytearray(10**8))", (6, 4)
    ),
    "regex-bomb": Attack(
        RIGHT, "import re\nanswer = [3, 5]\nre.match('(a+)+$', 'a' * 60 + 'b')", (6, 0)
    ),
    "30-MB-of-print": Attack("for _ in range(300): print('x' * 10**5)\n" + RIGHT, SECOND, (6, 4)),
    "threads-that-spin": Attack(
        "import threading\ndef spin():\n    while True: pass\n"
        "for _ in range(8): threading.Thread(target=spin, daemon=True).start()\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "sleeping-thread-changes-answers": Attack(
        "import threading, time\ndef later():\n    time.sleep(0.5)\n"
        "    globals()['answer'] = [3, 5]\nthreading.Thread(target=later).start()\n" + WRONG,
    ),
    # ending the process, and others'
    "exit": Attack(RIGHT, "answer = [3, 5]\nexit()", (6, 4)),
    "os-exit": Attack(RIGHT, "import os\nanswer = [3, 5]\nos._exit(0)", (6, 0)),
    "abort": Attack(RIGHT, "import ctypes\nanswer = [3, 5]\nctypes.string_at(0)", (6, 0)),
    "kill-parent": Attack("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n" + RIGHT),
    "kill-all": Attack(
        "import os\nfor target in (0, -1, 1, 2):\n    try: os.kill(target, 9)\n"
        "    except Exception: pass\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "tgkill-parent": Attack(
        "import ctypes, os\nlibc = ctypes.CDLL(None)\np = os.getppid()\n"
        "libc.syscall(234, p, p, 9)\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "fork-bomb": Attack("import os\nwhile True: os.fork()\n" + RIGHT),
    "fork-bomb-caught": Attack(
        "import os\nfor _ in range(10**4):\n    try: os.fork()\n    except OSError: pass\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "subprocess": Attack("import subprocess\nsubprocess.Popen(['sleep', '60'])\n" + RIGHT),
    "posix-spawn": Attack(
        "import os\nos.posix_spawn('/usr/bin/sleep', ['sleep', '60'], {})\n" + RIGHT
    ),
    "multiprocessing": Attack(
        "import multiprocessing as m\nm.Process(target=print).start()\n" + RIGHT
    ),
    # lying values
    "lying-eq-list": Attack(
        RIGHT,
        "class L(list):\n    def __eq__(s, o): return True\n    def __iter__(s): return iter([3, 5])\n"
        "answer = L([0, 0])",
        (6, 4),  # iterated it is [3, 5], and so it is handed in
    ),
    "lying-float": Attack(
        "class F(float):\n    __eq__ = __ne__ = __lt__ = lambda s, o: True\n"
        "    def __sub__(s, o): return 0.0\n    __rsub__ = __sub__\ndef gradient(A, x): return F(3)",
    ),
    "lying-array": Attack(
        "import numpy as np\nclass N(np.ndarray):\n    def __sub__(s, o): return s * 0\n"
        "    def __array_ufunc__(s, f, *a, **k): return np.True_\n"
        "def gradient(A, x): return np.zeros_like(x).view(N)",
    ),
    "lying-repr": Attack(
        RIGHT,
        'class I(int):\n    def __repr__(s): return \'3}]}, {"int": "5\'\nanswer = [I(0), I(0)]',
        (6, 0),
    ),
    "lying-float-repr": Attack(
        "class F(float):\n    def __repr__(s): return 'nan'\ndef gradient(A, x): return [F(1)] * len(x)",
    ),
    "lying-shape": Attack(
        "class P:\n    shape = (3,)\n    __array_interface__ = {'shape': (3,), 'typestr': '<f8', 'data': (0, False), 'version': 3}\n"
        "def gradient(A, x): return P()",
    ),
    "nan-everywhere": Attack(
        "import numpy as np\ndef gradient(A, x): return np.full_like(x, np.nan)"
    ),
    "objects": Attack("import numpy as np\ndef gradient(A, x): return np.array([None] * len(x))"),
    "deep-list": Attack(RIGHT, "answer = []\nfor _ in range(100000): answer = [answer]", (6, 0)),
    "huge-int": Attack(RIGHT, "answer = [3, 10**100000]", (6, 0)),
    "huge-array": Attack("import numpy as np\ndef gradient(A, x): return np.zeros(10**8)"),
    "cyclic-list": Attack(RIGHT, "answer = [3, 5]\nanswer.append(answer)", (6, 0)),
    "pickle": Attack(
        RIGHT, "class P:\n    def __reduce__(s): return (print, ('x',))\nanswer = P()", (6, 0)
    ),
    # the checker and the libraries
    "patch-allclose": Attack(
        "import numpy as np\nnp.allclose = lambda *a, **k: True\nnp.array_equal = np.allclose\n"
        + WRONG
    ),
    "patch-isinstance": Attack("import builtins\nbuiltins.isinstance = lambda *a: True\n" + WRONG),
    "patch-list": Attack(
        RIGHT, "import builtins\nbuiltins.list = lambda a: [3, 5]\nanswer = [0, 0]", (6, 0)
    ),
    "shadow-names": Attack("np = None\nSECRET = ''\nrng = None\nlist = tuple = None\n" + WRONG),
    "ast-transformer": Attack(
        "import ast\nclass T(ast.NodeTransformer):\n    def visit_Assert(s, n): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(T())\n" + WRONG,
    ),
    "input-transformer": Attack(
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])\n" + WRONG
    ),
    "showtraceback": Attack("get_ipython().showtraceback = lambda *a, **k: None\n" + WRONG),
    "patch-encoder": Attack(
        "import grader.values as v\nv.encode = lambda value: [3, 5]\n" + WRONG,
        # its own code may say that its answer is [3, 5]: that is an answer
        honest=(0, 4),
    ),
    "random-seed": Attack(
        "import numpy as np\nnp.random.default_rng = lambda *a: None\nnp.random.seed = None\n"
        + WRONG
    ),
    "guess-by-call-count": Attack(
        "calls = []\ndef gradient(A, x):\n    calls.append(1)\n    return A.T @ (A @ x) * len(calls)"
    ),
    # speaking with the grader
    "fake-reply": Attack(
        'import os\nfor fd in range(3, 64):\n    try: os.write(fd, b\'{"mark": {"points": 6}}\\n\')\n'
        "    except OSError: pass\n" + WRONG,
    ),
    "fake-reply-then-answer": Attack(
        "import os, json\nreply = json.dumps({'value': [3, 5], 'output': ''})\n"
        "for fd in range(3, 64):\n    try: os.write(fd, reply.encode() + b'\\n')\n    except OSError: pass\n"
        + WRONG,
        "answer = [0, 0]",
        honest=(0, 0),
    ),
    "close-the-channel": Attack("import os\nos.closerange(3, 64)\n" + RIGHT, SECOND, (0, 4)),
    "recursive-json": Attack("import os\nos.write(3, b'[' * 10**6 + b'\\n')\n" + WRONG),
    "fast-flood": Attack("import os\nwhile True:\n    os.write(3, b'x' * 65536)\n" + WRONG),
    # looking around
    "read-source": Attack(
        "import glob, os\nfound = glob.glob('/*') + glob.glob('/*/*.ipynb') + glob.glob('/tmp/**', recursive=True)\nprint(found)\n"
        + RIGHT,
        SECOND,
        (6, 4),
    ),
    "read-environment": Attack("import os\nprint(dict(os.environ))\n" + RIGHT, SECOND, (6, 4)),
    "read-frames": Attack(
        "def gradient(A, x):\n    import sys\n    f = sys._getframe()\n    seen = []\n    while f:\n"
        "        seen.append(str(f.f_locals)[:2000])\n        f = f.f_back\n    print(seen)\n"
        "    return A.T @ (A @ x)",
    ),
    "read-memory": Attack(
        "import gc\nfor o in gc.get_objects():\n    if isinstance(o, str) and 'HIDDEN-' + 'SENTENCE' in o: print(o)\n"
        + WRONG,
    ),
    "read-proc": Attack(
        "for p in ('/proc/1/mem', '/proc/self/mem', '/proc/1/environ', '/proc/1/cmdline'):\n"
        "    try: print(open(p, 'rb').read(100))\n    except OSError as e: print(e)\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "ptrace": Attack(
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "print(libc.ptrace(16, os.getppid(), 0, 0), ctypes.get_errno())\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "process-vm-writev": Attack(
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "print(libc.syscall(311, os.getppid(), 0, 0, 0, 0, 0), ctypes.get_errno())\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "import-mathlib": Attack("import mathlib\n" + RIGHT, SECOND, (0, 4)),
    # files
    "write-files": Attack(
        "import os\nfor p in ('/tmp', '/dev/shm', '/', os.getcwd(), os.path.expanduser('~')):\n"
        "    try:\n        open(p + '/left', 'w').write('x'); print('WROTE', p)\n    except OSError: pass\n"
        + RIGHT,
        SECOND,
        (6, 4),
    ),
    "many-folders": Attack(
        "import os\nfor n in range(10**5):\n    try: os.mkdir(f'/tmp/{n}'); print('MADE')\n"
        "    except OSError: pass\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "symlink": Attack(
        "import os\ntry: os.symlink('/etc/passwd', '/tmp/l'); print('LINKED')\nexcept OSError: pass\n"
        + RIGHT,
        SECOND,
        (6, 4),
    ),
    "memfd": Attack(
        "import os\ntry: os.memfd_create('x'); print('MADE')\nexcept OSError: pass\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "delete": Attack(
        "import shutil\nfor p in ('/tmp', '/usr', '/'): shutil.rmtree(p, ignore_errors=True)\n"
        + RIGHT,
        SECOND,
        (6, 4),
    ),
    "truncate": Attack(
        "import os, sys\nfor p in (sys.executable, os.__file__):\n    try: os.truncate(p, 0); print('CUT')\n"
        "    except OSError: pass\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    # the network
    "tcp": Attack(
        "import socket\ntry: socket.create_connection(('127.0.0.1', 22), 1); print('OUT')\n"
        "except OSError: pass\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "udp": Attack(
        "import socket\ntry: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53)); print('OUT')\n"
        "except OSError: pass\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "abstract-socket": Attack(
        "import socket\ntry: socket.socket(socket.AF_UNIX).bind('\\0left'); print('BOUND')\n"
        "except OSError: pass\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    # the kernel's doors
    "new-namespace": Attack(
        "import ctypes\nlibc = ctypes.CDLL(None)\nprint('NS', libc.unshare(0x10000000))\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    "raise-limits": Attack(
        "import resource\nfor r in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE):\n"
        "    try: resource.setrlimit(r, (-1, -1)); print('RAISED')\n    except (OSError, ValueError): pass\n"
        + RIGHT,
        SECOND,
        (6, 4),
    ),
    "poison-the-warm-process": Attack(
        "import builtins, numpy as np\nbuiltins.POISON = True\nnp.POISON = True\nnp.ones = None\n"
        "import grader.inside\n" + WRONG
    ),
    "see-the-poison": Attack(
        "import builtins, numpy as np\nassert not hasattr(builtins, 'POISON')\n"
        "assert not hasattr(np, 'POISON')\nnp.ones(3)\n" + RIGHT,
        SECOND,
        (6, 4),
    ),
    # the notebook itself
    "helper-cell": Attack(
        "def gradient(A, x):\n    return twice(A.T @ (A @ x))",
        SECOND,
        (6, 4),
        before=["def twice(v):\n    return 2 * v"],
    ),
    "variable-reused-later": Attack(RIGHT, "gradient = None\nanswer = [3, 5]", (6, 4)),
    "answers-in-a-later-cell": Attack(  # after the second answer, and before its test
        WRONG, honest=(0, 4), after=["def gradient(A, x): return 2 * A.T @ (A @ x)", SECOND]
    ),
}

#: Right, wrong, broken and hostile work that is quickly graded, to make a class of.
QUICK = ("honest-right", "honest-wrong", "honest-half", "crash", "patch-allclose", "lying-float")
