"""Starts the program's process and the tests' process, waits for them and writes the verdict to standard output.

It runs nothing of a caller's. It ends at once, with both, on SIGTERM or when its standard input is closed.
"""
import fcntl
import json
import os
import select
import signal
import socket
import struct
import time

import judge
import program
import wire

GRACE_SECONDS = 0.5
NOTIFICATION_BYTES, RECEIVE, SEND = 80, 0xC0502100, 0xC0182101
CONTINUE, EDQUOT = 1, 122


def main(receive):
    request = receive()
    Run(request["limits"], receive).go(request)


def child(keep, work):
    """Starts a process that has the named descriptors and the null device, and returns its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(null, descriptor)
        last = 2
        for descriptor in sorted(keep):
            os.closerange(last + 1, descriptor)
            last = descriptor
        os.closerange(last + 1, 1 << 10)
        work()
    finally:
        os._exit(1)


class Run:
    """One program with its tests."""

    def __init__(self, limits, receive):
        self.limits, self.receive = limits, receive
        self.ended = {}  # how each process ended: status and CPU seconds
        self.stopped = False
        self.created = 0
        self.listener = None
        self.poll = select.poll()

    def go(self, request):
        alarm, ring = os.pipe()
        os.set_blocking(ring, False)
        signal.set_wakeup_fd(ring)
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.control, other = socket.socketpair()
        calls, answers, verdict = os.pipe(), os.pipe(), os.pipe()
        parent = os.getpid()

        def hand_over(listener):
            socket.send_fds(other, [b"."], [listener])
            os.close(listener)
            other.close()

        self.program = child(
            {calls[0], answers[1], other.fileno()},
            lambda: program.main(
                wire.Channel(calls[0], answers[1]), self.limits, request["scratch"], parent, request["program"],
                hand_over))
        tests = self.receive()
        self.judge = child(
            {answers[0], calls[1], verdict[1]},
            lambda: judge.main(
                wire.Channel(answers[0], calls[1]), verdict[1], self.limits, parent, tests, request["check"]))
        other.close()
        for descriptor in (*calls, *answers, verdict[1]):
            os.close(descriptor)
        self.alarm = alarm
        self.watch()
        self.finish(verdict[0])

    def stop(self, *_):
        self.stopped = True

    def watch(self):
        """Serves what the processes ask for until the tests' process ends or must."""
        deadline = time.monotonic() + self.limits["wall_seconds"] + GRACE_SECONDS
        self.poll.register(0, 0)
        self.poll.register(self.alarm, select.POLLIN)
        self.poll.register(self.control, select.POLLIN)
        self.reap()
        while self.judge not in self.ended and not self.stopped and time.monotonic() < deadline:
            for descriptor, event in self.poll.poll(max(0, deadline - time.monotonic()) * 1000):
                self.handle(descriptor, event)
            self.reap()

    def handle(self, descriptor, event):
        if descriptor == 0:
            self.stopped = True
        elif descriptor == self.alarm:
            os.read(self.alarm, 4096)
        elif descriptor == self.control.fileno():
            self.poll.unregister(self.control)
            _, listeners, _, _ = socket.recv_fds(self.control, 1, 1)
            for self.listener in listeners:
                self.poll.register(self.listener, select.POLLIN)
        elif event & select.POLLIN:
            self.count_creation()
        else:
            self.poll.unregister(descriptor)

    def count_creation(self):
        """Lets the program create a file while there are not too many."""
        notification = bytearray(NOTIFICATION_BYTES)
        try:
            fcntl.ioctl(self.listener, RECEIVE, notification)
            self.created += 1
            many = self.created > self.limits["files"]
            number, = struct.unpack_from("Q", notification)
            reply = struct.pack("QqiI", number, 0, -EDQUOT if many else 0, 0 if many else CONTINUE)
            fcntl.ioctl(self.listener, SEND, reply)
        except OSError:
            pass  # the program was killed meanwhile

    def reap(self, options=os.WNOHANG):
        for pid in (self.program, self.judge):
            if pid not in self.ended:
                found, status, usage = os.wait4(pid, options)
                if found:
                    self.ended[pid] = status, usage.ru_utime + usage.ru_stime

    def finish(self, verdict):
        judged = self.judge in self.ended
        report = self.read(verdict) if judged else None
        cut_off = report is not None and report["verdict"] == "gone" and not self.program_ended()
        for pid in (self.program, self.judge):
            if pid not in self.ended:
                os.kill(pid, signal.SIGKILL)
        self.reap(0)
        if not self.stopped:
            os.write(1, json.dumps(self.outcome(judged, report, cut_off)).encode())
        os._exit(0)

    def program_ended(self):
        """Waits a moment for a program that is gone, and says whether it ended by itself."""
        deadline = time.monotonic() + GRACE_SECONDS
        while self.program not in self.ended and time.monotonic() < deadline:
            time.sleep(0.001)
            self.reap()
        return self.program in self.ended

    @staticmethod
    def read(verdict):
        text = os.read(verdict, 1 << 16)
        return json.loads(text) if text else None

    def outcome(self, judged, report, cut_off):
        if not judged:
            return {"verdict": "timeout", "limit": "wall"}
        if report is None:
            return self.lost(self.judge, {})
        if cut_off:
            return {**report, "verdict": "error", "type": "exit", "text": "it cut its connection to the tests"}
        return self.lost(self.program, report) if report["verdict"] == "gone" else report

    def lost(self, pid, report):
        """Says why a process is gone."""
        status, seconds = self.ended[pid]
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if number == signal.SIGXCPU or number == signal.SIGKILL and seconds >= self.limits["cpu_seconds"]:
            return {**report, "verdict": "timeout", "limit": "cpu"}
        if number == signal.SIGKILL or pid == self.judge:
            return {**report, "verdict": "lost", "text": "a process of the sandbox ended by status %d" % status}
        if not number and os.WEXITSTATUS(status) == program.OUT_OF_MEMORY:
            return {**report, "verdict": "memory"}
        if number:
            text = "it was ended by " + signal.Signals(number).name
        else:
            text = "it ended itself with exit status %d" % os.WEXITSTATUS(status)
        return {**report, "verdict": "error", "type": "exit", "text": text}
