/// A line of `POST /v1/collections/C/files`: a step in keeping the archive like the files.
///
/// ```json
/// {"begin":"/srv/a.zip"}
/// {"document":{"id":"/srv/a.zip!/1.html","title":"…","blocks":[…]}}
/// {"begin":"/srv/a.zip","continues":true}
/// {"document":{"id":"/srv/a.zip!/2.html","title":"…","blocks":[…]}}
/// {"end":{"path":"/srv/a.zip","status":"complete","device":…,"hash":"…"}}
/// {"keep":{"path":"/srv/b.html","status":"complete",…}}
/// {"keep":{"path":"/srv/new/c.html",…},"from":"/srv/old/c.html"}
/// {"remove":"/srv/d.html"}
/// ```
///
/// Documents between `begin` and `end` take the place of all that the file gave before. A file with
/// more documents than one request should hold goes on in the next one, which says that it
/// `continues`, unless somebody else has begun it anew or the daemon another life. `keep`
/// writes down a file whose documents stay: with `from` they get the new path in id and source.
/// `remove` deletes the documents of a file, and forgets it.
public enum FileChange: Sendable {
  case begin(path: String, continues: Bool = false)
  case end(FileRecord, keepsOthers: Bool)
  case keep(FileRecord, from: String?)
  case remove(path: String)
}

extension FileChange {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      switch self {
      case .begin(let path, let continues):
        json.member("begin", path)
        if continues { json.member("continues", true) }
      case .end(let record, let keepsOthers):
        json.key("end")
        record.write(to: &json)
        if keepsOthers { json.member("keep_others", true) }
      case .keep(let record, let source):
        json.key("keep")
        record.write(to: &json)
        json.member(ifPresent: "from", source)
      case .remove(let path): json.member("remove", path)
      }
    }
    json.endLine()
  }

  /// Writes a line that brings a document, given as JSON.
  ///
  /// - Parameter json: one line; what is no JSON object makes a line that is refused.
  package static func write(document: [UInt8], to json: inout JSONWriter) {
    json.object { json in
      json.key("document")
      json.raw(document)
    }
    json.endLine()
  }

  package static func write(_ document: DocumentRecord, to json: inout JSONWriter) {
    json.object { json in
      json.key("document")
      document.write(to: &json)
    }
    json.endLine()
  }
}

/// A line as it was read: a step, or where the document of one stands in the line.
package enum FileChangeLine {
  case change(FileChange)
  case document(Range<Int>)

  /// - Throws: `bad_json`, `unknown_field` or `invalid_field`.
  package init(json bytes: Span<UInt8>) throws(Problem) {
    do throws(JSONError) {
      if let range = try Self.document(in: bytes) {
        self = .document(range)
        return
      }
    } catch { throw Problem(error) }
    var fields = try RequestFields(parsing: bytes)
    if let path = try fields.string("begin") {
      self = .change(
        .begin(path: path, continues: try fields.bool("continues") ?? false))
    } else if let end = try fields.nested("end") {
      self = .change(
        .end(try FileRecord(end), keepsOthers: try fields.bool("keep_others") ?? false))
    } else if let keep = try fields.nested("keep") {
      self = .change(.keep(try FileRecord(keep), from: try fields.string("from")))
    } else if let path = try fields.string("remove") {
      self = .change(.remove(path: path))
    } else {
      _ = fields.value("document")
      try fields.finish()
      throw Problem(
        .invalidField, "the line has nothing to do", hint: "begin, document, end, keep or remove")
    }
    try fields.finish()
  }

  /// Without a tree: documents are most of what comes.
  private static func document(in bytes: Span<UInt8>) throws(JSONError) -> Range<Int>? {
    var reader = JSONReader(bytes)
    var object = try reader.beginObject()
    guard try reader.nextKey(of: &object) == "document", try reader.peek() == .object else {
      return nil
    }
    let start = reader.index
    try reader.skip()
    let range = start..<reader.index
    guard try reader.nextKey(of: &object) == nil else { return nil }
    try reader.finish()
    return range
  }
}
