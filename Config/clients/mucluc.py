"""Client of mucluc, full-text search for Vietnamese archives, for Python 3.9 and later.

One file without dependencies: copy it to where it is needed. It speaks HTTP/1.1 and JSON on the
daemon's Unix socket, as curl does.

    from mucluc import Archive

    archive = Archive()                               # or Archive("/tmp/mucluc.sock")
    for hit in archive.search("uy ban mat tran", limit=5)["hits"]:
        print(hit["title"], hit["id"])

    report = archive.add({"id": str(n), "body": text} for n, text in enumerate(texts))
    for line in archive.export("bão số 3", fields=["title", "date"]):
        print(line["id"], line["title"])

Replies are the API's own objects, as dictionaries: new members come with new daemons. What fails
raises `Unreachable`, `ConnectionLost` or `Refused`, which has the API's `code`, `detail` and
`hint`. Arguments by name that are not listed (`sort`, `facets`, `match`, …) go to the API as they
are; a name that it does not know is refused with a suggestion.

An `Archive` keeps one connection and is for one thread; each thread makes its own.
"""
from __future__ import annotations

import http.client
import json
import os
import socket
import time
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Union
from urllib.parse import quote

__all__ = ["Archive", "Error", "Unreachable", "ConnectionLost", "Refused", "default_socket"]

JSON = Dict[str, Any]
Filter = Union[str, Mapping[str, Any], List[Any]]

_NDJSON = "application/x-ndjson"
# Documents go in parts of about this many bytes; each is answered when it is on disk.
_BATCH_BYTES = 4 << 20
_BATCH_LINES = 1000


class Error(Exception):
    """Anything that a call may raise."""


class Unreachable(Error):
    """Nobody listens at the socket, or this user may not open it."""


class ConnectionLost(Error):
    """The connection broke before the reply was complete; it is not known what was done."""


class Refused(Error):
    """The daemon's own answer that it will not or cannot: RFC 9457, with a stable `code`."""

    def __init__(self, status: int, problem: Mapping[str, Any], retry_after: float = 0.2):
        self.status = status
        #: Seconds after which a busy daemon may be asked again.
        self.retry_after = retry_after
        self.code: str = problem.get("code", "internal")
        self.detail: str = problem.get("detail", "")
        self.hint: Optional[str] = problem.get("hint")
        #: Where in the request it is wrong, as a JSON pointer: `/filter`.
        self.pointer: Optional[str] = problem.get("pointer")
        #: The place in that text: `{"byte": 12, "char": 10}`.
        self.position: Optional[Dict[str, int]] = problem.get("position")
        self.request_id: Optional[str] = problem.get("request_id")
        hint = f" ({self.hint})" if self.hint else ""
        super().__init__(f"{self.detail}{hint} [{self.code}]")


def default_socket() -> str:
    """$MUCLUC_SOCKET, else $XDG_RUNTIME_DIR/mucluc.sock, else /run/mucluc/mucluc.sock."""
    if path := os.environ.get("MUCLUC_SOCKET"):
        return path
    if folder := os.environ.get("XDG_RUNTIME_DIR"):
        return folder + "/mucluc.sock"
    return "/run/mucluc/mucluc.sock"


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str, timeout: float):
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self) -> None:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(self.timeout)
        try:
            sock.connect(self.path)
        except OSError as error:
            sock.close()
            raise Unreachable(f"no daemon answers at {self.path}: {error.strerror}") from error
        self.sock = sock


