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
  /// What is packed together with others, and compared with them.
  private var siblings: Siblings

  /// - Parameter receive: Takes a part; false when it is the last one wanted.
  init(_ extractor: Extractor, receive: @escaping (Part) -> Bool) {
    self.extractor = extractor
    self.receive = receive
    budget = Budget(extractor.limits)
    siblings = Siblings(known: extractor.knownRepeats)
  }

  func give(_ document: Document) {
    guard !isStopped else { return }
    guard extractor.comparesNeighbours else { return pass(.document(document), .none) }
    guard budget.depth > 0 else {
      return pass(
        .document(document),
        repeated.union(Site.name(of: document).flatMap { extractor.knownRepeats[$0] }))
    }
    hold(.document(document))
  }

  func report(_ error: IngestError, at file: SourceFile) {
    guard !isStopped else { return }
    let failure = Part.failure(error, file.key)
    if siblings.isEmpty { pass(failure, .none) } else { hold(failure) }
  }

  private func hold(_ part: Part) {
    let wasEmpty = siblings.isEmpty
    for (part, repeated) in siblings.take(part) { pass(part, repeated) }
    if wasEmpty, !siblings.isEmpty { extractor.onHold?() }
  }

  /// Gives what was held back. To be called at the end.
  func finish() {
    for (part, repeated) in siblings.finish() { pass(part, repeated) }
  }

  private func pass(_ part: Part, _ repeated: RepeatedBlocks) {
    guard !isStopped else { return }
    if case .document(let document) = part, !repeated.isEmpty {
      isStopped = !receive(.document(extractor.finished(document, repeated: repeated)))
    } else {
      isStopped = !receive(part)
    }
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
