/// # Documents
///
/// What the archive holds, whatever file it came from: a `Document` is a key, a title, text
/// blocks in reading order, and what is known about it. Ingest makes documents, the index keeps
/// them, a search returns them. This room knows no file formats and no indexes.

/// One item of the archive, found as a whole by a search.
package struct Document: Sendable, Equatable {
  /// The caller's own name for the document; adding the same key again replaces it.
  package var key: DocumentKey
  /// The headline, empty when the document has none.
  package var title: String
  /// The text in reading order, without the title.
  package var blocks: [Block]
  /// Named facts: author, agency, section, place, keywords and whatever a caller sends.
  package var fields: [Field]
  /// Dates the document states about itself or others.
  package var dates: [DocumentDate]
  /// Where the document was read from, and how.
  package var provenance: Provenance
  /// How much of the source was understood.
  package var status: Status
  /// What was repaired or given up, a sentence each.
  package var warnings: [String]

  package init(
    key: DocumentKey, title: String = "", blocks: [Block] = [], fields: [Field] = [],
    dates: [DocumentDate] = [], provenance: Provenance = Provenance(),
    status: Status = .complete, warnings: [String] = []
  ) {
    self.key = key
    self.title = title
    self.blocks = blocks
    self.fields = fields
    self.dates = dates
    self.provenance = provenance
    self.status = status
    self.warnings = warnings
  }

  /// The first value of a field, if the document has it.
  package func first(_ name: Field.Name) -> String? {
    fields.first { $0.name == name }?.values.first
  }
}

extension Document {
  /// How much of the source was understood.
  package enum Status: UInt8, Sendable, CaseIterable {
    case complete = 0
    /// Some text was lost or cut; a warning says which.
    case partial = 1
    /// Nothing to read in it.
    case empty = 2
  }
}
