"""RESULTS.md: sections between two marks, written by the scripts and by nobody else."""
import os
import re
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
# `RESULTS` names another file for a trial.
PATH = os.environ.get("RESULTS") or os.path.join(HERE, "../RESULTS.md")
PLOTS = os.path.join(os.path.dirname(PATH), "plots")


def put(name, lines, path=PATH):
    """Replaces what is between the marks of this name, or adds it to the end of `## Engines`."""
    begin, end = f"<!-- engines: {name} -->", f"<!-- end: {name} -->"
    block = "\n".join([begin, *lines, end])
    text = open(path).read() if os.path.exists(path) else "# Results\n"
    if "## Engines" not in text:
        text += "\n## Engines\n"
    head, rest = text.split("## Engines\n", 1)
    section, mark, tail = rest.partition("\n## ")
    if begin in section:
        old = re.escape(begin) + ".*?" + re.escape(end)
        section = re.sub(old, lambda _: block, section, flags=re.DOTALL)
    else:
        section = section.rstrip("\n") + "\n\n" + block + "\n"
    with open(path, "w") as out:
        out.write(head + "## Engines\n" + section + mark + tail)


def table(titles, rows):
    """A table of Markdown; the first column is text, the others are numbers."""
    yield "| " + " | ".join(titles) + " |"
    yield "|---" + "|---:" * (len(titles) - 1) + "|"
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"


def machine():
    cpu = re.search(r"Model name:\s*(.*)", subprocess.check_output(["lscpu"], text=True))
    return f"{os.cpu_count()} cores of an {cpu[1]}"


def shown(number):
    """About three figures."""
    if number is None:
        return "–"
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}"
