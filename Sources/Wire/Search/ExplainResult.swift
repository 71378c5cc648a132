/// Why a document has the place it has among the hits of a query, or none.
///
/// ```json
/// {"id":"a.txt","collection":"main","outcome":"found","rank":3,"total":87,"looked_again":true,
///  "reasons":[],
///  "score":{"kind":"sum","text":"","value":7.4,"parts":[
///    {"kind":"word","text":"mặt","value":2.1,"frequency":3,"rarity":1.2,"weight":1,"parts":[
///      {"kind":"form","text":"mặt","value":2.1,"frequency":3,"weight":1,
///       "places":{"title":1,"body":1,"low":0}}]}]},
///  "query":{…},"took_us":412}
/// ```
public struct ExplainResult: Sendable, Equatable {
  public var id: String
  public var collection: String
  /// `found`: on the page asked for; `off_page`: a hit before or behind it; `not_matched`,
  /// `filtered_out`, `deleted`, `missing`.
  public var outcome: String
  /// 1 for the best hit.
  public var rank: Int?
  /// Documents that match.
  public var total: Int
  /// True for the first hits, in which neighbours and readings are looked for in the document itself.
  public var isLookedAgain: Bool
  /// What the document lacks or why it is not on the page, a sentence each.
  public var reasons: [String]
  /// The id most like the one asked for, where there is no such document.
  public var nearest: String?
  /// What the score is made of; nil where there is no such document, or hits are in the order of a
  /// field.
  public var score: ScorePart?
  public var query: SearchResults.Understanding
  public var tookMicroseconds: Int

  public init(
    id: String, collection: String = Wire.defaultCollection, outcome: String, rank: Int? = nil,
    total: Int = 0, isLookedAgain: Bool = false, reasons: [String] = [], nearest: String? = nil,
    score: ScorePart? = nil, query: SearchResults.Understanding, tookMicroseconds: Int = 0
  ) {
    self.id = id
    self.collection = collection
    self.outcome = outcome
    self.rank = rank
    self.total = total
    self.isLookedAgain = isLookedAgain
    self.reasons = reasons
    self.nearest = nearest
    self.score = score
    self.query = query
    self.tookMicroseconds = tookMicroseconds
  }
}

/// A summand of a score; the values of its parts add up to its own.
public struct ScorePart: Sendable, Equatable {
  /// `sum`, `word`, `prefix`, `phrase`, `pair`, `reading`, `form`, `alternative`.
  public var kind: String
  /// The word or words as typed; forms as the index files them.
  public var text: String
  public var value: Double
  /// The weighted number of times it stands in the document; nil of sums.
  public var frequency: Double?
  /// BM25's inverse document frequency.
  public var rarity: Double?
  /// What an occurrence is worth, or a pair against a word.
  public var weight: Double
  /// Where it stands, unweighted; nil where places do not count.
  public var places: Places?
  public var parts: [ScorePart]

  /// Occurrences by part of the document; `low` are navigation and headlines of others.
  public struct Places: Sendable, Equatable {
    public var title: Int
    public var body: Int
    public var low: Int

    public init(title: Int, body: Int, low: Int) {
      self.title = title
      self.body = body
      self.low = low
    }
  }

  public init(
    kind: String, text: String, value: Double, frequency: Double? = nil, rarity: Double? = nil,
    weight: Double = 1, places: Places? = nil, parts: [ScorePart] = []
  ) {
    self.kind = kind
    self.text = text
    self.value = value
    self.frequency = frequency
    self.rarity = rarity
    self.weight = weight
    self.places = places
    self.parts = parts
  }
}

// MARK: - JSON

extension ExplainResult {
  package var json: [UInt8] {
    var json = JSONWriter(reserving: 4_096)
    json.object { json in
      json.member("id", id)
      json.member("collection", collection)
      json.member("outcome", outcome)
      if let rank { json.member("rank", rank) }
      json.member("total", total)
      json.member("looked_again", isLookedAgain)
      json.member("reasons", reasons)
      if let nearest { json.member("nearest", nearest) }
      if let score {
        json.key("score")
        score.write(to: &json)
      }
      query.write(to: &json)
      json.member("took_us", tookMicroseconds)
    }
    return json.bytes
  }

  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let json = try JSONValue(parsing: bytes)
    guard let id = json["id"]?.string, let outcome = json["outcome"]?.string else {
      throw JSONError(.unexpected(found: nil, expected: "an id and an outcome"), at: 0)
    }
    self.init(
      id: id, collection: json["collection"]?.string ?? Wire.defaultCollection, outcome: outcome,
      rank: json["rank"]?.int, total: json["total"]?.int ?? 0,
      isLookedAgain: json["looked_again"]?.bool ?? false,
      reasons: json["reasons"]?.array?.compactMap(\.string) ?? [],
      nearest: json["nearest"]?.string, score: json["score"].map(ScorePart.init(json:)),
      query: .init(json: json["query"] ?? .null), tookMicroseconds: json["took_us"]?.int ?? 0)
  }
}

extension ScorePart {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("kind", kind)
      json.member("text", text)
      json.key("value")
      json.float(Float(value))
      if let frequency {
        json.key("frequency")
        json.float(Float(frequency))
      }
      if let rarity {
        json.key("rarity")
        json.float(Float(rarity))
      }
      json.key("weight")
      json.float(Float(weight))
      if let places {
        json.object("places") { json in
          json.member("title", places.title)
          json.member("body", places.body)
          json.member("low", places.low)
        }
      }
      json.array("parts") { json in
        for part in parts { part.write(to: &json) }
      }
    }
  }

  init(json: JSONValue) {
    let places = json["places"].map { places in
      Places(
        title: places["title"]?.int ?? 0, body: places["body"]?.int ?? 0,
        low: places["low"]?.int ?? 0)
    }
    self.init(
      kind: json["kind"]?.string ?? "", text: json["text"]?.string ?? "",
      value: json["value"]?.double ?? 0, frequency: json["frequency"]?.double,
      rarity: json["rarity"]?.double, weight: json["weight"]?.double ?? 1, places: places,
      parts: json["parts"]?.array?.map(ScorePart.init(json:)) ?? [])
  }
}
