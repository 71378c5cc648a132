/// Names of fields, and what stands right behind them.
extension QueryLexer {
  private static let longestName = 64

  /// The field whose name and colon end where this begins.
  func fieldBefore(_ start: Int) -> QueryField? {
    guard let last = lexemes.last, last.end == start, case .field(let field) = last.kind else {
      return nil
    }
    return field
  }

  /// Reads the name of a field at the beginning of a chunk. A colon elsewhere is text: `10:30`,
  /// `http://…`.
  ///
  /// - Returns: whether there was one.
  mutating func fieldName(_ range: Range<Int>, _ text: String) throws(SearchError) -> Bool {
    guard let colon = bytes[range].firstIndex(of: UInt8(ascii: ":")) else { return false }
    let name = range.lowerBound..<colon
    guard isName(name), isFollowed(colon, range) else { return false }
    let spelled = String(decoding: bytes[name], as: UTF8.self)
    if let field = fields.field(named: spelled) {
      emit(.field(field), name, end: colon + 1)
      return true
    }
    let near = fields.nearest(to: spelled)
    let message = "no document has a field \"\(spelled)\""
    if isStrict {
      let meant = near.map { "did you mean \"\($0)\"? " } ?? ""
      throw .at(
        range.lowerBound, in: text, message,
        hint: meant + "write \"\(spelled):\" in quotes where text is meant")
    }
    let meant = near.map { ", did you mean \"\($0)\"?" } ?? ""
    warn("\(message)\(meant): it is read as text", at: range.lowerBound)
    return false
  }

  private func isName(_ range: Range<Int>) -> Bool {
    guard let first = bytes[range].first, range.count <= Self.longestName,
      first == UInt8(ascii: "_") || isWord(first) && !(0x30...0x39).contains(first)
    else { return false }
    return bytes[range].allSatisfy { isWord($0) || "_-.".utf8.contains($0) }
  }

  /// Whether something to look for stands right behind a colon.
  private func isFollowed(_ colon: Int, _ range: Range<Int>) -> Bool {
    let next = colon + 1
    guard next < bytes.count else { return false }
    if next == range.upperBound {
      return bytes[next] == UInt8(ascii: "(") || quote(at: next) != nil
    }
    return bytes[next] != UInt8(ascii: ":")
      && !bytes[next..<range.upperBound].starts(with: "//".utf8)
  }

  /// Reads what a field is to have.
  mutating func value(
    _ range: Range<Int>, of field: QueryField, _ text: String
  ) throws(SearchError) {
    let factor = suffixFactor(range)
    let body = range.lowerBound..<(factor?.caret ?? range.upperBound)
    guard case .column(let name) = field, isComparison(body, of: name) else {
      return try words(range, text)
    }
    emit(.value, body, end: range.upperBound)
    lexemes[lexemes.count - 1].boost = factor?.value
  }

  /// Whether a value is compared as a whole, as filters do.
  private func isComparison(_ range: Range<Int>, of column: String) -> Bool {
    let value = bytes[range]
    if QueryCondition.comparesWhole(column) { return true }
    if let first = value.first, "<>=!".utf8.contains(first) { return true }
    let spelled = String(decoding: value, as: UTF8.self)
    if SearchFilter.isRange(spelled) { return true }
    let hasStar = value.contains(UInt8(ascii: "*"))
    return hasStar && !value.allSatisfy { isWord($0) || $0 == UInt8(ascii: "*") || $0 == 0x3F }
  }
}
