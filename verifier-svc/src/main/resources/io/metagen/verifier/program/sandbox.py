"""Takes from this process, for good, all that a program under test has no need of."""
import ctypes
import os
import resource
import signal
import struct

import syscalls

LIBC = ctypes.CDLL(None, use_errno=True)
# Numbers that x86-64 and AArch64 share, and those that they do not.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
SECCOMP, CAPSET = (317, 277), (126, 91)
SET_DEATH_SIGNAL, SET_DUMPABLE, NO_NEW_PRIVILEGES = 1, 4, 38
NEW_LISTENER = 8

WRITE, READ, READ_FOLDER, REMOVE, MAKE_FILE, TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 5, 1 << 8, 1 << 14
# Rights to files that each version of Landlock added, from version 1.
FILE_RIGHTS = (1 << 13) - 1, 1 << 13, TRUNCATE, 0, 1 << 15


class Refused(Exception):
    """Says which protection this machine has not got."""


def call(what, number, *arguments):
    words = [a if isinstance(a, bytes) else ctypes.c_long(a) for a in arguments]
    result = LIBC.syscall(ctypes.c_long(number), *words)
    if result < 0:
        raise Refused(what + ": " + os.strerror(ctypes.get_errno()))
    return result


def control(what, option, value):
    if LIBC.prctl(option, ctypes.c_ulong(value), *[ctypes.c_ulong(0)] * 3) != 0:
        raise Refused(what + ": " + os.strerror(ctypes.get_errno()))


def limit(cpu_seconds, memory_bytes, file_bytes):
    """Sets limits. CPU time ends with SIGXCPU and, where that is caught, a second later with SIGKILL."""
    for what, soft, hard in (
            (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
            (resource.RLIMIT_AS, memory_bytes, memory_bytes),
            (resource.RLIMIT_STACK, 8 << 20, 8 << 20),
            (resource.RLIMIT_FSIZE, file_bytes, file_bytes),
            (resource.RLIMIT_NOFILE, 64, 64),
            (resource.RLIMIT_NPROC, 0, 0),
            (resource.RLIMIT_MEMLOCK, 0, 0),
            (resource.RLIMIT_MSGQUEUE, 0, 0),
            (resource.RLIMIT_CORE, 0, 0)):
        resource.setrlimit(what, (soft, hard))


def library():
    """Returns the folders that imports read: the interpreter's modules, and the shared objects they need."""
    folders = {os.path.dirname(os.path.realpath(os.__file__))}
    with open("/proc/self/maps") as maps:
        paths = {line.split(None, 5)[5].rstrip("\n") for line in maps if "/" in line}
    folders.update(os.path.dirname(path) for path in paths if ".so" in os.path.basename(path))
    return sorted(folder for folder in folders if os.path.isdir(folder))


def landlock(readable, scratch):
    """Leaves the library for reading, the null device, and, where given, files in one scratch folder."""
    version = call("Landlock", CREATE_RULESET, 0, 0, 1)
    files = 0
    for rights in FILE_RIGHTS[:version]:
        files |= rights
    words = [files] + [3] * (version >= 4) + [3] * (version >= 6)  # TCP; signals and abstract sockets
    rules = call("Landlock", CREATE_RULESET, struct.pack("%dQ" % len(words), *words), 8 * len(words), 0)
    granted = {folder: READ | READ_FOLDER for folder in readable}
    granted["/dev/null"] = READ | WRITE
    if scratch:
        granted[scratch] = READ | READ_FOLDER | WRITE | TRUNCATE | REMOVE | MAKE_FILE
    for path, rights in granted.items():
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        call("Landlock", ADD_RULE, rules, 1, struct.pack("=Qi", rights & files, place), 0)
        os.close(place)
    call("Landlock", RESTRICT_SELF, rules, 0)
    os.close(rules)


def install(program, flags):
    """Installs a seccomp filter and returns what the kernel does."""
    code = ctypes.create_string_buffer(program, len(program))
    description = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    return call("seccomp", SECCOMP[syscalls.machine()[0]], 1, flags, description)


def leave_privileges(parent):
    """Gives up capabilities and what exec could give, and ends with the parent."""
    control("no_new_privs", NO_NEW_PRIVILEGES, 1)
    call("capset", CAPSET[syscalls.machine()[0]], struct.pack("Ii", 0x20080522, 0), struct.pack("6I", *[0] * 6))
    control("no dumps", SET_DUMPABLE, 0)
    control("death signal", SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def enter(limits, parent, scratch=None, listener=None):
    """Enters the sandbox; no way leads back.

    A process with a scratch folder stands in it and gives the listener of its file creations to the function named.
    """
    readable = library()
    if scratch:
        os.chdir(scratch)
    leave_privileges(parent)
    if listener:
        listener(install(syscalls.creation_filter(), NEW_LISTENER))
    landlock(readable, scratch)
    limit(limits["cpu_seconds"], limits["memory_bytes"], limits["file_bytes"])
    install(syscalls.main_filter(), 0)