class Archive:
    """An archive behind a running daemon."""

    def __init__(self, path: Optional[str] = None, *, timeout: float = 300, patience: float = 30):
        """`timeout` is how many seconds a reply may stand still, `patience` for how many a
        daemon that is too busy (503) is asked again."""
        self.path = path or default_socket()
        self.timeout = timeout
        self.patience = patience
        self._connection: Optional[_Connection] = None

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # Asking

    def search(self, query: str = "", *, collection: str = "main", limit: int = 10,
               filter: Optional[Filter] = None, **more: Any) -> JSON:
        """A page of hits: `{"total": {"value": …}, "hits": [{"id", "score", "title", …}], …}`.

        Marks of snippets count code points, as Python's strings do; what has pages says them:
        `hit["snippets"][0].get("page")`.
        """
        request = _query(query, collection, filter, more)
        request["limit"] = limit
        request.setdefault("highlight", {"offsets": "codepoint"})
        return self._post("/v1/search", request)

    def pages(self, query: str = "", *, collection: str = "main", limit: int = 100,
              filter: Optional[Filter] = None, **more: Any) -> Iterator[JSON]:
        """All hits, page by page, of one moment whatever is written meanwhile."""
        cursor: Optional[str] = "*"
        while cursor:
            page = self.search(query, collection=collection, limit=limit, filter=filter,
                               cursor=cursor, **more)
            yield from page["hits"]
            cursor = page.get("cursor")

    def search_all(self, queries: Iterable[Union[str, Mapping[str, Any]]]) -> List[JSON]:
        """A reply for each query, in their order; a bad one is answered by its problem."""
        requests = [{"q": query} if isinstance(query, str) else query for query in queries]
        reply = self.call("POST", "/v1/msearch", _lines(requests), _NDJSON)
        return [json.loads(line) for line in reply.split(b"\n") if line]

    def count(self, query: str = "", *, collection: str = "main",
              filter: Optional[Filter] = None, **more: Any) -> int:
        """How many documents match."""
        reply = self._post("/v1/count", _query(query, collection, filter, more))
        return int(reply["total"]["value"])

    def export(self, query: str = "", *, collection: str = "main",
               filter: Optional[Filter] = None, fields: Optional[List[str]] = None,
               **more: Any) -> Iterator[JSON]:
        """All hits, or all documents, as they are read; memory stays small.

        Raises `ConnectionLost` when the daemon broke off: then what came is not all.
        """
        request = _query(query, collection, filter, more)
        if fields is not None:
            request["fields"] = fields
        return self._stream("POST", "/v1/export", _text(request))

    def get(self, id: str, collection: str = "main") -> Optional[JSON]:
        """The document with this id, None when there is none."""
        return self._found("GET", _document(collection, id))

    def marks(self, id: str, query: str, collection: str = "main", **more: Any) -> Optional[JSON]:
        """Where a query matches in the whole of a document, in code points."""
        return self._found("POST", _document(collection, id) + "/marks",
                           {"q": query, "offsets": "codepoint", **more})

    def similar(self, id: str, collection: str = "main", **more: Any) -> Optional[JSON]:
        """Documents that have much in common with one, and the terms that say so."""
        return self._found("POST", _document(collection, id) + "/similar", more)

    def explain(self, id: str, query: str, collection: str = "main", **more: Any) -> JSON:
        """Why a document has its place among the hits of a query, or none."""
        return self._post("/v1/explain", {"id": id, "q": query, "collection": collection, **more})

    def suggest(self, text: str, collection: str = "main", limit: int = 8) -> List[JSON]:
        """What an unfinished text may become: `[{"text": "mặt trận", "count": 584}, …]`."""
        request = {"q": text, "collection": collection, "limit": limit}
        return list(self._post("/v1/suggest", request)["suggestions"])

    def spell(self, text: str, collection: str = "main") -> List[JSON]:
        """What a text may have been meant to be; empty where nothing speaks against it."""
        return list(self._post("/v1/spell", {"q": text, "collection": collection})["corrections"])

    def diacritics(self, text: str, collection: str = "main", limit: int = 3) -> JSON:
        """How a text may have been meant with its diacritics."""
        return self._post("/v1/diacritics", {"q": text, "collection": collection, "limit": limit})

    def parse(self, text: str, collection: str = "main", **more: Any) -> JSON:
        """The tree of a query as it is read."""
        return self._post("/v1/parse", {"q": text, "collection": collection, **more})

    def analyze(self, text: str) -> JSON:
        """The words of a text as the index sees them."""
        return self._post("/v1/analyze", {"text": text})

    # Changing

    def add(self, documents: Iterable[Mapping[str, Any]], collection: str = "main", *,
            wait: str = "searchable",
            progress: Optional[Callable[[JSON], None]] = None) -> JSON:
        """Adds documents, or replaces those with the same ids; takes any iterable, and holds no
        more of it than a few megabytes.

        A document is `{"id": …, "title": …, "body": …}` with any other members as fields. What
        was counted is on disk. The report's `errors` name each document that was refused, by its
        `line` counted from 1; the others are there. `progress` is told the report after each part.
        """
        total: JSON = {"received": 0, "created": 0, "updated": 0, "unchanged": 0, "rejected": 0,
                       "errors": []}
        target = f"/v1/collections/{quote(collection, safe='')}/documents?wait={quote(wait)}"
        for first, part in _batches(documents):
            report = json.loads(self.call("POST", target, part, _NDJSON))
            for name in ("received", "created", "updated", "unchanged", "rejected"):
                total[name] += report[name]
            for error in report["errors"]:
                total["errors"].append({**error, "line": error["line"] + first})
            if progress is not None:
                progress(total)
        return total

    def put(self, document: Mapping[str, Any], collection: str = "main", *,
            if_version: Optional[int] = None, wait: str = "searchable") -> JSON:
        """One document. With `if_version`, the `_version` that was read, only if it is still that
        one, 0 for none; else `Refused` with the code `version_conflict`."""
        target = f"{_document(collection, str(document['id']))}?wait={quote(wait)}"
        if if_version is not None:
            target += f"&if_version={if_version}"
        # What a daemon says of a document is no part of it.
        own = {name: value for name, value in document.items() if name != "_version"}
        reply: JSON = json.loads(self.call("PUT", target, _text(own)))
        return reply

    def remove(self, ids: Iterable[str], collection: str = "main") -> JSON:
        """Deletes documents by id; ids that are not there are counted, and no error."""
        return self._post(_deletion(collection), {"ids": list(ids)})

    def remove_matching(self, query: str = "", *, collection: str = "main",
                        filter: Optional[Filter] = None, dry_run: bool = False,
                        **more: Any) -> JSON:
        """Deletes what a query and a filter find; with `dry_run` says what it would delete."""
        request = {**more, "dry_run": dry_run}
        if query:
            request["q"] = query
        if filter is not None:
            request["filter"] = filter
        return self._post(_deletion(collection), request)

    # Files that documents come from

    def add_file(self, path: str, documents: Iterable[Mapping[str, Any]],
                 collection: str = "main", *, wait: str = "searchable", **record: Any) -> JSON:
        """A file of yours and the documents it gives, in place of all that it gave before.

        `path` is absolute; `record` says more of the file, as `files` tells it: `size`, `mtime_ns`,
        `ctime_ns`, `device` and `inode` (all five or none), `hash`, `problem`, and its `status`,
        `complete` if not said. Documents are as for `add`; their ids begin with the path.
        """
        end = {"status": "complete", **record, "path": path}
        steps: List[Mapping[str, Any]] = [{"begin": path}]
        steps += [{"document": document} for document in documents]
        return self.change_files([*steps, {"end": end}], collection, wait=wait)

    def change_files(self, steps: Iterable[Mapping[str, Any]], collection: str = "main", *,
                     wait: str = "searchable") -> JSON:
        """Steps that keep the archive like the files, in one request: `{"begin": path}`,
        `{"document": …}`, `{"end": {"path": …, "status": "complete"}}`, `{"keep": {…}}` for a file
        whose documents stay, with `"from"` its old path, and `{"remove": path}`."""
        target = f"/v1/collections/{quote(collection, safe='')}/files?wait={quote(wait)}"
        reply: JSON = json.loads(self.call("POST", target, _lines(steps), _NDJSON))
        return reply

    def files(self, below: Optional[str] = None, collection: str = "main") -> Iterator[JSON]:
        """The files that a collection was made from, by path."""
        target = f"/v1/collections/{quote(collection, safe='')}/files"
        if below is not None:
            target += f"?below={quote(below, safe='')}"
        return self._stream("GET", target)

    def problems(self, below: Optional[str] = None, collection: str = "main",
                 limit: int = 1000) -> Iterator[JSON]:
        """Files that could not be read, or not wholly, and why; asked for `limit` at a time."""
        target = f"/v1/collections/{quote(collection, safe='')}/problems?limit={limit}"
        if below is not None:
            target += f"&below={quote(below, safe='')}"
        after: Optional[str] = ""
        while after is not None:
            page = self._get(target + (f"&after={quote(after, safe='')}" if after else ""))
            yield from page["problems"]
            after = page.get("next")

    # Saved searches

    def saved(self) -> List[JSON]:
        """The searches that this user keeps: `[{"name": "lu-quet", "query": {"q": …}}, …]`."""
        return list(self._get("/v1/saved")["saved"])

    def save(self, name: str, query: str = "", *, collection: str = "main",
             filter: Optional[Filter] = None, **more: Any) -> JSON:
        """Keeps a search under a name, in place of what was there."""
        target = f"/v1/saved/{quote(name, safe='')}"
        request = _query(query, collection, filter, more)
        reply: JSON = json.loads(self.call("PUT", target, _text(request)))
        return reply

    def forget(self, name: str) -> None:
        """Keeps a saved search no longer; `Refused` when there is none."""
        self.call("DELETE", f"/v1/saved/{quote(name, safe='')}")

    def watch(self, *names: str,
              begun: Optional[Callable[[List[str]], None]] = None) -> Iterator[JSON]:
        """New documents that saved searches find from now on, all searches where none is named:
        `{"saved": "lu-quet", "collection": "main", "id": …, "title": …, "version": …}`.

        Waits for the next one; ends when the daemon does. `begun` is told the names as soon as
        nothing can be missed any more.
        """
        target = "/v1/watch" + ("?names=" + quote(",".join(names)) if names else "")
        for line in self._stream("GET", target):
            if "saved" in line:
                yield line
            elif "watching" in line and begun is not None:
                begun(list(line["watching"]))

    def synonyms(self, collection: str = "main") -> List[JSON]:
        """The sets of words that mean the same."""
        return list(self._get(f"/v1/collections/{quote(collection, safe='')}/synonyms")["sets"])

    def set_synonyms(self, sets: List[JSON], collection: str = "main") -> None:
        """Puts these in place of them: `[{"words": ["xe máy", "mô tô"]}, {"from": …, "to": …}]`."""
        path = f"/v1/collections/{quote(collection, safe='')}/synonyms"
        if sets:
            self.call("PUT", path, _text({"sets": sets}))
        else:
            self.call("DELETE", path)

    # Looking after it

    def status(self) -> JSON:
        """What the daemon holds and does."""
        return self._get("/v1/status")

    def extensions(self) -> List[str]:
        """Names of what the daemon can do, of which a later one has more: ask before you use what
        is new."""
        return list(self._get("/")["api_extensions"])

    def collections(self) -> List[JSON]:
        return list(self._get("/v1/collections")["collections"])

    def create(self, collection: str, **settings: Any) -> JSON:
        """A collection with `description`, `defaults` and `ranking`, for administrators."""
        path = f"/v1/collections/{quote(collection, safe='')}"
        reply: JSON = json.loads(self.call("PUT", path, _text(settings)))
        return reply

    def drop(self, collection: str) -> None:
        """Deletes a collection and all that is in it, for administrators."""
        self.call("DELETE", f"/v1/collections/{quote(collection, safe='')}")

    def work(self, kind: str, collection: str = "main", *, wait: bool = True,
             **more: Any) -> JSON:
        """`check`, `optimize`, `reindex`, `snapshot` or `restore`. Returns what it came to;
        without `wait` at once a task, to be given to `task`."""
        target = f"/v1/collections/{quote(collection, safe='')}/{quote(kind)}"
        return self._post(target if wait else target + "?wait=none", more)

    def ingest(self, paths: Iterable[str], *, collection: str = "main", **more: Any) -> JSON:
        """Has the daemon read files of its machine; its task, to be asked for with `task`.

        `delete=True` deletes the documents of files that are gone; `include` and `exclude` are
        lists of patterns.
        """
        place = f"/v1/collections/{quote(collection, safe='')}/ingest?wait=none"
        return self._post(place, {"paths": list(paths), **more})

    def task(self, id: int, *, wait: float = 0) -> JSON:
        """How far a task is: its `status` is enqueued, running, succeeded, failed, canceled or
        canceling; `wait` is how many seconds it may take to end."""
        return self._get(f"/v1/tasks/{id}?wait_ms={int(wait * 1000)}")

    def cancel(self, id: int) -> JSON:
        """Asks a task to end."""
        reply: JSON = json.loads(self.call("DELETE", f"/v1/tasks/{id}"))
        return reply

    def snapshots(self) -> List[JSON]:
        """The snapshots that the daemon keeps; `work("snapshot", name=…)` makes one."""
        return list(self._get("/v1/snapshots")["snapshots"])

    def drop_snapshot(self, name: str, collection: str = "main") -> None:
        """Deletes a snapshot that the daemon keeps."""
        self.call("DELETE", f"/v1/snapshots/{quote(collection, safe='')}/{quote(name, safe='')}")

    def configuration(self) -> JSON:
        """What the daemon was told and by whom, for administrators."""
        return self._get("/v1/admin/config")

    def reload(self) -> JSON:
        """Has the daemon read its configuration anew, for administrators. `Refused` when it has a
        mistake: then all stays as it was."""
        return self._post("/v1/admin/reload", {})

    def stop(self) -> None:
        """Has the daemon finish what it has begun and end, for administrators."""
        self.call("POST", "/v1/admin/stop")

    def fields(self, collection: str = "main") -> List[str]:
        """The fields by which documents can be filtered, sorted and counted."""
        return list(self._get(f"/v1/collections/{quote(collection, safe='')}")["fields"])

    def metrics(self) -> str:
        """What the daemon counts, in the text format of Prometheus."""
        return self.call("GET", "/metrics").decode()

    # The wire

    def call(self, method: str, target: str, body: bytes = b"",
             content_type: str = "application/json") -> bytes:
        """A request of your own; returns the body of the reply."""
        end = time.monotonic() + self.patience
        while True:
            try:
                return self._exchange(method, target, body, content_type)
            except Refused as error:
                if error.status != 503 or error.code != "overloaded" or time.monotonic() >= end:
                    raise
                time.sleep(min(error.retry_after, max(0.0, end - time.monotonic())))

    def _exchange(self, method: str, target: str, body: bytes, content_type: str) -> bytes:
        for is_kept in (self._connection is not None, False):
            if self._connection is None:
                self._connection = _Connection(self.path, self.timeout)
            try:
                reply = self._send(self._connection, method, target, body, content_type)
                return reply.read()
            except ConnectionLost:
                self.close()
                # The daemon may have closed a connection that was idle: nothing was done then.
                if not is_kept:
                    raise
            except (OSError, http.client.HTTPException) as error:
                self.close()
                raise ConnectionLost(f"the connection to the daemon broke: {error}") from error
            except Unreachable:
                self.close()
                raise
        raise ConnectionLost("the connection to the daemon broke")

    @staticmethod
    def _send(connection: _Connection, method: str, target: str, body: bytes,
              content_type: str) -> http.client.HTTPResponse:
        headers = {"Content-Type": content_type} if body else {}
        try:
            connection.request(method, target, body or None, headers)
            reply = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            raise ConnectionLost(f"the connection to the daemon broke: {error}") from error
        if reply.status < 400:
            return reply
        text = reply.read()
        try:
            problem = json.loads(text)
        except ValueError:
            problem = {"detail": f"status {reply.status} without a problem to read"}
        raise Refused(reply.status, problem, _seconds(reply.getheader("Retry-After")))

    def _stream(self, method: str, target: str, body: bytes = b"") -> Iterator[JSON]:
        """The lines of a reply as they come, on a connection of its own: others may be asked while
        this one is read."""
        connection = _Connection(self.path, self.timeout)
        try:
            reply = self._send(connection, method, target, body, "application/json")
            try:
                rest = b""
                # Not line by line: http.client takes a stream that breaks off for one that ends.
                while piece := reply.read1(1 << 16):
                    *lines, rest = (rest + piece).split(b"\n")
                    for line in lines:
                        yield json.loads(line)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise ConnectionLost(f"the reply broke off: {error}") from error
        finally:
            connection.close()

    def _get(self, target: str) -> JSON:
        reply: JSON = json.loads(self.call("GET", target))
        return reply

    def _post(self, target: str, request: Mapping[str, Any]) -> JSON:
        reply: JSON = json.loads(self.call("POST", target, _text(request)))
        return reply

    def _found(self, method: str, target: str,
               request: Optional[Mapping[str, Any]] = None) -> Optional[JSON]:
        body = b"" if request is None else _text(request)
        try:
            reply: JSON = json.loads(self.call(method, target, body))
            return reply
        except Refused as error:
            if error.code == "document_not_found":
                return None
            raise


def _query(text: str, collection: str, filter: Optional[Filter],
           more: Mapping[str, Any]) -> JSON:
    request: JSON = {"q": text, "collection": collection, **more}
    if filter is not None:
        request["filter"] = filter
    return request


def _document(collection: str, id: str) -> str:
    return f"/v1/collections/{quote(collection, safe='')}/documents/{quote(id, safe='')}"


def _deletion(collection: str) -> str:
    return f"/v1/collections/{quote(collection, safe='')}/documents:delete"


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _lines(values: Iterable[Any]) -> bytes:
    return b"".join(_text(value) + b"\n" for value in values)


def _batches(documents: Iterable[Mapping[str, Any]]) -> Iterator[Any]:
    """Parts of a request's size, each with the number of documents before it."""
    lines: List[bytes] = []
    size = first = 0
    for document in documents:
        line = _text(document) + b"\n"
        if lines and (size + len(line) > _BATCH_BYTES or len(lines) == _BATCH_LINES):
            yield first, b"".join(lines)
            first += len(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield first, b"".join(lines)


def _seconds(text: Optional[str]) -> float:
    try:
        return max(0.05, float(text or 0.2))
    except ValueError:
        return 0.2
