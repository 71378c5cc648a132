/// Which frequent terms each of some documents has: a bipartite graph, from documents to terms.
///
/// Terms are numbered anew from 0; a term of a document is two bytes, whatever the collection.
@safe struct DocumentGraph: ~Copyable {
  /// Terms in use.
  let termCount: Int
  private(set) var starts: [Int] = [0]
  private(set) var terms: [UInt16] = []
  /// The last document, plus one, that each term was added for.
  private var seen: [UInt32]

  /// Terms that a graph tells apart.
  static let termLimit = Int(UInt16.max)

  /// - Parameter termCount: at most `termLimit`.
  init(termCount: Int) {
    self.termCount = termCount
    seen = [UInt32](repeating: 0, count: termCount)
  }

  var documentCount: Int { starts.count - 1 }

  /// About what it holds in memory, and what ordering it will take.
  var byteCount: Int { terms.count * 2 + starts.count * 32 }

  /// Adds a term of the document that is being added.
  @inline(__always)
  mutating func add(_ term: UInt16) {
    let mark = UInt32(truncatingIfNeeded: starts.count)
    guard seen[Int(term)] != mark else { return }
    seen[Int(term)] = mark
    terms.append(term)
  }

  mutating func endDocument() { starts.append(terms.count) }

  mutating func removeAll() {
    starts.removeLast(starts.count - 1)
    terms.removeAll(keepingCapacity: true)
    for term in seen.indices { seen[term] = 0 }
  }
}
