import InvertedIndex

/// Candidates of which those that are nearly the same are one.
struct CollapsedHits {
  /// A hit and those that it stands for.
  struct Group {
    var candidate: Candidate
    /// Its place among all candidates.
    var rank: Int
    /// In the order of the ranking.
    var duplicates: [Candidate] = []
  }

  private(set) var groups: [Group] = []
  /// False when the deadline came before all were looked at.
  private(set) var isComplete = true

  /// - Parameter candidates: in the order of the ranking.
  init(
    _ candidates: [Candidate], in snapshot: Snapshot, deadline: Deadline?
  ) throws(IndexError) {
    var readers: [Int: ShingleReader] = [:]
    var duplicates = NearDuplicates()
    for (rank, candidate) in candidates.enumerated() {
      if rank % 16 == 15, let deadline, deadline.hasPassed {
        isComplete = false
        return
      }
      let segment = snapshot.segments[candidate.segment].segment
      // In place: a copy of a reader has all terms of its segment.
      let shingles = try readers[candidate.segment, default: ShingleReader(segment)]
        .shingles(of: candidate.document)
      let group = duplicates.group(of: shingles)
      if group == groups.count {
        groups.append(Group(candidate: candidate, rank: rank))
      } else {
        groups[group].duplicates.append(candidate)
      }
    }
  }
}
