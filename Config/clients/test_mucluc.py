#!/usr/bin/env python3
"""Tests of mucluc.py against a running daemon: MUCLUC_SOCKET=… Config/clients/test_mucluc.py

The tests write to new collections of their own, whose names begin with `python-`.
"""
import os
import re
import socket
import tempfile
import threading
import unittest
from typing import List

from mucluc import Archive, ConnectionLost, Refused, Unreachable


class ClientTests(unittest.TestCase):
    def setUp(self) -> None:
        self.name = f"python-{os.getpid()}-{self.id().split('_')[-1]}"
        self.archive = Archive()
        self.addCleanup(self.archive.close)

    def test_documents_go_in_and_are_found(self) -> None:
        report = self.archive.add(
            [{"id": "a/1", "title": "Mặt trận", "body": "Uỷ ban 🌾 Mặt trận họp.", "author": "An"},
             {"id": "2", "body": "Giá vàng tăng."}], self.name)
        self.assertEqual((report["created"], report["rejected"]), (2, 0))
        page = self.archive.search("uy ban mat tran", collection=self.name)
        self.assertEqual([hit["id"] for hit in page["hits"]], ["a/1"])
        snippet = page["hits"][0]["snippets"][0]
        marked = [snippet["text"][a:b] for a, b in snippet["marks"]]
        self.assertEqual(marked, ["Uỷ ban", "Mặt trận"])
        document = self.archive.get("a/1", self.name)
        assert document is not None
        self.assertEqual(document["author"], "An")
        self.assertIsNone(self.archive.get("nope", self.name))
        marks = self.archive.marks("a/1", "hop", self.name)
        assert marks is not None
        start, end = marks["blocks"][0][0]
        self.assertEqual(document["blocks"][0]["text"][start:end], "họp")
        self.assertIn("author", self.archive.fields(self.name))
        self.assertEqual(
            self.archive.count("vàng", collection=self.name, filter={"id": "2"}), 1)

    def test_long_streams(self) -> None:
        seen: List[int] = []
        documents = ({"id": str(n), "body": f"Bài {n} về mùa lúa chín."} for n in range(2500))
        report = self.archive.add(
            documents, self.name, progress=lambda total: seen.append(total["received"]))
        self.assertEqual(report["created"], 2500)
        self.assertEqual(seen, [1000, 2000, 2500])
        ids = {line["id"] for line in self.archive.export("lua", collection=self.name)}
        self.assertEqual(len(ids), 2500)
        pages = self.archive.pages("lúa chín", collection=self.name, limit=400, highlight=False)
        self.assertEqual(len({hit["id"] for hit in pages}), 2500)
        preview = self.archive.remove_matching("bài", collection=self.name, dry_run=True)
        self.assertEqual(preview["matched"], 2500)
        self.assertEqual(self.archive.remove(["1", "2", "x"], self.name)["deleted"], 2)

    def test_errors_name_the_line(self) -> None:
        documents = [{"id": str(n), "body": "x"} for n in range(1002)]
        documents[1000] = {"id": "", "body": "không có id"}
        report = self.archive.add(documents, self.name)
        self.assertEqual((report["created"], report["rejected"]), (1001, 1))
        self.assertEqual(report["errors"][0]["line"], 1001)

    def test_refusals_say_what_to_do(self) -> None:
        with self.assertRaises(Refused) as caught:
            self.archive.search("x", limt=1)
        self.assertEqual(caught.exception.code, "unknown_field")
        self.assertEqual(caught.exception.status, 400)
        self.assertIn("limit", caught.exception.hint or "")
        # The connection goes on.
        self.assertIn("version", self.archive.status())
        with self.assertRaises(Refused) as caught:
            self.archive.parse('"mặt', syntax="strict")
        self.assertEqual(caught.exception.pointer, "/q")
        with self.assertRaises(Unreachable):
            Archive("/nonexistent/socket").status()

    def test_a_change_of_what_was_read(self) -> None:
        self.archive.put({"id": "1", "body": "Một."}, self.name, if_version=0)
        document = self.archive.get("1", self.name)
        assert document is not None
        document["title"] = "Đầu đề"
        self.archive.put(document, self.name, if_version=document["_version"])
        with self.assertRaises(Refused) as caught:
            self.archive.put(document, self.name, if_version=document["_version"])
        self.assertEqual((caught.exception.status, caught.exception.code), (409, "version_conflict"))

    def test_long_work(self) -> None:
        self.archive.add(({"id": str(n), "body": "Lúa."} for n in range(9)), self.name)
        self.assertIn("collection", self.archive.work("optimize", self.name, segments=1))
        task = self.archive.work("check", self.name, wait=False)
        self.assertEqual(self.archive.task(task["id"], wait=30)["status"], "succeeded")
        self.archive.drop(self.name)
        with self.assertRaises(Refused):
            self.archive.count("lúa", collection=self.name)
        self.archive.create(self.name, description="Thử")
        self.assertEqual(self.archive.count("lúa", collection=self.name), 0)

    def test_files_and_what_they_gave(self) -> None:
        first = f"/srv/{self.name}/một.html"
        documents = [{"id": f"{first}!/{n}", "body": f"Bài {n} về lúa."} for n in range(3)]
        report = self.archive.add_file(first, documents, self.name, size=9)
        self.assertEqual(report["files"]["written"], 1)
        self.assertEqual(report["documents"]["created"], 3)
        # Read again it gives less, and nothing of the rest stays.
        self.archive.add_file(first, documents[:1], self.name)
        self.assertEqual(self.archive.count("lúa", collection=self.name), 1)
        broken = {"stage": "parse", "code": "timeout", "reason": "Đọc quá lâu."}
        for n in range(3):
            self.archive.add_file(
                f"/srv/{self.name}/h{n}", [], self.name, status="quarantined", problem=broken)
        paths = [one["path"] for one in self.archive.files(f"/srv/{self.name}", self.name)]
        self.assertEqual(len(paths), 4)
        self.assertIn(first, paths)
        self.assertEqual(list(self.archive.files("/elsewhere", self.name)), [])
        found = list(self.archive.problems(f"/srv/{self.name}", self.name, limit=1))
        self.assertEqual(len(found), 3)
        self.assertEqual(found[0]["reason"], "Đọc quá lâu.")
        report = self.archive.change_files([{"remove": first}], self.name)
        self.assertEqual(report["files"]["removed"], 1)
        self.assertEqual(self.archive.count("lúa", collection=self.name), 0)

    def test_saved_searches_tell_of_new_documents(self) -> None:
        self.archive.add([{"id": "1", "body": "Lũ quét ở vùng cao."}], self.name)
        names = [f"lu-{os.getpid()}", f"han-{os.getpid()}"]
        self.archive.save(names[0], '"lũ quét"', collection=self.name)
        self.archive.save(names[1], "hạn hán", collection=self.name, filter="id = 3")
        self.assertLessEqual(set(names), {one["name"] for one in self.archive.saved()})

        def write(watched: List[str]) -> None:
            self.assertEqual(sorted(watched), sorted(names))
            with Archive() as other:
                other.add([{"id": "2", "title": "Tin", "body": "Lại lũ quét."},
                           {"id": "3", "body": "Hạn hán kéo dài."},
                           {"id": "4", "body": "Hạn hán ở nơi khác."}], self.name)

        told = self.archive.watch(*names, begun=write)
        first, second = next(told), next(told)
        told.close()  # type: ignore[attr-defined]
        self.assertEqual({(one["saved"], one["id"]) for one in (first, second)},
                         {(names[0], "2"), (names[1], "3")})
        for name in names:
            self.archive.forget(name)
        with self.assertRaises(Refused) as caught:
            self.archive.forget(names[0])
        self.assertEqual(caught.exception.code, "saved_search_not_found")

    def test_looking_after_the_daemon(self) -> None:
        self.archive.add([{"id": "1", "body": "Một."}], self.name)
        self.archive.work("snapshot", self.name, name="truoc-tet")
        kept = [one for one in self.archive.snapshots() if one["collection"] == self.name]
        self.assertEqual([one["name"] for one in kept], ["truoc-tet"])
        self.archive.drop_snapshot("truoc-tet", self.name)
        self.assertNotIn(self.name, [one["collection"] for one in self.archive.snapshots()])
        self.assertTrue(self.archive.configuration())
        self.assertIsInstance(self.archive.reload(), dict)

    def test_the_other_questions(self) -> None:
        texts = [f"Chính phủ họp lần {n}." for n in range(20)]
        self.archive.add(({"id": str(n), "body": text} for n, text in enumerate(texts)), self.name)
        self.assertEqual(self.archive.spell("chính phũ", self.name)[0]["text"], "chính phủ")
        self.assertTrue(self.archive.suggest("chính", self.name))
        self.assertIn("tokens", self.archive.analyze("Uỷ ban"))
        self.assertIn("terms", self.archive.similar("1", self.name, limit=2) or {})
        self.assertEqual(self.archive.explain("1", "họp", self.name)["id"], "1")
        self.archive.set_synonyms([{"words": ["họp", "nhóm"]}], self.name)
        self.assertEqual(len(self.archive.synonyms(self.name)), 1)
        self.archive.set_synonyms([], self.name)
        self.assertEqual(self.archive.synonyms(self.name), [])
        replies = self.archive.search_all(
            [{"q": "họp", "collection": self.name}, {"q": "x", "limt": 1}])
        self.assertEqual(replies[0]["total"]["value"], 20)
        self.assertEqual(replies[1]["code"], "unknown_field")
        self.assertIn("mucluc_", self.archive.metrics())
        self.assertIn("watch", self.archive.extensions())
        self.assertIn(self.name, [one["name"] for one in self.archive.collections()])


