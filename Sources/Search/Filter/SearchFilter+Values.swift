import Vietnamese

/// How the text of a value is read, in filters and behind the name of a field in a query.
extension SearchFilter {
  /// A comparison as it stands behind the name and the colon: `>=2020`, `2020..2022`, `/srv/tin/*`.
  ///
  /// - Throws: `SearchError.filter` without a place, where it can find nothing.
  init(comparing column: String, _ text: String, isQuoted: Bool) throws(SearchError) {
    let sign = isQuoted ? "" : String(text.prefix { "<>=!".contains($0) })
    let value = String(text.dropFirst(sign.count))
    guard let filter = Self.comparison(column, sign, value, isQuoted: isQuoted) else {
      throw .filter(
        message: "\(sign) compares nothing", place: nil, hint: "use = != < <= > >= or 2020..2022")
    }
    guard !value.isEmpty else {
      throw .filter(
        message: "\(text) compares with nothing", place: nil, hint: "write a value behind it")
    }
    self = filter
    if case .condition(let condition) = filter, let (message, hint) = condition.flaw {
      throw .filter(message: message, place: nil, hint: hint)
    }
    if case .not(.condition(let condition)) = filter, let (message, hint) = condition.flaw {
      throw .filter(message: message, place: nil, hint: hint)
    }
  }

  private static func comparison(
    _ column: String, _ sign: String, _ value: String, isQuoted: Bool
  ) -> SearchFilter? {
    func make(_ test: Test) -> SearchFilter { .condition(Condition(column, test)) }
    switch sign {
    case "", "=", "==": return make(isQuoted ? .equals([value]) : Test(pattern: value))
    case "!=": return .not(make(Test(pattern: value)))
    case "<", "<=", ">", ">=": return make(Test(sign: sign, value))
    default: return nil
    }
  }

  /// Whether a value is a range.
  static func isRange(_ text: String) -> Bool {
    if case .range = Test(text) { true } else { false }
  }
}

extension SearchFilter.Test {
  /// `<`, `<=`, `>` or `>=` and a value.
  init(sign: String, _ text: String) {
    let bound = SearchFilter.Bound(text, isInclusive: sign.hasSuffix("="))
    self =
      sign.hasPrefix("<")
      ? .range(lower: nil, upper: bound) : .range(lower: bound, upper: nil)
  }

  /// A value that may be the beginning of others, or a range.
  init(_ text: String) {
    if text.hasSuffix("*"), text.utf8.count > 1 {
      self = .begins(String(text.dropLast()))
      return
    }
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    // A path may have two points too: a range is of numbers or dates.
    guard ends.count == 2, ends != ["", ""],
      ends.allSatisfy({ end in
        let literal = FilterLiteral(end)
        return end.isEmpty || literal.integer != nil || literal.seconds != nil
      })
    else {
      self = .equals([text])
      return
    }
    func bound(_ end: String) -> SearchFilter.Bound? {
      end.isEmpty ? nil : SearchFilter.Bound(end, isInclusive: true)
    }
    self = .range(lower: bound(ends[0]), upper: bound(ends[1]))
  }

  /// The same, where stars and question marks inside count too.
  init(pattern text: String) {
    let beginning = text.dropLast()
    if text.utf8.count > 1, beginning.utf8.contains(where: { $0 == 0x2A || $0 == 0x3F }),
      text.utf8.contains(0x2A)
    {
      self = .matches(text)
    } else {
      self.init(text)
    }
  }
}

/// A date written out: `tháng 3 năm 2022`, `ngày 31 tháng 3 năm 2022`, `năm 2022`, in any marks.
///
/// - Returns: the date as `2022-03-31`, as far as it is given.
func writtenDate(_ text: String) -> String? {
  let words = text.split(separator: " ").map { wordForms(of: String($0)).folded }
  var day: String?
  var month: String?
  var year: String?
  var place = 0
  while place + 1 < words.count {
    let number = String(decoding: words[place + 1], as: UTF8.self)
    guard number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    switch String(decoding: words[place], as: UTF8.self) {
    case "ngay" where day == nil && month == nil && number.utf8.count <= 2:
      day = number.utf8.count == 1 ? "0" + number : number
    case "thang" where month == nil && year == nil && number.utf8.count <= 2:
      month = number.utf8.count == 1 ? "0" + number : number
    case "nam" where year == nil && number.utf8.count == 4: year = number
    default: return nil
    }
    place += 2
  }
  guard place == words.count, let year, day == nil || month != nil else { return nil }
  return [year, month, day].compactMap { $0 }.joined(separator: "-")
}
