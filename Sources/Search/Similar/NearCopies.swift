package import Documents
package import InvertedIndex

/// So many documents are compared with one: in larger archives those that have most in common with
/// it. In a small one the words of its copies may be too frequent to be characteristic.
private let copyDepth = 500

/// Finds documents whose text is nearly that of one: reprints under another headline, with a
/// sentence more or less (`NearDuplicates.leastResemblance`).
///
/// The documents that `similar` puts first are compared with it, shingle by shingle.
///
/// - Parameter request: filter, page and limits count; there is no order but the copies' own.
/// - Returns: The copies, the nearest first, with the share of three-word runs they have in common
///   with the document as their score; `total` is the number of them all. nil when there is no
///   such document.
package func copies(
  of key: DocumentKey, _ request: SearchRequest, in snapshot: Snapshot
) throws(SearchError) -> (reply: SearchReply, terms: [CharacteristicTerm])? {
  var deeper = request
  deeper.sort = nil
  deeper.offset = 0
  deeper.limit = copyDepth
  deeper.explains = false
  let isSmall = snapshot.countedDocuments <= copyDepth
  return try withSimilar(
    to: key, deeper, in: snapshot, takesAll: isSmall
  ) { run, reply throws(IndexError) in
    let comparison = try CopyComparison(
      with: key, run.candidates, in: snapshot, deadline: request.deadline)
    let page = comparison.copies.dropFirst(request.offset).prefix(request.limit)
    reply.total = comparison.copies.count
    reply.root = nil
    if !comparison.isComplete { reply.timedOut = true }
    reply.hits = try run.hits(
      page.map(\.candidate)[...], ranks: page.map(\.rank), of: deeper, in: snapshot)
    for (index, copy) in page.enumerated() { reply.hits[index].score = Float(copy.resemblance) }
  }
}

/// Candidates that are copies of a document.
private struct CopyComparison {
  struct Copy {
    var candidate: Candidate
    var rank: Int
    var resemblance: Double
  }

  /// The nearest first, equals in the order of the candidates.
  private(set) var copies: [Copy] = []
  /// False when the deadline came before all were compared.
  private(set) var isComplete = true

  init(
    with key: DocumentKey, _ candidates: [Candidate], in snapshot: Snapshot, deadline: Deadline?
  ) throws(IndexError) {
    guard let place = try snapshot.place(of: key) else { return }
    var readers: [Int: ShingleReader] = [:]
    func shingles(_ segment: Int, _ document: DocID) throws(IndexError) -> WordShingles {
      try readers[segment, default: ShingleReader(snapshot.segments[segment].segment)]
        .shingles(of: document)
    }
    let own = try shingles(place.segment, place.document)
    for (rank, candidate) in candidates.enumerated() {
      if rank % 16 == 15, let deadline, deadline.hasPassed {
        isComplete = false
        break
      }
      let resemblance = own.resemblance(try shingles(candidate.segment, candidate.document))
      guard resemblance >= NearDuplicates.leastResemblance else { continue }
      copies.append(Copy(candidate: candidate, rank: rank, resemblance: resemblance))
    }
    copies.sort { ($1.resemblance, $0.rank) < ($0.resemblance, $1.rank) }
  }
}
