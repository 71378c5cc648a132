/// A pattern over UTF-8: `*` stands for any letters or none, `?` for one letter.
struct Glob {
  private let pattern: [UInt8]

  init(_ pattern: [UInt8]) { self.pattern = pattern }

  private static let star = UInt8(ascii: "*")
  private static let question = UInt8(ascii: "?")

  /// Goes back to the last star where the rest does not fit: each star takes as little as it can, and
  /// an earlier one need never take more.
  func matches(_ text: Span<UInt8>) -> Bool {
    var place = 0
    var next = 0
    var back: (place: Int, next: Int)?
    while place < text.count {
      if next < pattern.count, pattern[next] == Self.star {
        next += 1
        back = (place, next)
      } else if next < pattern.count, pattern[next] == Self.question {
        place = Self.letterEnd(text, place)
        next += 1
      } else if next < pattern.count, pattern[next] == text[place] {
        place += 1
        next += 1
      } else if let last = back {
        place = last.place + 1
        next = last.next
        back = (place, next)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == Self.star }
  }

  private static func letterEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
    var end = start + 1
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }
}
