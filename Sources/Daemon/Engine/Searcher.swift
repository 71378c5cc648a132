import Documents
import InvertedIndex
import Search
import Wire

/// Asks the engine what a wire query means, and puts its answer into wire types. Synchronous: it
/// runs on a thread of the search pool.
struct Searcher: Sendable {
  var query: SearchQuery
  let collections: [Collection]
  let weights: RankingWeights
  /// Set when the client has gone: the search ends then.
  let cancellation: Cancellation
  /// When the request came: waiting for a thread counts as time.
  var arrival = ContinuousClock.now

  /// One page of hits; over several collections, of their hits by falling score.
  ///
  /// - Throws: `query_syntax`, `query_too_complex`, `timed_out` and what the index throws.
  func results() throws(Problem) -> SearchResults {
    var results =
      if let cursor = query.cursor {
        try followingPage(cursor)
      } else {
        try page(query.offset, try moment())
      }
    results.tookMicroseconds = Int((ContinuousClock.now - arrival) / .microseconds(1))
    results.id = query.id
    if results.timedOut, !query.isPartialAccepted { throw tooSlow }
    return results
  }

  /// A page of those that follow each other, on the snapshots that the first one was read from.
  private func followingPage(_ text: String) throws(Problem) -> SearchResults {
    var moment = try moment()
    var offset = 0
    if text != "*" {
      let cursor = try Cursor(text, of: query)
      offset = cursor.offset
      let kept = zip(collections, cursor.snapshots).compactMap { $0.kept.snapshot($1) }
      if kept.count == collections.count {
        moment = kept
      } else {
        offset = try place(behind: cursor, moment) ?? offset
      }
    }
    var results = try page(offset, moment)
    let shown = offset + results.hits.count
    if let last = results.hits.last, shown < results.total.value {
      let names = zip(collections, moment).map { $0.kept.keep($1) }
      results.cursor = Cursor(after: shown, of: query, snapshots: names, last: last).text
    }
    return results
  }

  /// The place behind the last hit shown, in the order that the hits have now; nil where it is gone.
  private func place(behind cursor: Cursor, _ moment: [Snapshot]) throws(Problem) -> Int? {
    var keys = self
    keys.query.content = .keys
    keys.query.highlight = nil
    keys.query.facets = []
    // Before it there may be more hits than then.
    keys.query.limit = min(cursor.offset * 2 + 1_000, SearchLimit.manyPages)
    let hits = try keys.page(0, moment).hits
    return hits.firstIndex { $0.id == cursor.id && $0.collection == cursor.collection }
      .map { $0 + 1 }
  }

  /// What is searchable now, collection by collection.
  private func moment() throws(Problem) -> [Snapshot] {
    var moment: [Snapshot] = []
    for collection in collections { moment.append(try collection.index().snapshot()) }
    return moment
  }

  private func page(_ offset: Int, _ moment: [Snapshot]) throws(Problem) -> SearchResults {
    guard collections.count == 1 else { return try mergedPage(offset, moment) }
    let reply = try reply(of: collections[0], moment[0], offset: offset, limit: query.limit)
    let hits = reply.hits.map { hit(of: $0, in: collections[0]) }
    return results(reply, hits: hits, offset: offset)
  }

  private var tooSlow: Problem {
    Problem(
      .timedOut, "the search was not done within \(query.timeoutMilliseconds) ms",
      pointer: "/timeout_ms", hint: "give it more time, or accept partial results")
  }

  /// All hits, collection by collection, for an export.
  /// - Throws: what `results` throws; `timed_out` also where a partial page would do.
  func allHits() throws(Problem) -> [(collection: Collection, hits: AllHits)] {
    var all: [(collection: Collection, hits: AllHits)] = []
    for collection in collections {
      let snapshot = try collection.index().snapshot()
      let hits = try answer(of: collection, offset: 0, limit: 0) { request throws(SearchError) in
        // Without words and filter: everything.
        if request.text.isEmpty, request.filter == nil, request.sort == nil {
          request.filter = .all([])
        }
        return try AllHits(request, in: snapshot)
      }
      guard !hits.reply.timedOut else { throw tooSlow }
      all.append((collection, hits))
    }
    return all
  }

