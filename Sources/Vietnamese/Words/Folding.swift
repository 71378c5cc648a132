/// Appends what is left of a canonical scalar without its marks.
///
/// Decomposes, drops nonspacing marks, and maps the letters whose marks Unicode calls a part of
/// the letter: đ has no decomposition, and neither have ø, ł, ħ.
func appendFolded(_ scalar: UInt32, to key: inout [UInt8]) {
  if scalar < 0x80 {
    key.append(UInt8(truncatingIfNeeded: scalar))
  } else if let letter = Letter(scalar) {
    key.append(letter.base)
  } else {
    var parts: [UInt32] = []
    Normalization.appendDecomposed(scalar, to: &parts)
    for part in parts where !Normalization.isNonspacing(part) {
      appendBase(part, to: &key)
    }
  }
}

/// The folded key of a canonical one, of a word or of a number.
package func folded(_ canonical: Span<UInt8>) -> [UInt8] {
  if let comma = ambiguousComma(canonical) {
    return canonical.indices.compactMap { $0 == comma ? nil : canonical[$0] }
  }
  var key: [UInt8] = []
  key.reserveCapacity(canonical.count)
  var index = 0
  while index < canonical.count { appendFolded(nextScalar(canonical, &index), to: &key) }
  return key
}

private func appendBase(_ scalar: UInt32, to key: inout [UInt8]) {
  switch scalar {
  case 0x111, 0xF0, 0x256: key.append(UInt8(ascii: "d"))
  case 0xF8: key.append(UInt8(ascii: "o"))
  case 0x142: key.append(UInt8(ascii: "l"))
  case 0x127: key.append(UInt8(ascii: "h"))
  case 0x131: key.append(UInt8(ascii: "i"))
  case 0xE6: key.append(contentsOf: "ae".utf8)
  case 0x153: key.append(contentsOf: "oe".utf8)
  case 0xDF: key.append(contentsOf: "ss".utf8)
  case 0xFE: key.append(contentsOf: "th".utf8)
  default: key.append(scalar: scalar)
  }
}

/// Index of a comma that may part thousands or decimals: digits before it, exactly three behind.
///
/// 30,388 and 30388 meet in the folded key; 97,97 is a decimal whatever the style.
func ambiguousComma(_ key: Span<UInt8>) -> Int? {
  guard key.count > 4, key[key.count - 4] == UInt8(ascii: ",") else { return nil }
  for index in key.indices where index != key.count - 4 && key[index] &- 0x30 > 9 { return nil }
  return key.count - 4
}
