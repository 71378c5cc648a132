#!/usr/bin/env python3
"""Whether the daemon keeps what it has acknowledged, whatever happens, and leaks nothing.

    Benchmarks/service/endure.py [--minutes N] [--every SECONDS] [--rounds N]

For N minutes a daemon (release build, or what MUCLUC names) gets all at once: documents written,
updated and deleted in bulk and one by one, conditionally and by query; searches with every feature;
suggestions, exports, tasks, snapshots, saved searches and a watch; clients that die in the middle of a
request or of a reply; SIGHUP with a good and a bad configuration in turn; and `kill -9` every minute.
After each kill, while nobody writes, all documents are read back: each must be as it was last
acknowledged, or as an unanswered write would have made it. Any reply that is no success, no 503 and
none that was asked for is a fault, and so is a damaged index at the end.

Then rounds of equal work on one daemon that is not killed: resident memory and open descriptors after
each must not grow. The exit code is 1 when anything was wrong.
"""

import argparse
import collections
import http.client
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from daemon import UnixConnection, program

DOCUMENTS = "/v1/collections/main/documents"
WORDS = (
    "mặt trận tổ quốc ủy ban nhân dân huyện xã họp bàn phương án phòng chống lụt bão năm nay đã có"
    " nhiều hộ dân được hỗ trợ nhà ở sinh kế thủy lợi nông thôn mới kinh tế giáo dục y tế văn hóa"
    " thể thao thiếu nhi học sinh giáo viên bác sĩ kỹ sư công nhân nông dân báo cáo kết quả").split()
GONE = None


class Trouble:
    """What was wrong, of each kind a few."""

    def __init__(self):
        self.lock = threading.Lock()
        self.found = collections.Counter()

    def note(self, text):
        with self.lock:
            self.found[text] += 1
            if self.found[text] <= 3:
                print("FAULT", text, flush=True)


class Service:
    """The daemon, its configuration and its end."""

    def __init__(self, folder):
        self.folder = folder
        self.data, self.socket = folder + "/data", folder + "/socket"
        self.config = folder + "/mucluc.toml"
        # Held while the configuration is being changed, and from a kill until all is ready again.
        self.changing = threading.Lock()
        self.process = None

    def configure(self, good):
        text = "[search]\nqueue = 64\n[log]\nslow_query = \"%ds\"\n" % random.randrange(5, 9)
        new = self.config + ".new"
        with open(new, "w") as out:
            out.write(text if good else text + "nonsense = 1\n")
        os.chmod(new, 0o644)
        os.replace(new, self.config)

    def start(self):
        self.configure(good=True)
        command = [
            program(), "serve", "--config", self.config, "--data", self.data, "--socket",
            self.socket]
        begin = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=open(self.folder + "/log", "a"))
        if b"ready" not in self.process.stdout.readline():
            raise SystemExit("the daemon did not start: " + open(self.folder + "/log").read()[-500:])
        return (time.perf_counter() - begin) * 1000

    def kill_and_start(self):
        with self.changing:
            self.kill()
            return self.start()

    def reload(self, good):
        with self.changing:
            self.configure(good)
            self.process.send_signal(signal.SIGHUP)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def memory(self):
        text = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024


class Client:
    """One keep-alive connection, made anew when it breaks."""

    def __init__(self, service):
        self.service = service
        self.connection = None

    def ask(self, method, path, body=None, kind="application/json"):
        """Status and body; `OSError` or `HTTPException` when it is not known what was done."""
        if self.connection is None:
            self.connection = UnixConnection(self.service.socket)
            self.connection.timeout = 60
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False)
        try:
            self.connection.request(
                method, path, body.encode() if body is not None else None,
                {"Content-Type": kind} if body is not None else {})
            reply = self.connection.getresponse()
            return reply.status, reply.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise


