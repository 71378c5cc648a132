import Vietnamese

extension Analyzer {
  /// Reads what begins with a digit: telephone number, number of a document, date, quantity.
  mutating func readNumber(_ text: Span<UInt8>, from start: Int, into tokens: inout [Token]) -> Int
  {
    if takesShortcuts, let end = readPlainNumber(text, from: start, into: &tokens) { return end }
    if let phone = phoneNumber(in: text, at: start) {
      return append(phone, withParts: text, to: &tokens)
    }
    if mayBeDocumentNumber(in: text, at: start),
      let number = documentNumber(
        in: text, at: start, isNamed: namesDocument(text, start, tokens))
    {
      return append(number, withParts: text, to: &tokens)
    }
    if let found = dates(in: text, at: start, tokens) {
      return append(found, from: start, of: text, to: &tokens)
    }
    return readQuantity(text, from: start, into: &tokens)
  }

  /// Appends a number no rule but that of its separators can have to do with: nothing is written
  /// onto it and the words around say nothing of dates.
  private mutating func readPlainNumber(
    _ text: Span<UInt8>, from start: Int, into tokens: inout [Token]
  ) -> Int? {
    let digits = digitsEnd(text, from: start)
    let end =
      digits < text.count && text[digits] & 0xFD == 0x2C ? numberEnd(text, from: start) : digits
    guard end - start <= 16, isLone(text, start..<end),
      !mayBeDated(text, start..<end, tokens)
    else {
      return nil
    }
    let key = text.key(start..<end)
    if let entry = words.find(key) {
      append(entry.form, start..<end, kind: .number, to: &tokens)
      return end
    }
    // 30.4.1975 is a date.
    guard end == digits || numericDate(in: text, at: start) == nil,
      let keys = numberForms(of: text.extracting(start..<end))
    else { return nil }
    append(keys, start..<end, to: &tokens)
    words.insert(key, form: tokens[tokens.count - 1].form, traits: .isWord)
    return end
  }

