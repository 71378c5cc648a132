package import Documents

/// What a file gives, piece by piece and in reading order.
package enum Extracted: Sendable, Equatable {
  case document(Document)
  /// A part that could not be read, or not to its end; the rest goes on.
  case problem(IngestProblem)
}

extension Extractor {
  /// Reads a file that a walk has found and hands over what is in it, one document at a time.
  ///
  /// A plain file is one document with the file's path as its key. What is packed in a file has
  /// the file's key, `!/` and its name there: `/srv/a.zip!/b.tar!/c.txt`. At most one packed file
  /// is in memory at each level of nesting, and `limits` bounds what all of them may unpack to.
  ///
  /// - Parameter receive: Called with each part; what it throws ends the reading.
  package func extract<Failure: Error>(
    _ item: WalkItem, _ receive: (Extracted) throws(Failure) -> Void
  ) throws(Failure) {
    try run({ $0.read(item) }, receive)
  }

  /// As `extract(_:_:)` for bytes of any kind.
  package func extract<Failure: Error>(
    from bytes: [UInt8], _ file: SourceFile, _ receive: (Extracted) throws(Failure) -> Void
  ) throws(Failure) {
    try run({ $0.read(bytes, file) }, receive)
  }

  private func run<Failure: Error>(
    _ body: (Extraction) -> Void, _ receive: (Extracted) throws(Failure) -> Void
  ) throws(Failure) {
    var failure: Failure?
    withoutActuallyEscaping(receive) { receive in
      let extraction = Extraction(self) { part in
        do throws(Failure) { try receive(part.extracted) } catch { failure = error }
        return failure == nil
      }
      body(extraction)
      extraction.finish()
    }
    if let failure { throw failure }
  }
}

extension Extraction.Part {
  fileprivate var extracted: Extracted {
    switch self {
    case .document(let document): .document(document)
    case .failure(let error, let key): .problem(IngestProblem(path: key.text, error: error))
    }
  }
}
