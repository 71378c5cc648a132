/// What a text may have been meant to be.
///
/// ```json
/// {"corrections":[{"text":"chính phủ","count":3120,"changes":[{"from":"phũ","to":"phủ"}]}],
///  "took_us":900}
/// ```
public struct SpellResult: Sendable, Equatable {
  /// None where nothing speaks against the text as it stands.
  public var corrections: [Correction]
  public var tookMicroseconds: Int

  /// The text with words replaced.
  public struct Correction: Sendable, Equatable {
    public var text: String
    /// Documents that it finds.
    public var count: Int
    public var changes: [Change]

    public init(text: String, count: Int, changes: [Change]) {
      self.text = text
      self.count = count
      self.changes = changes
    }
  }

  public struct Change: Sendable, Equatable {
    /// The word as typed.
    public var from: String
    public var to: String

    public init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  public init(corrections: [Correction], tookMicroseconds: Int = 0) {
    self.corrections = corrections
    self.tookMicroseconds = tookMicroseconds
  }

  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.array("corrections") { json in
        for correction in corrections { correction.write(to: &json) }
      }
      json.member("took_us", tookMicroseconds)
    }
    return json.bytes
  }

  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let json = try JSONValue(parsing: bytes)
    guard let corrections = json["corrections"]?.array else {
      throw JSONError(.unexpected(found: nil, expected: "a list of corrections"), at: 0)
    }
    self.init(
      corrections: corrections.map(Correction.init(json:)),
      tookMicroseconds: json["took_us"]?.int ?? 0)
  }
}

extension SpellResult.Correction {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("text", text)
      json.member("count", count)
      json.array("changes") { json in
        for change in changes {
          json.object { json in
            json.member("from", change.from)
            json.member("to", change.to)
          }
        }
      }
    }
  }

  init(json: JSONValue) {
    self.init(
      text: json["text"]?.string ?? "", count: json["count"]?.int ?? 0,
      changes: (json["changes"]?.array ?? []).map {
        SpellResult.Change(from: $0["from"]?.string ?? "", to: $0["to"]?.string ?? "")
      })
  }
}
