/// Where a report says something happened.
enum Place {
  private static let units: Set<String> = [
    "tp", "tp.", "tỉnh", "quận", "huyện", "phường", "xã", "thôn", "ấp", "làng", "bản",
  ]
  private static let longUnits: Set<String> = ["thành phố", "thị xã", "thị trấn"]

  /// Words that are looked at.
  private static let mostWords = 40

  /// "tại", which has five bytes in either form of Unicode.
  private static func isAt(_ word: Substring) -> Bool {
    word.utf8.count == 5 && word.lowered() == "tại"
  }

  /// "… tại quận Thanh Xuân, …" → "quận Thanh Xuân"; empty when the first words name no place.
  static func ofMeeting(in text: String) -> String {
    let parts = text.utf8.split(separator: 0x20, maxSplits: mostWords).prefix(mostWords)
      .map { Substring($0) }
    guard parts.contains(where: isAt) else { return "" }
    let words = parts.map(String.init)
    for i in words.indices where isAt(parts[i]) {
      var place: [String] = []
      var next = i + 1
      let pair = words[next...].prefix(2).joined(separator: " ").lowered()
      if longUnits.contains(pair) {
        place = Array(words[next..<next + 2])
      } else if next < words.count, units.contains(words[next].lowered()) {
        place = [words[next]]
      }
      next += place.count
      while !place.isEmpty, next < words.count, words[next].first?.isUppercase == true {
        let word = words[next]
        place.append(word.filter { $0.isLetter || $0 == "-" })
        if word.last?.isLetter != true { break }
        next += 1
      }
      if place.count > (longUnits.contains(pair) ? 2 : 1) { return place.joined(separator: " ") }
    }
    return ""
  }
}
