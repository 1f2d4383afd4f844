"""The ways to build: bare, the floor, Larder and its peers. Each has a home, cache and daemon of its own."""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys

from . import aside, processes

HERE = pathlib.Path(__file__).resolve().parent.parent


def add_image_option(parser):
    """Has a program ask for the image that it measures; one that is not there is said to be missing."""
    parser.add_argument("--image", type=image, default=str(HERE.parent / "wrapper" / "target" / "larder"))


def image(path):
    directory = pathlib.Path(path).resolve()
    if not (directory / "bin" / "larder").exists():
        raise argparse.ArgumentTypeError(f"no image at {path}: ./try builds one, or name one with --image")
    return directory


class Side:
    """One way to build."""

    name = "bare"
    caches = False
    has_daemon = False
    languages = {"C", "Rust"}

    def __init__(self, home):
        self.home = home
        self.cache = home / "cache"
        home.mkdir(mode=0o700)

    def variables(self):
        """What the build's environment has besides."""
        return {}

    def before_compiler(self):
        """What stands before the name of a C compiler."""
        return []

    def stop(self):
        """Ends the daemon, and with it all that is only in memory."""

    def misses(self):
        """Compilations since this was last asked that found nothing, where the side tells; else None."""
        return None

    def empty(self):
        """Forgets everything."""
        self.stop()
        aside.put(self.cache)

    def keep(self, where):
        """Keeps the cache as it is now, at rest."""
        self.stop()
        aside.put(where)
        if self.cache.exists():
            subprocess.run(["cp", "-a", str(self.cache), str(where)], check=True)

    def restore(self, kept):
        """Goes back to what was kept; no daemon runs then."""
        self.empty()
        if kept.exists():
            subprocess.run(["cp", "-a", str(kept), str(self.cache)], check=True)

    def cache_megabytes(self):
        """What it takes on the disk; a file with several names counts once."""
        if not self.cache.exists():
            return 0
        stats = [file.stat() for file in self.cache.rglob("*") if file.is_file()]
        return sum({stat.st_ino: stat.st_blocks * 512 for stat in stats}.values()) / 1e6

    def command(self, *words):
        environment = {**clean_environment(), **self.variables()}
        return subprocess.run(words, env=environment, cwd=self.home, capture_output=True, text=True, check=False).stdout

    def cpu(self):
        return processes.daemon_cpu(self.home) if self.has_daemon else {}

    def peak(self):
        return processes.daemon_peak(self.home) if self.has_daemon else 0


class Floor(Side):
    """A wrapper for rustc that decides nothing: it saves what each call made, and afterwards copies it back."""

    name = "floor"
    caches = True
    languages = {"Rust"}

    def __init__(self, home):
        super().__init__(home)
        self.program = str(home / "floor")
        source = HERE / "floor" / "floor.c"
        subprocess.run(["cc", "-O2", "-D_GNU_SOURCE", "-static", "-o", self.program, str(source)], check=True)

    def variables(self):
        saving = {} if self.cache.exists() and any(self.cache.iterdir()) else {"FLOOR_SAVE": "1"}
        self.cache.mkdir(exist_ok=True)
        return {"RUSTC_WRAPPER": self.program, "FLOOR_DIR": str(self.cache), **saving}


class Wrapper(Side):
    """A program that is put before compilers."""

    caches = True

    def __init__(self, home, program):
        super().__init__(home)
        self.program = program

    def before_compiler(self):
        return [self.program]


class Sccache(Wrapper):
    name = "sccache"
    has_daemon = True

    def variables(self):
        return {"RUSTC_WRAPPER": self.program, "SCCACHE_DIR": str(self.cache), "SCCACHE_SERVER_UDS": str(self.home / "socket")}

    def stop(self):
        self.command(self.program, "--stop-server")

    def misses(self):
        shown = json.loads(self.command(self.program, "--show-stats", "--stats-format", "json"))["stats"]
        self.command(self.program, "--zero-stats")
        return sum(shown["cache_misses"]["counts"].values())


class Larder(Sccache):
    """Has sccache's commands."""

    name = "Larder"

    def __init__(self, home, program):
        super().__init__(home, program)
        (home / "run").mkdir(mode=0o700)

    def variables(self):
        return {"RUSTC_WRAPPER": self.program, "LARDER_DIR": str(self.cache), "LARDER_RUNTIME_DIR": str(self.home / "run")}


class Ccache(Wrapper):
    """In depend mode, which is its cheapest on a miss."""

    name = "ccache"
    languages = {"C"}

    def variables(self):
        return {"CCACHE_DIR": str(self.cache), "CCACHE_DEPEND": "1", "CCACHE_NOCOMPRESS": "1"}

    def misses(self):
        shown = dict(line.split("\t") for line in self.command(self.program, "--print-stats").splitlines())
        self.command(self.program, "--zero-stats")
        return int(shown.get("cache_miss", 0))


class Kache(Wrapper):
    """As fast as it can be set: its daemon may run what it stored."""

    name = "kache"
    has_daemon = True
    languages = {"Rust"}

    def variables(self):
        rustup = os.environ.get("RUSTUP_HOME", str(pathlib.Path.home() / ".rustup"))
        own = {"HOME": str(self.home), "RUSTUP_HOME": rustup}
        return {"RUSTC_WRAPPER": self.program, "KACHE_CACHE_DIR": str(self.cache), "KACHE_TRUST_DAEMON_EXECUTION": "1", **own}

    def stop(self):
        self.command(self.program, "daemon", "stop")


def clean_environment():
    """Ours, without what would tell a cache or cargo something."""
    ours = ("LARDER", "SCCACHE", "KACHE", "CCACHE", "RUSTC_", "CARGO_INCREMENTAL", "CARGO_TARGET", "CFLAGS", "MAKEFLAGS")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


INSTALLING = {
    "ccache": "apt-get install ccache",
    "sccache": "cargo install sccache --version 0.19.0 --locked --no-default-features --features redis,s3",
    "kache": "cargo install kache --version 2.0.0",
}


def peer(name, peers):
    """A peer's program; none where it is missing, which is said."""
    program = shutil.which(name, path=os.pathsep.join([peers or "", os.environ["PATH"]]))
    if program is None:
        print(f"{name} is left out: it is not here ({INSTALLING[name]}, or --peers DIRECTORY)", file=sys.stderr)
    return program


def of(language, directory, image, peers):
    """All sides that build this language here; says which peer is left out."""
    directory.mkdir()
    sides = [Side(directory / "bare")]
    if language in Floor.languages:
        sides.append(Floor(directory / "floor"))
    sides.append(Larder(directory / "larder", str(image / "bin" / "larder")))
    for kind in (Ccache, Sccache, Kache):
        if language not in kind.languages:
            continue
        if program := peer(kind.name, peers):
            sides.append(kind(directory / kind.name, program))
    return sides
