/// Stored documents keep their order in a merge, whatever that of the others is: groups are taken
/// over as they are, without unpacking them.
extension MergeSource {
  /// Dictionaries that a segment may hold; groups of others are compressed anew.
  static let dictionaryLimit = 8

  func forEachStoredGroup(
    _ body: (StoredWriter.Group) throws(IndexError) -> Void
  ) throws(IndexError) -> StoredOrder {
    let kept = keptDictionaries
    let keptIDs = Set(kept.map(\.id))
    var writer = StoredWriter(dictionary: kept.first)
    var places = [UInt32](repeating: 0, count: documentCount)
    var next: UInt32 = 0
    for (index, view) in views.enumerated() {
      let stored = view.segment.stored
      // Two dictionaries may by chance have one id; then the groups of one are packed anew.
      let ids = keptIDs.subtracting(
        stored.dictionaries.filter { dictionary in
          !kept.contains { $0.bytes == dictionary.bytes }
        }.map(\.id))
      try stored.forEachGroup { group throws(IndexError) in
        let new = group.documents.map { moved[index][Int($0)] }
        // Short groups are the last ones of segments and those that lost documents.
        if ids.contains(group.dictionaryID), group.rawLength >= StoredWriter.groupSize,
          !new.contains(Self.missing)
        {
          unsafe writer.append(
            group: try stored.bytes(of: group), rawLength: group.rawLength,
            documents: new.count)
        } else if new.contains(where: { $0 != Self.missing }) {
          for (record, document) in zip(try stored.records(of: group), new)
          where document != Self.missing {
            writer.append(record)
          }
        }
        for document in new where document != Self.missing {
          places[Int(document)] = next
          next += 1
        }
        for group in writer.takeGroups() { try body(group) }
      }
    }
    writer.finish()
    for group in writer.takeGroups() { try body(group) }
    var order = StoredOrder(dictionaries: kept)
    if kept.isEmpty, let learned = writer.dictionary { order.dictionaries = [learned] }
    if places.enumerated().contains(where: { $0.offset != Int($0.element) }) {
      order.places = places
    }
    return order
  }

  /// The dictionaries of the largest segments, each once.
  private var keptDictionaries: [CompressionDictionary] {
    var kept: [CompressionDictionary] = []
    let segments = views.map(\.segment).sorted { $0.documentCount > $1.documentCount }
    for dictionary in segments.flatMap(\.stored.dictionaries)
    where kept.count < Self.dictionaryLimit && !kept.contains(where: { $0.id == dictionary.id }) {
      kept.append(dictionary)
    }
    return kept
  }
}