class Load:
    """Everything that is done to the daemon, in threads that go on until `stop`."""

    def __init__(self, service, trouble, seed):
        self.service, self.trouble, self.seed = service, trouble, seed
        self.stop = threading.Event()
        # Open while writers may write.
        self.gate = threading.Event()
        self.gate.set()
        self.working = [threading.Lock() for _ in range(3)]
        # Of each id the versions that it may have, `GONE` for none.
        self.models = [{} for _ in self.working]
        self.counts = collections.Counter()
        self.threads = []

    def begin(self):
        jobs = [(self.write, n) for n in range(len(self.models))]
        jobs += [(self.read, n) for n in range(3)] + [(self.die, n) for n in range(2)]
        jobs += [(self.look_after, 0), (self.watch, 0)]
        for job, number in jobs:
            thread = threading.Thread(target=self.repeat, args=(job, number), daemon=True)
            thread.start()
            self.threads.append(thread)

    def end(self):
        self.stop.set()
        self.gate.set()
        for thread in self.threads:
            thread.join()

    def repeat(self, job, number):
        dice = random.Random(f"{self.seed} {job.__name__} {number}")
        client = Client(self.service)
        while not self.stop.is_set():
            try:
                job(number, dice, client)
            except (OSError, http.client.HTTPException):
                # The daemon was killed, or is not back yet.
                time.sleep(0.05)

    def expect(self, what, status, body, allowed=()):
        self.counts[what.split(" ")[0], status] += 1
        if status == 503 or status in allowed or 200 <= status < 300:
            return status < 300
        self.trouble.note(f"{what}: {status} {body[:300].decode(errors='replace')}")
        return False

    # Writing

    def write(self, number, dice, client):
        self.gate.wait()
        with self.working[number]:
            if not self.gate.is_set():
                return
            model = self.models[number]
            kind = dice.choice(["new", "new", "update", "update", "delete", "put", "lot"])
            if len(model) > 4_000 and kind == "new":
                kind = "delete"
            if not model:
                kind = "new"
            getattr(self, "write_" + kind)(number, dice, client, model)

    def document(self, dice, name, version):
        lot = name.rsplit("-", 1)[0]
        text = " ".join(dice.choices(WORDS, k=dice.randrange(5, 120)))
        return {
            "id": name, "title": " ".join(dice.choices(WORDS, k=6)), "body": text,
            "date": f"{dice.randrange(2000, 2025)}-{dice.randrange(1, 13):02}-11",
            "version": str(version), "lot": lot}

    def attempt(self, model, wanted, ask):
        """Makes a change of some ids; both states are right until it is answered."""
        for name, version in wanted.items():
            model[name] = model.get(name, {GONE}) | {version}
        if ask():
            for name, version in wanted.items():
                model[name] = {version}
            self.counts["acknowledged", ""] += len(wanted)

    def send_bulk(self, client, documents):
        body = "\n".join(json.dumps(document, ensure_ascii=False) for document in documents)
        wait = random.choice(["durable", "durable", "searchable"])
        status, reply = client.ask(
            "POST", f"{DOCUMENTS}?wait={wait}", body, "application/x-ndjson")
        if not self.expect("bulk", status, reply):
            return False
        report = json.loads(reply)
        if report["rejected"]:
            self.trouble.note(f"bulk rejected {report['errors'][:1]}")
        return not report["rejected"]

    def write_new(self, number, dice, client, model):
        lot = f"{number}-{dice.randrange(1 << 40)}"
        names = [f"{lot}-{n}" for n in range(20)]
        self.attempt(
            model, {name: 1 for name in names},
            lambda: self.send_bulk(client, [self.document(dice, name, 1) for name in names]))

    def write_update(self, number, dice, client, model):
        names = dice.sample(sorted(model), min(20, len(model)))
        version = dice.randrange(2, 1 << 30)
        self.attempt(
            model, {name: version for name in names},
            lambda: self.send_bulk(client, [self.document(dice, name, version) for name in names]))

    def write_delete(self, number, dice, client, model):
        names = dice.sample(sorted(model), min(15, len(model)))

        def ask():
            return self.expect(
                "delete", *client.ask("POST", f"{DOCUMENTS}:delete", {"ids": names}))

        self.attempt(model, {name: GONE for name in names}, ask)

    def write_put(self, number, dice, client, model):
        name = dice.choice(sorted(model))
        version = dice.randrange(2, 1 << 30)
        status, reply = client.ask("GET", f"{DOCUMENTS}/{name}")
        if not self.expect("get", status, reply, allowed=[404]) and status != 404:
            return
        known = json.loads(reply)["_version"] if status == 200 else 0

        def ask():
            # What was only made durable cannot be read yet, and has another version.
            return self.expect("put", *client.ask(
                "PUT", f"{DOCUMENTS}/{name}?if_version={known}",
                self.document(dice, name, version)), allowed=[409])

        self.attempt(model, {name: version}, ask)

    def write_lot(self, number, dice, client, model):
        lot = dice.choice(sorted(model)).rsplit("-", 1)[0]
        names = [name for name in model if name.startswith(lot + "-")]

        def ask():
            # Everything of the lot has to be searchable before a query can find it.
            status, reply = client.ask("POST", f"{DOCUMENTS}:delete", {"filter": f"lot = {lot}"})
            return self.expect("lot", status, reply)

        # What a query cannot see yet stays: deleted for certain is only what is deleted by id.
        for name in names:
            model[name] = model[name] | {GONE}
        ask()
        self.attempt(model, {name: GONE for name in names}, lambda: self.expect(
            "delete", *client.ask("POST", f"{DOCUMENTS}:delete", {"ids": names})))

    # Reading

    def read(self, number, dice, client):
        text = " ".join(dice.choices(WORDS, k=dice.randrange(1, 4)))
        document = f"{DOCUMENTS}/{dice.choice(sorted(self.models[number]) or ['x'])}"
        kind = dice.randrange(16)
        if kind < 8:
            query = {"q": text, "limit": dice.choice([0, 1, 10, 50])}
            query.update(dice.choice([
                {}, {"highlight": False}, {"filter": "date >= 2010"}, {"sort": "-date"},
                {"facets": ["lot", "date:year"]}, {"collapse": "near_duplicate"},
                {"explain": True}, {"cursor": "*"}, {"match": "any", "accents": "fold"},
                {"q": f'"{text}"'}, {"q": f"{text}* OR ng*n"}, {"q": f"{text}~"},
                {"q": f"{text} NEAR/5 xã"}, {"fields": ["version", "lot"]}, {"content": "keys"}]))
            self.expect("search", *client.ask("POST", "/v1/search", query))
        elif kind == 8:
            body = "\n".join(json.dumps({"q": word}) for word in dice.choices(WORDS, k=5))
            self.expect("msearch", *client.ask(
                "POST", "/v1/msearch", body, "application/x-ndjson"))
        elif kind == 9:
            query = urllib.parse.urlencode({"q": text[:-1]})
            for path in ["suggest", "spell", "count", "diacritics", "parse"]:
                self.expect(path, *client.ask("GET", f"/v1/{path}?{query}"))
        elif kind == 10:
            self.expect("similar", *client.ask("GET", document + "/similar"), allowed=[404])
            self.expect("marks", *client.ask(
                "POST", document + "/marks", {"q": text}), allowed=[404])
        elif kind == 11:
            self.expect("export", *client.ask(
                "POST", "/v1/export", {"q": text, "fields": ["version"]}))
        elif kind == 12:
            self.expect("analyze", *client.ask("POST", "/v1/analyze", {"text": text}))
        else:
            path = dice.choice(
                ["status", "collections", "tasks", "saved", "snapshots", "health/ready", "health"])
            self.expect("state", *client.ask("GET", "/v1/" + path))
            self.expect("metrics", *client.ask("GET", "/metrics"))

    # Clients that die

    def die(self, number, dice, client):
        text = urllib.parse.quote(dice.choice(WORDS))
        whole = dice.choice([
            f"GET /v1/search?q={text}&limit=100 HTTP/1.1\r\nHost: x\r\n\r\n",
            f"GET /v1/search?q=*ng+OR+{text}* HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /v1/export HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /v1/watch HTTP/1.1\r\nHost: x\r\n\r\n",
            f"POST {DOCUMENTS} HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n"
            + '{"id":"never","body":"',
            f"POST {DOCUMENTS} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{{",
        ]).encode()
        with socket.socket(socket.AF_UNIX) as one:
            one.settimeout(5)
            one.connect(self.service.socket)
            if dice.random() < 0.4:
                one.sendall(whole[: dice.randrange(len(whole))])
            else:
                one.sendall(whole)
                if dice.random() < 0.5 and whole.startswith(b"GET"):
                    # In the middle of the reply.
                    try:
                        one.recv(dice.choice([1, 500, 5_000]))
                    except TimeoutError:
                        pass
            time.sleep(dice.random() * 0.05)
        self.counts["died", ""] += 1

    # Looking after it

    def look_after(self, _, dice, client):
        for kind, body in [
            ("optimize?wait=none", {"segments": 4}), ("check?wait=none", {}), ("snapshot", None)]:
            if self.stop.wait(2):
                return
            self.service.reload(good=dice.random() < 0.7)
            if body is None:
                body = {"name": f"s{dice.randrange(4)}"}
                status, reply = client.ask("DELETE", f"/v1/snapshots/main/{body['name']}")
                self.expect("snapshot-delete", status, reply, allowed=[404])
            status, reply = client.ask("POST", f"/v1/collections/main/{kind}", body)
            self.expect(kind, status, reply)
            if dice.random() < 0.3 and status == 202:
                number = json.loads(reply)["id"]
                self.expect("cancel", *client.ask("DELETE", f"/v1/tasks/{number}"), allowed=[409])
        name = f"tim-{dice.randrange(5)}"
        self.expect("saved", *client.ask(
            "PUT", f"/v1/saved/{name}", {"q": dice.choice(WORDS)}))
        if dice.random() < 0.5:
            self.expect("saved", *client.ask("DELETE", f"/v1/saved/{name}"), allowed=[404])

    def watch(self, _, dice, client):
        with socket.socket(socket.AF_UNIX) as one:
            one.settimeout(2)
            one.connect(self.service.socket)
            one.sendall(b"GET /v1/watch HTTP/1.1\r\nHost: x\r\n\r\n")
            end = time.time() + dice.randrange(1, 20)
            while time.time() < end and not self.stop.is_set():
                try:
                    piece = one.recv(1 << 16)
                except TimeoutError:
                    continue
                if not piece:
                    return
                self.counts["watched", ""] += piece.count(b"\n")

    # Reading back

    def verify(self):
        """While nobody writes: every document is in a state that it may have; says how many."""
        self.gate.clear()
        for lock in self.working:
            lock.acquire()
        try:
            found = self.stored()
            known = 0
            for model in self.models:
                for name, allowed in list(model.items()):
                    version = found.pop(name, GONE)
                    if version not in allowed:
                        self.trouble.note(f"lost: {name} is {version}, may be {allowed}")
                    model[name] = {version}
                    if version is GONE:
                        del model[name]
                    known += 1
            for name in list(found)[:3]:
                self.trouble.note(f"unknown: {name}")
            return known
        finally:
            for lock in self.working:
                lock.release()
            self.gate.set()

    def stored(self):
        client = Client(self.service)
        # What was answered since the start may be durable alone; with this it can be read, too.
        marker = json.dumps({"id": "marker", "version": str(time.time_ns())})
        client.ask("POST", f"{DOCUMENTS}?wait=searchable", marker, "application/x-ndjson")
        status, reply = client.ask("GET", "/v1/export?fields=id,version")
        if status != 200:
            raise SystemExit(f"export: {status} {reply[:300]}")
        found = {}
        for line in reply.splitlines():
            document = json.loads(line)
            found[document["id"]] = int(document["version"])
        del found["marker"]
        return found


