#!/usr/bin/env python3
"""What the program does with files that are made to hurt: a table.

    Benchmarks/extraction/hostile.py [--program .build/release/mucluc] [--only WORD]

Makes each file, starts a daemon on a folder of its own, adds one file after another, and prints for
each how it ended (as `mucluc add` and `mucluc problems` say), whether the first and the last words of
its text are found afterwards, the seconds on the wall, and the peak memory of the largest process that
was needed for it besides the daemon. Nothing outside of the folder is read; a secret file beside it is
looked for in what was indexed. Exit code 1 if the secret was read, a run ended by a signal or took more
than 150 seconds, or the daemon is gone.
"""
import argparse
import gzip
import io
import json
import os
import shutil
import socket as sockets
import subprocess
import sys
import tarfile
import time
import zipfile

HEAD, TAIL = "lời mở đầu bền vững", "lời kết cuối cùng"
SECRET = "bimatkhongaiduocdoc"
CASES = []


def case(name, suffix=".html"):
    def add(make):
        CASES.append((name, suffix, make))
        return make
    return add


def page(middle, before="", meta='<meta charset="utf-8">'):
    return (
        f"{before}<!doctype html><html><head>{meta}<title>Thử</title></head><body>"
        f"<p>Đây là {HEAD} của trang này, viết cho đủ dài.</p>{middle}"
        f"<p>Và đây là {TAIL} của trang này, viết cho đủ dài.</p></body></html>").encode()


def xml(middle, doctype=""):
    return (f'<?xml version="1.0"?>{doctype}<thu><doan>Đây là {HEAD}.</doan>{middle}'
            f"<doan>Và đây là {TAIL}.</doan></thu>").encode()


LAUGHS = "<!DOCTYPE thu [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 11)) + "]>"


@case("billion laughs", ".xml")
def _():
    return xml("<doan>&a10;</doan>", LAUGHS)


@case("one entity of 50 kB, 20,000 times", ".xml")
def _():
    return xml("<doan>" + "&a;" * 20_000 + "</doan>", f"<!DOCTYPE thu [<!ENTITY a '{'x' * 50_000}'>]>")


@case("external entity file://", ".xml")
def _():
    return xml("<doan>&e;</doan>", f'<!DOCTYPE thu [<!ENTITY e SYSTEM "file://{secret}">]>')


@case("external DTD", ".xml")
def _():
    return xml("", f'<!DOCTYPE thu SYSTEM "file://{secret}">')


@case("XInclude", ".xml")
def _():
    return xml('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text"'
               f' href="file://{secret}"/>')


@case("external entity and laughs inside of HTML")
def _():
    return page("<p>&e; &a10;</p>", f'<!DOCTYPE html [<!ENTITY e SYSTEM "file://{secret}">]>' + LAUGHS)


@case("300 tags deep")
def _():
    return page("<div>" * 300 + "đáy")


@case("1,000,000 tags deep")
def _():
    return page("<div>" * 1_000_000 + "đáy")


@case("1,000,000 elements deep", ".xml")
def _():
    return xml("<a>" * 1_000_000 + "đáy" + "</a>" * 1_000_000)


@case("a text node of 12.6 MB")
def _():
    return page("<p>" + "sông nước " * 1_000_000 + "</p>")


@case("one line of 200 MB", ".txt")
def _():
    return (f"Đây là {HEAD}. " + "sông nước " * 16_700_000 + f"{TAIL}.\n").encode()


@case("an attribute of 20 MB")
def _():
    return page(f'<a href="{"x" * (20 << 20)}">liên kết</a>')


@case("100,000 attributes on one tag")
def _():
    return page("<div" + "".join(f' a{n}="{n}"' for n in range(100_000)) + ">giữa</div>")


@case("5,000,000 times <")
def _():
    return page("<" * 5_000_000)


@case("5,000,000 times &")
def _():
    return page("&" * 5_000_000)


@case("2,000,000 comments without end")
def _():
    return page("<!--" * 2_000_000)


@case("4,000,000 times <p>x")
def _():
    return page("<p>x" * 4_000_000)


@case("a tag name of 5 MB")
def _():
    return page("<" + "x" * (5 << 20) + ">giữa")


@case("invalid UTF-8 in HTML")
def _():
    return page("<p>giữa @@ trang</p>").replace(b"@@", b"\xff\xc3\x28")


@case("invalid UTF-8 in XML", ".xml")
def _():
    return xml("<doan>@@</doan>").replace(b"@@", b"\xff\xc3\x28")


@case("zeros in HTML")
def _():
    return page("<p>gi\0ữa</p>\0\0")


@case("zeros in XML", ".xml")
def _():
    return xml("<doan>gi\0ữa</doan>\0")


@case("UTF-16 with a mark")
def _():
    return page("", meta="").decode().encode("utf-16")


@case("UTF-16 without a mark")
def _():
    return page("", meta="").decode().encode("utf-16-le")


