/// Where the pages of a document begin, so that the page of a passage can be told.
///
/// Kept as the field `page_starts`, a value a page: `12` says that the page begins with block 12,
/// counted from 0; `12:345` that it begins inside that block, at byte 345 of its UTF-8 text. A page
/// without text begins where the next one does.
package struct PageStarts: Sendable, Equatable {
  /// A place in the text of a document.
  package struct Place: Sendable, Hashable, Comparable {
    package var block: Int
    /// Bytes of the block's text before it.
    package var byte: Int

    package init(block: Int, byte: Int = 0) {
      self.block = block
      self.byte = byte
    }

    package static func < (one: Place, other: Place) -> Bool {
      (one.block, one.byte) < (other.block, other.byte)
    }
  }

  /// One for each page, rising.
  package private(set) var places: [Place]

  /// - Parameter places: One for each page, rising.
  package init(_ places: [Place]) { self.places = places }

  /// Reads the values of the field; nil for what is none: a caller may have a field of that name.
  package init?(_ values: [String]) {
    places = []
    places.reserveCapacity(values.count)
    for value in values {
      guard let place = Place(value), places.last.map({ $0 <= place }) ?? true else { return nil }
      places.append(place)
    }
    if places.isEmpty { return nil }
  }

  /// The values of the field.
  package var values: [String] {
    places.map { $0.byte == 0 ? "\($0.block)" : "\($0.block):\($0.byte)" }
  }

  /// The page, from 1, on which a place of the text stands. O(log n).
  package func page(of place: Place) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return max(1, low)
  }

  /// The pages that begin in a block, each with its place: what a view of the document shows. Of
  /// several that begin at one place, only the last has text.
  package func starts(inBlock block: Int) -> [(page: Int, byte: Int)] {
    places.indices.compactMap { index in
      let place = places[index]
      guard place.block == block, index + 1 == places.count || places[index + 1] != place else {
        return nil
      }
      return (index + 1, place.byte)
    }
  }

  /// The same when some blocks are left out.
  package func removing(_ isRemoved: (Int) -> Bool) -> PageStarts {
    var kept = 0
    var block = 0
    return PageStarts(
      places.map { place in
        while block < place.block {
          if !isRemoved(block) { kept += 1 }
          block += 1
        }
        return Place(block: kept, byte: isRemoved(place.block) ? 0 : place.byte)
      })
  }
}

extension PageStarts.Place {
  fileprivate init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let block = Int(parts[0]), block >= 0 else { return nil }
    self.init(block: block)
    guard parts.count == 2 else { return }
    guard let byte = Int(parts[1]), byte >= 0 else { return nil }
    self.byte = byte
  }
}

extension Document {
  /// Nil for documents without pages.
  package var pageStarts: PageStarts? {
    fields.first { $0.name == .pageStarts }.flatMap { PageStarts($0.values) }
  }
}
