/// The terms of one document after another, each once, with its counts.
///
/// A sparse set (Briggs and Torczon 1993, doi:10.1145/176454.176484): nothing has to be cleared
/// between two documents, and counting touches one place of a large table.
struct TermBag: ~Copyable {
  /// In the order of their first occurrence.
  private(set) var terms = FlatArray<UInt32>(capacity: 1 << 10)
  private(set) var counts = FlatArray<PostingCounts>(capacity: 1 << 10)
  /// For each term its place in `terms`, if it is there.
  private var places: [UInt32]

  /// - Parameter termCount: all terms are below.
  init(termCount: Int) { places = Array(repeating: 0, count: termCount) }

  var count: Int { terms.count }

  /// Gathers the terms of a document in place of those before.
  mutating func fill(_ forward: ForwardDocument) {
    terms.removeAll()
    counts.removeAll()
    forward.forEachOccurrence { term, place, _ in add(term, PostingCounts(place)) }
  }

  @inline(__always)
  private mutating func add(_ term: UInt32, _ more: PostingCounts) {
    let place = Int(places[Int(term)])
    if place < terms.count, terms[place] == term {
      counts[place].add(more)
    } else {
      places[Int(term)] = UInt32(terms.count)
      terms.append(term)
      counts.append(more)
    }
  }
}