for label in ("iso-8859-1", "utf-7", "khong-co", "windows-1258"):
    @case(f"UTF-8 that says it is {label}")
    def _(label=label):
        return page("", meta=f'<meta charset="{label}">')


@case("windows-1258 that says so")
def _():
    return subprocess.run(["iconv", "-f", "utf-8", "-t", "CP1258", "-c"], stdout=subprocess.PIPE,
                          input=page("", meta='<meta charset="windows-1258">')).stdout


@case("VISCII that says so")
def _():
    return subprocess.run(["iconv", "-f", "utf-8", "-t", "VISCII", "-c"], stdout=subprocess.PIPE,
                          input=page("", meta='<meta charset="viscii">')).stdout


@case("nothing")
def _():
    return b""


@case("blanks only", ".txt")
def _():
    return b" \n\t\n" * 100


@case("a single zero", ".txt")
def _():
    return b"\0"


@case("text that is called HTML")
def _():
    return f"Đây là {HEAD}.\n\nVà đây là {TAIL}.\n".encode()


@case("a hundred random bytes", ".txt")
def _():
    return bytes((n * 167 + n * n * 59 + 13) % 251 for n in range(100))


def zipped(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


TEXTS = ("a.txt", f"Đây là {HEAD}.\n"), ("z.txt", f"Và đây là {TAIL}.\n")


@case("zip bomb: 2 GB of zeros", ".zip")
def _():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(*TEXTS[0])
        with archive.open("lon.txt", "w", force_zip64=True) as member:
            for _ in range(2048):
                member.write(b"\0" * (1 << 20))
        archive.writestr(*TEXTS[1])
    return buffer.getvalue()


@case("a gzip of 1 GB of blanks", ".txt.gz")
def _():
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="w", compresslevel=6) as file:
        file.write(f"Đây là {HEAD}.\n".encode())
        for _ in range(1024):
            file.write(b" " * (1 << 20))
    return buffer.getvalue()


@case("zip in zip, 12 deep", ".zip")
def _():
    data = zipped(TEXTS[1])
    for depth in range(11):
        data = zipped((f"{depth}.zip", data), *TEXTS[:1])
    return data


@case("1,000,000 entries in a tar", ".tar")
def _():
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        text = TEXTS[0][1].encode()
        info = tarfile.TarInfo("a.txt")
        info.size = len(text)
        archive.addfile(info, io.BytesIO(text))
        header = tarfile.TarInfo("rong.txt").tobuf()
        for _ in range(1_000_000):
            buffer.write(header)
    return buffer.getvalue()


@case("names that lead out of a zip", ".zip")
def _():
    return zipped(("../../../../tmp/ra-ngoai.txt", TEXTS[0][1]), ("/tmp/ra-ngoai.txt", TEXTS[1][1]))


@case("links in a tar", ".tar")
def _():
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (("mem.txt", tarfile.SYMTYPE), ("cung.txt", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, secret
            archive.addfile(info)
        for name, text in TEXTS:
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return buffer.getvalue()


@case("a link to itself, and one to nowhere", "")
def _():
    def make(path):
        os.makedirs(path)
        os.symlink(path, path + "/vong")
        os.symlink("/khong/co", path + "/mat")
        with open(path + "/a.txt", "w") as file:
            file.write(f"Đây là {HEAD}. Và đây là {TAIL}.\n")
    return make


@case("a pipe, a socket and a device", "")
def _():
    def make(path):
        os.makedirs(path)
        os.mkfifo(path + "/ong")
        sockets.socket(sockets.AF_UNIX).bind(path + "/o")
        os.symlink("/dev/zero", path + "/khong")
        try:
            os.mknod(path + "/thietbi", 0o600 | 0o020000, os.makedev(1, 5))
        except PermissionError:
            pass
        with open(path + "/a.txt", "w") as file:
            file.write(f"Đây là {HEAD}. Và đây là {TAIL}.\n")
    return make


@case("a file that grows while it is read", ".txt")
def _():
    def make(path):
        with open(path, "w") as file:
            file.write(f"Đây là {HEAD}.\n")
            for _ in range(3_000):
                file.write("sông nước\n" * 1_000)
        return subprocess.Popen(
            [sys.executable, "-c",
             f"import time\nwhile True:\n open({path!r}, 'a').write('x\\n'); time.sleep(0.001)"])
    return make


@case("names with a line feed and bytes that are no UTF-8", "")
def _():
    def make(path):
        os.makedirs(path)
        for name, text in ((b"a\nb.txt", HEAD), (b"\xff\xfe.txt", TAIL)):
            with open(os.path.join(path.encode(), name), "w") as file:
                file.write(f"Đây là {text}.\n")
    return make


@case("HTML that is called .doc", ".doc")
def _():
    return page("")


@case("RTF that is called .doc", ".doc")
def _():
    def escaped(text):
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)
    return ("{\\rtf1\\ansi " + escaped(f"Đây là {HEAD}.") + "\\par " + escaped(f"Và đây là {TAIL}.")
            + "\\par}").encode()


@case("an encrypted zip", ".zip")
def _():
    data = bytearray(zipped(*TEXTS))
    for sign, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


DOCX_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension='
    '"xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main'
    '+xml"/></Types>')


