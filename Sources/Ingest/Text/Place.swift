/// Where a report says something happened.
enum Place {
  private static let units: Set<String> = [
    "tp", "tp.", "tỉnh", "quận", "huyện", "phường", "xã", "thôn", "ấp", "làng", "bản",
  ]
  private static let longUnits: Set<String> = ["thành phố", "thị xã", "thị trấn"]

  /// "… tại quận Thanh Xuân, …" → "quận Thanh Xuân"; empty when the first words name no place.
  static func ofMeeting(in text: String) -> String {
    let words = text.split(separator: " ").prefix(40).map(String.init)
    for i in words.indices where words[i].lowercased() == "tại" {
      var place: [String] = []
      var next = i + 1
      let pair = words[next...].prefix(2).joined(separator: " ").lowercased()
      if longUnits.contains(pair) {
        place = Array(words[next..<next + 2])
      } else if next < words.count, units.contains(words[next].lowercased()) {
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