class Scripted:
    """A daemon that answers as it is told, one connection for each list of replies."""

    def __init__(self, *connections: List[bytes]):
        self.path = tempfile.mktemp(prefix="mucluc-")
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(self.path)
        self.listener.listen()
        self.requests = 0
        self.thread = threading.Thread(target=self.serve, args=(connections,), daemon=True)
        self.thread.start()

    def serve(self, connections: List[List[bytes]]) -> None:
        for replies in connections:
            connection, _ = self.listener.accept()
            for reply in replies:
                if not self.read_request(connection):
                    break
                self.requests += 1
                connection.sendall(reply)
            connection.close()
        self.listener.close()
        os.unlink(self.path)

    @staticmethod
    def read_request(connection: socket.socket) -> bool:
        """Head and body come one after the other: whoever closes between them breaks the second."""
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(1 << 16)
            if not piece:
                return False
            data += piece
        head, body = data.split(b"\r\n\r\n", 1)
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        missing = (int(length[1]) if length else 0) - len(body)
        while missing > 0:
            piece = connection.recv(1 << 16)
            if not piece:
                return False
            missing -= len(piece)
        return True


def reply(status: int, body: bytes, *headers: bytes) -> bytes:
    lines = [b"HTTP/1.1 %d X" % status, b"Content-Length: %d" % len(body), *headers, b"", body]
    return b"\r\n".join(lines)


