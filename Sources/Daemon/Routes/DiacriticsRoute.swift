import Search
import Wire

/// `/v1/diacritics`: a text with the marks that it may have been meant with, as the documents of a
/// collection use them. Marks that are there stay.
struct DiacriticsRoute: Sendable {
  let engine: Engine

  /// Readings that may be asked for.
  private static let maximumCount = 10

  func register(in router: inout Router) {
    router.onSearchThread("/v1/diacritics", of: engine) {
      [self] fields, _, request throws(Problem) in
      try answer(fields, request.access)
    }
  }

  private func answer(_ given: RequestFields, _ access: Access) throws(Problem) -> APIReply {
    var fields = given
    let text = try fields.queryText()
    let name = try CollectionName(fields.string("collection") ?? Wire.defaultCollection)
    let count = try fields.int("limit", in: 1...Self.maximumCount) ?? 3
    try fields.finish()
    let model = try engine.collection(name, for: access).readings
    let readings = model.map { TextReading.readings(of: text, by: $0, count: count) } ?? []
    let reply = Diacritics(
      isKnown: model != nil,
      readings: readings.map { .init(text: $0.text, probability: $0.probability) })
    return APIReply { json in reply.write(to: &json) }
  }
}