def endure(service, trouble, minutes, every):
    load = Load(service, trouble, seed=1)
    starts = [service.start()]
    load.begin()
    begin, kills, checked = time.time(), 0, 0
    most = (0, 0)
    while time.time() - begin < minutes * 60:
        time.sleep(every)
        if service.process.poll() is not None:
            trouble.note(f"the daemon ended by itself: {service.process.returncode}")
        state = (service.descriptors(), service.memory())
        most = tuple(map(max, most, state))
        starts.append(service.kill_and_start())
        kills += 1
        checked += load.verify()
        print(
            f"{time.time() - begin:.0f} s: {kills} kills, {load.counts['acknowledged', '']} writes"
            f" acknowledged, {sum(map(len, load.models))} documents, {state[0]} descriptors,"
            f" {state[1]:.0f} MB, back in {starts[-1]:.0f} ms", flush=True)
    load.end()
    load.verify()
    service.process.send_signal(signal.SIGTERM)
    if (code := service.process.wait(60)) != 0:
        trouble.note(f"the daemon ended with {code}")
    command = [program(), "check", "--data", service.data]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        trouble.note(f"check: {done.stdout[-500:]}{done.stderr[-500:]}")
    replies = collections.Counter()
    for (kind, status), count in sorted(load.counts.items(), key=str):
        if status:
            replies[status] += count
    print(
        f"{kills} kills; {load.counts['acknowledged', '']} writes acknowledged and {checked} states"
        f" read back; {load.counts['died', '']} clients died, {load.counts['watched', '']} lines"
        f" watched; replies {dict(replies)}; most {most[0]} descriptors, {most[1]:.0f} MB; back after"
        f" a kill in {sorted(starts)[len(starts) // 2]:.0f} ms in the middle, {max(starts):.0f} at"
        " most", flush=True)


