/// What an unfinished text may become.
///
/// ```json
/// {"suggestions":[{"text":"mặt trận tổ quốc","count":311},{"text":"mặt trăng","count":4}],
///  "timed_out":false,"took_us":180}
/// ```
public struct SuggestResult: Sendable, Equatable {
  /// Best first.
  public var suggestions: [Suggestion]
  /// True when time ran out: there may be better ones.
  public var timedOut: Bool
  public var tookMicroseconds: Int

  public struct Suggestion: Sendable, Equatable {
    /// The text made longer, as documents write it.
    public var text: String
    /// Documents that have the phrase.
    public var count: Int

    public init(text: String, count: Int) {
      self.text = text
      self.count = count
    }
  }

  public init(suggestions: [Suggestion], timedOut: Bool = false, tookMicroseconds: Int = 0) {
    self.suggestions = suggestions
    self.timedOut = timedOut
    self.tookMicroseconds = tookMicroseconds
  }

  package var json: [UInt8] {
    var json = JSONWriter(reserving: 64 * suggestions.count + 64)
    json.object { json in
      json.array("suggestions") { json in
        for suggestion in suggestions {
          json.object { json in
            json.member("text", suggestion.text)
            json.member("count", suggestion.count)
          }
        }
      }
      json.member("timed_out", timedOut)
      json.member("took_us", tookMicroseconds)
    }
    return json.bytes
  }

  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let json = try JSONValue(parsing: bytes)
    guard let suggestions = json["suggestions"]?.array else {
      throw JSONError(.unexpected(found: nil, expected: "a list of suggestions"), at: 0)
    }
    self.init(
      suggestions: suggestions.map {
        Suggestion(text: $0["text"]?.string ?? "", count: $0["count"]?.int ?? 0)
      },
      timedOut: json["timed_out"]?.bool ?? false, tookMicroseconds: json["took_us"]?.int ?? 0)
  }
}
