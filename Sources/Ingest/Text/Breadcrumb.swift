/// The way from a site's home to a page: "Trang chủ > Tin tức > Xã hội".
///
/// In text taken from a page the separators are often lost, and only a capital in the middle of a
/// word tells where a step begins: "Trang chủTin tứcXã hội".
struct Breadcrumb {
  private(set) var steps: [String]

  /// The first step below home.
  var section: String { steps.first ?? "" }

  private static let homes = ["Trang chủ", "Trang nhất", "Home"]

  /// Nil for any other line.
  init?(_ text: String) {
    guard Self.mayBe(text) else { return nil }
    let parts = text.split(whereSeparator: { "›»>|".contains($0) }).map { $0.trimmingSpaces() }
    if let home = Self.homes.first(where: text.hasPrefix), text.count > home.count {
      guard let next = text.dropFirst(home.count).first(where: { $0 != " " }),
        next.isUppercase || "›»>/|".contains(next)
      else { return nil }
      let isSplit = parts.count > 1
      steps = isSplit ? Array(parts.dropFirst()) : Self.unglued(text.dropFirst(home.count))
    } else {
      guard parts.count >= 3, parts.allSatisfy({ $0.utf8.count < 60 && !$0.isEmpty }) else {
        return nil
      }
      steps = Array(parts.dropLast())
    }
  }

  /// A quick look: most lines have neither a separator nor the word for home.
  private static func mayBe(_ text: String) -> Bool {
    if homes.contains(where: { text.utf8.starts(with: $0.utf8) }) { return true }
    var previous: UInt8 = 0
    for byte in text.utf8 {
      // The last bytes of » and › follow C2 and 80.
      if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "|") { return true }
      if byte == 0xbb && previous == 0xc2 || byte == 0xba && previous == 0x80 { return true }
      previous = byte
    }
    return false
  }

  private static func unglued(_ text: Substring) -> [String] {
    var steps = [""]
    var wasLower = false
    for character in text {
      if character.isUppercase && wasLower { steps.append("") }
      wasLower = character.isLowercase
      steps[steps.count - 1].append(character)
    }
    return steps.map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
  }
}
