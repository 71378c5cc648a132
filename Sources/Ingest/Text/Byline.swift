/// Who wrote it: "Hạnh Nguyên", "Hương Diệp - ảnh Quang Vinh", "Tin, ảnh: TN", "Theo TTXVN".
struct Byline: Equatable {
  private(set) var author = ""
  private(set) var photographer = ""
  private(set) var agency = ""

  /// Labels that open a byline, lower case, with what follows them.
  private static let labels: [(String, any WritableKeyPath<Byline, String> & Sendable)] = [
    ("tin, ảnh:", \.author), ("tin, bài:", \.author), ("bài, ảnh:", \.author),
    ("bài và ảnh:", \.author), ("tin và ảnh:", \.author), ("tin ảnh:", \.author),
    ("bài:", \.author), ("tin:", \.author), ("tác giả:", \.author), ("người viết:", \.author),
    ("thực hiện:", \.author), ("biên soạn:", \.author), ("phóng viên:", \.author),
    ("ảnh:", \.photographer), ("nguồn:", \.agency), ("theo ", \.agency),
  ]

  /// Begins with a word that announces a name.
  static func isLabelled(_ text: String) -> Bool {
    let lower = text.lowered()
    return labels.contains { lower.hasPrefix($0.0) && $0.0 != "ảnh:" }
  }

  /// Nil when no name is in it.
  init?(_ text: String) {
    let stripped = text.trimmingSpaces().trimmingBrackets()
    let lower = stripped.lowered()
    if let (label, part) = Self.labels.first(where: { lower.hasPrefix($0.0) }) {
      let name = stripped.dropFirst(label.count).trimmingSpaces()
      guard !name.isEmpty, name.split(separator: " ").count <= 8, !name.hasSuffix(".") else {
        return nil
      }
      guard name.first?.isUppercase == true || part == \Byline.agency else { return nil }
      self[keyPath: part] = name
      return
    }
    let parts = Self.parts(stripped)
    guard let first = parts.first, Self.isName(first) else { return nil }
    author = first
    for part in parts.dropFirst() {
      let lower = part.lowered()
      if lower.hasPrefix("ảnh") {
        photographer = part.dropFirst(3).drop(while: { $0 == ":" || $0 == " " }).trimmingSpaces()
      } else if Self.isName(part) {
        author += ", " + part
      }
    }
  }

  /// "A - ảnh B", "A – B", "A, B" → its names.
  private static func parts(_ text: String) -> [String] {
    text.split(whereSeparator: { "-–—,;/".contains($0) }).map { $0.trimmingSpaces() }
      .filter { !$0.isEmpty }
  }

  /// One to five capitalised syllables, or initials such as TN, P.V, VnExpress; "- ảnh X" may follow.
  static func isName(_ text: String) -> Bool {
    if hasSmallWord(text) { return false }
    let parts = parts(text.trimmingBrackets())
    guard let first = parts.first, parts.count <= 3 else { return false }
    guard isPerson(first) else { return false }
    return parts.dropFirst().allSatisfy { isPerson($0) || $0.lowered().hasPrefix("ảnh") }
  }

  /// A word of ASCII before any mark begins small, which no name's does: most lines that are asked
  /// about are none, and end here.
  private static func hasSmallWord(_ text: String) -> Bool {
    var isStart = true
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z") where isStart: return true
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        0xc3...0xcc,
        0xe1:
        isStart = false
      case 0x20: isStart = true
      case 0x80...0xbf: isStart = false
      default: return false
      }
    }
    return false
  }

  private static func isPerson(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard (1...5).contains(words.count) else { return false }
    let isInitials = words.count == 1 && text.count <= 5 && text.isUpperCased
    if words.count == 1 && !isInitials { return text.count <= 12 && isCapitalised(text[...]) }
    return words.allSatisfy(isCapitalised) && (isInitials || !text.isUpperCased)
  }

  private static func isCapitalised(_ word: Substring) -> Bool {
    guard let first = word.first, first.isUppercase, word.count <= 10 else { return false }
    return word.allSatisfy { $0.isLetter || $0 == "." || $0 == "'" }
  }
}

extension String {
  /// Without one pair of brackets around all of it.
  func trimmingBrackets() -> String {
    guard let first, let last, (first == "(" && last == ")") || (first == "[" && last == "]") else {
      return self
    }
    return String(dropFirst().dropLast())
  }
}

