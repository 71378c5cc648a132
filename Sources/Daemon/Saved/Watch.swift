import Documents
import InvertedIndex
import Search
import Wire

/// Looks now and then what saved searches find among documents that were written since.
///
/// Only segments with such documents are searched. All words are required, unless a search asks for
/// `match` `any`: what is let in where nothing has them all would depend on what came together.
struct Watch {
  let engine: Engine
  let request: APIRequest
  let user: UInt32
  let names: [String]
  /// The last write that was looked at, for each search and collection.
  private var seen: [String: SequenceNumber] = [:]
  /// What was looked at last: nothing is new while it is the same.
  private var looked: [String: Snapshot] = [:]

  init(_ engine: Engine, _ request: APIRequest, user: UInt32, names: [String]) {
    self.engine = engine
    self.request = request
    self.user = user
    self.names = names
  }

  /// The documents that are new since the last call; none at the first.
  mutating func look() throws(Problem) -> [SavedSearchAlert] {
    // Rights may have changed since the stream began.
    let access = engine.live.current.access.access(of: request.peer)
    var alerts: [SavedSearchAlert] = []
    for name in names {
      guard let saved = engine.saved.find(name, of: user) else { continue }
      for collection in try engine.collections(of: saved.query, for: access) {
        alerts += try look(saved, in: collection)
      }
    }
    return alerts
  }

  private mutating func look(
    _ saved: SavedSearch, in collection: Collection
  ) throws(Problem) -> [SavedSearchAlert] {
    let snapshot = try collection.index().snapshot()
    let key = "\(saved.name)/\(collection.name)"
    if looked.updateValue(snapshot, forKey: key) === snapshot { return [] }
    let last = snapshot.lastSequence
    let before = seen.updateValue(last, forKey: key)
    // A snapshot that was restored is older.
    guard let before, last > before, let news = snapshot.segments(since: before) else { return [] }
    var query = saved.query
    if query.match == .most { query.match = .all }
    let searcher = Searcher(
      query: query, collections: [collection], weights: engine.ranking,
      cancellation: request.cancellation)
    let hits = try searcher.answer(of: collection, offset: 0, limit: 0) {
      request throws(SearchError) in
      request.isRelaxable = false
      request.weights.widenBelow = 0
      request.sort = nil
      return try AllHits(request, in: news)
    }
    return try alerts(hits, since: before, saved, collection)
  }

  private func alerts(
    _ hits: AllHits, since before: SequenceNumber, _ saved: SavedSearch, _ collection: Collection
  ) throws(Problem) -> [SavedSearchAlert] {
    var alerts: [SavedSearchAlert] = []
    do throws(IndexError) {
      for place in 0..<hits.count {
        let version = hits.sequence(at: place)
        guard version > before, let hit = try hits.hits(place..<place + 1).first else { continue }
        alerts.append(
          SavedSearchAlert(
            saved: saved.name, collection: collection.name.text, id: hit.key,
            title: hit.document?.title ?? "", version: Int(version)))
      }
    } catch { throw Problem(error) }
    return alerts.sorted { $0.version < $1.version }
  }
}
