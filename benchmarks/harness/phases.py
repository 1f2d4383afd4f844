"""What is timed of a workload: its phases, on each side, in random order."""

import os
import random
import sys
import time

from . import aside, workloads


LONG = 20  # seconds of repeated warm builds
QUIET, QUIET_WITHIN = 0.7, 180  # load, and seconds in which it may come down to that
SETTLED = 3  # edits after which a unit is left alone

QUICK = ("cold", "warm", "fresh daemon", "edit")
FULL = ("cold", "warm", "fresh daemon", "other checkout", "edit", "next version", "six at once")

WHAT = {
    "cold": "nothing kept yet",
    "warm": "the same tree, nothing made, the daemon has served it before; up to ten times in a row, of which the first are the slower ones",
    "fresh daemon": "the same with a daemon that the build's first call starts",
    "other checkout": "the same in another directory",
    "edit": "one file changed after a warm build",
    "next version": "a version was built before, now the next one",
    "six at once": "six checkouts at the same time, all warm",
}


class Bench:
    """One workload on all sides."""

    def __init__(self, workload, sides, directory):
        self.workload = workload
        self.sides = sides
        self.directory = directory
        self.checkout = directory / "checkout"
        self.runs = []
        self.expected = {}
        self.edits = 0

    def measure(self, rounds, phases):
        bare = self.sides[0]
        self.expected = self.made_bare(bare)
        again = self.made_bare(bare)
        self.expected = {name: digest for name, digest in self.expected.items() if again.get(name) == digest}
        for number in range(rounds):
            for side in random.sample(self.sides, len(self.sides)):
                self.side(side, phases, number)
        return self.runs

    def made_bare(self, bare):
        """All outputs are compared with what two bare builds have in common."""
        self.workload.lay(self.checkout)
        self.build(bare)
        return self.workload.outputs(self.checkout)

    def side(self, side, phases, number):
        kept = self.directory / "kept"
        aside.put(kept)
        self.workload.lay(self.checkout)
        side.empty()
        self.timed(side, "cold", number)
        if side.caches:
            side.keep(kept)
        for phase in phases:
            if phase != "cold" and self.applies(side, phase):
                getattr(self, phase.replace(" ", "_"))(side, phase, number, kept)
        side.empty()

    def applies(self, side, phase):
        """Whether there is anything to measure; the floor can do nothing but what it has saved."""
        if phase == "next version" and not self.workload.next_version:
            return False
        if phase == "fresh daemon":
            return side.has_daemon
        if side.name == "floor":
            return phase == "warm"
        return side.caches or phase == "edit"

    def warm(self, side, phase, number, kept):
        self.ready(side, kept)
        until = time.monotonic() + LONG
        for _ in range(self.workload.repeats):
            self.workload.clean(self.checkout)
            self.timed(side, phase, number)
            if time.monotonic() > until:
                break

    def fresh_daemon(self, side, phase, number, kept):
        side.restore(kept)
        self.workload.clean(self.checkout)
        self.timed(side, phase, number)

    def other_checkout(self, side, phase, number, kept):
        self.ready(side, kept)
        other = self.directory / "another-checkout"
        self.workload.lay(other)
        self.timed(side, phase, number, other)
        aside.put(other)

    def edit(self, side, phase, number, kept):
        if self.workload.incremental:
            # What a hit puts there comes without the compiler's own state.
            side.empty()
            self.workload.lay(self.checkout)
            self.build(side)
            side.misses()
        elif side.caches:
            self.ready(side, kept)
        for _ in range(5):
            self.edits += 1
            self.workload.edit(self.checkout, self.edits)
            self.timed(side, phase, number)
        self.workload.lay(self.checkout)

    def edits_in_turn(self, count):
        """Builds after edits, each side in a checkout of its own, where it has built a few edits before."""
        checkouts = {side: self.directory / f"checkout-{side.name}" for side in self.sides}
        for side, checkout in checkouts.items():
            self.workload.lay(checkout)
            self.build(side, checkout)
        for number in range(-SETTLED, count):
            for side in random.sample(self.sides, len(self.sides)):
                self.workload.edit(checkouts[side], number + SETTLED)
                if number < 0:
                    self.build(side, checkouts[side])
                else:
                    self.timed(side, "edit", number, checkouts[side])
        return self.runs

    def next_version(self, side, phase, number, kept):
        self.ready(side, kept)
        self.workload.lay_next(self.checkout)
        self.timed(side, phase, number)
        self.workload.lay(self.checkout)

    def six_at_once(self, side, phase, number, kept):
        self.ready(side, kept)
        checkouts = [self.directory / f"checkout-{i}" for i in range(6)]
        for checkout in checkouts:
            self.workload.lay(checkout)
        usage = workloads.build_together(self.workload, side, checkouts)
        self.note(side, phase, number, {"wall": usage.wall, "cpu": usage.cpu, "misses": side.misses()})
        for checkout in checkouts:
            aside.put(checkout)

    def ready(self, side, kept):
        """As after a build: what was kept, and a daemon that has served it."""
        side.restore(kept)
        self.workload.clean(self.checkout)
        self.build(side)
        side.misses()

    def build(self, side, checkout=None):
        return workloads.build(self.workload, side, checkout or self.checkout)

    def timed(self, side, phase, number, checkout=None):
        usage = self.build(side, checkout)
        figures = {"wall": usage.wall, "cpu": usage.cpu, "programs": usage.programs, "memory": side.peak()}
        misses = side.misses()
        if phase == "cold":
            figures["cache"] = side.cache_megabytes()
        else:
            figures["misses"] = misses
        if phase in ("warm", "fresh daemon") and (misses or 0) > self.workload.dated:
            figures["invalid"] = f"{misses} misses"
        if phase in ("cold", "warm", "fresh daemon"):
            figures["different"] = self.compare(self.workload.outputs(self.checkout))
        if figures.get("different"):
            figures["invalid"] = f"{figures['different']} of {len(self.expected)} outputs are not the bare build's"
        self.note(side, phase, number, figures)

    def compare(self, made):
        """How many outputs are others than the bare compiler's."""
        return sum(made.get(name) != digest for name, digest in self.expected.items())

    def note(self, side, phase, number, figures):
        self.runs.append({"side": side.name, "phase": phase, "round": number, **figures})
        more = figures.get("invalid") or ""
        print(f"  {self.workload.name:18} {side.name:8} {phase:15} {figures['wall']:8.3f} s {figures['cpu']:8.2f} s CPU  {more}", file=sys.stderr, flush=True)


def busy(patience=QUIET_WITHIN):
    """A word on other work on this machine, if there is much and does not end within so many seconds."""
    until = time.monotonic() + patience
    while (load := os.getloadavg()[0]) > QUIET and time.monotonic() < until:
        time.sleep(1)
    return f"load {load:.1f} at the start: too busy for figures to quote" if load > QUIET else ""
