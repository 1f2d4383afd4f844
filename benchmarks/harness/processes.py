"""Running programs, and what they and the daemons behind them cost."""

import os
import pathlib
import socket
import struct
import subprocess
import threading
import time
from typing import NamedTuple

TICK = 1 / os.sysconf("SC_CLK_TCK")


class Usage(NamedTuple):
    """What a command cost, with all that it started and waited for."""

    status: int
    wall: float  # seconds
    cpu: float  # seconds, user and system
    programs: int | None  # started on the whole machine meanwhile; None where the kernel does not tell


class Programs:
    """Counts the programs that start on this machine, by the kernel's process events (see linux/cn_proc.h); needs root."""

    EXEC = 2

    def __init__(self):
        self.count = None
        try:
            events = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, 11)
            events.setsockopt(socket.SOL_SOCKET, 33, 16 << 20)  # SO_RCVBUFFORCE
            events.bind((0, 1))
            listen = struct.pack("=IIIIHHI", 1, 1, 0, 0, 4, 0, 1)
            events.send(struct.pack("=IHHII", 16 + len(listen), 3, 0, 0, 0) + listen)
        except OSError:
            return
        self.count = 0
        threading.Thread(target=self.listen, args=(events,), daemon=True).start()

    def listen(self, events):
        while True:
            try:
                event = events.recv(4096)
            except OSError:
                self.count = None  # events were lost
                return
            if struct.unpack_from("=I", event, 36)[0] == self.EXEC and self.count is not None:
                self.count += 1


PROGRAMS = Programs()


def run(command, cwd, environment, log):
    """Runs a command to its end; what it says goes into a file."""
    before = PROGRAMS.count
    with open(log, "wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    programs = None if before is None or PROGRAMS.count is None else PROGRAMS.count - before
    return Usage(process.returncode, wall, usage.ru_utime + usage.ru_stime, programs)


def daemons(home):
    """The processes that work in a directory or have it among their variables: what is left there between two builds."""
    home = str(home)
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "cwd").startswith(home) or home.encode() in (process / "environ").read_bytes():
                yield process
        except OSError:
            continue


def daemon_cpu(home):
    """CPU seconds of each daemon there, with what it started and waited for, by process."""
    seconds = {}
    for process in daemons(home):
        try:
            fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
            seconds[process.name] = sum(int(field) for field in fields[11:15]) * TICK
        except OSError:
            continue
    return seconds


def more_cpu(before, after):
    """What was used in between; a daemon that has gone meanwhile is left out."""
    return sum(seconds - before.get(process, 0) for process, seconds in after.items())


def daemon_memory(home, file, field):
    """What a field of a file in /proc says of the daemons there, in MB."""
    total = 0
    for process in daemons(home):
        try:
            text = (process / file).read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith(field + ":")) / 1024
    return total


def daemon_peak(home):
    """The most memory that the daemons there have had, in MB."""
    return daemon_memory(home, "status", "VmHWM")
