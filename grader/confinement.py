"""What a student's process may do, told to the kernel: compute, and nothing else.

Two layers inside the sandbox. Landlock forbids writing, TCP, and signals to processes outside; the
seccomp filter forbids new processes, so that the limit on one process's memory is the limit on the
whole, and the system calls by which one process reaches into another. Both are inherited and cannot
be taken back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import struct

import pyseccomp

#: Landlock's system calls have these numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ = (1 << 2) | (1 << 3)  # read a file, list a folder
_ALL_FILES = (1 << 16) - 1  # every right on files of ABI 5
_ALL_NET = 0b11  # bind and connect, TCP
_ALL_SCOPES = 0b11  # abstract sockets, signals
#: From this version on Landlock keeps signals and abstract sockets in.
LANDLOCK_NEEDED = 6
_NO_NEW_PRIVILEGES, _DUMPABLE = 38, 4
_CLONE_THREAD = 0x10000

FORBIDDEN = (
    # a new process would have its own limit on memory, and outlive its turn
    "fork vfork execve execveat "
    # into other processes, and out of the namespaces
    "ptrace process_vm_readv process_vm_writev process_madvise pidfd_open pidfd_getfd "
    "pidfd_send_signal kill tkill rt_sigqueueinfo rt_tgsigqueueinfo unshare setns mount umount2 "
    "pivot_root chroot move_mount fsopen open_tree mount_setattr kcmp "
    # the network, files without a name, and doors into the kernel that no student needs
    "socket memfd_create memfd_secret bpf io_uring_setup perf_event_open userfaultfd keyctl "
    "add_key request_key setpriority sched_setscheduler shmget msgget semget mq_open prlimit64 "
    "setrlimit personality process_mrelease inotify_init1 fanotify_init "
    # files: none is made, not even an empty one, of which a million fill a disk as well
    "creat mkdir mkdirat mknod mknodat symlink symlinkat link linkat openat2 "
)


_libc = ctypes.CDLL(None, use_errno=True)


def landlock_version() -> int:
    """Return the version of Landlock that the kernel has, 0 for none."""
    return max(0, _libc.syscall(_CREATE_RULESET, None, 0, 1))


def confine(memory: int, seconds: int) -> None:
    """Confine this process for good.

    Parameters
    ----------
    memory : int
        Bytes of address space, of which NumPy and SymPy take about half a gigabyte.
    seconds : int
        CPU time, after which the kernel ends the process.

    Raises
    ------
    OSError
        If the kernel refuses; then nothing of the student's may run.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    _checked(_libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _checked(_libc.prctl(_DUMPABLE, 0, 0, 0, 0))
    if landlock_version() >= LANDLOCK_NEEDED:
        _forbid_writing()
    _forbid_processes()


def _forbid_writing() -> None:
    # As the kernel lays out landlock_ruleset_attr and landlock_path_beneath_attr, which is packed.
    ruleset = struct.pack("QQQ", _ALL_FILES, _ALL_NET, _ALL_SCOPES)
    rules = _checked(_libc.syscall(_CREATE_RULESET, ruleset, len(ruleset), 0))
    root = os.open("/", os.O_PATH | os.O_CLOEXEC)
    _checked(_libc.syscall(_ADD_RULE, rules, 1, struct.pack("=Qi", _READ, root), 0))
    _checked(_libc.syscall(_RESTRICT_SELF, rules, 0))
    os.close(root)
    os.close(rules)


def _forbid_processes() -> None:
    refuse = pyseccomp.ERRNO(errno.EPERM)
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in FORBIDDEN.split():
        rules.add_rule(refuse, name)  # one that this architecture lacks is passed over
    # A thread is a clone that shares its group; clone3 hides its flags, so glibc falls back.
    no_thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, 0)
    rules.add_rule(refuse, "clone", no_thread)
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    for name, position in (("open", 1), ("openat", 2)):
        creating = pyseccomp.Arg(position, pyseccomp.MASKED_EQ, os.O_CREAT, os.O_CREAT)
        rules.add_rule(refuse, name, creating)
    rules.load()


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"the kernel refuses to confine: {os.strerror(number)}")
    return result
