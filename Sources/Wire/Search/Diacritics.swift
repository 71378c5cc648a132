/// How a text may have been meant with its marks, as the documents of a collection use them.
///
/// ```
/// { "known": true, "readings": [ { "text": "mặt trận", "probability": 0.93 } ] }
/// ```
public struct Diacritics: Sendable, Equatable {
  public typealias Reading = SearchResults.Understanding.Reading

  /// False while the collection is too small, or too new, to know.
  public var isKnown: Bool
  /// Best first; the marks that the text has stay.
  public var readings: [Reading]

  public init(isKnown: Bool, readings: [Reading]) {
    self.isKnown = isKnown
    self.readings = readings
  }

  package func write(to json: inout JSONWriter) {
    json.member("known", isKnown)
    json.array("readings") { json in
      for reading in readings { reading.write(to: &json) }
    }
  }

  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let json = try JSONValue(parsing: bytes)
    guard let readings = json["readings"]?.array else {
      throw JSONError(.unexpected(found: nil, expected: "a list of readings"), at: 0)
    }
    self.init(
      isKnown: json["known"]?.bool ?? false, readings: readings.map(Reading.init(json:)))
  }
}

extension SearchResults.Understanding.Reading {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("text", text)
      json.key("probability")
      json.float(Float(probability))
    }
  }

  package init(json: JSONValue) {
    self.init(
      text: json["text"]?.string ?? "", probability: json["probability"]?.double ?? 0)
  }
}
