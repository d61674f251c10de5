"""Further attacks on the grader, all but one written before its code was read.

A value that lies stands in an answer. A probe runs before the answers and prints BREACHED if it
reached what it must not reach. A changed notebook lies about itself.
"""

import nbformat
from grading_attacks import RIGHT, SECOND, Attack

#: Answers to the second question that are not [3, 5] and try to pass for it.
LYING_VALUES = {
    "equal-to-all": "class E:\n    __eq__ = lambda s, o: True\nanswer = [E(), E()]",
    "equal-int": "class I(int):\n    __eq__ = lambda s, o: True\nanswer = [I(0), I(0)]",
    "equal-str": "class S(str):\n    __eq__ = lambda s, o: True\nanswer = [S('a'), S('b')]",
    "equal-float": "class F(float):\n    __eq__ = lambda s, o: True\nanswer = (F(0), F(1))",
    "equal-tuple": "class T(tuple):\n    __eq__ = lambda s, o: True\nanswer = T((0, 0))",
    "equal-dict": "class D(dict):\n    __eq__ = lambda s, o: True\nanswer = D(a=1)",
    "equal-array": (
        "class N(np.ndarray):\n    __eq__ = lambda s, o: True\n"
        "    __array_ufunc__ = lambda s, *a, **k: True\nanswer = np.zeros(2).view(N)"
    ),
    "object-array": (
        "class E:\n    __eq__ = lambda s, o: True\nanswer = np.array([E(), E()], dtype=object)"
    ),
    "structured-array": "answer = np.zeros(2, dtype=[('a', 'i4'), ('b', 'f8')])",
    "record-array": "answer = np.rec.array([(3, 5)], dtype=[('a', int), ('b', int)])",
    "masked-array": "answer = np.ma.array([0, 0], mask=[True, True])",
    "dates": "answer = np.array([3, 5], dtype='M8[D]')",
    "nan-payload": (
        "answer = np.array([0x7FF8000000000003, 0xFFF8000000000005], dtype='u8').view('f8')"
    ),
    "class-with-another-name": (
        "class E:\n    __eq__ = lambda s, o: True\n"
        "E.__name__ = E.__qualname__ = 'list'\nE.__module__ = 'builtins'\nanswer = E()"
    ),
    "class-is-list": "class E:\n    __class__ = list\n    __eq__ = lambda s, o: True\nanswer = E()",
    "tagged-like-the-wire": (
        "answer = {'type': 'array', 'kind': 'array', 'dtype': 'O', 'shape': [2], 'data': 'gASVAA'}"
    ),
    "says-it-is-right": "answer = {'ok': True, 'points': 4, 'passed': True, 'score': 4}",
    "says-it-is-a-function": "answer = {'function': 'gradient', '__call__': 'lambda: [3, 5]'}",
    "line-breaks": "answer = '[0]\\n{\"points\": 4}\\n\\x00\\x1e'",
    "half-characters": "answer = ['\\ud800', '\\udfff\\u202e']",
    "very-deep-list": "answer = []\nfor _ in range(100000): answer = [answer]",
    "ring": "answer = []\nanswer.append(answer)",
    "many-names-for-one-list": "answer = [0]\nfor _ in range(60): answer = [answer, answer]",
    "large-array": "answer = np.broadcast_to(np.float64(3), (10**6, 10**6))",
    "endless-empty-array": "answer = np.empty((10**17, 0))",
    "large-integer": "answer = [1 << 10_000_000, 5]",
    "large-text": "answer = 'x' * 300_000_000",
    "sympy-power": (
        "import sympy\n"
        "x = sympy.Integer(9)\n"
        "answer = sympy.Pow(9, sympy.Pow(9, 99, evaluate=False), evaluate=False)"
    ),
    "sympy-name": "import sympy\nanswer = sympy.Symbol('__import__(\"os\").abort()')",
    "sympy-function": (
        "import sympy\nanswer = sympy.Function('__import__(\"os\").abort')(sympy.Symbol('x'))"
    ),
    "sympy-own-class": (
        "import sympy\nclass I(sympy.Integer):\n    __eq__ = lambda s, o: True\n"
        "    __hash__ = sympy.Integer.__hash__\nanswer = [I(3) - 3, I(0)]"
    ),
    "generator": "answer = (x for x in iter(int, 1))",
    "endless-iterator": "class E(list):\n    __iter__ = lambda s: iter(int, 1)\nanswer = E([0, 0])",
    "memory-view": "answer = memoryview(bytearray(8))",
    "raises-when-read": (
        "class E(list):\n    def __iter__(self): raise SystemExit(0)\n"
        "    __len__ = __getitem__ = __repr__ = __iter__\nanswer = E()"
    ),
}

