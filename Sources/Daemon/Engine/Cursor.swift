import Wire

/// Where the pages of a search go on.
///
/// ```
/// cursor = query ":" offset ":" snapshot { "," snapshot } ":" collection ":" id
/// ```
/// `query` is a checksum of what is searched for, `offset` the hits that were shown, `snapshot` the
/// name under which each collection keeps its documents of that moment, and the rest the last hit
/// shown, by which the place is found again when a snapshot is not kept any more. Percent-encoded.
struct Cursor: Equatable {
  var query: UInt64
  var offset: Int
  var snapshots: [String]
  var collection: String
  var id: String

  init(after offset: Int, of query: SearchQuery, snapshots: [String], last: SearchHit) {
    self.query = query.checksum
    self.offset = offset
    self.snapshots = snapshots
    collection = last.collection
    id = last.id
  }

  /// - Throws: `bad_cursor` when it is none, or one of another query.
  init(_ text: String, of query: SearchQuery) throws(Problem) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 5, let checksum = UInt64(parts[0], radix: 36), let offset = Int(parts[1]),
      offset > 0, let collection = PercentCoding.decode(parts[3]),
      let id = PercentCoding.decode(parts[4])
    else {
      throw Problem(
        .badCursor, "\"\(text.prefix(60))\" is no cursor", pointer: "/cursor",
        hint: "begin with *, then send the cursor of the last reply as it is")
    }
    guard checksum == query.checksum else {
      throw Problem(
        .badCursor, "the cursor belongs to another query", pointer: "/cursor",
        hint:
          "q, filter, sort, collections, match, accents, syntax and collapse stay what they were")
    }
    self.query = checksum
    self.offset = offset
    snapshots = parts[2].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    self.collection = collection
    self.id = id
  }

  var text: String {
    [
      String(query, radix: 36), String(offset), snapshots.joined(separator: ","),
      PercentCoding.encode(collection), PercentCoding.encode(id),
    ].joined(separator: ":")
  }
}

extension SearchQuery {
  /// FNV-1a (Fowler, Noll, Vo) of what is searched for.
  fileprivate var checksum: UInt64 {
    identity.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
