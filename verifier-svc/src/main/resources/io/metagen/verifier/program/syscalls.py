"""The system calls that a sandboxed process may make, as seccomp filters (classic BPF)."""
import platform
import struct

# Number of the call by machine: x86-64, then AArch64 (None: the machine has not got it).
ALLOWED = {
    # Files, which Landlock limits, and pipes.
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "stat": (4, None), "lstat": (6, None),
    "newfstatat": (262, 79), "statx": (332, 291), "lseek": (8, 62), "pread64": (17, 67), "pwrite64": (18, 68),
    "readv": (19, 65), "writev": (20, 66), "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439),
    "pipe": (22, None), "pipe2": (293, 59), "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24),
    "sendfile": (40, 71), "fsync": (74, 82), "fdatasync": (75, 83), "ftruncate": (77, 46), "getdents64": (217, 61),
    "getcwd": (79, 17), "chdir": (80, 49), "fchdir": (81, 50), "rename": (82, None), "renameat": (264, 38),
    "renameat2": (316, 276), "unlink": (87, None), "unlinkat": (263, 35), "readlink": (89, None),
    "readlinkat": (267, 78), "umask": (95, 166), "close_range": (436, 436),
    # Waiting.
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72), "epoll_create1": (291, 20),
    "epoll_ctl": (233, 21), "epoll_wait": (232, None), "epoll_pwait": (281, 22), "eventfd2": (290, 19),
    "nanosleep": (35, 101), "clock_nanosleep": (230, 115), "pause": (34, None), "sched_yield": (24, 124),
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293), "restart_syscall": (219, 128),
    # The two ends that asyncio wakes itself with; see the guard of socketpair.
    "sendto": (44, 206), "recvfrom": (45, 207),
    # Memory.
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "mremap": (25, 216),
    "madvise": (28, 233),
    # Signals that reach only the process itself.
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "getitimer": (36, 102), "setitimer": (38, 103), "alarm": (37, None),
    # What the process may know.
    "getpid": (39, 172), "gettid": (186, 178), "getppid": (110, 173), "getuid": (102, 174), "getgid": (104, 176),
    "geteuid": (107, 175), "getegid": (108, 177), "uname": (63, 160), "getrusage": (98, 165), "getrlimit": (97, 163),
    "times": (100, 153), "gettimeofday": (96, 169), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "sched_getaffinity": (204, 123), "getrandom": (318, 278),
    "exit": (60, 93), "exit_group": (231, 94),
}
# Answered as a kernel would that is older than they are: what they ask for lies in memory, out of the filter's sight.
UNKNOWN = {"clone3": (435, 435), "openat2": (437, 437)}
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32 = 0x40000000

KILL, NOTIFY, ALLOW = 0x80000000, 0x7FC00000, 0x7FFF0000
EPERM, ENOTTY, ENOSYS = 1, 25, 38
CREATING = 0x400040  # O_CREAT and O_TMPFILE


def error(number):
    return 0x00050000 | number


def load(offset):
    return (0x20, 0, 0, offset)


def argument(index):
    return load(16 + 8 * index)


def masked(bits):
    return (0x54, 0, 0, bits)


def equal(value, yes=0, no=0):
    return (0x15, yes, no, value)


def answer(action):
    return (0x06, 0, 0, action)


def among(index, values, otherwise):
    """Allows a call whose argument is one of a few."""
    tests = [step for value in values for step in (equal(value, 0, 1), answer(ALLOW))]
    return [argument(index), *tests, answer(error(otherwise))]


def opening(flags):
    """Allows to open a file, but not to truncate one that is opened for reading, which old kernels did."""
    return [argument(flags), masked(0x203), equal(0x200, 0, 1), answer(error(EPERM)), answer(ALLOW)]


GUARDED = {
    "open": ((2, None), opening(1)),
    "openat": ((257, 56), opening(2)),
    # Is it a terminal, close on exec, do not block, bytes to read: none that sends signals.
    "ioctl": ((16, 29), among(1, (0x5401, 0x5450, 0x5451, 0x5421, 0x541B), ENOTTY)),
    # Copies, flags and locks, not the owner of a file, who gets signals of any number.
    "fcntl": ((72, 25), among(1, (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032), EPERM)),
    # Reads limits: there is no new one. Pointers have two words.
    "prlimit64": ((302, 261), [
        argument(2), equal(0, 0, 3), load(16 + 8 * 2 + 4), equal(0, 0, 1), answer(ALLOW), answer(error(EPERM))]),
    # Unix streams, which have no name and reach nobody else.
    "socketpair": ((53, 199), [
        argument(0), equal(1, 0, 4), argument(1), masked(0xF), equal(1, 0, 1), answer(ALLOW), answer(error(EPERM))]),
}


def machine():
    """Returns the column of the tables and the architecture's number in filters."""
    if platform.machine() not in MACHINES:
        raise OSError("the sandbox knows x86_64 and aarch64, this is " + platform.machine())
    return MACHINES[platform.machine()]


def packed(steps):
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def main_filter():
    """Allows what is in the tables, for this machine's own calls; everything else fails."""
    column, architecture = machine()
    steps = [load(4), equal(architecture, 1, 0), answer(KILL), load(0)]
    steps += [(0x35, 0, 1, X32), answer(KILL)]
    for numbers in ALLOWED.values():
        if numbers[column] is not None:
            steps += [equal(numbers[column], 0, 1), answer(ALLOW)]
    for numbers, guard in GUARDED.values():
        if numbers[column] is not None:
            steps += [equal(numbers[column], 0, len(guard)), *guard]
    for numbers in UNKNOWN.values():
        steps += [equal(numbers[column], 0, 1), answer(error(ENOSYS))]
    return packed([*steps, answer(error(EPERM))])


def creation_filter():
    """Reports each call that may create a file to the listener; allows all others."""
    column, _ = machine()
    steps = [load(0)]
    for name, flags in (("open", 1), ("openat", 2)):
        number = GUARDED[name][0][column]
        if number is not None:
            steps += [equal(number, 0, 4), argument(flags), (0x45, 0, 1, CREATING), answer(NOTIFY), answer(ALLOW)]
    return packed([*steps, answer(ALLOW)])