#: What a function for the first question may be that is wrong and tries to pass.
LYING_FUNCTIONS = {
    "returns-equal": "class E:\n    __eq__ = lambda s, o: True\ndef gradient(A, x): return E()",
    "returns-lying-array": (
        "class N(np.ndarray):\n    __array_ufunc__ = lambda s, *a, **k: np.True_\n"
        "    __array_function__ = lambda s, *a, **k: True\n"
        "    shape = property(lambda s: (3,))\ndef gradient(A, x): return x.view(N)"
    ),
    "returns-nan": "def gradient(A, x): return np.full(x.shape, np.nan)",
    "returns-itself": "def gradient(*a): return gradient",
    "proxy-with-attributes": (
        "class G:\n    shape = (3,)\n    __array__ = lambda s, *a: np.zeros(3)\n"
        "    __call__ = lambda s, *a: s\ngradient = G()"
    ),
    "changes-its-arguments": "def gradient(A, x):\n    A[:] = 0\n    x[:] = 0\n    return x",
    "raises-assertion": "def gradient(*a): raise AssertionError('')",
    "raises-system-exit": "def gradient(*a): raise SystemExit(0)",
    "raises-stop": "def gradient(*a): raise StopIteration([3, 5])",
    "raises-lying-error": (
        "class L(Exception):\n    __str__ = lambda s: '\\n{\"points\": 6}\\n' * 9\n"
        "L.__name__ = '<script>alert(1)</script>'\ndef gradient(*a): raise L()"
    ),
    "raises-deep": "def gradient(*a): return gradient(*a)",
    "looks-up-its-caller": (
        "import sys\ndef gradient(A, x):\n    frame, seen = sys._getframe(), ''\n"
        "    while frame:\n        seen += repr(frame.f_locals) + repr(frame.f_code.co_consts)\n"
        "        frame = frame.f_back\n    if 'HIDDEN-SENT' 'ENCE' in seen: print('BREACHED')\n"
        "    return x"
    ),
    "writes-on-every-pipe": (
        "import os\ndef gradient(A, x):\n    for n in range(3, 64):\n"
        '        try: os.write(n, b\'{"points": 6, "ok": true}\\n\' * 9)\n'
        "        except OSError: pass\n    return x"
    ),
    "closes-every-pipe": "import os\ndef gradient(A, x):\n    os.closerange(0, 64)\n    return x",
}

