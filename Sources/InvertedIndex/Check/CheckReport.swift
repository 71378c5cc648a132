/// Something that is other than it must be: where, what, and what to do about it.
package struct Finding: Sendable, Equatable, CustomStringConvertible {
  package var file: String
  /// The part of the file: the name of a section, or what a reader would call it.
  package var structure: String
  /// Bytes from the start of the file, where a place can be named.
  package var offset: Int?
  package var what: String
  package var remedy: Remedy

  /// What helps.
  package enum Remedy: String, Sendable, CaseIterable {
    /// Documents are lost here: only another copy has them.
    case restore
    /// What is wrong is made from stored documents that are whole.
    case rewrite
    /// The rules that made it are not those of this program.
    case upgrade
    /// A newer program made it.
    case newerProgram
  }

  package var description: String {
    let place = offset.map { " at byte \($0)" } ?? ""
    return "\(file), \(structure)\(place): \(what)"
  }
}

extension Finding.Remedy: CustomStringConvertible {
  package var description: String {
    switch self {
    case .restore:
      "restore the collection from a snapshot, or add the documents again from their sources"
    case .rewrite:
      "the stored documents are whole: mucluc upgrade --all makes the collection anew from them"
    case .newerProgram: "use the program that wrote it, or a snapshot from before"
    case .upgrade: "mucluc upgrade makes the collection anew by the rules of this program"
    }
  }
}

/// What a check read, and what it found.
package struct CheckReport: Sendable, Equatable {
  package private(set) var findings: [Finding] = []
  /// Findings beyond the limit for one part of a file: counted, not kept.
  package private(set) var unlisted = 0
  /// What is unusual and harmless, a line each.
  package private(set) var notes: [String] = []
  package var files = 0
  package var bytes = 0
  package var documents = 0
  package var terms = 0
  package var postings = 0
  package var neighbours = 0
  package var operations = 0

  private var counts: [String: Int] = [:]
  /// A part that is wrong throughout would fill the memory.
  private static let limit = 8

  package init() {}

  package var isWhole: Bool { findings.isEmpty }

  package mutating func note(_ text: String) { notes.append(text) }

  mutating func add(_ finding: Finding) {
    let count = counts["\(finding.file) \(finding.structure)", default: 0]
    counts["\(finding.file) \(finding.structure)"] = count + 1
    if count < Self.limit { findings.append(finding) } else { unlisted += 1 }
  }

  /// Takes over an error met on the way.
  mutating func add(
    _ error: IndexError, _ structure: String, in file: String, _ remedy: Finding.Remedy
  ) {
    switch error {
    case .damaged(let file, let offset, let reason):
      add(Finding(file: file, structure: structure, offset: offset, what: reason, remedy: remedy))
    case .version, .outdated:
      // Not damaged: of another program.
      var remedy = Finding.Remedy.upgrade
      if case .version = error { remedy = .newerProgram }
      add(
        Finding(
          file: file, structure: structure, offset: nil, what: error.description, remedy: remedy))
    default:
      add(
        Finding(
          file: file, structure: structure, offset: nil, what: error.description, remedy: remedy))
    }
  }

  /// Adds what another check found.
  package mutating func merge(_ other: CheckReport) {
    findings += other.findings
    unlisted += other.unlisted
    notes += other.notes
    files += other.files
    bytes += other.bytes
    documents += other.documents
    terms += other.terms
    postings += other.postings
    neighbours += other.neighbours
    operations += other.operations
  }
}

/// Where a check is.
package struct CheckProgress: Sendable, Equatable {
  package var file: String
  package var structure: String
  /// Work done and all of it, in bytes of files.
  package var done: Int
  package var total: Int
}