  /// True where what follows a number cannot belong to it. Numbers with a zero before them may be
  /// telephone numbers.
  private func isLone(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if text[range.lowerBound] == UInt8(ascii: "0"), range.count > 1 { return false }
    let end = range.upperBound
    guard end < text.count else { return true }
    switch text[end] {
    case UInt8(ascii: ")"), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "%"),
      UInt8(ascii: "."), UInt8(ascii: ","):
      return true
    default:
      let next = skipBlanks(text, from: end)
      guard next > end else { return false }
      guard next < text.count else { return true }
      switch text[next] {
      case UInt8(ascii: "-"), UInt8(ascii: "/"), 0xE2: return false
      case UInt8(ascii: "t"), UInt8(ascii: "T"): return !mayBeMonth(text, at: next)
      default: return true
      }
    }
  }

  /// The beginning of tháng, THÁNG, thang.
  private func mayBeMonth(_ text: Span<UInt8>, at index: Int) -> Bool {
    guard index + 3 < text.count, text[index + 1] | 0x20 == UInt8(ascii: "h") else {
      return false
    }
    switch text[index + 2] {
    case UInt8(ascii: "a"), UInt8(ascii: "A"): return true
    case 0xC3: return text[index + 3] == 0xA1 || text[index + 3] == 0x81
    default: return false
    }
  }

  /// True where another number may follow as in (3, 4/8), (3 và 4/8).
  private mutating func mayBeList(_ text: Span<UInt8>, at end: Int) -> Bool {
    guard end < text.count else { return false }
    if text[end] == UInt8(ascii: ",") { return true }
    guard let word = nextWord(text, from: end) else { return false }
    return !word.meaning.isDisjoint(with: [.and, .until])
  }

  /// True where the word or bracket before a number may make a date of it.
  private mutating func mayBeDated(_ text: Span<UInt8>, _ range: Range<Int>, _ tokens: [Token])
    -> Bool
  {
    if range.lowerBound > 0 {
      switch text[range.lowerBound - 1] {
      case UInt8(ascii: "("): if mayBeList(text, at: range.upperBound) { return true }
      case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."): return true
      default: break
      }
    }
    guard let index = previousIndex(tokens) else { return false }
    return !meanings[Int(tokens[index].form)].isDisjoint(with: .beforeDate)
  }

  /// True behind `số` and behind the name of a kind of document.
  private mutating func namesDocument(_ text: Span<UInt8>, _ start: Int, _ tokens: [Token]) -> Bool
  {
    guard let last = previousWord(tokens) else { return false }
    let between = skipSigns(text, from: Int(last.end))
    guard between == start else { return false }
    if meaning(tokens).contains(.number) { return true }
    guard let first = previousWord(tokens, 1), first.position + 1 == last.position else {
      return false
    }
    return isDocumentKind(first.form, last.form)
  }

  /// True where two words are a kind of document: Nghị quyết, quyet dinh.
  mutating func isDocumentKind(_ first: FormID, _ second: FormID) -> Bool {
    joined.removeAll(keepingCapacity: true)
    joined.append(contentsOf: forms.folded(first))
    joined.append(UInt8(ascii: " "))
    joined.append(contentsOf: forms.folded(second))
    return Self.documentKinds.contains(joined)
  }

  /// Folded, two syllables each; one-syllable kinds (luật, lệnh) come with `số` or a full number.
  private static let documentKinds: Set<[UInt8]> = Set(
    """
    chi thi,ket luan,nghi quyet,nghi dinh,quyet dinh,thong tu,cong van,ke hoach,huong dan,\
    thong bao,quy dinh,quy che,bao cao,to trinh,cong dien,phap lenh,chuong trinh,thong tri,\
    de an,lien tich,van ban,giay moi,bien ban,dieu le,sac lenh,cong bao,quy chuan,tieu chuan
    """.split(separator: ",").map { Array($0.utf8) })

  /// A number, with what is written onto it without a blank: 121kg, 5G, 7h30, 19-Covid.
  private mutating func readQuantity(
    _ text: Span<UInt8>, from start: Int, into tokens: inout [Token]
  ) -> Int {
    let end = numberEnd(text, from: start)
    if digitsEnd(text, from: start) == end, !mayContinue(text, at: end) {
      append(form(text, start..<end), start..<end, kind: .number, to: &tokens)
      return end
    }
    let wordEnd = endOfWord(text, from: end)
    if wordEnd > end { return readUnit(text, start..<end, end..<wordEnd, into: &tokens) }
    if digitsEnd(text, from: start) == end, let chain = joinedChain(text, start..<end) {
      return append(chain, withParts: text, to: &tokens)
    }
    readSeparated(text, start..<end, into: &tokens)
    return end
  }

  /// Appends a number with separators, or each number of a list.
  mutating func readSeparated(
    _ text: Span<UInt8>, _ range: Range<Int>, into tokens: inout [Token]
  ) {
    let isShort = takesShortcuts && range.count <= 16
    if isShort, let entry = words.find(text.key(range)) {
      append(entry.form, range, kind: .number, to: &tokens)
    } else if let keys = numberForms(of: text.extracting(range)) {
      append(keys, range, to: &tokens)
      if isShort {
        words.insert(text.key(range), form: tokens[tokens.count - 1].form, traits: .isWord)
      }
    } else {
      readList(text, range, into: &tokens)
    }
  }

  /// True where letters or a hyphen may be written onto a number.
  private func mayContinue(_ text: Span<UInt8>, at end: Int) -> Bool {
    guard end < text.count else { return false }
    switch text[end] {
    case 0...0x25, 0x28...0x2C, UInt8(ascii: "."), UInt8(ascii: "/"), 0x3A...0x40: return false
    default: return true
    }
  }

  /// Numbers with commas and no blanks between them: 1,2,3.
  private mutating func readList(
    _ text: Span<UInt8>, _ range: Range<Int>, into tokens: inout [Token]
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, text[end] != UInt8(ascii: ",") { end += 1 }
      if let keys = numberForms(of: text.extracting(start..<end)) {
        append(keys, start..<end, to: &tokens)
      }
      start = end + 1
    }
  }

  mutating func append(
    _ keys: NumberForms, _ range: Range<Int>, to tokens: inout [Token]
  ) {
    let form = intern(canonical: cut(keys.canonical), folded: cut(keys.folded))
    append(form, range, kind: .number, to: &tokens)
  }
}

/// The index behind blanks and a colon or an abbreviation's dot.
private func skipSigns(_ text: Span<UInt8>, from start: Int) -> Int {
  var index = skipBlanks(text, from: start)
  if index < text.count, text[index] == UInt8(ascii: ":") || text[index] == UInt8(ascii: ".") {
    index = skipBlanks(text, from: index + 1)
  }
  return index
}
