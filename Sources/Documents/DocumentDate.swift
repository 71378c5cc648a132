/// A date that a document states, and what it stands for.
package struct DocumentDate: Sendable, Equatable {
  /// ISO 8601, as precise as the source: `2023`, `2023-01`, `2023-01-04`, `2022-11-09T21:14+07:00`.
  package var iso: String
  package var role: Role
  /// The words it was read from.
  package var raw: String
  /// From 0 to 1: how sure the reading is. An inferred year is below 1.
  package var confidence: Double

  package init(iso: String, role: Role, raw: String = "", confidence: Double = 1) {
    self.iso = iso
    self.role = role
    self.raw = raw
    self.confidence = confidence
  }

  /// What the date stands for. Raw values are on disk: never renumber.
  package enum Role: UInt8, Sendable, CaseIterable {
    case published = 0
    case modified = 1
    case event = 2
    /// The date of another document that this one cites.
    case cited = 3

    /// The word for it in JSON.
    package var name: String {
      switch self {
      case .published: "published"
      case .modified: "modified"
      case .event: "event"
      case .cited: "cited_document"
      }
    }

    package init?(name: String) {
      guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
      self = role
    }
  }
}