def rounds_of_equal_work(service, trouble, count):
    """The same writes, updates and searches again and again: memory and descriptors after each."""
    service.start()
    client = Client(service)
    seen = []
    for number in range(count):
        dice = random.Random(7)
        load = Load(service, trouble, seed=2)
        for lot in range(100):
            names = [f"r-{lot}-{n}" for n in range(20)]
            load.send_bulk(client, [load.document(dice, name, number) for name in names])
        load.models[0] = {f"r-{lot}-1": {1} for lot in range(100)}
        for _ in range(1_500):
            load.read(0, dice, client)
        for _ in range(100):
            load.die(0, dice, client)
        client.ask("POST", "/v1/collections/main/optimize", {"segments": 1})
        time.sleep(3)
        seen.append((service.memory(), service.descriptors()))
        print(f"round {number + 1}: {seen[-1][0]:.0f} MB, {seen[-1][1]} descriptors", flush=True)
    half = seen[len(seen) // 2:]
    # The first rounds fill what is kept.
    if half[-1][0] > half[0][0] * 1.1 + 10:
        trouble.note(f"memory grows: {[round(one[0]) for one in seen]} MB")
    if half[-1][1] > half[0][1] + 3:
        trouble.note(f"descriptors leak: {[one[1] for one in seen]}")
    service.process.terminate()
    service.process.wait()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--every", type=float, default=60, help="seconds between kills")
    parser.add_argument("--rounds", type=int, default=10, help="of equal work")
    options = parser.parse_args()
    trouble = Trouble()
    with tempfile.TemporaryDirectory(
            prefix="endure-", ignore_cleanup_errors=True) as folder:
        service = Service(folder)
        try:
            if options.minutes:
                endure(service, trouble, options.minutes, options.every)
            if options.rounds:
                rounds_of_equal_work(service, trouble, options.rounds)
        finally:
            if service.process and service.process.poll() is None:
                service.kill()
    print("faults:", sum(trouble.found.values()), dict(trouble.found) or "")
    sys.exit(1 if trouble.found else 0)


if __name__ == "__main__":
    main()
