/// Case at a cost that does not show: most of the time of reading short lines went to looking letters
/// up in the tables of Unicode.
extension StringProtocol {
  /// As `lowercased()`: what Vietnamese and its neighbours write goes byte by byte, everything else
  /// the standard library's way.
  func lowered() -> String {
    var bytes = Array(utf8)
    return lowerCase(&bytes) ? String(decoding: bytes, as: UTF8.self) : lowercased()
  }

  /// As `self == uppercased()`: nothing in it is a small letter.
  var isUpperCased: Bool {
    // Most lines have a small letter of ASCII near their beginning.
    if utf8.contains(where: { $0 >= 0x61 && $0 <= 0x7a }) { return false }
    return self == uppercased()
  }
}

/// Makes capitals small where each is as long as its small letter and a byte tells them apart.
///
/// Known are ASCII, Latin-1, Latin Extended-A but for its odd ones, Ơ and Ư, marks that combine, Latin
/// Extended Additional from U+1EA0, and what has no case: general punctuation, Chinese and Japanese.
///
/// - Parameter bytes: UTF-8.
/// - Returns: False where there is another letter; the bytes are changed in part then.
func lowerCase(_ bytes: inout [UInt8]) -> Bool {
  var span = bytes.mutableSpan
  let count = span.count
  var i = 0
  while i < count {
    let lead = span[i]
    if lead < 0x80 {
      if lead >= 0x41 && lead <= 0x5a { span[i] = lead | 0x20 }
      i += 1
      continue
    }
    guard i + 1 < count else { return false }
    let next = span[i + 1]
    switch lead {
    case 0xc2, 0xcc: i += 2
    case 0xc3:
      // À–Þ without ×
      if next <= 0x9e && next != 0x97 { span[i + 1] = next + 0x20 }
      i += 2
    case 0xc4:
      // Ā–Į and Ĳ–Ķ: capitals are even. İ and ĸ–Ŀ are not.
      guard next <= 0xaf || next >= 0xb2 && next <= 0xb7 else { return false }
      span[i + 1] = next | 1
      i += 2
    case 0xc5:
      // Ŋ–Ŷ
      guard next >= 0x8a && next <= 0xb7 else { return false }
      span[i + 1] = next | 1
      i += 2
    case 0xc6:
      switch next {
      case 0xa0, 0xaf: span[i + 1] = next + 1
      case 0xa1, 0xb0: break
      default: return false
      }
      i += 2
    case 0xe1:
      guard i + 2 < count, next == 0xba && span[i + 2] >= 0xa0 || next == 0xbb else {
        return false
      }
      span[i + 2] |= 1
      i += 3
    case 0xe2:
      guard next == 0x80 else { return false }
      i += 3
    case 0xe3...0xe9: i += 3
    default: return false
    }
  }
  return true
}
