internal import Documents

/// One file being taken apart: where its documents go, and what it has cost so far.
///
/// Lives for one call of `extract` on one thread. Errors end the part they belong to, never the
/// whole.
final class Extraction {
  enum Part {
    case document(Document)
    case failure(IngestError, DocumentKey)
  }

  let extractor: Extractor
  var limits: Limits { extractor.limits }
  var budget: Budget
  /// The caller wants no more.
  private(set) var isStopped = false
  private let receive: (Part) -> Bool
  /// What other files in the folder of this one have, too.
  private var repeated = RepeatedBlocks.none

  /// - Parameter receive: Takes a part; false when it is the last one wanted.
  init(_ extractor: Extractor, receive: @escaping (Part) -> Bool) {
    self.extractor = extractor
    self.receive = receive
    budget = Budget(extractor.limits)
  }

  func give(_ document: Document) {
    guard !isStopped else { return }
    isStopped = !receive(
      .document(
        repeated.isEmpty ? document : extractor.finished(document, repeated: repeated)))
  }

  func report(_ error: IngestError, at file: SourceFile) {
    guard !isStopped else { return }
    isStopped = !receive(.failure(error, file.key))
  }

  /// Runs `body`; what it throws is reported as a problem of `file`.
  func attempt(_ file: SourceFile, _ body: () throws(IngestError) -> Void) {
    do throws(IngestError) { try body() } catch { report(error, at: file) }
  }
}

// MARK: - Whole files

extension Extraction {
  private static let headByteCount = 64 << 10

  /// Reads a file on disk: containers piece by piece, anything else as a whole.
  func read(_ item: WalkItem) {
    let file = MaildirName.source(item)
    attempt(file) { () throws(IngestError) in
      let reader = FileReader(limit: limits.textBytesOfFile)
      let input = try FileInput(reader.open(item))
      let head = try input.read(upTo: Self.headByteCount)
      let type = try MediaType.sniffed(head, name: file.name)
      budget.start(byteCount: input.byteCount)
      if type.isStreamed {
        try input.seek(to: 0)
        try read(input, type, file)
        guard try input.isUnchanged() else { throw .unstable }
      } else {
        if type.isArticle, extractor.comparesNeighbours {
          repeated = extractor.neighbours.repeated(beside: item, extractor)
        }
        let isWhole = try input.isUnchanged() ? head.count == input.byteCount : false
        try isWhole ? read(head, type, file) : readWhole(item, type, file)
      }
    }
  }

  private func readWhole(
    _ item: WalkItem, _ type: MediaType, _ file: SourceFile
  ) throws(IngestError) {
    let content = try FileReader(limit: limits.bytes(of: type)).read(item)
    var file = file
    file.modified = content.modified
    read(content.bytes, file)
  }

  /// Reads bytes of any kind.
  func read(_ bytes: [UInt8], _ file: SourceFile) {
    attempt(file) { () throws(IngestError) in
      if budget.fileByteCount == nil { budget.start(byteCount: bytes.count) }
      try read(bytes, MediaType.sniffed(bytes, name: file.name), file)
    }
  }

  private func read(
    _ bytes: [UInt8], _ type: MediaType, _ file: SourceFile
  ) throws(IngestError) {
    switch type {
    case .message: try readMessage(bytes, file)
    case .feed: try readFeed(bytes, file)
    case .table: try readTable(bytes, file)
    case _ where type.isStreamed: try read(MemoryInput(bytes), type, file)
    default: give(try extractor.document(from: bytes, type, file))
    }
  }

  /// Reads what may hold more than one document.
  private func read(
    _ input: any ByteInput, _ type: MediaType, _ file: SourceFile
  ) throws(IngestError) {
    switch type {
    case .archive: try readArchive(input, file)
    case .zip: try readZip(input, file)
    case .mailbox: try readMailbox(input, file)
    case .warc: try readWARC(input, file)
    default: preconditionFailure("\(type) is not streamed")
    }
  }
}
