/// The key a reading model files a word under: its canonical key, but one for all numbers of a
/// kind, since what stands beside 27 stands beside 31 as well. Years are a kind.
func readingKey(of canonical: [UInt8]) -> [UInt8] { numberKind(of: canonical) ?? canonical }

/// `0` for one digit, `00` for two, `0000` for a year, `0,0` with a decimal, `000` for others; nil
/// for words.
func numberKind(of canonical: [UInt8]) -> [UInt8]? {
  guard let first = canonical.first, first &- 0x30 < 10 else { return nil }
  var hasSign = false
  for byte in canonical where byte &- 0x30 > 9 {
    guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") else { return nil }
    hasSign = true
  }
  if hasSign { return Array("0,0".utf8) }
  switch canonical.count {
  case 1: return Array("0".utf8)
  case 2: return Array("00".utf8)
  case 4 where first == UInt8(ascii: "1") || first == UInt8(ascii: "2"):
    return Array("0000".utf8)
  default: return Array("000".utf8)
  }
}