  /// Each collection gives as many hits as could be on the page: scores of collections compare
  /// only roughly, for each counts its own words.
  private func mergedPage(
    _ offset: Int, _ moment: [Snapshot]
  ) throws(Problem) -> SearchResults {
    var sum = SearchReply()
    var best: [Placed] = []
    // Of what is before the page no text is needed.
    let isLater = offset > 0 && query.content != .keys
    for (number, collection) in collections.enumerated() {
      let reply = try reply(
        of: collection, moment[number], offset: 0, limit: offset + query.limit
      ) { request in
        guard isLater else { return }
        request.content = .keys
        request.explains = false
      }
      for (rank, hit) in reply.hits.enumerated() {
        best.append(Placed(hit: hit, collection: number, rank: rank))
      }
      if number == 0 { sum = reply } else { sum.add(reply) }
    }
    if let order = query.sort.map(SortOrder.init) {
      best.sort { order.precedes($0.hit.sortValue, $1.hit.sortValue) ?? false }
    } else {
      best.sort { $0.hit.score > $1.hit.score }
    }
    for (index, facet) in query.facets.enumerated() {
      sum.facets[index].cut(FacetRequest(facet, isPart: false))
    }
    var page = Array(best.dropFirst(offset).prefix(query.limit))
    if isLater { try fill(&page, moment) }
    return results(
      sum, hits: page.map { hit(of: $0.hit, in: collections[$0.collection]) }, offset: offset)
  }

  /// A hit and its place among those of its collection.
  private struct Placed {
    var hit: Hit
    var collection: Int
    var rank: Int
  }

  /// Reads the texts of hits of which only the keys are known. Those of one collection follow each
  /// other there.
  private func fill(_ page: inout [Placed], _ moment: [Snapshot]) throws(Problem) {
    for (number, collection) in collections.enumerated() {
      let own = page.indices.filter { page[$0].collection == number }
      guard let first = own.first.map({ page[$0].rank }) else { continue }
      let reply = try reply(of: collection, moment[number], offset: first, limit: own.count) {
        $0.facets = []
      }
      for (place, hit) in zip(own, reply.hits) where page[place].hit.key == hit.key {
        page[place].hit = hit
      }
    }
  }

  private func reply(
    of collection: Collection, _ snapshot: Snapshot, offset: Int, limit: Int,
    _ change: (inout SearchRequest) -> Void = { _ in }
  ) throws(Problem) -> SearchReply {
    try answer(of: collection, offset: offset, limit: limit) { request throws(SearchError) in
      change(&request)
      request.isPartOfMore = query.cursor != nil || collections.count > 1
      return try search(request, in: snapshot)
    }
  }

  func answer<Answer>(
    of collection: Collection, offset: Int, limit: Int,
    _ body: (inout SearchRequest) throws(SearchError) -> Answer
  ) throws(Problem) -> Answer {
    do throws(SearchError) {
      var request = try request(in: collection, offset: offset, limit: limit)
      return try body(&request)
    } catch {
      throw Problem(error)
    }
  }

  /// The columns of all collections that are searched, where there are several.
  private func otherColumns() -> [String] {
    guard collections.count > 1,
      query.filter != nil || query.sort != nil || !query.facets.isEmpty
        || query.text.utf8.contains(UInt8(ascii: ":"))
    else { return [] }
    return collections.flatMap { (try? $0.index().snapshot().columnNames) ?? [] }
  }

