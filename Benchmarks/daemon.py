"""Starts a daemon of its own for a measurement and talks to its socket. Standard library only."""

import http.client
import json
import multiprocessing
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.parse

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent


def program():
    """The release build, or what MUCLUC names."""
    return os.environ.get("MUCLUC") or str(CHECKOUT / ".build/release/mucluc")


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Beside:
    """A process that works beside what is measured: it gets a pipe last, and ends, telling what it
    found, as soon as something is on it."""

    def __init__(self, work, *arguments):
        self.told, child = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=work, args=(*arguments, child))
        self.process.start()

    def end(self):
        self.told.send(None)
        found = self.told.recv()
        self.process.join()
        return found


class Daemon:
    """`with Daemon() as daemon:`; the data goes with the block unless a folder is given."""

    def __init__(self, data=None, options=()):
        self.options = options
        self.folder = tempfile.TemporaryDirectory(prefix="mucluc-bench-")
        self.data = data or self.folder.name + "/data"
        self.socket = self.folder.name + "/socket"

    def __enter__(self):
        self.process = subprocess.Popen(
            [program(), "serve", "--data", self.data, "--socket", self.socket, *self.options],
            stdout=subprocess.DEVNULL)
        while True:
            if self.process.poll() is not None:
                raise SystemExit("the daemon did not start")
            try:
                self.connection = UnixConnection(self.socket)
                if self.get("/v1/health") is not None:
                    return self
            except OSError:
                time.sleep(0.01)

    def __exit__(self, *_):
        self.connection.close()
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()

    def run(self, *arguments, **options):
        command, *rest = arguments
        # The daemon closes connections that wait for long; the next request opens one again.
        self.connection.close()
        return subprocess.run(
            [program(), command, "--socket", self.socket, *rest], check=True, **options)

    def get(self, path, **query):
        url = path + ("?" + urllib.parse.urlencode(query) if query else "")
        self.connection.request("GET", url)
        reply = self.connection.getresponse()
        body = reply.read()
        if reply.status != 200:
            raise SystemExit(f"{url}: {reply.status} {body.decode()}")
        return json.loads(body)

    def await_readings(self, seconds=60):
        """Waits until queries without marks are read by the archive's own habits."""
        end = time.time() + seconds
        while time.time() < end:
            if self.get("/v1/diacritics", q="a")["known"]:
                return
            time.sleep(0.2)

    def peak_memory(self):
        """The most memory the daemon has held, in MB."""
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return 0

    def processor_time(self):
        """User and system seconds of the daemon so far."""
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def size(self):
        """Bytes of the data directory, in MB."""
        files = pathlib.Path(self.data).rglob("*")
        return sum(f.stat().st_size for f in files if f.is_file()) / 1e6
