import Vietnamese

extension Analyzer {
  /// Appends the form of a document that is named by its number and day: `Quyết định số 27 ngày
  /// 5/6/2019` has `27/2019-06-05`, however the two are written (027, 5-6-2019, ngày 5 tháng 6 năm
  /// 2019). It spans number and date. As with other numbers of documents the kind is no part of it:
  /// `QĐ 27` is the same.
  ///
  /// - Parameters:
  ///   - found: dates that were appended.
  ///   - first: the index of the first token of theirs.
  mutating func appendDatedDocument(
    _ found: FoundDates, from first: Int, of text: Span<UInt8>, to tokens: inout [Token]
  ) {
    guard found.count > 0, found[0].date.day != nil, found[0].date.year != nil,
      let day = partIndex(before: first, tokens),
      forms.folded(tokens[day].form).elementsEqual(Self.day),
      let number = partIndex(before: day, tokens),
      isBetween(text, tokens[number], tokens[day], ",(")
    else { return }
    let digits = Int(tokens[number].start)..<Int(tokens[number].end)
    guard let key = numberOfDocument(text, digits), namesDatedDocument(text, number, tokens) else {
      return
    }
    let date = found[0].date.key.dropFirst(Self.datePrefixCount)
    let whole = SpanningForm(
      range: digits.lowerBound..<Int(found[0].end), plain: key + [UInt8(ascii: "/")] + date)
    append(self.found(whole), from: number, to: &tokens)
  }

  private static let day = Array("ngay".utf8)

  /// Bytes of `date:`.
  private static var datePrefixCount: Int { 5 }

  /// The index of the last token before `index` that is no whole form.
  private func partIndex(before index: Int, _ tokens: [Token]) -> Int? {
    var index = index - 1
    while index >= firstToken {
      if tokens[index].kind != .whole { return index }
      index -= 1
    }
    return nil
  }

  /// `27`, `027`, `27b` without zeros before it; nil for all else, and for the last part of
  /// something longer.
  private func numberOfDocument(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    var end = digitsEnd(text, from: range.lowerBound)
    guard 1...6 ~= end - range.lowerBound else { return nil }
    var start = range.lowerBound
    while start < end - 1, text[start] == UInt8(ascii: "0") { start += 1 }
    if end < range.upperBound, text[end] | 0x20 &- 0x61 < 26 { end += 1 }
    guard end == range.upperBound, range.lowerBound > 0 else { return nil }
    switch text[range.lowerBound - 1] {
    case 0x20, 0x0A, 0x0D, 0x09, 0xA0, UInt8(ascii: ":"), UInt8(ascii: "."): break
    default: return nil
    }
    return bytes(text, start..<end).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
  }

  /// True where the words before a number are a kind of document, with or without `số` behind it.
  private mutating func namesDatedDocument(
    _ text: Span<UInt8>, _ number: Int, _ tokens: [Token]
  ) -> Bool {
    guard var last = partIndex(before: number, tokens),
      isBetween(text, tokens[last], tokens[number], ".:")
    else { return false }
    let isNumbered = !meanings[Int(tokens[last].form)].isDisjoint(with: .number)
    if isNumbered {
      guard let before = partIndex(before: last, tokens),
        isBetween(text, tokens[before], tokens[last], "")
      else { return false }
      last = before
    }
    let word = Array(forms.folded(tokens[last].form))
    if Self.shortKinds.contains(word) || isNumbered && Self.loneKinds.contains(word) { return true }
    guard let first = partIndex(before: last, tokens),
      isBetween(text, tokens[first], tokens[last], "")
    else { return false }
    return isDocumentKind(tokens[first].form, tokens[last].form)
  }

  /// True where only blanks, and at most one of `signs`, are between two tokens.
  private func isBetween(
    _ text: Span<UInt8>, _ left: Token, _ right: Token, _ signs: String
  ) -> Bool {
    var index = skipBlanks(text, from: Int(left.end))
    if index < right.start, signs.utf8.contains(text[index]) {
      index = skipBlanks(text, from: index + 1)
    }
    return index == right.start
  }

  /// Kinds in short, folded; they stand before a number with or without `số`.
  private static let shortKinds: Set<[UInt8]> = kinds("qd nd nq ct kl cv tb tt kh hd bc")

  /// One-syllable kinds, folded; before a number with `số` only, since `luật 2` may be a heading.
  private static let loneKinds: Set<[UInt8]> = kinds("luat lenh")

  private static func kinds(_ words: String) -> Set<[UInt8]> {
    Set(words.split(separator: " ").map { Array($0.utf8) })
  }
}
