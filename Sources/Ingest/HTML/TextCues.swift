/// What the first words and marks of a block give away: a credit, a date line, a teaser, or that
/// the page's own metadata quotes it.
struct TextCues {
  private let page: Page
  /// Of the metadata, letters and digits only.
  private let articleBody: [UInt8]
  private let title: [UInt8]
  private let description: [UInt8]
  /// What the phrase list says of each block.
  private let roles: [PhraseList.Role?]
  /// The last block before each one that closes an article; -1 if none.
  private let closings: [Int]

  static let names =
    [
      "cue-inBody", "cue-inDescription", "cue-inTitle", "cue-isTitle", "cue-tail", "cue-phrase",
      "cue-tailNear", "cue-afterTail",
    ] + Marks.names.map { "cue-\($0)" }

  init(_ page: Page, _ phrases: PhraseList) {
    self.page = page
    let body =
      page.head.linkedData.lazy.compactMap { JSONValue($0) }
      .compactMap { Self.body(of: $0, depth: 0) }.first ?? ""
    articleBody = squeezed(CharacterReferences.resolved(body).utf8)
    let metas = page.head.metas
    title = squeezed((metas["og:title"] ?? page.head.title).utf8)
    description = squeezed((metas["og:description"] ?? metas["description"] ?? "").utf8)
    roles = page.blocks.map { $0.wordCount <= 8 ? phrases.role(of: page.string(of: $0)) : nil }
    var last = -1
    closings = roles.indices.map { [roles] i in
      defer { if roles[i] == .tail { last = i } }
      return last
    }
  }

  /// The longest text that JSON-LD gives as the article's body.
  private static func body(of value: JSONValue, depth: Int) -> String? {
    guard depth < 4 else { return nil }
    switch value {
    case .object(let members):
      if let body = members["articleBody"]?.text, body.utf8.count > 200 { return body }
      return members["@graph"].flatMap { Self.body(of: $0, depth: depth + 1) }
    case .array(let items):
      return items.lazy.compactMap { Self.body(of: $0, depth: depth + 1) }.first
    default: return nil
    }
  }

  func append(_ i: Int, to row: inout [Float]) {
    let bytes = page.text[page.blocks[i].range]
    let letters = squeezed(bytes.prefix(200))
    let head = Array(letters.prefix(48))
    func isIn(_ text: [UInt8]) -> Bool {
      head.count >= 16 && Bytes.firstIndex(of: head, in: text) != nil
    }
    row.append(articleBody.isEmpty || head.count < 16 ? 0 : isIn(articleBody) ? 1 : -1)
    row.append(isIn(description) ? 1 : 0)
    row.append(
      letters.count >= 8 && letters.count <= title.count
        && Bytes.firstIndex(of: letters, in: title) != nil ? 1 : 0)
    row.append(title.count >= 12 && letters.starts(with: title.prefix(24)) ? 1 : 0)
    row.append(roles[i] == .tail ? 1 : 0)
    row.append(roles[i] == .line || roles[i] == .prefix ? 1 : 0)
    row.append(closings[i] < 0 ? 0 : 1 / Float(i - closings[i]))
    row.append(closings[i] < 0 ? 0 : 1)
    Marks(bytes).append(to: &row)
  }
}

/// ASCII letters made small, digits, and everything beyond ASCII: what is left when white space and
/// marks do not matter.
func squeezed(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  var letters: [UInt8] = []
  for byte in bytes {
    switch byte {
    case 0x30...0x39, 0x61...0x7a, 0x80...0xff: letters.append(byte)
    case 0x41...0x5a: letters.append(byte | 0x20)
    default: break
    }
  }
  return letters
}

/// Marks in the first bytes of a block, found in one pass.
private struct Marks {
  private var flags: UInt32 = 0

  static let names = [
    "copyright", "ellipsis", "link", "at", "separator", "year", "clock", "lower", "bracket",
    "quote",
    "colonEnd", "questionEnd", "stopEnd", "colon",
  ]

  private static let looked = 400

  init(_ bytes: ArraySlice<UInt8>) {
    let head = bytes.prefix(Self.looked)
    for i in head.indices { look(at: i, in: head) }
    lookAtEnds(bytes)
  }

  func append(to row: inout [Float]) {
    for bit in Self.names.indices { row.append(Float(flags >> UInt32(bit) & 1)) }
  }

  private mutating func set(_ bit: Int) { flags |= 1 << UInt32(bit) }

  private mutating func look(at i: Int, in head: ArraySlice<UInt8>) {
    func has(_ piece: String) -> Bool { head[i...].starts(with: piece.utf8) }
    switch head[i] {
    case 0xc2:
      if has("©") { set(0) }
      if has("»") { set(4) }
      if has("«") { set(9) }
    case 0xe2:
      if has("›") { set(4) }
      if has("„") || has("“") { set(9) }
    case UInt8(ascii: "o"): if has("opyright") { set(0) }
    case UInt8(ascii: "h"):
      if has("http") { set(2) }
      if isClock(i, head) { set(6) }
    case UInt8(ascii: "w"): if has("www.") { set(2) }
    case UInt8(ascii: "@"): set(3)
    case UInt8(ascii: "|"): if i > head.startIndex && has("| ") { set(4) }
    case UInt8(ascii: "1"), UInt8(ascii: "2"): if isYear(i, head) { set(5) }
    case UInt8(ascii: "\""): set(9)
    case UInt8(ascii: ":"):
      if has(": ") { set(13) }
      if isClock(i, head) { set(6) }
    default: break
    }
  }

  private mutating func lookAtEnds(_ bytes: ArraySlice<UInt8>) {
    guard let first = bytes.first, let last = bytes.last else { return }
    if bytes.suffix(3).elementsEqual("…".utf8) || bytes.suffix(3).elementsEqual("...".utf8) {
      set(1)
    }
    if first >= 0x61 && first <= 0x7a { set(7) }
    if first == UInt8(ascii: "(") || first == UInt8(ascii: "[") { set(8) }
    switch last {
    case UInt8(ascii: ":"): set(10)
    case UInt8(ascii: "?"): set(11)
    case UInt8(ascii: "."): set(12)
    default: break
    }
  }

  private func isDigit(_ i: Int, _ head: ArraySlice<UInt8>) -> Bool {
    head.indices.contains(i) && head[i] >= 0x30 && head[i] <= 0x39
  }

  /// `19xx` or `20xx` and no other digit beside it.
  private func isYear(_ i: Int, _ head: ArraySlice<UInt8>) -> Bool {
    guard !isDigit(i - 1, head), !isDigit(i + 4, head), isDigit(i + 1, head), isDigit(i + 2, head),
      isDigit(i + 3, head)
    else { return false }
    return head[i] == 0x31 && head[i + 1] == 0x39 || head[i] == 0x32 && head[i + 1] == 0x30
  }

  /// `21:14`, `21h14`
  private func isClock(_ i: Int, _ head: ArraySlice<UInt8>) -> Bool {
    isDigit(i - 1, head) && isDigit(i + 1, head) && isDigit(i + 2, head) && !isDigit(i + 3, head)
  }
}
