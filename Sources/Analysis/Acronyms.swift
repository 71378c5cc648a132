import Vietnamese

/// A short form a text explains, and the words it stands for.
package struct Acronym: Sendable, Equatable {
  /// Byte ranges of the text.
  package var short: Range<Int>
  package var long: Range<Int>
  /// The same in forms of the analyzer.
  package var shortForm: FormID
  package var longForms: [FormID]
}

/// The acronyms a text explains in brackets: `Mặt trận Tổ quốc (MTTQ)`, `MTTQ (Mặt trận Tổ quốc)`,
/// `Bảo hiểm xã hội (sau đây viết tắt là BHXH)`, `Tài nguyên và Môi trường (TN&MT)`, `Giáo dục - Đào
/// tạo (GD-ĐT)`, `thành phố Hồ Chí Minh (TP.HCM)`.
///
/// The letters of the short form are the initials of the words right beside the bracket, in order.
/// Đ is only an initial of đ, a marked vowel only of itself, and W is the ư of Trung ương. The words
/// và, của, các, cho, về, tại, ở, trong may be left out.
///
/// After Schwartz and Hearst 2003, A Simple Algorithm for Identifying Abbreviation Definitions in
/// Biomedical Text (doi:10.1142/9789812776303_0042); theirs lets letters come from inside words,
/// which Vietnamese does not do.
///
/// Cheap where nothing is explained: only words beside a bracket are looked at.
///
/// - Parameters:
///   - text: the text that was analyzed.
///   - tokens: its tokens, as the analyzer gave them.
///   - forms: the table of the analyzer that gave them.
package func acronyms(
  in text: Span<UInt8>, tokens: ArraySlice<Token>, forms: borrowing FormTable
) -> [Acronym] {
  var words: [Token] = []
  var wholes: [Token] = []
  var found: [Acronym] = []
  var index = 0
  while let bracket = nextBracket(text, from: index) {
    index = bracket + 1
    guard mayExplain(text, bracket) else { continue }
    if words.isEmpty {
      words = tokens.filter { $0.kind == .word }
      wholes = tokens.filter { $0.kind == .whole }
    }
    let next = firstWord(words, from: bracket)
    if next > 0, let acronym = explainedInside(text, bracket, words, wholes, next, forms) {
      found.append(acronym)
    }
    if next < words.count,
      let acronym = explainedBefore(text, bracket, words, wholes, next, forms)
    {
      found.append(acronym)
    }
  }
  return found
}

/// The next opening bracket, nil behind the last. Most texts have none: eight bytes a step.
private func nextBracket(_ text: Span<UInt8>, from start: Int) -> Int? {
  let each: UInt64 = 0x0101_0101_0101_0101
  var index = start
  while index <= text.count - 8 {
    let word = text.bytes(at: index) ^ each &* UInt64(UInt8(ascii: "("))
    // A zero byte borrows and had no high bit: Mycroft's test.
    if (word &- each) & ~word & (each &* 0x80) != 0 { break }
    index += 8
  }
  while index < text.count {
    if text[index] == UInt8(ascii: "(") { return index }
    index += 1
  }
  return nil
}

/// False where the bytes beside a bracket are those of no short form.
private func mayExplain(_ text: Span<UInt8>, _ bracket: Int) -> Bool {
  func isCapital(_ byte: UInt8) -> Bool { byte >= 0x80 || 0x41...0x5A ~= byte }
  if bracket + 1 < text.count {
    let next = text[bracket + 1]
    // s, g, v: sau đây gọi là, gọi tắt là, viết tắt là.
    if isCapital(next) || next == 0x73 || next == 0x67 || next == 0x76 { return true }
  }
  var before = bracket
  while before > 0, text[before - 1] == 0x20 || text[before - 1] == 0xA0 { before -= 1 }
  return before > 0 && isCapital(text[before - 1])
}

/// The index of the first word that begins behind a byte.
private func firstWord(_ words: [Token], from byte: Int) -> Int {
  var low = 0
  var high = words.count
  while low < high {
    let middle = (low + high) / 2
    if Int(words[middle].start) <= byte { low = middle + 1 } else { high = middle }
  }
  return low
}

/// `Mặt trận Tổ quốc (MTTQ)`, where `next` is the first word in the bracket.
private func explainedInside(
  _ text: Span<UInt8>, _ bracket: Int, _ words: [Token], _ wholes: [Token], _ next: Int,
  _ forms: borrowing FormTable
) -> Acronym? {
  guard next < words.count, Int(words[next].start) == bracket + 1 else { return nil }
  var index = next
  while index + 1 < words.count, index - next < 6,
    introductions.contains(Array(forms.canonical(words[index].form)))
  {
    index += 1
  }
  let short = joined(words[index], wholes) { $0.start == words[index].start } ?? words[index]
  guard let letters = acronymLetters(text, short) else { return nil }
  let close = skipBlanks(text, from: Int(short.end))
  guard close < text.count, text[close] == UInt8(ascii: ")"),
    let first = match(letters, endingBefore: next, words, forms)
  else { return nil }
  return Acronym(words, short: short, long: first..<next)
}

