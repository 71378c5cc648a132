#!/usr/bin/env python3
"""Prints the licences of what is linked into the program, for /usr/share/doc/mucluc/copyright.

    Config/deb/licences.py PROGRAM

The Swift packages are those of Package.resolved that were compiled beside the program; where it was
copied from elsewhere, all of them. Each licence text is printed once, each notice in full. Debian's
own libraries are linked dynamically and have theirs in their packages.
"""
import json
import pathlib
import sys

checkout = pathlib.Path(__file__).resolve().parents[2]
swift = "Swift's standard library, concurrency runtime and FoundationEssentials"


def sources():
    """The checked-out packages, by any build of this checkout."""
    for name in (".build-deb", ".build"):
        folder = checkout / name / "checkouts"
        if folder.is_dir():
            return folder
    sys.exit("Config/deb/licences.py: no packages are checked out: swift package resolve")


def is_linked(package, program):
    """Whether a module of the package was compiled beside the program."""
    if not any(program.parent.glob("*.build")):
        return True
    # SwiftPM makes the folders of all modules; only those that were compiled hold objects.
    return any(next((program.parent / f"{module.name}.build").rglob("*.o"), None)
               for module in (package / "Sources").glob("*"))


def first(folder, *patterns):
    found = sorted(path for pattern in patterns for path in folder.glob(pattern))
    return found[0].read_text(errors="replace").strip() if found else None


def main():
    folder, program = sources(), pathlib.Path(sys.argv[1]).resolve()
    pins = json.loads((checkout / "Package.resolved").read_text())["pins"]
    licences, notices = {}, []
    for pin in sorted(pins, key=lambda pin: pin["identity"]):
        package = next(path for path in folder.iterdir() if path.name.lower() == pin["identity"])
        if not is_linked(package, program):
            continue
        name = f"{package.name} {pin['state'].get('version', pin['state']['revision'][:12])}" \
               f" ({pin['location']})"
        text = first(package, "LICENSE*", "COPYING*")
        if text is None:
            sys.exit(f"Config/deb/licences.py: {package} has no licence")
        licences.setdefault(text, []).append(name)
        notice = first(package, "NOTICE*")
        if notice:
            notices.append((name, notice))
    apache = next(text for text in licences if "Runtime Library Exception" in text)
    licences[apache].append(f"{swift} (https://swift.org)")
    print("mucluc: its authors have not given it a licence yet; all rights are theirs.\n")
    print("Linked into it are the following, under the licences below.\n")
    for text, names in licences.items():
        print("=" * 78, *names, "-" * 78, text, "", sep="\n")
    for name, notice in notices:
        print("=" * 78, f"Notices of {name}", "-" * 78, notice, "", sep="\n")


if __name__ == "__main__":
    main()
