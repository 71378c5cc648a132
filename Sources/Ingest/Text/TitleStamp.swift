/// A time glued to the end of a title: "… năm 2023 (21:14 09/11/2022)".
enum TitleStamp {
  static func removed(from title: String) -> String {
    guard let range = range(in: title) else { return title }
    return title[..<range.lowerBound].trimmingSpaces()
  }

  /// What is inside the last brackets, if it is nothing but a date and a time.
  static func stamp(in title: String) -> Substring? {
    range(in: title).map { title[$0].dropFirst().dropLast() }
  }

  private static func range(in title: String) -> Range<String.Index>? {
    guard title.hasSuffix(")"), let open = title.lastIndex(of: "(") else { return nil }
    let inside = title[title.index(after: open)...].dropLast()
    let isStamp =
      inside.contains(where: \.isNumber) && inside.contains("/")
      && inside.allSatisfy { $0.isNumber || " :/-.,|h".contains($0) }
    return isStamp && inside.count >= 8 ? open..<title.endIndex : nil
  }
}
