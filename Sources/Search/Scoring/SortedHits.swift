package import InvertedIndex

/// The order of hits by a column.
package struct SortOrder: Sendable, Equatable {
  package var column: String
  package var isDescending: Bool

  package init(_ column: String, isDescending: Bool = false) {
    self.column = column
    self.isDescending = isDescending
  }

  /// Whether a document with one value comes before a document with another. Of several values
  /// the one that brings it forward counts; documents without any come last, whatever the
  /// direction. Nil where neither comes first.
  package func precedes(_ left: ColumnValue?, _ right: ColumnValue?) -> Bool? {
    if left == right { return nil }
    guard let left else { return false }
    guard let right else { return true }
    return isDescending ? left > right : left < right
  }

  /// The value by which a document has its place.
  func value(of document: DocID, in column: Column) throws(IndexError) -> ColumnValue? {
    guard let ordinal = isDescending ? column.highest(of: document) : column.lowest(of: document)
    else { return nil }
    return try column.value(at: ordinal)
  }
}

/// Keeps the first documents in the order of a column; those with the same value by age.
///
/// In one segment ordinals stand for values. Either the values are walked in order until enough
/// documents that match were met, or all that match are put in order, whatever is less work.
struct SortedHits {
  private let order: SortOrder
  private let capacity: Int
  private let snapshot: Snapshot
  private var rows: [Row] = []

  private struct Row {
    var value: ColumnValue?
    var candidate: Candidate
  }

  /// A document and the ordinal of its value.
  private struct Place {
    var ordinal: Int
    var document: DocID
  }

  init(_ order: SortOrder, capacity: Int, in snapshot: Snapshot) {
    self.order = order
    self.snapshot = snapshot
    self.capacity = capacity
  }

  var candidates: [Candidate] { rows.map(\.candidate) }

  /// Takes the documents of a segment that match.
  mutating func add(
    _ matches: DocumentSet, of segment: Segment, number: Int
  ) throws(IndexError) {
    guard capacity > 0 else { return }
    var places: [Place] = []
    var rest = matches
    if let column = try segment.column(order.column) {
      let count = matches.count
      let isFew = count * count <= capacity * segment.documentCount
      places =
        isFew ? sorted(&rest, in: column) : try walked(&rest, in: column)
      try append(places, column, number)
    }
    if places.count < capacity { appendMissing(rest, number) }
    rows.sort { left, right in
      order.precedes(left.value, right.value)
        ?? (snapshot.age(of: left.candidate) < snapshot.age(of: right.candidate))
    }
    if rows.count > capacity { rows.removeLast(rows.count - capacity) }
  }

  /// All documents with a value, in order; takes them out of the set.
  private func sorted(_ rest: inout DocumentSet, in column: Column) -> [Place] {
    var places: [Place] = []
    rest.visit { document in
      let document = DocID(document)
      let ordinal =
        order.isDescending ? column.highest(of: document) : column.lowest(of: document)
      if let ordinal { places.append(Place(ordinal: ordinal, document: document)) }
    }
    for place in places { rest.remove(Int(place.document)) }
    places.sort { order.isDescending ? $0.ordinal > $1.ordinal : $0.ordinal < $1.ordinal }
    return places
  }

  /// Documents by their values in order, until there are enough and all with the last value are
  /// there; takes them out of the set.
  private func walked(
    _ rest: inout DocumentSet, in column: Column
  ) throws(IndexError) -> [Place] {
    var places: [Place] = []
    for step in 0..<column.valueCount {
      if places.count >= capacity { break }
      let ordinal = order.isDescending ? column.valueCount - 1 - step : step
      try column.forEachDocument(with: ordinal) { document in
        if rest.contains(Int(document)) {
          rest.remove(Int(document))
          places.append(Place(ordinal: ordinal, document: document))
        }
        return true
      }
    }
    return places
  }

  private mutating func append(
    _ places: [Place], _ column: Column, _ number: Int
  ) throws(IndexError) {
    var value: ColumnValue?
    var last = -1
    for (index, place) in places.enumerated() {
      if place.ordinal != last {
        if index >= capacity { break }
        last = place.ordinal
        value = try column.value(at: last)
      }
      rows.append(
        Row(value: value, candidate: Candidate(score: 0, segment: number, document: place.document))
      )
    }
  }

  private mutating func appendMissing(_ rest: DocumentSet, _ number: Int) {
    var oldest = TopHits(capacity: capacity, in: snapshot)
    rest.visit { oldest.insert(Candidate(score: 0, segment: number, document: DocID($0))) }
    rows += oldest.takeSorted().map { Row(value: nil, candidate: $0) }
  }
}