/// `MTTQ (Mặt trận Tổ quốc)`, where `next` is the first word in the bracket.
private func explainedBefore(
  _ text: Span<UInt8>, _ bracket: Int, _ words: [Token], _ wholes: [Token], _ next: Int,
  _ forms: borrowing FormTable
) -> Acronym? {
  guard next > 0, skipBlanks(text, from: Int(words[next - 1].end)) == bracket else { return nil }
  let short = joined(words[next - 1], wholes) { $0.end == words[next - 1].end } ?? words[next - 1]
  guard let letters = acronymLetters(text, short),
    let last = bracketEnd(text, words, next - 1),
    match(letters, endingBefore: last + 1, words, forms) == next
  else { return nil }
  return Acronym(words, short: short, long: next..<(last + 1))
}

/// The whole form of `TN&MT` or `GD-ĐT`, of which a word is the part at one end.
private func joined(
  _ word: Token, _ wholes: [Token], where meets: (Token) -> Bool
) -> Token? {
  // Those of a text are in the order of their last parts; only dates are in between, none of them
  // beside a short form.
  var low = 0
  var high = wholes.count
  while low < high {
    let middle = (low + high) / 2
    if wholes[middle].end < word.end { low = middle + 1 } else { high = middle }
  }
  return wholes[low...].prefix(4).first(where: meets)
}

extension Acronym {
  fileprivate init(_ words: [Token], short: Token, long: Range<Int>) {
    self.short = Int(short.start)..<Int(short.end)
    self.long = Int(words[long.lowerBound].start)..<Int(words[long.upperBound - 1].end)
    shortForm = short.form
    longForms = words[long].map(\.form)
  }
}

/// The letters of a short form: two to ten capitals, nothing else but the signs that join a whole
/// form of them.
private func acronymLetters(_ text: Span<UInt8>, _ word: Token) -> [Letter]? {
  guard 2...30 ~= word.end - word.start else { return nil }
  var letters: [Letter] = []
  var index = Int(word.start)
  while index < Int(word.end) {
    let scalar = nextScalar(text, &index)
    if word.kind == .whole, isJoint(scalar) { continue }
    guard let letter = Letter(scalar), letter.isCapital, letter.tone == .level else { return nil }
    letters.append(letter)
  }
  return 2...10 ~= letters.count ? letters : nil
}

/// `&`, `.`, a hyphen.
private func isJoint(_ scalar: UInt32) -> Bool {
  scalar == 0x26 || scalar == 0x2E || scalar == 0x2D || scalar == 0x2010 || scalar == 0x2011
}

/// The index of the last word in the bracket that opens behind a word.
private func bracketEnd(_ text: Span<UInt8>, _ words: [Token], _ index: Int) -> Int? {
  var last = index
  while last + 1 < words.count, last - index < 20 {
    last += 1
    let close = skipBlanks(text, from: Int(words[last].end))
    if close < text.count, text[close] == UInt8(ascii: ")") { return last }
  }
  return nil
}

/// The index of the word the long form begins with, where the words before `end` have the letters
/// as their initials. Words are at consecutive positions in one sentence.
private func match(
  _ letters: [Letter], endingBefore end: Int, _ words: [Token], _ forms: borrowing FormTable
) -> Int? {
  guard end > 0, let last = letters.last, isInitial(last, of: forms.canonical(words[end - 1].form))
  else { return nil }
  return match(letters.dropLast(), before: end - 1, words, forms)
}

/// The same for the letters that are left, given that the word at `next` has one.
private func match(
  _ letters: ArraySlice<Letter>, before next: Int, _ words: [Token], _ forms: borrowing FormTable
) -> Int? {
  guard let letter = letters.last else { return next }
  guard next > 0, areNeighbours(words[next - 1], words[next]) else { return nil }
  let canonical = forms.canonical(words[next - 1].form)
  // In `tổ chức cho vay (TCV)` the C is not the one of cho.
  if isInitial(letter, of: canonical),
    let first = match(letters.dropLast(), before: next - 1, words, forms)
  {
    return first
  }
  guard skippable.contains(Array(canonical)) else { return nil }
  return match(letters, before: next - 1, words, forms)
}

private func areNeighbours(_ left: Token, _ right: Token) -> Bool {
  left.position + 1 == right.position && !right.startsSentence
}

private func isInitial(_ letter: Letter, of canonical: ArraySlice<UInt8>) -> Bool {
  let word = Array(canonical)
  var index = 0
  guard !word.isEmpty, let initial = Letter(nextScalar(word.span, &index)) else { return false }
  if letter.base == UInt8(ascii: "w") {
    return initial.base == UInt8(ascii: "w")
      || initial.base == UInt8(ascii: "u") && initial.shape == .horn
  }
  return letter.base == initial.base && letter.hasStroke == initial.hasStroke
    && (letter.shape == .none || letter.shape == initial.shape)
}

/// Words without a letter in the short form.
private let skippable: Set<[UInt8]> = Set(
  "và của các cho về tại ở trong".split(separator: " ").map { Array($0.utf8) })

/// Words between a bracket and the short form it brings.
private let introductions: Set<[UInt8]> = Set(
  "sau đây được gọi chung viết tắt là".split(separator: " ").map { Array($0.utf8) })
