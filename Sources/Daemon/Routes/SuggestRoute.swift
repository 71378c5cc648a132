import InvertedIndex
import Search
import Wire

/// `/v1/suggest`: what an unfinished text may become, from the phrases of a collection.
struct SuggestRoute: Sendable {
  let engine: Engine

  func register(in router: inout Router) {
    router.onSearchThread("/v1/suggest", of: engine, answer)
  }

  private func answer(
    _ given: RequestFields, _ arrival: ContinuousClock.Instant, _ request: APIRequest
  ) throws(Problem) -> APIReply {
    var fields = given
    let text = try fields.queryText()
    let name = try CollectionName(fields.string("collection") ?? Wire.defaultCollection)
    let limit = try fields.int("limit", in: 1...Wire.maximumSuggestions) ?? 8
    let time = try fields.int("timeout_ms", in: 1...30_000) ?? 2_000
    try fields.finish()
    let collection = try engine.collection(name, for: request.access)
    let snapshot = try collection.index().snapshot()
    let found: Suggestions
    do throws(IndexError) {
      found = try collection.suggester.suggestions(
        for: text, in: snapshot, limit: limit,
        deadline: Deadline(milliseconds: time, since: arrival, orWhen: request.cancellation))
    } catch {
      throw Problem(error)
    }
    let reply = SuggestResult(
      suggestions: found.list.map { .init(text: $0.text, count: $0.count) },
      timedOut: found.timedOut, tookMicroseconds: arrival.microsecondsAgo)
    return APIReply(body: reply.json)
  }
}
