/// One word of an analyzed text, as `analyze` shows it.
///
/// ```json
/// {"surface":"Đường","canonical":"đường","folded":"duong","marks":["stroke","horn","horn","grave"],
///  "mark_byte":63,"start":0,"end":9,"position":0,"span":1,"kind":"word"}
/// ```
public struct TokenRecord: Sendable, Equatable {
  /// The text as it stands.
  public var surface: String
  /// What it is filed under with its marks: lower case, NFC, one tone placement.
  public var canonical: String
  /// The same without marks.
  public var folded: String
  /// The marks that `folded` leaves out: `stroke` (đ); for each letter that has one, `circumflex`,
  /// `breve` or `horn`; `grave`, `acute`, `hook`, `tilde` or `dot`. Of words that are no syllables
  /// only the kinds: `stroke`, `shape`, `tone`.
  public var marks: [String]
  /// The same as the index has it, a byte; 255 for words that are compared letter by letter.
  public var markByte: Int
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
    surface: String, canonical: String, folded: String, marks: [String], markByte: Int,
    start: Int, end: Int, position: Int, span: Int, kind: String
  ) {
    self.surface = surface
    self.canonical = canonical
    self.folded = folded
    self.marks = marks
    self.markByte = markByte
    self.start = start
    self.end = end
    self.position = position
    self.span = span
    self.kind = kind
  }

  /// `{"tokens":[…]}`, the reply to `analyze`.
  package static func json(_ tokens: [TokenRecord]) -> [UInt8] {
    var json = JSONWriter(reserving: 64 + tokens.count * 160)
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
      json.member("marks", marks)
      json.member("mark_byte", markByte)
      json.member("start", start)
      json.member("end", end)
      json.member("position", position)
      json.member("span", span)
      json.member("kind", kind)
    }
  }
}
