import Testing

@testable import Wire

@Suite struct DocumentRecordTests {
  @Test(arguments: [
    (#"{"id":{"$oid":"a"},"body":"x"}"#, "/id"), (#"{"id":["a"]}"#, "/id"),
    (#"{"id":"a","_version":"x"}"#, "/_version"), (#"{"id":"a","_version":1.5}"#, "/_version"),
  ])
  func `an id or a version of another kind is refused, not passed over`(
    text: String, pointer: String
  ) {
    do throws(Problem) {
      _ = try DocumentRecord(json: Array(text.utf8).span, defaultID: "b")
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.code == .invalidField)
      #expect(error.pointer == pointer)
    }
  }

  @Test func `the simple form takes a body and makes fields of the rest`() throws {
    let record = try read(
      #"{"id":"a","title":"T","body":"Một.\n\nHai.","author":"An","tags":["x","y"],"n":3,"ok":true,"#
        + #""none":null,"meta":{"url":"u","deep":{"z":1}},"source":"s","status":"draft"}"#)
    #expect(record.id == "a")
    #expect(record.title == "T")
    #expect(record.body == "Một.\n\nHai.")
    #expect(record.source == "s")
    #expect(record.status == "complete")
    #expect(
      record.fields == [
        .init("author", ["An"]), .init("tags", ["x", "y"]), .init("n", ["3"]),
        .init("ok", ["true"]),
        .init("meta.url", ["u"]), .init("meta.deep.z", ["1"]), .init("status", ["draft"]),
      ])
  }

  @Test(arguments: [
    #"{"_id":"7","text":"x"}"#, #"{"id":7,"text":"x"}"#, #"{"id":"7","body":["x"]}"#,
    #"{"body":"x","title":null,"id":"7"}"#,
  ])
  func `ids and texts have aliases`(json: String) throws {
    let record = try read(json)
    #expect(record.id == "7")
    #expect(record.body == "x")
  }

  @Test(arguments: [
    (#"{"title":"x"}"#, "/id"), (#"{"id":{}}"#, "/id"), (#"{"id":"a","body":3}"#, "/body"),
    (#"{"id":"a","body":"x","text":"y"}"#, "/text"), (#"{"id":"a","title":[]}"#, "/title"),
    (#"{"id":"a","blocks":[],"body":"x"}"#, "/body"), (#"{"id":"a","blocks":["x"]}"#, "/blocks/0"),
    (#"{"id":"a","blocks":{}}"#, "/blocks"),
    (#"{"id":"a","blocks":[],"modified":"hôm qua"}"#, "/modified"),
    (#"{"id":"a","blocks":[],"dates":[3]}"#, "/dates/0"),
  ])
  func `what cannot be meant is refused by name`(json: String, pointer: String) {
    let problem = #expect(throws: Problem.self) { try self.read(json) }
    #expect(problem?.code == .invalidField)
    #expect(problem?.pointer == pointer)
  }

  @Test func `text that is no JSON is refused with its byte`() {
    let problem = #expect(throws: Problem.self) { try self.read(#"{"id":"a",}"#) }
    #expect(problem?.code == .badJSON)
    #expect(problem?.position == .init(byte: 10))
  }

  @Test func `a date field that is a day is the document's date`() throws {
    #expect(try read(#"{"id":"a","date":"2023-09-05"}"#).dates.first?.iso == "2023-09-05")
    #expect(try read(#"{"id":"a","date":"mùng 5"}"#).dates.isEmpty)
  }

  @Test func `the full form survives the wire`() throws {
    var record = DocumentRecord(id: "tin/1.html")
    record.title = "Khai giảng"
    record.blocks = [.init("lead", "Tóm tắt"), .init("paragraph", "Đoạn\nhai")]
    record.fields = [
      .init("author", ["An"]), .init("keywords", ["x", "y"]), .init("status", ["cũ"]),
    ]
    record.dates = [.init(iso: "2023-09-05", role: "published", raw: "5/9/2023", confidence: 0.9)]
    record.source = "/srv/tin/1.html"
    record.modified = 1_693_875_723_500_000_000
    record.byteCount = 1042
    record.mediaType = "text/html"
    record.charset = "tcvn3"
    record.charsetConfidence = 0.98
    record.status = "partial"
    record.warnings = ["cắt bớt"]
    #expect(try DocumentRecord(json: record.json.span) == record)
  }

  @Test func `extracts always name author and agency`() throws {
    let value = try JSONValue(parsing: DocumentRecord(id: "a").extractJSON.span)
    #expect(value["author"] == .null)
    #expect(value["agency"] == .null)
    #expect(value["blocks"] == .array([]))
  }

  private func read(_ json: String) throws -> DocumentRecord {
    try DocumentRecord(json: Array(json.utf8).span)
  }
}

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (1_693_875_723_500_000_000, "2023-09-05T01:02:03.5Z"),
      (-1, "1969-12-31T23:59:59.999999999Z"), (951_782_400_000_000_000, "2000-02-29T00:00:00Z"),
      (4_102_444_799_000_000_000, "2099-12-31T23:59:59Z"),
    ] as [(Int64, String)])
  func `times are written and read`(nanoseconds: Int64, text: String) {
    #expect(Timestamp.text(nanoseconds: nanoseconds) == text)
    #expect(Timestamp.nanoseconds(text) == nanoseconds)
  }

  @Test func `every day of 400 years reads back`() {
    for day in stride(from: -80_000 as Int64, to: 66_000, by: 1) {
      let nanoseconds = day * 86_400_000_000_000
      #expect(Timestamp.nanoseconds(Timestamp.text(nanoseconds: nanoseconds)) == nanoseconds)
    }
  }

  @Test func `a zone is taken off`() {
    #expect(
      Timestamp.nanoseconds("2022-11-09T21:14:00+07:00")
        == Timestamp.nanoseconds("2022-11-09T14:14:00Z"))
  }

  @Test(arguments: [
    "", "2023", "2023-13-01T00:00:00Z", "2023-02-29T00:00:00Z", "2023-01-01T00:00:00",
  ])
  func `what is no time is refused`(text: String) {
    #expect(Timestamp.nanoseconds(text) == nil)
  }
}
