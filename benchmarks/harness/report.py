"""From runs to tables, a chart and the documentation."""

import html
import json
import os
import pathlib
import platform
import random
import statistics
import subprocess
import time

from .phases import WHAT

DOCS = pathlib.Path(__file__).resolve().parent.parent.parent / "docs"
PAGE = DOCS / "BENCHMARKS.md"
CHART = DOCS / "benchmarks.svg"
RAW = DOCS / "benchmarks"
COLOURS = {"bare": "#8d99ae", "floor": "#d9dce1", "Larder": "#2a9d8f", "ccache": "#e9c46a", "sccache": "#f4a261", "kache": "#e76f51"}
PALER = ' fill-opacity="0.6"'  # with a fresh daemon


def machine():
    """What a figure depends on, in a line."""
    processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    versions = [subprocess.run(words, capture_output=True, text=True, check=False).stdout.split("\n")[0] for words in (["gcc", "--version"], ["rustc", "--version"])]
    return f"{os.cpu_count()} cores ({processor}), Linux {platform.release().split('-')[0]}, {', '.join(v for v in versions if v)}"


def keep(workload, command, about, sides, runs):
    """Keeps the runs of a workload in the place of earlier ones."""
    RAW.mkdir(exist_ok=True)
    kept = {
        "workload": workload.name,
        "title": workload.title,
        "command": command,
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "about": about,
        "sides": [side.name for side in sides],
        "runs": runs,
    }
    (RAW / f"{workload.name}.json").write_text(json.dumps(kept, indent=0) + "\n")


def middle(runs, what):
    """The median of one figure of some runs; 0 where none has it."""
    return statistics.median([run[what] for run in runs if run.get(what) is not None] or [0])


def seconds(value):
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value:.2f} s"


def cell(runs):
    """Median and range of some runs, as people read them."""
    if not runs:
        return ""
    walls = [run["wall"] for run in runs]
    text = seconds(statistics.median(walls))
    if len(walls) > 1:
        text += f" ({seconds(min(walls)).split()[0]}–{seconds(max(walls)).split()[0]})"
    return text + (" *" if any(run.get("invalid") for run in runs) else "")


def table(kept):
    """Wall time of each phase by side, and what the sides cost besides."""
    phases = [phase for phase in WHAT if any(run["phase"] == phase for run in kept["runs"])]
    of = lambda side, phase: [run for run in kept["runs"] if run["side"] == side and run["phase"] == phase]
    lines = ["| | " + " | ".join(phases) + " |", "|---|" + "---|" * len(phases)]
    for side in kept["sides"]:
        lines.append(f"| {side} | " + " | ".join(cell(of(side, phase)) for phase in phases) + " |")
    invalid = {f"{run['side']}, {run['phase']}: {run['invalid']}" for run in kept["runs"] if run.get("invalid")}
    if invalid:
        lines += ["", "\\* not to be compared: " + "; ".join(sorted(invalid))]
    lines += ["", "| | CPU, cold | CPU, warm | programs run, warm | daemon's memory, most | cache |", "|---|---|---|---|---|---|"]
    for side in kept["sides"]:
        cold, warm = of(side, "cold"), of(side, "warm")
        programs, cache = middle(warm, "programs"), middle(cold, "cache")
        memory = max([run.get("memory") or 0 for run in kept["runs"] if run["side"] == side], default=0)
        cells = [
            seconds(middle(cold, "cpu")),
            seconds(middle(warm, "cpu")) if warm else "",
            f"{programs:.0f}" if programs else "",
            f"{memory:.0f} MB" if memory else "",
            f"{cache:.1f} MB" if cache else "",
        ]
        lines.append(f"| {side} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def page():
    """Writes the page and the chart anew from all that is kept."""
    kept = [json.loads(file.read_text()) for file in sorted(RAW.glob("*.json"))]
    text = ["# Benchmarks", ""]
    text += ["Whole builds, side by side: the bare compiler, Larder, its peers, and for Rust the *floor*, a wrapper that decides nothing and only copies what it saved.", ""]
    text += ["Written by `benchmarks/run`; each part names the command that gives it, and the runs themselves lie in [benchmarks/](benchmarks). Times are medians, with the least and the most.", ""]
    text += [f"* **{phase}**: {what}" for phase, what in WHAT.items()]
    text += ["", "![What a warm build costs](benchmarks.svg)", ""]
    for each in kept:
        text += [f"## {each['title']}", "", f"`{each['command']}`, {each['date']}; {each['machine']}{'; ' + each['about'] if each['about'] else ''}", "", table(each), ""]
    PAGE.write_text("\n".join(text))
    CHART.write_text(chart(kept))


def chart(kept):
    """Warm and fresh builds as a share of the bare one, one bar a side."""
    bars, y = [], 30
    for each in kept:
        of = lambda side, phase: [run["wall"] for run in each["runs"] if run["side"] == side and run["phase"] == phase]
        bare = statistics.median(of("bare", "cold") or [0])
        if not bare:
            continue
        bars.append(f'<text x="10" y="{y}" font-weight="bold">{html.escape(each["title"])} (bare {seconds(bare)})</text>')
        y += 8
        for side in each["sides"]:
            for phase in ("warm", "fresh daemon"):
                walls = of(side, phase)
                if side == "bare" or not walls:
                    continue
                share = statistics.median(walls) / bare
                width = max(1, min(share, 1) * 400)
                y += 18
                bars.append(f'<text x="10" y="{y}">{side}{"" if phase == "warm" else ", fresh"}</text>')
                bars.append(f'<rect x="130" y="{y - 11}" width="{width:.1f}" height="13" fill="{COLOURS[side]}"{"" if phase == "warm" else PALER}/>')
                bars.append(f'<text x="{135 + width:.1f}" y="{y}">{seconds(statistics.median(walls))}, {share * 100:.1f} %</text>')
        y += 30
    style = 'font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="680" height="{y}" {style}>\n<rect width="680" height="{y}" fill="white"/>\n' + "\n".join(bars) + "\n</svg>\n"


def interval(ratios, draws=10000):
    """The 95 % interval of the median of some ratios, by drawing from them again."""
    seeded = random.Random(1)
    medians = sorted(statistics.median(seeded.choices(ratios, k=len(ratios))) for _ in range(draws))
    return medians[draws // 40], medians[-draws // 40]
