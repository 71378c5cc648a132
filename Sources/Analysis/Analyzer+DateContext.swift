import Vietnamese

extension Analyzer {
  /// What the words before a number say about it.
  enum DateContext {
    case none
    /// A day may follow.
    case day
    /// mùng, mồng: a day, of the moon if the month is.
    case lunarDay
    /// từ: a day if another follows behind đến.
    case pair
    /// tháng.
    case month
    /// quý.
    case quarter
  }

  func dateContext(_ text: Span<UInt8>, _ start: Int, _ tokens: [Token]) -> DateContext {
    guard let last = previousIndex(tokens) else { return .none }
    let gap = gap(text, Int(tokens[last].end)..<start)
    guard gap != .other else { return .none }
    let meaning = meaning(tokens)
    if gap == .blank {
      if meaning.contains(.lunarDay) { return .lunarDay }
      if meaning.contains(.day) { return .day }
      if meaning.contains(.month) { return .month }
      if meaning.contains(.quarter) { return .quarter }
      if meaning.contains(.from) { return .pair }
    }
    if meaning.contains(.deictic), self.meaning(tokens, 1).contains(.day) { return .day }
    if gap == .bracket {
      for back in 0..<3 where self.meaning(tokens, back).contains(.day) { return .day }
    }
    return .none
  }

  private enum Gap {
    case blank, comma, bracket, other
  }

  private func gap(_ text: Span<UInt8>, _ range: Range<Int>) -> Gap {
    var index = skipBlanks(text, from: range.lowerBound)
    if index == range.upperBound { return .blank }
    let sign = text[index]
    index = skipBlanks(text, from: index + 1)
    guard index == range.upperBound else { return .other }
    return sign == UInt8(ascii: ",") ? .comma : sign == UInt8(ascii: "(") ? .bracket : .other
  }
}
