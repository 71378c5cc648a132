#!/usr/bin/env python3
"""Writes the manual pages from what the program says of itself.

    Config/man/generate.py PROGRAM FOLDER

mucluc(1) and mucluc-COMMAND(1) come from `--experimental-dump-help`, the source of --help, and
mucluc-query(7) from `mucluc help syntax`; mucluc.toml(5) from the comments of Config/mucluc.toml. So
no page can say something else than the program does. FOLDER gets man1, man5 and man7.

Argument-parser's own plugin is not used: it knows options, but not the sections, examples and
tables that the help of these commands is made of.
"""
import json
import pathlib
import re
import subprocess
import sys

checkout = pathlib.Path(__file__).resolve().parents[2]


def escaped(text):
    """Text as roff reads it back."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^(?=[.'])", r"\\&", text)


def heading(name, section, title, version):
    # No date: a page is as old as its program.
    return [f'.TH "{escaped(name.upper())}" {section} "" "mucluc {version}" "Mục Lục"',
            ".nh", ".ad l", ".SH NAME", f"{escaped(name)} \\- {escaped(title.rstrip('.'))}"]


def is_heading(line):
    return re.fullmatch(r"[A-Z][A-Z ,]+(, .*)?", line) is not None


def prose(text):
    """Paragraphs as such, indented lines as they stand, lines in capitals as sections."""
    lines, verbatim, is_open = [], [], False

    def end_verbatim():
        if verbatim:
            lines.extend([".PP", ".nf", *(escaped(one) for one in verbatim), ".fi"])
            verbatim.clear()

    for line in text.split("\n"):
        if line.startswith("  "):
            verbatim.append(line)
            is_open = False
            continue
        end_verbatim()
        if line == "":
            is_open = False
        elif is_heading(line):
            title, _, rest = line.partition(", ")
            lines.append(f'.SH "{escaped(title)}"')
            if rest:
                lines.append(escaped(rest[0].upper() + rest[1:] + "."))
            is_open = False
        else:
            if not is_open and lines and not lines[-1].startswith(".SH"):
                lines.append(".PP")
            lines.append(escaped(line))
            is_open = True
    end_verbatim()
    return lines


def names_of(argument):
    """-c, --collection <name>"""
    names = [("-" if one["kind"] == "short" else "--") + one["name"]
             for one in sorted(argument.get("names", []), key=lambda one: len(one["name"]))]
    text = ", ".join(f"\\fB{escaped(name)}\\fR" for name in names)
    if argument["kind"] == "option":
        text += f" \\fI{escaped(argument['valueName'])}\\fR"
    if argument["kind"] == "positional":
        text = f"\\fI{escaped(argument['valueName'])}\\fR"
    return text


def options(arguments):
    lines = []
    for argument in arguments:
        if not argument.get("shouldDisplay", True):
            continue
        about = argument.get("abstract", "")
        values = argument.get("allValues") or []
        default = argument.get("defaultValue")
        if values and not any(value in about for value in values):
            about += f" One of {', '.join(values)}."
        if default and default not in about:
            about += f" Default: {default}."
        lines += [".TP", names_of(argument), escaped(about.strip() or "\\&")]
    return lines


def synopsis(name, command):
    words = [f"\\fB{escaped(name)}\\fR"]
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True) or argument.get("names", [{}])[0].get(
                "name") in ("help", "h", "version"):
            continue
        word = names_of(argument).split(", ")[-1]
        if argument.get("isRepeating"):
            word += " ..."
        words.append(f"[{word}]" if argument.get("isOptional") else word)
    if command.get("subcommands"):
        words.append("\\fIcommand\\fR ...")
    return [".SH SYNOPSIS", " ".join(words)]


def split(discussion):
    """What is told, and the sections behind it."""
    lines = discussion.split("\n")
    place = next((n for n, line in enumerate(lines) if is_heading(line)), len(lines))
    return "\n".join(lines[:place]).strip("\n"), "\n".join(lines[place:])


def command_page(name, command, version, see):
    told, sections = split(command.get("discussion", ""))
    title = command["abstract"][0].lower() + command["abstract"][1:]
    page = heading(name, 1, title, version) + synopsis(name.replace("-", " ", 1), command)
    page += [".SH DESCRIPTION", escaped(command["abstract"])]
    if told:
        page += [".PP", *prose(told)]
    nested = [one for one in command.get("subcommands", []) if one["commandName"] != "help"]
    if nested:
        page.append(".SH COMMANDS")
        for one in nested:
            page += [".TP", f"\\fB{escaped(one['commandName'])}\\fR",
                     escaped(one.get("abstract", ""))]
            # Those of mucluc itself have pages of their own.
            if name != "mucluc":
                page += nested_command(one)
    positional = [one for one in command.get("arguments", []) if one["kind"] == "positional"]
    if positional:
        page += [".SH ARGUMENTS", *options(positional)]
    page += [".SH OPTIONS",
             *options([one for one in command.get("arguments", []) if one["kind"] != "positional"])]
    page += prose(sections)
    return page + [".SH \"SEE ALSO\"", ", ".join(f"\\fB{escaped(one)}\\fR({section})"
                                                for one, section in see if one != name)]


def nested_command(command):
    """What stands below a command of a command: how it is called, and its options."""
    call = synopsis(command["commandName"], command)[1]
    told, sections = split(command.get("discussion", ""))
    given = [one for one in command.get("arguments", [])
             if one.get("names", [{}])[0].get("name") not in ("h", "help", "version")]
    page = [".RS", ".PP", call]
    page += [".PP", *prose(told)] if told else []
    page += options(given)
    return page + [line.replace(".SH", ".SS") for line in prose(sections)] + [".RE"]


def main_page(command, version):
    page = command_page("mucluc", command, version, [
        ("mucluc-query", 7), ("mucluc.toml", 5), ("mucluc-search", 1), ("mucluc-serve", 1)])
    place = next(n for n, line in enumerate(page) if line.startswith('.SH "SEE ALSO'))
    extra = [
        ".SH ENVIRONMENT",
        ".TP", "\\fBMUCLUC_SOCKET\\fR", "The daemon's socket, where no option says.",
        ".TP", "\\fBNO_COLOR\\fR", "Set to anything, no colours are used.",
        ".SH FILES",
        ".TP", "\\fI/etc/mucluc/mucluc.toml\\fR", "The configuration of the daemon.",
        ".TP", "\\fI/run/mucluc/mucluc.sock\\fR", "Its socket.",
        ".TP", "\\fI/var/lib/mucluc\\fR", "Its indexes.",
    ]
    return page[:place] + extra + page[place:]


def query_page(program, version):
    text = subprocess.run([program, "help", "syntax"], check=True, capture_output=True,
                          text=True).stdout
    told = text.split("\n\n", 1)[1].split("\nUSAGE:")[0]
    return (heading("mucluc-query", 7, "what a query of mucluc may hold", version)
            + prose(told.strip("\n"))
            + ['.SH "SEE ALSO"', "\\fBmucluc\\-search\\fR(1), \\fBmucluc\\-parse\\fR(1)"])


def settings_page(version):
    """The file's comments: those above a key tell about it."""
    page = heading("mucluc.toml", 5, "configuration of the daemon mucluc", version)
    page += [".SH DESCRIPTION"]
    about = []
    for line in (checkout / "Config/mucluc.toml").read_text().split("\n"):
        key = re.fullmatch(r"#?([a-z_]+ = .+)", line)
        table = re.fullmatch(r"#?(\[[^\]]+\])", line)
        if key or table:
            if table:
                # What stands above a table is about it.
                page += [f'.SH "{escaped(table[1])}"', *prose("\n".join(about))]
            else:
                page += [".TP", f"\\fB{escaped(key[1])}\\fR", *(escaped(one) for one in about)]
            about = []
        elif line.startswith("#"):
            about.append(line[1:].removeprefix(" "))
        elif about:
            page += prose("\n".join(about))
            about = []
    return page + ['.SH "SEE ALSO"', "\\fBmucluc\\-serve\\fR(1), \\fBmucluc\\-config\\fR(1)"]


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    dump = subprocess.run([program, "--experimental-dump-help"], check=True, capture_output=True)
    command = json.loads(dump.stdout)["command"]
    version = subprocess.run([program, "--version"], check=True, capture_output=True,
                             text=True).stdout.strip()

    def write(name, section, lines):
        path = folder / f"man{section}" / f"{name}.{section}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n")

    write("mucluc", 1, main_page(command, version))
    for one in command["subcommands"]:
        # Its help is the page in section 7.
        if one["commandName"] not in ("help", "syntax"):
            name = f"mucluc-{one['commandName']}"
            write(name, 1, command_page(name, one, version, [("mucluc", 1), ("mucluc-query", 7)]))
    write("mucluc-query", 7, query_page(program, version))
    write("mucluc.toml", 5, settings_page(version))


if __name__ == "__main__":
    main()
