import Documents
import InvertedIndex
import Search
import Wire

/// Asks the engine what a wire query means, and puts its answer into wire types. Synchronous: it
/// runs on a thread of the search pool.
struct Searcher: Sendable {
  let query: SearchQuery
  let collections: [Collection]
  /// When the request came: waiting for a thread counts as time.
  let arrival = ContinuousClock.now

  /// One page of hits; over several collections, of their hits by falling score.
  ///
  /// - Throws: `query_syntax`, `query_too_complex`, `timed_out` and what the index throws.
  func results() throws(Problem) -> SearchResults {
    var results = try collections.count == 1 ? page(of: collections[0]) : mergedPage()
    results.tookMicroseconds = Int((ContinuousClock.now - arrival) / .microseconds(1))
    results.id = query.id
    if results.timedOut, !query.isPartialAccepted {
      throw Problem(
        .timedOut, "the search was not done within \(query.timeoutMilliseconds) ms",
        pointer: "/timeout_ms", hint: "give it more time, or accept partial results")
    }
    return results
  }

  private func page(of collection: Collection) throws(Problem) -> SearchResults {
    let reply = try reply(of: collection, offset: query.offset, limit: query.limit)
    return results(reply, hits: reply.hits.map { hit(of: $0, in: collection) })
  }

  /// Each collection gives as many hits as could be on the page: scores of collections compare
  /// only roughly, for each counts its own words.
  private func mergedPage() throws(Problem) -> SearchResults {
    var sum = SearchReply()
    var best: [(hit: Hit, collection: Collection)] = []
    for (number, collection) in collections.enumerated() {
      let reply = try reply(of: collection, offset: 0, limit: query.offset + query.limit)
      best += reply.hits.map { ($0, collection) }
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
    let page = best.dropFirst(query.offset).prefix(query.limit)
    return results(sum, hits: page.map { hit(of: $0.hit, in: $0.collection) })
  }

  private func reply(
    of collection: Collection, offset: Int, limit: Int
  ) throws(Problem) -> SearchReply {
    let snapshot = try collection.index().snapshot()
    do throws(SearchError) {
      var request = try request(offset: offset, limit: limit)
      request.otherColumns = otherColumns()
      request.readings = collection.readings
      return try search(request, in: snapshot)
    } catch {
      throw Problem(error)
    }
  }

  /// The columns of all collections that are searched, where there are several.
  private func otherColumns() -> [String] {
    guard collections.count > 1,
      query.filter != nil || query.sort != nil || !query.facets.isEmpty
    else { return [] }
    return collections.flatMap { (try? $0.index().snapshot().columnNames) ?? [] }
  }

  private func request(offset: Int, limit: Int) throws(SearchError) -> SearchRequest {
    var request = SearchRequest(query.text)
    request.filter = try query.filter.map(SearchFilter.init)
    request.sort = query.sort.map(SortOrder.init)
    request.match = .init(rawValue: query.match.rawValue) ?? .most
    request.accents = .init(rawValue: query.accents.rawValue) ?? .auto
    request.syntax = .init(rawValue: query.syntax.rawValue) ?? .lenient
    request.facets = query.facets.map { FacetRequest($0, isPart: collections.count > 1) }
    request.offset = offset
    request.limit = limit
    request.deadline = Deadline(
      after: .milliseconds(query.timeoutMilliseconds) - (ContinuousClock.now - arrival))
    request.content = query.content == .keys ? .keys : .full
    if let highlight = query.highlight {
      request.snippets.count = highlight.fragments
      // A character of Vietnamese text has 1.35 bytes on average.
      request.snippets.length = highlight.fragment * 3 / 2
    } else {
      request.snippets.count = 0
    }
    return request
  }
}

// MARK: - Into wire types

extension Searcher {
  private func results(_ reply: SearchReply, hits: [SearchHit]) -> SearchResults {
    var results = SearchResults(
      total: .init(reply.total, reply.timedOut ? .atLeast : .equal), hits: hits,
      query: .init(
        understood: reply.understood,
        match: .init(rawValue: reply.match.rawValue) ?? .most, accents: query.accents,
        words: reply.wordCount, required: reply.requiredWords, relaxed: reply.relaxed,
        widened: reply.widened, warnings: reply.warnings.map(\.message),
        expansions: reply.expansions.map {
          .init(words: $0.words, also: $0.also, because: $0.reason.rawValue)
        },
        readings: reply.readings.map { .init(text: $0.text, probability: $0.probability) }),
      limit: query.limit, offset: query.offset, timedOut: reply.timedOut)
    results.facets = reply.facets.map(FacetCounts.init)
    return results
  }

  private func hit(of hit: Hit, in collection: Collection) -> SearchHit {
    let unit = query.highlight?.offsets ?? .utf8
    return SearchHit(
      id: hit.key, score: Double(hit.score), title: hit.title,
      titleMarks: query.highlight == nil
        ? [] : MarkedText(hit.title, marks: hit.titleMarks).marks(in: unit),
      source: hit.source, collection: collection.name.text, date: hit.publicationDate,
      snippets: hit.snippets.map(snippet), fields: fields(of: hit.document))
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
      html: marked.html(pre: highlight.pre, post: highlight.post), kind: snippet.kind.name)
  }

  private func fields(of document: Document?) -> [DocumentRecord.Field] {
    query.fields.compactMap { name in
      document?.fields.first { $0.name.text == name }.map { .init(name, $0.values) }
    }
  }
}

extension Hit {
  /// The day or time the document gives for itself.
  fileprivate var publicationDate: String {
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
