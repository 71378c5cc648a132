import InvertedIndex
import Search
import Wire

/// `/v1/spell`: what a text may have been meant to be, by the words of a collection.
struct SpellRoute: Sendable {
  let engine: Engine

  func register(in router: inout Router) {
    router.onSearchThread("/v1/spell", of: engine, answer)
  }

  private func answer(
    _ given: RequestFields, _ arrival: ContinuousClock.Instant, _ asked: APIRequest
  ) throws(Problem) -> APIReply {
    var fields = given
    let text = try fields.queryText()
    let name = try CollectionName(fields.string("collection") ?? Wire.defaultCollection)
    let time = try fields.int("timeout_ms", in: 1...30_000) ?? 2_000
    try fields.finish()
    let collection = try engine.collection(name, for: asked.access)
    let snapshot = try collection.index().snapshot()
    var request = SearchRequest(text)
    request.weights = engine.ranking
    request.spellings = collection.spellings
    request.deadline = Deadline(milliseconds: time, since: arrival, orWhen: asked.cancellation)
    let found: Correction?
    do throws(SearchError) { found = try correction(of: request, in: snapshot) } catch {
      throw Problem(error)
    }
    let reply = SpellResult(
      corrections: (found.map { [$0] } ?? []).map(SpellResult.Correction.init),
      tookMicroseconds: arrival.microsecondsAgo)
    return APIReply(body: reply.json)
  }
}

extension SpellResult.Correction {
  init(_ correction: Correction) {
    self.init(
      text: correction.text, count: correction.count,
      changes: correction.changes.map { .init(from: $0.from, to: $0.to) })
  }
}
