"""What is timed of a workload: its phases, on each side, in random order."""

import concurrent.futures
import os
import random
import shutil
import sys
import time

from . import processes, workloads


QUICK = ("cold", "warm", "fresh daemon", "edit")
FULL = ("cold", "warm", "fresh daemon", "other checkout", "edit", "next version", "six at once")

WHAT = {
    "cold": "nothing kept yet",
    "warm": "the same tree, nothing made, the daemon has served it before",
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
        self.log = directory / "log"
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
        self.build(bare, self.checkout, self.log)
        return self.workload.outputs(self.checkout)

    def side(self, side, phases, number):
        kept = self.directory / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        self.workload.lay(self.checkout)
        side.empty()
        self.timed(side, "cold", number)
        if side.caches:
            side.keep(kept)
        for phase in phases:
            if phase == "cold" or (phase != "edit" and not side.caches):
                continue
            if phase == "next version" and not self.workload.next_version:
                continue
            if side.name == "floor" and phase not in ("warm",):
                continue
            if phase == "fresh daemon" and not side.has_daemon:
                continue
            getattr(self, phase.replace(" ", "_"))(side, phase, number, kept)
        side.empty()

    def warm(self, side, phase, number, kept):
        self.ready(side, kept)
        for _ in range(self.workload.repeats):
            self.workload.clean(self.checkout)
            self.timed(side, phase, number)

    def fresh_daemon(self, side, phase, number, kept):
        side.restore(kept)
        self.workload.clean(self.checkout)
        self.timed(side, phase, number)

    def other_checkout(self, side, phase, number, kept):
        self.ready(side, kept)
        other = self.directory / "another-checkout"
        self.workload.lay(other)
        self.timed(side, phase, number, other)
        shutil.rmtree(other)

    def edit(self, side, phase, number, kept):
        if side.caches:
            self.ready(side, kept)
        for _ in range(3):
            self.edits += 1
            self.workload.edit(self.checkout, self.edits)
            self.timed(side, phase, number)
        self.workload.lay(self.checkout)

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
        cpu = side.cpu()
        began = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            usages = list(pool.map(lambda checkout: self.build(side, checkout, checkout / "log"), checkouts))
        wall = time.perf_counter() - began
        self.note(side, phase, number, {"wall": wall, "cpu": sum(u.cpu for u in usages) + processes.more_cpu(cpu, side.cpu())})
        for checkout in checkouts:
            shutil.rmtree(checkout)

    def ready(self, side, kept):
        """As after a build: what was kept, and a daemon that has served it."""
        side.restore(kept)
        self.workload.clean(self.checkout)
        self.build(side, self.checkout, self.log)
        side.misses()

    def build(self, side, checkout, log):
        command, variables = self.workload.command(side, checkout)
        usage = processes.run(command, checkout, workloads.environment(side, variables), log)
        if usage.status != 0:
            sys.exit(f"run: {side.name}: the build of {self.workload.name} failed:\n{log.read_text(errors='replace')[-2000:]}")
        return usage

    def timed(self, side, phase, number, checkout=None):
        checkout = checkout or self.checkout
        cpu = side.cpu()
        usage = self.build(side, checkout, self.log)
        figures = {
            "wall": usage.wall,
            "cpu": usage.cpu + processes.more_cpu(cpu, side.cpu()),
            "programs": usage.programs,
            "memory": side.peak(),
            "cache": side.cache_megabytes(),
        }
        if phase != "cold":
            figures["misses"] = side.misses()
        else:
            side.misses()
        if checkout == self.checkout and phase in ("cold", "warm", "fresh daemon"):
            figures["different"] = self.compare(self.workload.outputs(checkout))
        if phase in ("warm", "fresh daemon") and figures.get("misses"):
            figures["invalid"] = f"{figures['misses']} misses"
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


def busy():
    """A word on other work on this machine, if there is much."""
    load = os.getloadavg()[0]
    return f"load {load:.1f} at the start: too busy for figures to quote" if load > 0.7 else ""
