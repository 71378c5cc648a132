internal import Documents

/// The head of a record of a web archive (WARC 1.1, ISO 28500).
struct WARCRecord {
  var type = ""
  var target = ""
  var date = ""
  var byteCount = 0

  /// Nil where the head is none.
  init?(_ head: [(name: String, value: [UInt8])]) {
    for (name, value) in head {
      let text = String(decoding: value, as: UTF8.self).trimmingSpaces()
      switch name {
      case "warc-type": type = text.lowercased()
      case "warc-target-uri": target = text.filter { $0 != "<" && $0 != ">" }
      case "warc-date": date = text
      case "content-length": byteCount = Int(text) ?? -1
      default: break
      }
    }
    if byteCount < 0 || type.isEmpty { return nil }
  }

  /// Holds what a server sent, or what was put there in its place.
  var mayHoldPage: Bool {
    (type == "response" || type == "resource" || type == "conversion") && target.contains(":")
  }
}

/// What a server answered: its head, and the body as it was before it was sent.
struct HTTPAnswer {
  let status: Int
  let type: MailValue
  let body: [UInt8]
  let encoding: String

  /// Nil for what is no answer.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: "HTTP/".utf8), let end = bytes.firstIndex(of: 0x0a) else { return nil }
    let words = bytes[..<end].split(separator: 0x20)
    guard words.count >= 2, let status = Int(String(decoding: words[1].prefix(3), as: UTF8.self))
    else { return nil }
    self.status = status
    var start = end + 1
    let headers = MailHeaders(bytes[(end + 1)...], end: &start)
    type = MailValue(headers["content-type"])
    encoding = MailValue(headers["content-encoding"]).value
    let isChunked = MailValue(headers["transfer-encoding"]).value == "chunked"
    body = isChunked ? Self.joined(bytes[start...]) : Array(bytes[start...])
  }

  /// Chunks put together (RFC 9112 §7.1); crawlers often have done it before, and then there are
  /// none.
  static func joined(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var at = bytes.startIndex
    while at < bytes.endIndex, let end = bytes[at...].prefix(64).firstIndex(of: 0x0a) {
      let digits = bytes[at..<end].prefix(while: { $0 != UInt8(ascii: ";") && $0 > 0x20 })
      guard let count = Int(String(decoding: digits, as: UTF8.self), radix: 16), count >= 0 else {
        return result.isEmpty ? Array(bytes) : result
      }
      if count == 0 { break }
      let last = min(bytes.endIndex, end + 1 + min(count, bytes.count))
      result += bytes[(end + 1)..<last]
      at = min(bytes.endIndex, last + 2)
    }
    return result.isEmpty ? Array(bytes) : result
  }
}

extension Extraction {
  /// Types of the web that are documents; pictures, scripts and styles are passed over.
  private static let webTypes: Set<String> = [
    "text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/msword",
    "application/rtf", "",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ]

  /// Reads a web archive: a document a page that a server sent, with its address in the key.
  func readWARC(_ stream: any ByteStream, _ file: SourceFile) throws(IngestError) {
    try budget.enter()
    defer { budget.leave() }
    var lines = LineStream(stream)
    var names = EntryNames()
    while !isStopped, let line = try lines.next() {
      guard line.starts(with: "WARC/".utf8) else { continue }
      var head: [UInt8] = []
      while let line = try lines.next(), line.contains(where: { $0 > 0x20 }) {
        if head.count < 1 << 20 { head += line }
      }
      var end = 0
      guard let record = WARCRecord(MailHeaders(head[...], end: &end).fields) else {
        throw .damaged("a record of the web archive has no usable head")
      }
      let isKept = record.mayHoldPage && record.byteCount <= limits.memberBytes
      let block = try take(record.byteCount, from: &lines, isKept: isKept)
      if isKept { read(record, block, &names, file) }
      if record.mayHoldPage, !isKept { reportLarge(record, file) }
    }
  }

  /// The block of a record; empty where it is only passed over.
  private func take(
    _ count: Int, from lines: inout LineStream, isKept: Bool
  ) throws(IngestError) -> [UInt8] {
    var block: [UInt8] = []
    var left = count
    while left > 0 {
      let piece = try lines.read(upTo: left)
      if piece.isEmpty { throw .damaged("the web archive ends inside of a record") }
      left -= piece.count
      if isKept { block += piece }
    }
    return block
  }

  private func reportLarge(_ record: WARCRecord, _ file: SourceFile) {
    attempt(file) { () throws(IngestError) in
      let part: SourceFile
      do throws(DocumentError) { part = try file.part(record.target) } catch { throw .key(error) }
      report(.memberTooLarge(limit: limits.memberBytes), at: part)
    }
  }

  private func read(
    _ record: WARCRecord, _ block: [UInt8], _ names: inout EntryNames, _ file: SourceFile
  ) {
    var body = block
    var charset: String?
    if let answer = HTTPAnswer(block) {
      guard (200..<300).contains(answer.status), Self.webTypes.contains(answer.type.value),
        !answer.body.isEmpty
      else { return }
      body = answer.body
      charset = answer.type["charset"]
      if ["gzip", "x-gzip"].contains(answer.encoding) {
        body = (try? unpacked(body)) ?? body
      }
    }
    let name = names.unique(record.target)
    attempt(file) { () throws(IngestError) in
      var part: SourceFile
      do throws(DocumentError) { part = try file.part(name) } catch { throw .key(error) }
      part.source = record.target
      part.name = record.target
      part.declaredCharset = charset
      attempt(part) { () throws(IngestError) in
        try giveWeb(body, part, record)
      }
    }
  }

  private func giveWeb(
    _ body: [UInt8], _ part: SourceFile, _ record: WARCRecord
  ) throws(IngestError) {
    let type = try MediaType.sniffed(body, name: part.name)
    guard !type.isStreamed else { return read(body, part) }
    var document = try extractor.document(from: body, type, part)
    if record.target.hasPrefix("http") { document.add(.url, [record.target]) }
    document.add("crawled", [record.date])
    give(document)
  }

  /// What one gzip file holds.
  private func unpacked(_ bytes: [UInt8]) throws(IngestError) -> [UInt8] {
    let input = MemoryInput(bytes)
    let archive = try ArchiveReader(input)
    guard try archive.nextEntry() != nil else { return [] }
    var out = 0
    return try member(of: archive, input, &out)
  }
}
