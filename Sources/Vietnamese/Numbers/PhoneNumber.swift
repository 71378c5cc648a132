/// Finds a phone number that begins at `start`, at its `+` or its first digit.
///
/// 0 or +84 and more digits, nine to eleven with the 0, in groups parted by a blank, dot or
/// hyphen. The key is all digits with +84 as 0: `+84 912 345 678` is `0912345678`.
/// Groups of one digit, or a list like `01 02 03 04 05`, are no phone number.
package func phoneNumber(in text: Span<UInt8>, at start: Int) -> SpanningForm? {
  let isInternational = text[start] == UInt8(ascii: "+")
  guard isInternational || text[start] == UInt8(ascii: "0") else { return nil }
  var index = start
  var count = 0
  if isInternational {
    guard start + 3 < text.count, text[start + 1] == UInt8(ascii: "8"),
      text[start + 2] == UInt8(ascii: "4")
    else { return nil }
    index = start + 3
    count = 1
    if isGroupSign(text[index]) { index += 1 }
    if index < text.count, text[index] == UInt8(ascii: "0") { index += 1 }
  }
  let first = index
  var end = index
  var isFirst = true
  var shortest = 2
  while index < text.count {
    let groupEnd = digitsEnd(text, from: index)
    let size = groupEnd - index
    guard size >= (isFirst ? (isInternational ? 1 : 2) : shortest), count + size <= 11
    else { break }
    if isFirst, !isInternational, size == 2 { shortest = 3 }
    count += size
    end = groupEnd
    isFirst = false
    guard let next = nextGroup(text, after: groupEnd) else { break }
    index = next
  }
  guard 9...11 ~= count, !continues(text, at: end) else { return nil }
  var digits: [UInt8] = isInternational ? [UInt8(ascii: "0")] : []
  for place in first..<end where isDigit(text[place]) { digits.append(text[place]) }
  return digits[1] == UInt8(ascii: "0") ? nil : SpanningForm(range: start..<end, plain: digits)
}

/// The start of another group of digits, behind one sign or a bracket and a blank.
private func nextGroup(_ text: Span<UInt8>, after end: Int) -> Int? {
  var index = end
  if index < text.count, text[index] == UInt8(ascii: ")") { index += 1 }
  if index < text.count, isGroupSign(text[index]) { index += 1 }
  guard index > end, index < text.count, isDigit(text[index]) else { return nil }
  return index
}

/// True where digits go on in a way that makes the whole something else.
private func continues(_ text: Span<UInt8>, at end: Int) -> Bool {
  guard end < text.count else { return false }
  if text[end] &- 0x41 < 26 || text[end] | 0x20 &- 0x61 < 26 || text[end] == UInt8(ascii: "/") {
    return true
  }
  guard let next = nextGroup(text, after: end) else { return false }
  // `0912 345 678 5 người`: a lone short number behind a blank is not part of it.
  return text[end] != UInt8(ascii: " ") || digitsEnd(text, from: next) - next > 2
}

private func isGroupSign(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
}