def docx(paragraphs, *others):
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return zipped(
        ("[Content_Types].xml", DOCX_TYPES),
        ("word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/'
         f'2006/main"><w:body>{body}</w:body></w:document>'), *others)


@case("docx with a macro and a template from outside", ".docx")
def _():
    rels = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/attachedTemplate" Target="file://{secret}" TargetMode="External"/>'
            "</Relationships>")
    return docx([f"Đây là {HEAD}.", f"Và đây là {TAIL}."],
                ("word/_rels/settings.xml.rels", rels), ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 99))


@case("docx of which 50 MB is one word", ".docx")
def _():
    return docx([f"Đây là {HEAD}.", "a" * 50_000_000, f"Và đây là {TAIL}."])


@case("rtf with 1,000,000 open groups", ".rtf")
def _():
    return b"{\\rtf1 " + b"{" * 1_000_000 + b"x"


@case("a PDF that is cut", ".pdf")
def _():
    return b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[2 0 R]"


@case("a mail of 20,000 parts in each other", ".eml")
def _():
    head = "From: a@b.vn\nTo: c@d.vn\nSubject: Thử\nDate: Mon, 5 Jan 2026 08:00:00 +0700\nMIME-Version: 1.0\n"
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(20_000))
    return (head + parts).encode()


class Daemon:
    def __init__(self, program, work):
        self.program, self.socket = program, work + "/socket"
        self.process = subprocess.Popen(
            [program, "serve", "--data", work + "/data", "--socket", self.socket],
            stdout=subprocess.PIPE)
        self.process.stdout.readline()

    def run(self, *arguments):
        """What was printed, the exit code, seconds on the wall, peak memory in MB."""
        begin = time.monotonic()
        child = subprocess.Popen([self.program, *arguments, "--socket", self.socket],
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        output = child.stdout.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        return output, child.returncode, time.monotonic() - begin, usage.ru_maxrss / 1024

    def has(self, collection, words):
        return self.run("count", "-c", collection, f'"{words}"')[0].strip() not in ("", "0")


def outcome(summary):
    counts = ", ".join(f"{count} {name}" for name, count in summary["files"].items() if count)
    reasons = sorted({problem["reason"] for problem in summary["problems"]})
    skipped = ", ".join(f"{count} {kind} passed over" for kind, count in summary["skipped"].items() if count)
    parts = [counts or "nothing", skipped, "; ".join(reasons)]
    return ": ".join(part for part in parts if part).replace("|", "\\|").replace("\n", " ")


def make_file(make, path):
    """Makes the file in a process of its own: what a process needs at most counts from its parent's.

    Returns who changes the file from then on.
    """
    child = os.fork()
    if child == 0:
        made = make()
        if not callable(made):
            with open(path, "wb") as file:
                file.write(made)
            os.utime(path, (1_600_000_000, 1_600_000_000))
        os._exit(9 if callable(made) else 0)
    _, status = os.waitpid(child, 0)
    return make()(path) if os.waitstatus_to_exitcode(status) == 9 else None


def main():
    global secret
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/mucluc")
    parser.add_argument("--work", default="/tmp/mucluc-hostile")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    os.makedirs(options.work + "/files")
    secret = options.work + "/secret.txt"
    with open(secret, "w") as file:
        file.write(SECRET)
    daemon = Daemon(options.program, options.work)
    bad = []
    print("| input | what happened | first, last words found | s | MB |\n|---|---|---|---|---|")
    for number, (name, suffix, make) in enumerate(CASES):
        if options.only not in name:
            continue
        path, collection = f"{options.work}/files/{number}{suffix}", f"c{number}"
        changer = make_file(make, path)
        output, code, seconds, memory = daemon.run(
            "add", "-c", collection, path, "--json", "--progress", "none")
        if changer:
            changer.kill()
            changer.wait()
        found = "/".join("yes" if daemon.has(collection, words) else "no" for words in (HEAD, TAIL))
        what = outcome(json.loads(output)).replace(path, "FILE") if output else f"exit code {code}"
        print(f"| {name} | {what} | {found} | {seconds:.1f} | {memory:.0f} |", flush=True)
        if code < 0 or seconds > 150 or daemon.has(collection, SECRET) or not output:
            bad.append(name)
        shutil.rmtree(path, ignore_errors=True)
        if os.path.exists(path):
            os.remove(path)
    alive = daemon.process.poll() is None
    daemon.process.terminate()
    daemon.process.wait()
    shutil.rmtree(options.work, ignore_errors=True)
    if os.path.exists("/tmp/ra-ngoai.txt"):
        bad.append("a name in an archive was written to")
    if bad or not alive:
        print("BAD: " + ", ".join(bad) + ("" if alive else ", the daemon is gone"))
    return bool(bad) or not alive


if __name__ == "__main__":
    sys.exit(main())
