import Documents

extension SegmentCheck {
  /// Checks stored documents, keys, hashes and sequence numbers, each document by itself, and the
  /// columns of all.
  ///
  /// - Parameter analyzing: also that the words of each document are those of its text.
  mutating func checkDocuments(analyzing: Bool) {
    var analysis = AnalysisCheck(segment)
    var columns = ColumnBuilders()
    var read = 0
    attempt("stored documents", .restore) { check throws(IndexError) in
      _ = try check.segment.stored.documentsByPlace()
    }
    forEachStored { check, id, record in
      guard let document = check.decode(record, id) else { return }
      read += 1
      check.checkKey(of: id, document)
      if check.segment.hash(of: id) != ContentHash(of: document) {
        check.tell("content hashes", "that of document \(id) is not that of its content")
      }
      if check.segment.sequence(of: id) == 0 {
        check.tell("sequence numbers", "document \(id) has none")
      }
      document.forEachColumnValue { columns.add(id, column: $0, $1) }
      guard analyzing else { return }
      analysis.add(id, document, record, &check)
    }
    analysis.finish(&self)
    if read == segment.documentCount {
      checkColumns(columns)
    } else {
      report.note(
        "\(file): \(read) of \(segment.documentCount) stored documents can be read")
    }
  }

  /// Calls `body` with every record that can be read.
  ///
  /// Groups are read once each; from the first that cannot be, document by document.
  private mutating func forEachStored(
    _ body: (inout SegmentCheck, DocID, [UInt8]) -> Void
  ) {
    var next: DocID = 0
    var check = self
    do throws(IndexError) {
      try segment.forEachRecord { document, record in
        // A broken directory may name documents twice or out of order.
        guard document == next else { return }
        next += 1
        body(&check, document, record)
      }
    } catch {
      check.report.add(error, "stored documents", in: file, .restore)
    }
    for document in next..<max(next, DocID(segment.documentCount)) {
      check.attempt("stored documents", .restore) { check throws(IndexError) in
        body(&check, document, try check.segment.record(of: document))
      }
    }
    self = check
  }

  private mutating func decode(_ record: [UInt8], _ document: DocID) -> Document? {
    var decoded: Document?
    attempt("stored documents", .restore) { check throws(IndexError) in
      let stored = try StoredReader.decode(record, file: check.file)
      decoded = stored
      if DocumentCodec.encode(stored) != record {
        check.tell("stored documents", "document \(document) is not written as it reads")
      }
    }
    return decoded
  }

  private mutating func checkKey(of id: DocID, _ document: Document) {
    attempt("document keys") { check throws(IndexError) in
      if try check.segment.key(of: id) != Array(document.key.text.utf8) {
        check.tell("document keys", "that of document \(id) is not the one stored with it")
      }
      if try !check.segment.documents(withKey: document.key).contains(id) {
        check.tell("key table", "document \(id) is not found by its key")
      }
    }
  }
}

extension Segment {
  /// The encoded record of one document.
  func record(of document: DocID) throws(IndexError) -> [UInt8] {
    DocumentCodec.encode(try self.document(document))
  }
}