#: What runs before the wrong answers, and tries to read, to change, or to stay.
PROBES = {
    "collected-objects": (
        "import gc\nword = 'HIDDEN-SENT' + 'ENCE'\n"
        "if any(type(o) is dict and any(word in str(v)[:999] for v in "
        "list(o.values()) if type(v) is str)\n"
        "       for o in gc.get_objects()): print('BREACHED')"
    ),
    "own-memory": (
        "try:\n    with open('/proc/self/maps'): print('BREACHED')\nexcept OSError: pass"
    ),
    "parents-environment": (
        "import os\n"
        "print('BREACHED' if any(k in os.environ for k in ('SSH_AUTH_SOCK', 'SUDO_USER')) else '')"
    ),
    "search-the-disk": (
        "import os\nfor top in ('/tmp', '/home', '/root', '/work', '/mnt', "
        "'/var/tmp', '/dev/shm'):\n"
        "    for path, _, names in os.walk(top):\n"
        "        if 'lib/python3' not in path:  # the libraries bring examples of their own\n"
        "            for n in names:\n"
        "                if n.endswith(('.ipynb', '.db', '.toml', '.csv')): print('BREACHED', n)"
    ),
    "import-the-grader": (
        "for name in ('classroom.assignments.jacobian', 'mathlib'):\n"
        "    try: __import__(name); print('BREACHED')\n    except ImportError: pass"
    ),
    "trace-the-parent": (
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "for pid in {os.getppid(), 1, 2} - {0}:\n"
        "    if libc.ptrace(16, pid, 0, 0) == 0: print('BREACHED')"
    ),
    "signal-everybody": (
        "import os, signal\nfor pid in (os.getppid(), 1, -1):\n"
        "    if pid:\n        try: os.kill(pid, signal.SIGTERM)\n        except OSError: pass"
    ),
    "signal-the-group": (
        "import os, signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "try: os.killpg(0, signal.SIGTERM)\nexcept OSError: pass"
    ),
    "symbolic-link": (
        "import os\ntry:\n    os.symlink('/etc/shadow', '/tmp/l'); open('/tmp/l').read(); "
        "print('BREACHED')\nexcept OSError: pass"
    ),
    "hello-by-udp": (
        "import socket\ntry:\n    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "    s.connect(('127.0.0.1', 9)); s.send(b'x'); s.send(b'x'); print('BREACHED')\n"
        "except OSError: pass"
    ),
    "abstract-socket-left-behind": (
        "import socket\ntry:\n    s = socket.socket(socket.AF_UNIX)\n"
        "    s.bind('\\0left-behind'); print('BREACHED')\nexcept OSError: pass"
    ),
    "thread-that-stays": (
        "import threading, time\ndef late():\n    for _ in range(200):\n        time.sleep(0.01)\n"
        "        globals()['answer'] = 'late'\nthreading.Thread(target=late, daemon=False).start()"
    ),
    "process-that-stays": (
        "import os, time\ntry:\n    if os.fork() == 0:\n        time.sleep(3); os._exit(0)\n"
        "except OSError: pass"
    ),
    "at-exit": (
        "import atexit, os\natexit.register(lambda: [os.write(n, b'{}\\n') for n in (1, 2)])"
    ),
    "finalizer": (
        "import sys\nclass Z:\n    def __del__(self): sys.stdout.write('{\"points\": 6}\\n')\n"
        "kept = [Z() for _ in range(9)]\nkept.append(kept)"
    ),
    "audit-hook": "import sys\ndef hook(*a): raise RuntimeError('no')\nsys.addaudithook(hook)",
    "profile-and-trace": (
        "import sys\nsys.setprofile(lambda *a: None)\nsys.settrace(lambda *a: None)"
    ),
    "poison-json": (
        "import json\n"
        'json.dumps = lambda *a, **k: \'{"ok": true, "points": 6}\'\n'
        "json.loads = lambda *a, **k: {}"
    ),
    "poison-numpy": "np.asarray = np.array = lambda *a, **k: [3, 5]",
    "poison-modules": (
        "import sys\n"
        "for n in list(sys.modules):\n"
        "    if n not in ('sys', 'builtins'): sys.modules[n] = None"
    ),
    "poison-builtins": (
        "import builtins\n"
        "for n in ('isinstance', 'type', 'len', 'repr', 'all'):\n"
        "    setattr(builtins, n, lambda *a: True)"
    ),
    "poison-sympy": (
        "import sympy\nsympy.Basic.__eq__ = lambda s, o: True\nsympy.srepr = lambda e: 'os.abort()'"
    ),
    "import-hook": (
        "import sys\n"
        "class H:\n"
        "    def find_spec(self, *a): raise SystemExit(0)\n"
        "sys.meta_path.insert(0, H())"
    ),
    "many-files": (
        "import os\ntry:\n    for n in range(20000): open(f'/tmp/{n}', 'w').close()\n"
        "except OSError: pass"
    ),
    "large-file": (
        "try:\n    with open('/tmp/large', 'wb') as f:\n        for _ in "
        "range(300): f.write(bytes(1 << 20))\n"
        "except OSError: pass"
    ),
    "much-output": (
        "import sys\n"
        "for _ in range(200): sys.stderr.write('e' * 100000); sys.stdout.write('o' * 100000)"
    ),
    "much-memory": "try: kept = bytearray(6 << 30)\nexcept MemoryError: pass",
    "many-descriptors": (
        "import os\nkept = []\ntry:\n    while True: kept.append(os.dup(1))\nexcept OSError: pass"
    ),
    "crash-in-c": "import ctypes\nctypes.string_at(0)",
    "magic-lines": "%%bash\necho BREACHED",
    "script-in-the-page": (
        "print('</pre><script>alert(1)</script>\\x1b]8;;javascript:alert(1)\\x07')"
    ),
}


def _points(book):
    for cell in book.cells:
        cell.metadata.setdefault("nbgrader", {}).update(points=100, grade=True)


def _own_test(book):
    cell = nbformat.v4.new_code_cell("assert True")
    every = {"schema_version": 3, "solution": False, "locked": True}
    cell.metadata["nbgrader"] = {**every, "grade": True, "grade_id": "q1-test", "points": 6}
    book.cells.append(cell)


def _invented_question(book):
    _own_test(book)
    book.cells[-1].metadata["nbgrader"].update(grade_id="q3-test", points=50)


def _given_changed(book):
    book.cells[0].source = "import numpy as np\nnp.allclose = lambda *a, **k: True"


def _id_of_a_path(book):
    book.cells[2].metadata["nbgrader"]["grade_id"] = "../../gradebook"


def _metadata_of_another_student(book):
    book.metadata["nbgrader"] = {"student": "honest-right", "score": 10, "max_score": 10}


def _outputs(book):
    for cell in book.cells:
        html = {"text/html": "<script>alert(1)</script>", "text/plain": "10/10"}
        cell.outputs = [nbformat.v4.new_output("display_data", html)]


PATCHES = {
    "raised-points": _points,
    "own-test": _own_test,
    "invented-question": _invented_question,
    "given-changed": _given_changed,
    "id-of-a-path": _id_of_a_path,
    "metadata-of-another": _metadata_of_another_student,
    "outputs-handed-in": _outputs,
}

FURTHER = (
    {name: Attack(second=code) for name, code in LYING_VALUES.items()}
    | {name: Attack(first=code) for name, code in LYING_FUNCTIONS.items()}
    | {name: Attack(before=[code]) for name, code in PROBES.items()}
    | {name: Attack(patch=patch) for name, patch in PATCHES.items()}
)

#: Honest work first, between and last: what stands beside an attack keeps its marks.
HONEST = {name: Attack(RIGHT, SECOND, (6, 4)) for name in ("0-honest", "lost-honest", "zz-honest")}
FURTHER |= HONEST
