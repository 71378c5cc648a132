import Client
import Glibc
import TestSupport
import Testing
import Wire

/// The command line, end to end: the forms that scripts depend on.
@Suite struct CommandTests {
  @Test func `files, folders and lines go in and come out`() throws {
    let daemon = try RunningDaemon()
    let archive = try Self.archive(in: daemon.folder)
    let added = try daemon.run("add", archive, "--json")
    #expect(added.code == 0, "\(added.errors)")
    let summary = try JSONValue(parsing: Array(added.output.utf8).span)
    #expect(summary["created"]?.int == 4)

    let piped = try daemon.run(
      "add", "-", input: #"{"id":"ống","title":"Từ ống","body":"Lan toả điều hay"}"#)
    #expect(piped.code == 0)

    let found = try daemon.run("search", "lan toa", "-n", "10", "--json")
    #expect(found.code == 0)
    let reply = try JSONValue(parsing: Array(found.output.utf8).span)
    #expect(reply["total"]?["value"]?.int == 2)
    let ids = (reply["hits"]?.array ?? []).compactMap { $0["id"]?.string }
    #expect(Set(ids) == ["ống", archive + "/tin.txt"])
    for hit in reply["hits"]?.array ?? [] {
      for member in ["id", "score", "title", "source", "snippets"] { #expect(hit[member] != nil) }
    }

    let again = try daemon.run("add", archive, "--json")
    let second = try JSONValue(parsing: Array(again.output.utf8).span)
    #expect(second["unchanged"]?.int == 4, "\(again.output)")
    #expect(second["created"]?.int == 0)

    try TextFile.write("Tin khác hẳn.\n", to: archive + "/tin.txt")
    let third = try daemon.run("add", archive + "/tin.txt", "--json")
    #expect(try JSONValue(parsing: Array(third.output.utf8).span)["updated"]?.int == 1)
    #expect(try daemon.run("count", "lan toa").output == "1\n")
    daemon.end()
  }

  @Test func `a PDF's passages and its text tell their pages`() throws {
    let daemon = try RunningDaemon()
    let tests = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }
    let file = tests + "/IngestTests/Fixtures/don.pdf"
    #expect(try daemon.run("add", file).code == 0)
    let found = try daemon.run("search", "trang sau ghi tên")
    #expect(found.output.contains("    tr. 2  Trang sau ghi tên"), "\(found.output)")
    let hit = try #require(try daemon.archive.search("xói trôi bốn mươi mét").hits.first)
    #expect(hit.snippets.map(\.page) == [1])
    let json = try daemon.run("search", "trang sau ghi tên", "--json")
    #expect(json.output.contains(#""page":2"#), "\(json.output)")
    let shown = try daemon.run("get", file)
    #expect(shown.output.contains("\n[tr. 2] Trang sau ghi tên"), "\(shown.output)")
    #expect(shown.output.contains("pages: 2\n") && !shown.output.contains("page_starts"))
    let marked = try daemon.run("get", "--mark", "trang sau", "--color", "always", file)
    #expect(marked.output.contains("[tr. 2] \u{1B}[0m\u{1B}[1;31mTrang sau\u{1B}[0m ghi"))
    daemon.end()
  }

  @Test func `a document is written and deleted only as the one that was read`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.run("add", "-", input: #"{"id":"a","body":"một"}"#)
    let first = try #require(try daemon.archive.document("a")?.version)
    let lines = [
      #"{"id":"a","body":"hai","if_version":\#(first)}"#,
      #"{"id":"a","body":"ba","if_version":\#(first)}"#,
    ]
    let added = try daemon.run("add", "-", "--json", input: lines.joined(separator: "\n"))
    #expect(
      added.code == 5 && added.errors.contains("standard input:2: document \"a\" has version"))
    let late = try daemon.run(
      "add", "--if-version", "\(first)", "-", input: #"{"id":"a","body":"bốn"}"#)
    #expect(late.code == 5 && late.errors.contains("version_conflict"), "\(late.errors)")
    let old = try daemon.run("rm", "--if-version", "\(first)", "a")
    #expect(old.code == 5 && old.errors.contains("version_conflict"), "\(old.errors)")
    let now = try #require(try daemon.archive.document("a"))
    #expect(now.blocks.map(\.text) == ["hai"])
    let version = try #require(now.version)
    // As get prints it, on several lines.
    let text = "{\n  \"id\": \"a\",\n  \"body\": \"năm\"\n}\n"
    let put = try daemon.run("add", "--if-version", "\(version)", "-", input: text)
    #expect(put.code == 0 && put.output.hasPrefix("0 documents added, 1 replaced;"), "\(put)")
    let last = try #require(try daemon.archive.document("a"))
    #expect(last.blocks.map(\.text) == ["năm"])
    let next = try #require(last.version)
    let new = try daemon.run(
      "add", "--if-version", "0", "--json", "-", input: #"{"id":"b","body":"sáu"}"#)
    #expect(new.code == 0 && new.output.contains(#""created":1"#), "\(new)")
    #expect(try daemon.run("add", "--if-version", "0", "-", input: text).code == 5)
    #expect(try daemon.run("add", "--if-version", "1", "-", "-").code == 2)
    let two = try daemon.run(
      "add", "--if-version", "0", "-", input: "{\"id\":\"c\"}\n{\"id\":\"d\"}\n")
    #expect(two.code == 5 && two.errors.contains("bad_json"), "\(two)")
    let gone = try daemon.run("rm", "--if-version", "\(next)", "a")
    #expect(gone.code == 0 && gone.output == "1 deleted\n")
    #expect(try daemon.run("rm", "--if-version", "1", "a", "b").code == 2)
    daemon.end()
  }

  @Test func `hits are filtered and put in order`() throws {
    let daemon = try RunningDaemon()
    let lines = (1...4).map {
      #"{"id":"d\#($0)","body":"mặt trận","date":"202\#($0)-01-01","section":"tin \#($0 % 2)"}"#
    }
    _ = try daemon.run("add", "-", input: lines.joined(separator: "\n"))
    let found = try daemon.run(
      "search", "mat tran", "--filter", "date >= 2022 AND section IN ['tin 0']", "--sort", "-date",
      "--format", "ids")
    #expect(found.lines == ["d4", "d2"], "\(found.errors)")
    let newest = try daemon.run("search", "--sort", "-date", "-n", "1", "--format", "ids")
    #expect(newest.lines == ["d4"])
    #expect(try daemon.run("count", "--filter", "date:2021..2023").output == "3\n")
    let counted = try daemon.run(
      "search", "mat tran", "-n", "0", "-f", "section", "-f", "date:year:1")
    #expect(counted.output.contains("section\n  tin 0  2 █"), "\(counted.output)")
    #expect(counted.output.contains("date  3 more\n  2021  1 █"), "\(counted.output)")
    let wrong = try daemon.run("search", "mat", "--filter", "secton = x")
    #expect(wrong.code == 4)
    #expect(wrong.errors.contains("did you mean \"section\"?"))
    #expect(wrong.errors.contains("at character 1 "))
    daemon.end()
  }

  @Test func `all that a query finds can be exported, and deleted`() throws {
    let daemon = try RunningDaemon()
    let lines = (1...400).map {
      #"{"id":"d\#($0)","title":"Bản tin \#($0)","body":"mặt trận \#($0)","year":\#(2000 + $0 % 4)}"#
    }
    _ = try daemon.run("add", "-", input: lines.joined(separator: "\n"))
    let all = try daemon.run("export")
    #expect(all.lines.count == 400, "\(all.errors)")
    let file = daemon.folder.path + "/out.csv"
    let some = try daemon.run(
      "export", "mat tran", "--filter", "year=2002", "--format", "csv", "--fields", "id,year", "-o",
      file)
    #expect(some.code == 0 && some.output.isEmpty, "\(some.errors)")
    let rows = try daemon.run("export", "mat tran", "--filter", "year=2002", "--fields", "id")
    #expect(rows.lines.count == 100)
    #expect(try TextFile.read(file).hasPrefix("id,year\r\nd"))
    let dry = try daemon.run("rm", "--query", "mat tran", "--filter", "year=2002", "--dry-run")
    #expect(dry.output.contains("… and 90 more\n100 documents would be deleted"), "\(dry.output)")
    let unasked = try daemon.run("rm", "--query", "mat tran", "--filter", "year=2002")
    #expect(unasked.code == 2 && unasked.errors.contains("--yes"))
    let done = try daemon.run("rm", "--query", "mat tran", "--filter", "year=2002", "--yes")
    #expect(done.output == "100 deleted\n", "\(done.errors)")
    #expect(try daemon.run("count", "mat tran").output == "300\n")
    daemon.end()
  }

  @Test func `a batch gives lines that evaluation tools read`() throws {
    let daemon = try RunningDaemon()
    let lines = (1...5).map { #"{"_id":"d\#($0)","text":"mặt trận số \#($0)"}"# }
    _ = try daemon.run("add", "-", input: lines.joined(separator: "\n"))
    let queries = daemon.folder.path + "/queries.jsonl"
    try TextFile.write(
      #"{"_id":"q1","text":"mặt trận?"}"# + "\n" + #"{"_id":"q2","text":"không có gì như thế"}"#
        + "\n" + #"{"_id":"q3","text":"số 3"}"# + "\n", to: queries)
    let run = try daemon.run("search", "--batch", queries, "-n", "100", "--format", "trec")
    #expect(run.code == 0, "\(run.errors)")
    let rows = run.lines.map { $0.split(separator: " ").map(String.init) }
    #expect(rows.allSatisfy { $0.count == 6 && $0[1] == "Q0" && $0[5] == "mucluc" })
    let first = rows.filter { $0[0] == "q1" }
    #expect(first.count == 5)
    #expect(first.map { $0[3] } == ["1", "2", "3", "4", "5"])
    let scores = first.compactMap { Double($0[4]) }
    #expect(scores == scores.sorted(by: >))
    #expect(rows.first { $0[0] == "q3" }?[2] == "d3")
    daemon.end()
  }

  @Test func `analyze prints one line for each line, and needs no daemon`() throws {
    let folder = TemporaryFolder()
    let run = try Program.run(["analyze", "--json"], input: "Uỷ ban\n\nquý III\n", in: folder)
    #expect(run.code == 0)
    #expect(run.lines.count == 3)
    let tokens = try JSONValue(parsing: Array(run.lines[0].utf8).span)["tokens"]?.array ?? []
    #expect(tokens.compactMap { $0["surface"]?.string } == ["Uỷ", "ban"])
    #expect(tokens.compactMap { $0["folded"]?.string } == ["uy", "ban"])
    #expect(tokens.compactMap { $0["start"]?.int } == [0, 5])
    #expect(tokens.compactMap { $0["end"]?.int } == [4, 8])
    #expect(run.lines[1] == #"{"tokens":[]}"#)
  }

  @Test func `extract prints what would be read, one line for each file`() throws {
    let folder = TemporaryFolder()
    let archive = try Self.archive(in: folder)
    let run = try Program.run(["extract", archive + "/tin.html", "--json"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let record = try JSONValue(parsing: Array(run.output.utf8).span)
    for member in ["title", "author", "agency", "dates", "charset", "blocks"] {
      #expect(record[member] != nil, "\(member)")
    }
    #expect(record["title"] == .string("Khai giảng năm học mới"))
    #expect(record["charset"] == .string("utf-8"))
    let block = try #require(record["blocks"]?.array?.first)
    #expect(block["kind"]?.string != nil)
    #expect(block["text"]?.string?.isEmpty == false)
  }

  @Test func `exit codes say what happened`() throws {
    let daemon = try RunningDaemon()
    #expect(try daemon.run("search", "không", "có").code == 1)
    #expect(try daemon.run("count", "không").code == 1)
    #expect(try daemon.run("get", "không").code == 1)
    #expect(try daemon.run("rm", "không").code == 1)
    #expect(try daemon.run("search").code == 2)
    #expect(try daemon.run("search", "--nonsense", "x").code == 2)
    #expect(try daemon.run("search", "x", "-n", "many").code == 2)
    #expect(try daemon.run("search", "-c", "Không Phải Tên", "x").code == 5)
    #expect(try daemon.run("add", "-c", "../x", "-").code == 2)
    #expect(try daemon.run("search", "--syntax", "strict", "\"mặt").code == 4)
    #expect(try daemon.run("add", "/nonexistent/file").code == 5)
    #expect(try daemon.run("extract", "/nonexistent/file").code == 5)
    daemon.end()
  }

  @Test func `weights of the order of hits are taken from a file`() throws {
    let folder = TemporaryFolder()
    let file = folder.path + "/ranking.tsv"
    try TextFile.write("pairz\t1\n", to: file)
    let run = try Program.run(
      ["serve", "--data", folder.path + "/data", "--ranking", file], in: folder)
    #expect(run.code == 5)
    #expect(
      run.errors.contains("ranking weights: line 1: there is no weight \"pairz\""), "\(run.errors)")
  }

  @Test func `without a daemon a command says how to start one`() throws {
    let folder = TemporaryFolder()
    let socket = folder.path + "/none"
    let run = try Program.run(["search", "x"], socket: socket, in: folder)
    #expect(run.code == 3)
    #expect(run.errors.contains("no daemon answers at \(socket)"))
    #expect(run.errors.contains("mucluc serve --data"))
    #expect(run.output.isEmpty)
  }

  @Test func `what cannot be added is named and the rest goes in`() throws {
    let daemon = try RunningDaemon()
    let folder = daemon.folder.path + "/mixed"
    try TextFile.makeFolder(folder)
    try TextFile.write("Tin tốt lành.", to: folder + "/a.txt")
    try TextFile.write(
      [0x7F, 0x45, 0x4C, 0x46, 1, 2, 3, 0, 0, 0, 1, 2, 0, 0], to: folder + "/b.bin")
    try TextFile.write(
      #"{"id":"1","body":"một"}"# + "\n{\n" + #"{"id":"3","body":3}"# + "\n",
      to: folder + "/c.jsonl")
    let run = try daemon.run("add", folder)
    #expect(run.code == 5)
    #expect(run.errors.contains("/b.bin: "))
    #expect(run.errors.contains("/c.jsonl:2: "))
    #expect(run.errors.contains("/c.jsonl:3: body is a number"))
    #expect(run.output.hasPrefix("2 new, 1 unsupported, 2 refused"), "\(run.output)")
    #expect(try daemon.run("count", "tot lanh").output == "1\n")
    daemon.end()
  }

  @Test func `documents are read, counted and deleted`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.run(
      "add", "-c", "bao", "-", input: #"{"id":"a b","title":"Tên","body":"mặt trận","author":"An"}"#
    )
    let text = try daemon.run("get", "-c", "bao", "a b")
    #expect(text.output.contains("Tên"))
    #expect(text.output.contains("mặt trận"))
    let json = try daemon.run("get", "--json", "-c", "bao", "a b")
    #expect(try JSONValue(parsing: Array(json.output.utf8).span)["author"] == .string("An"))
    #expect(try daemon.run("search", "-c", "*", "mat tran", "--format", "ids").output == "a b\n")
    #expect(try daemon.run("rm", "-c", "bao", "a b").output == "1 deleted\n")
    #expect(try daemon.run("count", "-c", "bao", "mat tran").code == 1)
    daemon.end()
  }

  @Test func `words after two hyphens are never options`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.run("add", "-", input: #"{"id":"1","body":"một hai"}"#)
    #expect(try daemon.run("search", "--format", "ids", "--", "một", "-ba").output == "1\n")
    #expect(try daemon.run("search", "--format", "ids", "--", "một", "-hai").code == 1)
    daemon.end()
  }

  @Test func `control characters of documents never reach the terminal`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.run(
      "add", "-",
      input:
        #"{"id":"1\u001b[2J","title":"a\u001b]0;x\u0007b\u009b31m","body":"một \u202e\u001b[31mhai"}"#
    )
    let run = try daemon.run("search", "một")
    #expect(run.code == 0)
    for scalar in run.output.unicodeScalars where scalar != "\n" {
      #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
      #expect(scalar.value != 0x202E)
    }
    daemon.end()
  }

  @Test(arguments: [
    "serve", "add", "rm", "get", "search", "count", "export", "analyze", "extract", "status",
    "stop",
  ])
  func `every command has help with examples`(command: String) throws {
    let folder = TemporaryFolder()
    let run = try Program.run([command, "--help"], in: folder)
    #expect(run.code == 0)
    #expect(run.output.contains("EXAMPLE"))
    #expect(run.output.contains("mucluc \(command)"))
    #expect(run.errors.isEmpty)
  }

  @Test func `status is for people and for programs, and stop waits for the end`() throws {
    let daemon = try RunningDaemon()
    let text = try daemon.run("status")
    #expect(text.output.contains("pid \(daemon.child.process)"))
    let json = try daemon.run("status", "--json")
    #expect(
      try JSONValue(parsing: Array(json.output.utf8).span)["pid"]?.int
        == Int(daemon.child.process))
    let stop = try daemon.run("stop")
    #expect(stop.code == 0, "\(stop.errors)")
    #expect(daemon.child.wait() == 0)
    #expect(unsafe access(daemon.socket, F_OK) != 0)
  }

  /// A small archive: text, a page, and lines.
  private static func archive(in folder: TemporaryFolder) throws -> String {
    let archive = folder.path + "/archive"
    try TextFile.makeFolder(archive)
    try TextFile.write(
      "Nhà sạch ngõ đẹp\n\nPhong trào đã lan tỏa khắp xã.\n", to: archive + "/tin.txt")
    try TextFile.write(
      """
      <!doctype html><html lang="vi"><head><meta charset="utf-8">
      <title>Khai giảng năm học mới</title></head><body><article>
      <h1>Khai giảng năm học mới</h1>
      <p>Sáng nay, hơn năm trăm học sinh của trường làng đã dự lễ khai giảng trong sân đình cũ.</p>
      <p>Thầy hiệu trưởng đánh hồi trống đầu tiên, các em lớp một cầm tay cha mẹ bước vào.</p>
      </article></body></html>
      """, to: archive + "/tin.html")
    try TextFile.write(
      #"{"id":"1","title":"Một","body":"mưa"}"# + "\n" + #"{"id":"2","title":"Hai","body":"nắng"}"#,
      to: archive + "/lines.ndjson")
    return archive
  }
}
