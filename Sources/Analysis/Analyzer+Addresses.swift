import Vietnamese

extension Analyzer {
  /// A tag (`#seagames`) or an account (`@mattran`): its words, and a form with the sign.
  mutating func readTag(_ text: Span<UInt8>, from start: Int, into tokens: inout [Token]) -> Int {
    let first = tokens.count
    var key = [text[start]]
    var index = start + 1
    while continuesWord(text, at: index) {
      let end = endOfWord(text, from: index)
      readWord(text, index..<end, into: &tokens)
      normalizer.normalize(text.extracting(index..<end))
      key.append(contentsOf: normalizer.canonical)
      index = end
      guard index < text.count, text[index] == UInt8(ascii: "_"),
        continuesWord(text, at: index + 1)
      else { break }
      key.append(UInt8(ascii: "_"))
      index += 1
    }
    guard index > start + 1 else { return index }
    append(found(SpanningForm(range: start..<index, canonical: key)), from: first, to: &tokens)
    return index
  }
}

/// An address of the web or of mail that begins at `start`.
///
/// The key is in lower case; of a web address it leaves out the protocol and a slash at the end.
func address(in text: Span<UInt8>, at start: Int) -> SpanningForm? {
  webAddress(in: text, at: start) ?? mailAddress(in: text, at: start)
}

private func webAddress(in text: Span<UInt8>, at start: Int) -> SpanningForm? {
  var host = start
  switch text[start] | 0x20 {
  case UInt8(ascii: "h"), UInt8(ascii: "f"), UInt8(ascii: "w"):
    for scheme in ["https://", "http://", "ftp://"] where hasPrefix(scheme, text, at: start) {
      host = start + scheme.utf8.count
    }
  default: return nil
  }
  guard host > start || hasPrefix("www.", text, at: start), continuesWord(text, at: host) else {
    return nil
  }
  var end = host
  while end < text.count, isAddressByte(text[end]) { end += 1 }
  while end > host, isTrailingSign(text[end - 1]) { end -= 1 }
  return SpanningForm(range: start..<end, plain: lowered(text, host..<end))
}

private func mailAddress(in text: Span<UInt8>, at start: Int) -> SpanningForm? {
  // RFC 5321: 64 bytes before the sign, 255 behind it. Without a limit a long chain of words would
  // be read again at each of them.
  var at = start
  while at < text.count, at - start <= 64, isMailByte(text[at]) { at += 1 }
  guard at > start, at < text.count, text[at] == UInt8(ascii: "@") else { return nil }
  var end = at + 1
  var lastDot: Int?
  while end < text.count, end - at <= 255, isMailByte(text[end]), text[end] != UInt8(ascii: "_") {
    if text[end] == UInt8(ascii: ".") { lastDot = end }
    end += 1
  }
  while end > at, isTrailingSign(text[end - 1]) || text[end - 1] == UInt8(ascii: "-") {
    end -= 1
    if let dot = lastDot, dot >= end { lastDot = previousDot(text, in: at..<end) }
  }
  guard let lastDot, lastDot > at + 1, end - lastDot > 2 else { return nil }
  return SpanningForm(range: start..<end, plain: lowered(text, start..<end))
}

private func previousDot(_ text: Span<UInt8>, in range: Range<Int>) -> Int? {
  range.last { text[$0] == UInt8(ascii: ".") }
}

private func hasPrefix(_ prefix: String, _ text: Span<UInt8>, at start: Int) -> Bool {
  guard start + prefix.utf8.count < text.count else { return false }
  var index = start
  for byte in prefix.utf8 {
    let other = text[index]
    guard (other &- 0x41 < 26 ? other | 0x20 : other) == byte else { return false }
    index += 1
  }
  return true
}

private func lowered(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
  var key = range.map { text[$0] &- 0x41 < 26 ? text[$0] | 0x20 : text[$0] }
  while key.last == UInt8(ascii: "/") { key.removeLast() }
  return key
}

/// ASCII that may stand in a web address.
private func isAddressByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0...0x20, 0x7F..., UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"),
    UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"),
    UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"):
    false
  default: true
  }
}

private func isMailByte(_ byte: UInt8) -> Bool {
  byte &- 0x30 < 10 || byte | 0x20 &- 0x61 < 26 || byte == UInt8(ascii: ".")
    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "+")
    || byte == UInt8(ascii: "-")
}

/// Signs that end a sentence rather than an address.
private func isTrailingSign(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"),
    UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "]"):
    true
  default: false
  }
}