  private func request(
    in collection: Collection, offset: Int, limit: Int
  ) throws(SearchError) -> SearchRequest {
    var request = SearchRequest(query.text)
    request.otherColumns = otherColumns()
    request.readings = collection.readings
    request.spellings = collection.spellings
    request.synonyms = collection.synonyms.sets
    request.explains = query.explains
    request.collapse = query.collapse.flatMap { .init(rawValue: $0.rawValue) }
    // Lists of keys are for programs, and later pages were found.
    request.corrects = limit > 0 && offset == 0 && query.content == .full
    request.filter = try query.filter.map(SearchFilter.init)
    request.sort = query.sort.map(SortOrder.init)
    request.match = .init(rawValue: query.match.rawValue) ?? .most
    request.accents = .init(rawValue: query.accents.rawValue) ?? .auto
    request.syntax = .init(rawValue: query.syntax.rawValue) ?? .lenient
    request.facets = query.facets.map { FacetRequest($0, isPart: collections.count > 1) }
    request.weights = collection.weights(over: weights)
    request.offset = offset
    request.limit = limit
    request.deadline = Deadline(
      milliseconds: query.timeoutMilliseconds, since: arrival, orWhen: cancellation)
    request.content = query.content == .keys ? .keys : .full
    if let highlight = query.highlight {
      request.snippets.count = highlight.fragments
      // A character of Vietnamese text has 1.35 bytes on average.
      request.snippets.length = highlight.fragment * 3 / 2
    } else {
      request.showsMatches = false
    }
    return request
  }
}

// MARK: - Into wire types

extension Searcher {
  func results(
    _ reply: SearchReply, hits: [SearchHit], offset: Int
  ) -> SearchResults {
    var results = SearchResults(
      total: .init(reply.total, reply.timedOut ? .atLeast : .equal), hits: hits,
      query: understanding(of: reply), limit: query.limit, offset: offset,
      timedOut: reply.timedOut)
    results.facets = reply.facets.map(FacetCounts.init)
    return results
  }

  func understanding(of reply: SearchReply) -> SearchResults.Understanding {
    var understanding = SearchResults.Understanding(
      understood: reply.understood,
      match: .init(rawValue: reply.match.rawValue) ?? .most, accents: query.accents,
      words: reply.wordCount, required: reply.requiredWords, relaxed: reply.relaxed,
      widened: reply.widened, warnings: reply.warnings.map(\.message),
      expansions: reply.expansions.map {
        .init(words: $0.words, also: $0.also, because: $0.reason.rawValue)
      },
      readings: reply.readings.map { .init(text: $0.text, probability: $0.probability) })
    understanding.corrections = reply.corrections.map(SpellResult.Correction.init)
    return understanding
  }

  func hit(of hit: Hit, in collection: Collection) -> SearchHit {
    let unit = query.highlight?.offsets ?? .utf8
    var found = SearchHit(
      id: hit.key, score: Double(hit.score), title: hit.title,
      titleMarks: query.highlight == nil
        ? [] : MarkedText(hit.title, marks: hit.titleMarks).marks(in: unit),
      source: hit.source, collection: collection.name.text, date: hit.publicationDate,
      snippets: hit.snippets.map(snippet), fields: fields(of: hit.document),
      explanation: hit.explanation.map(ScorePart.init))
    found.duplicates = hit.duplicates.count
    if query.namesDuplicates { found.duplicateIDs = hit.duplicates }
    return found
  }

  private func snippet(_ snippet: Snippet) -> SearchHit.Snippet {
    let highlight = query.highlight ?? Highlight()
    let before = snippet.isCutBefore ? "… " : ""
    let text = before + snippet.text + (snippet.isCutAfter ? " …" : "")
    let shift = before.utf8.count
    let marked = MarkedText(
      text, marks: snippet.marks.map { $0.lowerBound + shift..<$0.upperBound + shift })
    return SearchHit.Snippet(
      text: text, marks: marked.marks(in: highlight.offsets),
      html: marked.html(pre: highlight.pre, post: highlight.post), kind: snippet.kind.name,
      page: snippet.page)
  }

  private func fields(of document: Document?) -> [DocumentRecord.Field] {
    query.fields.compactMap { name in
      document?.fields.first { $0.name.text == name }.map { .init(name, $0.values) }
    }
  }
}

extension Hit {
  /// The day or time the document gives for itself.
  var publicationDate: String {
    document?.dates.first { $0.role == .published }?.iso ?? ""
  }
}

extension SearchReply {
  /// Takes over the counts of another collection's reply to the same query.
  fileprivate mutating func add(_ other: SearchReply) {
    total += other.total
    relaxed = relaxed || other.relaxed
    widened = widened || other.widened
    timedOut = timedOut || other.timedOut
    requiredWords = min(requiredWords, other.requiredWords)
    for index in facets.indices { facets[index].add(other.facets[index]) }
  }
}
