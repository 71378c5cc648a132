import InvertedIndex
import Wire

/// What became of the documents that were sent to a collection.
final class ChangeCounts: Sendable {
  private let created = Counter()
  private let updated = Counter()
  private let unchanged = Counter()
  private let deleted = Counter()
  private let notFound = Counter()
  private let rejected = Counter()

  func count(_ report: BulkReport) {
    created.add(report.created)
    updated.add(report.updated)
    unchanged.add(report.unchanged)
    deleted.add(report.deleted)
    notFound.add(report.notFound)
    rejected.add(report.rejected)
  }

  func count(_ outcome: Outcome) {
    switch outcome {
    case .created: created.add()
    case .updated: updated.add()
    case .unchanged: unchanged.add()
    case .deleted: deleted.add()
    case .notFound: notFound.add()
    case .rejected: rejected.add()
    }
  }

  func write(to family: inout Exposition.Family, collection: String) {
    let counts = [
      ("created", created), ("updated", updated), ("unchanged", unchanged), ("deleted", deleted),
      ("not_found", notFound), ("rejected", rejected),
    ]
    for (result, counter) in counts {
      family.sample(counter.value, [("collection", collection), ("result", result)])
    }
  }
}
