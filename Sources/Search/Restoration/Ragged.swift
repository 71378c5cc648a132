/// Rows of different lengths in one array.
struct Ragged<Element> {
  private(set) var values: [Element] = []
  private var ends: [Int] = []

  /// How many rows there are.
  var count: Int { ends.count }

  /// Where the values of a row are.
  @inline(__always)
  func range(of row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

  /// The values of a row.
  @inline(__always)
  subscript(row: Int) -> ArraySlice<Element> { values[range(of: row)] }

  /// Adds a row: what `fill` appends.
  mutating func append(_ fill: (inout [Element]) -> Void) {
    fill(&values)
    ends.append(values.count)
  }
}
