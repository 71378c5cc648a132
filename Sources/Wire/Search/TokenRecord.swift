/// One word of an analyzed text, as `analyze` shows it.
///
/// ```json
/// {"surface":"Uỷ","canonical":"ủy","folded":"uy","start":0,"end":4,"position":0,"span":1,"kind":"word"}
/// ```
public struct TokenRecord: Sendable, Equatable {
  /// The text as it stands.
  public var surface: String
  /// What it is filed under with its marks: lower case, NFC, one tone placement.
  public var canonical: String
  /// The same without marks.
  public var folded: String
  /// Bytes of UTF-8 into the text: from, and up to.
  public var start: Int
  public var end: Int
  /// Which word of the text it is, from 0; a whole form has the position of its first part.
  public var position: Int
  /// How many positions it covers.
  public var span: Int
  /// `word`, `number`, `whole` or `ideograph`.
  public var kind: String

  public init(
    surface: String, canonical: String, folded: String, start: Int, end: Int, position: Int,
    span: Int, kind: String
  ) {
    self.surface = surface
    self.canonical = canonical
    self.folded = folded
    self.start = start
    self.end = end
    self.position = position
    self.span = span
    self.kind = kind
  }

  /// `{"tokens":[…]}`, the reply to `analyze`.
  package static func json(_ tokens: [TokenRecord]) -> [UInt8] {
    var json = JSONWriter(reserving: 64 + tokens.count * 128)
    json.object { json in
      json.array("tokens") { json in
        for token in tokens { token.write(to: &json) }
      }
    }
    return json.bytes
  }

  private func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("surface", surface)
      json.member("canonical", canonical)
      json.member("folded", folded)
      json.member("start", start)
      json.member("end", end)
      json.member("position", position)
      json.member("span", span)
      json.member("kind", kind)
    }
  }
}
