/// Documents that have much in common with one.
///
/// ```json
/// {"terms":[{"text":"mặt trận","weight":7.2}],"total":{…},"hits":[…],…}
/// ```
/// Behind `terms` stands what a search replies.
public struct SimilarResult: Sendable, Equatable {
  /// What was searched for, the most characteristic first.
  public var terms: [Term]
  public var results: SearchResults

  /// One word, or two side by side, as the index files them.
  public struct Term: Sendable, Equatable {
    public var text: String
    /// Its BM25 weight in the document.
    public var weight: Double

    public init(text: String, weight: Double) {
      self.text = text
      self.weight = weight
    }
  }

  public init(terms: [Term], results: SearchResults) {
    self.terms = terms
    self.results = results
  }

  package var json: [UInt8] {
    var json = JSONWriter(reserving: 1_024 + results.hits.count * 1_024)
    json.object { json in
      json.array("terms") { json in
        for term in terms {
          json.object { json in
            json.member("text", term.text)
            json.key("weight")
            json.float(Float(term.weight))
          }
        }
      }
      results.writeMembers(to: &json)
    }
    return json.bytes
  }

  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let json = try JSONValue(parsing: bytes)
    self.init(
      terms: (json["terms"]?.array ?? []).map {
        Term(text: $0["text"]?.string ?? "", weight: $0["weight"]?.double ?? 0)
      },
      results: try SearchResults(parsing: bytes))
  }
}
