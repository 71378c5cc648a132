import Documents

@testable import InvertedIndex

extension SegmentBuilder {
  /// Adds a document with a title and one paragraph.
  mutating func addSample(key: String, title: String = "", body: String) throws {
    let document = Document(
      key: try DocumentKey(key), title: title, blocks: [Block(.paragraph, body)])
    try addSample(document)
  }

  mutating func addSample(_ document: Document, sequence: SequenceNumber? = nil) throws {
    _ = try add(
      document, record: DocumentCodec.encode(document), hash: ContentHash(of: document),
      sequence: sequence ?? SequenceNumber(documentCount + 1))
  }
}

extension Segment {
  /// Everything a search can see of a segment, in a form that can be compared.
  func contents() throws -> [String] {
    var lines: [String] = []
    for ordinal in 0..<UInt32(canonicalTermCount) {
      let key = String(decoding: canonicalKey(at: ordinal), as: UTF8.self)
      lines.append("canonical \(key) \(try postingText(canonicalTerm(at: ordinal)))")
    }
    for ordinal in 0..<UInt32(foldedTermCount) {
      let term = foldedTerm(at: ordinal)
      let key = String(decoding: foldedKey(at: ordinal), as: UTF8.self)
      lines.append("folded \(key) \(variants(of: term)) \(try postingText(term))")
    }
    for first in 0..<UInt32(foldedTermCount) {
      try bigrams.forEach(from: first) { second, bigram throws(IndexError) in
        lines.append("beside \(first) \(second) \(try text(of: bigram))")
      }
    }
    var forward = ForwardDocument()
    for document in 0..<DocID(documentCount) {
      try readForward(document, into: &forward)
      let words = lengths(of: document)
      lines.append(
        "\(String(decoding: try key(of: document), as: UTF8.self)) \(sequence(of: document)) "
          + "\(words) \(forward) \(try self.document(document)) \(hash(of: document))")
    }
    for name in columnNames {
      guard let column = try column(name) else { continue }
      for document in 0..<DocID(documentCount) {
        var values: [ColumnValue] = []
        for ordinal in column.ordinals(of: document) {
          values.append(try column.value(at: ordinal))
        }
        lines.append("column \(name) \(document) \(values)")
      }
      for ordinal in 0..<column.valueCount {
        try column.forEachDocument(with: ordinal) { document in
          lines.append("column \(name) value \(ordinal) \(document)")
          return true
        }
      }
    }
    return lines
  }

  private func text(of bigram: Bigram) throws(IndexError) -> String {
    guard case .list(let list) = bigram else { return "\(bigram)" }
    let forms = try forms(of: list)
    return "\(try postingText(list.term)) \(forms.first) \(forms.others)"
  }

  private func postingText(_ term: TermInfo) throws(IndexError) -> String {
    var text = "\(term.layout) df \(term.documentFrequency) cf \(term.collectionFrequency):"
    try forEachPosting(of: term) { document, counts in
      text += " \(document):\(counts.frequency),\(counts.title),\(counts.low)"
    }
    return text
  }
}