class TroubleTests(unittest.TestCase):
    busy = reply(503, b'{"code":"overloaded","detail":"busy"}', b"Retry-After: 0")

    def test_a_busy_daemon_is_asked_again(self) -> None:
        daemon = Scripted([self.busy, self.busy, reply(200, b'{"version":"1"}')])
        with Archive(daemon.path) as archive:
            self.assertEqual(archive.status(), {"version": "1"})
        self.assertEqual(daemon.requests, 3)

    def test_patience_ends(self) -> None:
        daemon = Scripted([self.busy] * 50)
        with Archive(daemon.path, patience=0.3) as archive, self.assertRaises(Refused) as caught:
            archive.status()
        self.assertEqual(caught.exception.code, "overloaded")

    def test_a_connection_that_was_closed_meanwhile_is_made_anew(self) -> None:
        daemon = Scripted([reply(200, b"{}")], [reply(200, b'{"version":"2"}')])
        archive = Archive(daemon.path)
        with archive:
            archive.status()
            self.assertEqual(archive.status(), {"version": "2"})

    def test_a_reply_that_breaks_off_is_no_reply(self) -> None:
        daemon = Scripted([b"HTTP/1.1 200 X\r\nContent-Length: 90\r\n\r\n{"])
        with self.assertRaises(ConnectionLost):
            Archive(daemon.path).status()

    def test_an_export_that_breaks_off_is_not_taken_for_whole(self) -> None:
        head = b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n"
        daemon = Scripted([head + b'b\r\n{"id":"1"}\n\r\n'])
        lines = Archive(daemon.path).export("x")
        self.assertEqual(next(lines), {"id": "1"})
        with self.assertRaises(ConnectionLost):
            next(lines)


if __name__ == "__main__":
    unittest.main()
