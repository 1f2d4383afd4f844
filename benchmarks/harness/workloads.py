"""What is built: units, libraries and packages as people have them."""

import concurrent.futures
import copy
import hashlib
import os
import pathlib
import re
import shutil
import sys
import time

from . import aside, processes
from .sides import clean_environment

SOURCES = pathlib.Path(os.environ.get("LARDER_SOURCES", pathlib.Path.home() / ".cache" / "larder-sources"))


class Workload:
    """Something to build in a directory of its own; all sides build it in the same one, one after the other."""

    language = "C"
    next_version = False
    incremental = False  # whether the compiler goes on from its own last result
    repeats = 10  # of a warm build, as long as that does not take long
    rounds = 3  # of everything, unless told otherwise; all workloads together are to end within two hours
    dated = 0  # calls that are others each time, since a build script writes down the time

    def __init__(self, name, title):
        self.name = name
        self.title = title

    def missing(self):
        """What is missing to build it, in a line; None if nothing is."""

    def incrementally(self):
        """The same with the compiler's own reuse of earlier results."""
        sys.exit(f"run: {self.name} is not built by cargo: there is no --incremental for it")

    def lay(self, checkout):
        """Puts the source there, as nobody has built it yet."""

    def clean(self, checkout):
        """Removes all that a build has made."""
        self.lay(checkout)

    def lay_next(self, checkout):
        """Puts the next version there."""

    def command(self, side, checkout):
        """The build's command, and its environment besides the side's."""

    def edit(self, checkout, number):
        """Makes a small change to one file, another one for each number."""
        file = checkout / self.edited
        file.write_text(f"{file.read_text()}\n{self.line.format(number)}\n")

    def outputs(self, checkout):
        """Digests of what was made, by name."""

    @staticmethod
    def digests(files, below):
        return {str(f.relative_to(below)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files if f.is_file()}


class Unit(Workload):
    """One C file that includes so many headers."""

    repeats = 50

    def __init__(self, name, headers, functions):
        super().__init__(name, f"one C file, {headers} headers")
        self.headers = headers
        self.functions = functions
        self.edited, self.line = "unit.c", "int edited_{0}(void) {{ return {0}; }}"

    def lay(self, checkout):
        aside.put(checkout)
        (checkout / "include").mkdir(parents=True)
        for i in range(self.headers):
            (checkout / "include" / f"h{i}.h").write_text(f"static inline int f{i}(int x) {{ return x + {i}; }}\n")
        includes = "".join(f'#include "h{i}.h"\n' for i in range(self.headers))
        body = "".join(f"int g{i}(int *a, int n) {{ int s = 0; while (n--) s += a[n] * {i} ^ f0(s); return s; }}\n" for i in range(self.functions))
        (checkout / "unit.c").write_text(includes + body)

    def clean(self, checkout):
        (checkout / "unit.o").unlink(missing_ok=True)

    def command(self, side, checkout):
        return [*side.before_compiler(), "gcc", "-O2", "-Iinclude", "-c", "unit.c", "-o", "unit.o"], {}

    def outputs(self, checkout):
        return self.digests([checkout / "unit.o"], checkout)


class Library(Workload):
    """Many files of C or C++, each compiled by a rule of make's."""

    MAKEFILE = """OBJECTS := $(patsubst source/%,made/%.o,$(SOURCES))
all: $(OBJECTS)
made/%.o: source/%
\t@mkdir -p $(@D)
\t@$(COMPILER) $(OPTIONS) -MD -MT $@ -MF $@.d -c $< -o $@
-include $(OBJECTS:=.d)
"""

    def __init__(self, name, title, source, compiler, options, pattern, most, edited):
        super().__init__(name, title)
        self.source = SOURCES / source
        self.compiler, self.options, self.pattern, self.most = compiler, options, pattern, most
        self.edited, self.line = f"source/{edited}", "int larder_edited_{0}(void) {{ return {0}; }}"

    def missing(self):
        return None if self.source.is_dir() else f"the source of {self.source.name}, which benchmarks/fetch brings"

    def units(self):
        found = sorted(f.relative_to(self.source) for f in self.source.rglob("*") if re.search(self.pattern, str(f.relative_to(self.source))))
        return [f"source/{file}" for file in found[: self.most]]

    def lay(self, checkout):
        aside.put(checkout)
        checkout.mkdir(parents=True)
        shutil.copytree(self.source, checkout / "source", symlinks=True)
        assert self.edited in self.units(), f"{self.edited} is not built"
        (checkout / "Makefile").write_text(f"SOURCES := {' '.join(self.units())}\n" + self.MAKEFILE)

    def clean(self, checkout):
        aside.put(checkout / "made")

    def command(self, side, checkout):
        compiler = " ".join([*side.before_compiler(), self.compiler])
        return ["make", "-s", f"-j{os.cpu_count()}", f"COMPILER={compiler}", f"OPTIONS={self.options}"], {}

    def outputs(self, checkout):
        return self.digests(checkout.glob("made/**/*.o"), checkout)


class Package(Workload):
    """A package of crates.io, built by cargo with the lockfile that it carries."""

    language = "Rust"
    rounds = 1

    def __init__(self, name, title, edited, arguments=(), dated=0):
        super().__init__(name, title)
        self.dated = dated
        self.source = SOURCES / name
        self.older = SOURCES / f"{name}-older"
        self.next_version = self.older.is_dir()
        self.arguments = arguments
        self.edited, self.line = edited, "#[allow(dead_code)]\nfn larder_edited_{0}() -> usize {{ {0} }}"

    def missing(self):
        return None if (self.source / "Cargo.toml").is_file() else f"the package {self.source.name}, which benchmarks/fetch brings"

    def incrementally(self):
        """The same with cargo's incremental compilation, which is its default."""
        same = copy.copy(self)
        same.name, same.title, same.incremental = f"{self.name}-incremental", f"{self.title}, incremental", True
        return same

    def lay(self, checkout):
        self.copy_package(self.older if self.next_version else self.source, checkout)

    def lay_next(self, checkout):
        self.copy_package(self.source, checkout)

    @staticmethod
    def copy_package(source, checkout):
        aside.put(checkout)
        shutil.copytree(source, checkout, symlinks=True, ignore=shutil.ignore_patterns("target"))

    def clean(self, checkout):
        aside.put(checkout / "target")

    def command(self, side, checkout):
        variables = {"CARGO_TERM_COLOR": "never"}
        if (SOURCES / "cargo").is_dir():
            variables |= {"CARGO_HOME": str(SOURCES / "cargo"), "CARGO_NET_OFFLINE": "true"}
        if not self.incremental:
            variables["CARGO_INCREMENTAL"] = "0"
        return ["cargo", "build", "--locked", *self.arguments], variables

    def outputs(self, checkout):
        made = checkout / "target" / "debug"
        return self.digests([*made.glob("deps/*.rlib"), *made.glob("deps/*.so")], made)


ALL = [
    Unit("unit", 20, 20),
    Unit("headers", 1000, 20),
    Library("zstd", "the C library zstd", "libzstd", "gcc", "-O2", r"^lib/(common|compress|decompress|dictBuilder)/.*\.c$", 1000, "lib/compress/zstd_compress.c"),
    Library(
        "rocksdb",
        "40 files of the C++ library RocksDB",
        "rocksdb",
        "g++",
        "-std=c++17 -O1 -Isource -Isource/include -DROCKSDB_PLATFORM_POSIX -DROCKSDB_LIB_IO_POSIX -DOS_LINUX -fno-rtti",
        r"^(util|options|memory|logging|monitoring)/(?!.*(test|bench)).*\.cc$",
        40,
        "util/coding.cc",
    ),
    Package("ripgrep", "ripgrep", "crates/core/main.rs"),
    Package("eza", "eza with its own libgit2", "src/main.rs", ["--features", "vendored-libgit2"], dated=1),
    Package("dufs", "dufs, a file server of 160 crates", "src/main.rs"),
]


def chosen(names):
    """The workloads of these names, those that can not be built here left out with a word."""
    known = {workload.name: workload for workload in ALL}
    for name in names:
        if name not in known:
            sys.exit(f"run: no workload {name}: there are {', '.join(known)}")
        missing = known[name].missing()
        if missing:
            print(f"{name} is left out: it needs {missing}", file=sys.stderr)
        else:
            yield known[name]


def build(workload, side, checkout, **more):
    """Builds it on a side, with some variables more; a build that fails ends it all. CPU seconds are with the daemon's."""
    cpu = side.cpu()
    usage = run(workload, side, checkout, more)
    return usage._replace(cpu=usage.cpu + processes.more_cpu(cpu, side.cpu()))


def build_together(workload, side, checkouts):
    """Builds it in several places at the same time; what that cost together."""
    cpu = side.cpu()
    began = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(len(checkouts)) as pool:
        usages = list(pool.map(lambda checkout: run(workload, side, checkout, {}), checkouts))
    wall = time.perf_counter() - began
    return processes.Usage(0, wall, sum(usage.cpu for usage in usages) + processes.more_cpu(cpu, side.cpu()), None)


def run(workload, side, checkout, more):
    """The build's own cost; what it says lies beside the checkout."""
    command, variables = workload.command(side, checkout)
    environment = {**clean_environment(), **side.variables(), **variables, **more}
    log = checkout.with_name(f"{checkout.name}.log")
    usage = processes.run(command, checkout, environment, log)
    if usage.status != 0:
        sys.exit(f"{side.name}: the build of {workload.name} failed:\n{log.read_text(errors='replace')[-2000:]}")
    return usage
