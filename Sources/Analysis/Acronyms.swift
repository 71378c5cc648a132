import Vietnamese

/// A short form a text explains, and the words it stands for, as byte ranges of the text.
package struct Acronym: Sendable, Equatable {
  package var short: Range<Int>
  package var long: Range<Int>
}

/// The acronyms a text explains in brackets: `Mặt trận Tổ quốc (MTTQ)`, `MTTQ (Mặt trận Tổ quốc)`.
///
/// The letters of the short form are the initials of the words right beside the bracket, in order.
/// Đ is only an initial of đ, a marked vowel only of itself, and W is the ư of Trung ương. The words
/// và, của, các, cho, về, tại, ở, trong may be left out.
///
/// After Schwartz and Hearst 2003, A Simple Algorithm for Identifying Abbreviation Definitions in
/// Biomedical Text (doi:10.1142/9789812776303_0042); theirs lets letters come from inside words,
/// which Vietnamese does not do.
///
/// - Parameters:
///   - text: the text that was analyzed.
///   - tokens: its tokens, as the analyzer gave them.
///   - forms: the table of the analyzer that gave them.
package func acronyms(
  in text: Span<UInt8>, tokens: ArraySlice<Token>, forms: borrowing FormTable
) -> [Acronym] {
  let words = tokens.filter { $0.kind == .word }
  let letters = words.map { acronymLetters(text, $0) }
  var found: [Acronym] = []
  for index in words.indices {
    guard let short = letters[index] else { continue }
    let range = Int(words[index].start)..<Int(words[index].end)
    if isBracketed(text, range),
      let first = match(short, endingBefore: index, words, forms)
    {
      let long = Int(words[first].start)..<Int(words[index - 1].end)
      found.append(Acronym(short: range, long: long))
    } else if let last = bracketEnd(text, after: range.upperBound, words, index),
      match(short, endingBefore: last + 1, words, forms) == index + 1
    {
      let long = Int(words[index + 1].start)..<Int(words[last].end)
      found.append(Acronym(short: range, long: long))
    }
  }
  return found
}

/// The letters of a short form: two to ten capitals, nothing else.
private func acronymLetters(_ text: Span<UInt8>, _ word: Token) -> [Letter]? {
  guard 2...30 ~= word.end - word.start else { return nil }
  var letters: [Letter] = []
  var index = Int(word.start)
  while index < Int(word.end) {
    guard let letter = Letter(nextScalar(text, &index)), letter.isCapital, letter.tone == .level
    else { return nil }
    letters.append(letter)
  }
  return 2...10 ~= letters.count ? letters : nil
}

private func isBracketed(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
  let end = skipBlanks(text, from: range.upperBound)
  guard end < text.count, text[end] == UInt8(ascii: ")") else { return false }
  return range.lowerBound > 0 && text[range.lowerBound - 1] == UInt8(ascii: "(")
}

/// The index of the last word in the bracket that opens behind a short form.
private func bracketEnd(
  _ text: Span<UInt8>, after end: Int, _ words: [Token], _ index: Int
) -> Int? {
  let open = skipBlanks(text, from: end)
  guard open < text.count, text[open] == UInt8(ascii: "(") else { return nil }
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
