import Analysis

/// Compares everything that a segment says with what its documents say.
///
/// The stored documents are the truth. Analyzed again they must give the forward stream; counted
/// again the forward stream must give every frequency, list, bound and pair of neighbours. All is
/// read as a search reads it, so that a list of any layout is checked the way it is used. What is
/// damaged is told and left out, and the check goes on with the rest.
struct SegmentCheck {
  let segment: Segment
  let progress: (CheckProgress) -> Void
  var report = CheckReport()
  /// Postings held at once, 12 bytes each.
  var budget = 4 << 20
  /// The folded term of each canonical one; nil when the dictionaries are broken.
  private(set) var foldedOf: [UInt32]?
  /// Documents whose words can be read, nil where one cannot.
  private(set) var recount: Recount?

  var file: String { segment.sections.file.name }

  init(_ segment: Segment, progress: @escaping (CheckProgress) -> Void = { _ in }) {
    self.segment = segment
    self.progress = progress
  }

  mutating func run() {
    report.documents = segment.documentCount
    report.terms = segment.foldedTermCount + segment.canonicalTermCount
    begin("dictionaries", at: 0)
    foldedOf = checkDictionaries()
    begin("stored documents", at: 0.1)
    let rules = segment.sections.analyzer
    checkDocuments(analyzing: foldedOf != nil && rules == AnalysisVersion.current)
    guard let foldedOf else { return }
    begin("forward stream", at: 0.4)
    recount = checkForward(foldedOf)
    guard let recount else {
      report.note(
        "\(file): frequencies and posting lists are read, and not compared: the words of some"
          + " documents cannot be read")
      readLists()
      return
    }
    begin("lengths", at: 0.5)
    checkLengths(recount)
    begin("posting lists", at: 0.5)
    checkLists(recount)
    begin("neighbours", at: 0.8)
    checkNeighbours(recount)
  }

  func begin(_ structure: String, at share: Double) {
    let size = segment.byteCount
    progress(
      CheckProgress(
        file: file, structure: structure, done: Int(Double(size) * share), total: size))
  }

  /// Adds a finding about something made from the documents.
  mutating func tell(_ structure: String, _ what: String) {
    report.add(
      Finding(file: file, structure: structure, offset: nil, what: what, remedy: .rewrite))
  }

  /// Does `body` and adds what it throws.
  mutating func attempt(
    _ structure: String, _ remedy: Finding.Remedy = .rewrite,
    _ body: (inout SegmentCheck) throws(IndexError) -> Void
  ) {
    do throws(IndexError) { try body(&self) } catch {
      report.add(error, structure, in: file, remedy)
    }
  }

  /// A term as people read it.
  func name(canonical ordinal: UInt32) -> String {
    "“\(String(decoding: segment.canonicalKey(at: ordinal), as: UTF8.self))”"
  }

  func name(folded ordinal: UInt32) -> String {
    "“\(String(decoding: segment.foldedKey(at: ordinal), as: UTF8.self))”"
  }
}