/// What stands before the first sentence of news: "TTXVN - Chiều 3/8", "(Mặt trận) - Sáng 12/1",
/// "Hà Nội (TTXVN) – …".
struct Dateline: Equatable {
  private(set) var agency = ""
  private(set) var place = ""

  init(_ text: String) {
    guard Self.hasDash(text) else { return }
    let head = text.prefix(60)
    guard let dash = head.firstIndex(where: { "-–—".contains($0) }),
      dash > head.startIndex, head[head.index(before: dash)] == " " || head[..<dash].hasSuffix(")"),
      head.index(after: dash) < head.endIndex, head[head.index(after: dash)] == " "
    else { return }
    let source = head[..<dash].trimmingSpaces()
    if let open = source.firstIndex(of: "("), source.hasSuffix(")") {
      let inside = source[source.index(after: open)...].dropLast().trimmingSpaces()
      guard (2...30).contains(inside.count) else { return }
      agency = inside
      let before = source[..<open].trimmingSpaces()
      if Byline.isName(before) { place = before }
    } else if (2...8).contains(source.count), source.isUpperCased,
      source.allSatisfy({ $0.isLetter })
    {
      agency = source
    }
  }
}

extension Dateline {
  /// Among the first bytes, more than 60 characters have.
  private static func hasDash(_ text: String) -> Bool {
    var last: (UInt8, UInt8) = (0, 0)
    for byte in text.utf8.prefix(400) {
      if byte == UInt8(ascii: "-") { return true }
      if last == (0xe2, 0x80), byte == 0x93 || byte == 0x94 { return true }
      last = (last.1, byte)
    }
    return false
  }
}

/// What gives a picture's caption away.
enum Caption {
  /// "(Ảnh: TTXVN)", "Ảnh: Quang Vinh." at the end.
  static func hasCredit(_ text: String) -> Bool {
    guard mentionsPhoto(text) else { return false }
    let tail = text.suffix(50).lowered()
    guard let photo = tail.range(ofLast: "ảnh") else { return false }
    let before = tail[..<photo.lowerBound].last
    let after = tail[photo.upperBound...]
    let isMarked = after.first == ":" || before == "(" || after.hasPrefix(" minh h")
    return isMarked && after.count(where: { $0 == " " }) <= 6
  }

  /// "ảnh" or "Ảnh" is among the last bytes, more than 50 characters have.
  private static func mentionsPhoto(_ text: String) -> Bool {
    var rest = text.utf8.suffix(400)
    while let last = rest.popLast() {
      guard last | 0x20 == UInt8(ascii: "h"), let n = rest.last, n | 0x20 == UInt8(ascii: "n")
      else {
        continue
      }
      // The last byte of ả, of Ả, or of a hook that stands by itself.
      if let hook = rest.dropLast().last, [0xa2, 0xa3, 0x89].contains(hook) { return true }
    }
    return false
  }

  private static let openings = [
    "quang cảnh ", "toàn cảnh ", "ảnh minh h", "các đại biểu ", "ảnh: ",
  ]
  private static let verbs = [
    "phát biểu", "báo cáo", "trao", "tặng", "dự", "chủ trì", "trình bày", "kiểm tra", "thăm",
    "ký kết", "biểu quyết", "chụp ảnh", "bỏ phiếu", "tham quan", "cắt băng", "điều hành",
    "tham luận", "thảo luận", "chúc mừng", "dâng hương",
  ]

  /// Says who does what where, and is no sentence: "Ông A phát biểu tại hội nghị".
  static func describesScene(_ text: String) -> Bool {
    let lower = text.lowered()
    if openings.contains(where: lower.hasPrefix) { return lower.count > 8 }
    guard lower.split(separator: " ").count >= 5 else { return false }
    for verb in verbs {
      guard let found = lower.range(ofLast: " " + verb + " ") else { continue }
      let rest = lower[found.upperBound...]
      if rest.hasPrefix("tại ") || rest.contains(" tại ") || rest.contains("cho ")
        || rest.contains("hội nghị") || rest.contains("chụp")
      {
        return true
      }
    }
    return false
  }
}

extension String {
  /// The last place of a piece of text.
  fileprivate func range(ofLast piece: String) -> Range<Index>? {
    ranges(of: piece).last
  }
}
