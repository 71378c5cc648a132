extension SearchResults {
  package var json: [UInt8] {
    var json = JSONWriter(reserving: 512 + hits.count * 1_024)
    write(to: &json)
    return json.bytes
  }

  package func write(to json: inout JSONWriter) {
    json.object { writeMembers(to: &$0) }
  }

  func writeMembers(to json: inout JSONWriter) {
    if let id { json.member("id", id) }
    total.write(to: &json)
    json.array("hits") { json in
      for hit in hits { hit.write(to: &json) }
    }
    facets.write(to: &json)
    query.write(to: &json)
    json.member("limit", limit)
    json.member("offset", offset)
    if let cursor { json.member("cursor", cursor) }
    json.member("took_us", tookMicroseconds)
    json.member("timed_out", timedOut)
  }

  /// - Throws: `JSONError`, also when a member that must be there is not.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let value = try JSONValue(parsing: bytes)
    guard let hits = value["hits"]?.array else {
      throw JSONError(.unexpected(found: nil, expected: "a list of hits"), at: 0)
    }
    self.init(
      total: try Total(json: value),
      hits: hits.map(SearchHit.init(json:)), query: Understanding(json: value["query"] ?? .null),
      limit: value["limit"]?.int ?? hits.count, offset: value["offset"]?.int ?? 0,
      tookMicroseconds: value["took_us"]?.int ?? 0, timedOut: value["timed_out"]?.bool ?? false,
      id: value["id"]?.string)
    facets = [FacetCounts](reply: value)
    cursor = value["cursor"]?.string
  }
}

extension SearchResults.Total {
  package func write(to json: inout JSONWriter) {
    json.object("total") { json in
      json.member("value", value)
      json.member("relation", relation.rawValue)
    }
  }

  /// Reads it out of a reply: `{"total":{"value":87,"relation":"eq"},…}`.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    try self.init(json: JSONValue(parsing: bytes))
  }

  fileprivate init(json: JSONValue) throws(JSONError) {
    guard let value = json["total"]?["value"]?.int else {
      throw JSONError(.unexpected(found: nil, expected: "a total"), at: 0)
    }
    let relation = json["total"]?["relation"]?.string
    self.init(value, relation.flatMap(Relation.init) ?? .equal)
  }
}

extension SearchResults.Understanding {
  package func write(to json: inout JSONWriter) {
    json.object("query") { json in
      json.member("understood", understood)
      json.member("match", match.rawValue)
      json.member("words", words)
      json.member("required", required)
      json.member("relaxed", relaxed)
      json.member("widened", widened)
      json.member("accents", accents.rawValue)
      json.member("warnings", warnings)
      json.array("expansions") { json in
        for expansion in expansions {
          json.object { json in
            json.member("words", expansion.words)
            json.member("also", expansion.also)
            json.member("because", expansion.because)
          }
        }
      }
      json.array("corrections") { json in
        for correction in corrections { correction.write(to: &json) }
      }
      json.array("readings") { json in
        for reading in readings { reading.write(to: &json) }
      }
    }
  }

  init(json: JSONValue) {
    self.init(
      understood: json["understood"]?.string ?? "",
      match: json["match"]?.string.flatMap(SearchQuery.Match.init) ?? .most,
      accents: json["accents"]?.string.flatMap(SearchQuery.Accents.init) ?? .auto,
      words: json["words"]?.int ?? 0, required: json["required"]?.int ?? 0,
      relaxed: json["relaxed"]?.bool ?? false, widened: json["widened"]?.bool ?? false,
      warnings: json["warnings"]?.array?.compactMap(\.string) ?? [],
      expansions: (json["expansions"]?.array ?? []).map {
        Expansion(
          words: $0["words"]?.string ?? "", also: $0["also"]?.string ?? "",
          because: $0["because"]?.string ?? "")
      },
      readings: (json["readings"]?.array ?? []).map(Reading.init(json:)))
    corrections = (json["corrections"]?.array ?? []).map(SpellResult.Correction.init(json:))
  }
}

extension SearchHit {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("id", id)
      // Scores are single-precision: more digits would say nothing.
      json.key("score")
      json.float(Float(score))
      json.member("title", title)
      json.member("source", source)
      json.member("collection", collection)
      json.member(ifPresent: "date", date)
      if !titleMarks.isEmpty { json.marks("title_marks", titleMarks) }
      json.array("snippets") { json in
        for snippet in snippets { snippet.write(to: &json) }
      }
      if !fields.isEmpty {
        json.object("fields") { json in
          for field in fields { json.member(field.name, field.values) }
        }
      }
      if duplicates > 0 { json.member("duplicates", duplicates) }
      if !duplicateIDs.isEmpty { json.member("duplicate_ids", duplicateIDs) }
      if let explanation {
        json.key("explanation")
        explanation.write(to: &json)
      }
    }
  }

  fileprivate init(json: JSONValue) {
    self.init(
      id: json["id"]?.string ?? "", score: json["score"]?.double ?? 0,
      title: json["title"]?.string ?? "", titleMarks: json.marks("title_marks"),
      source: json["source"]?.string ?? "",
      collection: json["collection"]?.string ?? Wire.defaultCollection,
      date: json["date"]?.string ?? "",
      snippets: json["snippets"]?.array?.map(Snippet.init(json:)) ?? [],
      fields: Self.fields(json["fields"]),
      explanation: json["explanation"].map(ScorePart.init(json:)))
    duplicates = json["duplicates"]?.int ?? 0
    duplicateIDs = json["duplicate_ids"]?.array?.compactMap(\.string) ?? []
  }

  private static func fields(_ json: JSONValue?) -> [DocumentRecord.Field] {
    guard case .object(let members)? = json else { return [] }
    return members.map { member in
      DocumentRecord.Field(member.name, member.value.array?.compactMap(\.string) ?? [])
    }
  }
}

extension SearchHit.Snippet {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("text", text)
      json.marks("marks", marks)
      json.member("html", html)
      json.member(ifPresent: "kind", kind)
      if let page { json.member("page", page) }
    }
  }

  fileprivate init(json: JSONValue) {
    self.init(
      text: json["text"]?.string ?? "", marks: json.marks("marks"),
      html: json["html"]?.string ?? "", kind: json["kind"]?.string ?? "",
      page: json["page"]?.int)
  }
}

extension JSONWriter {
  /// Ranges as pairs: `[[0,4],[10,13]]`, each from and up to.
  fileprivate mutating func marks(_ name: String, _ marks: [Range<Int>]) {
    array(name) { json in
      for mark in marks {
        json.array { json in
          json.int(mark.lowerBound)
          json.int(mark.upperBound)
        }
      }
    }
  }
}

extension JSONValue {
  fileprivate func marks(_ name: String) -> [Range<Int>] {
    (self[name]?.array ?? []).compactMap { pair in
      guard let ends = pair.array?.compactMap(\.int), ends.count == 2, ends[0] <= ends[1] else {
        return nil
      }
      return ends[0]..<ends[1]
    }
  }
}
