import TestSupport
import Vietnamese

/// What the program makes of the input of a case.
struct CaseAnswer {
  var canonical: String
  /// Nil where the section has nothing folded.
  var folded: String?
  /// Why there is no answer, or what speaks against it.
  var problem: String?

  init(to row: SharedCase, of section: CaseSection) {
    switch section {
    case .letters, .normalForms, .oldStyle, .misplaced, .quAndGi, .fixedPoints, .foreign,
      .lookalikes, .letterCase:
      self = .words(row.input)
    case .legacyBytes: self = .legacy(row.input)
    case .mojibake: self = .text(repair(row.input).text)
    case .typing: self = .typed(row.input, isIndexed: row.note.contains("index-time"))
    case .tokens:
      let read = IndexedText(row.input)
      self.init(canonical: read.canonical, folded: read.folded)
    case .match: self = .match(row.input)
    case .alternates: self = .alternates(row.input)
    case .acronyms: self.init(canonical: IndexedText(row.input).acronyms)
    }
  }

  private init(canonical: String = "", folded: String? = nil, problem: String? = nil) {
    self.canonical = canonical
    self.folded = folded
    self.problem = problem
  }

  /// Each word in its two keys; what the index makes of a word must be the same.
  private static func words(_ text: String) -> CaseAnswer {
    let words = text.split(separator: " ").map { wordForms(of: String($0)) }
    let canonical = words.map { string($0.canonical) }.joined(separator: " ")
    let folded = words.map { string($0.folded) }.joined(separator: " ")
    var answer = CaseAnswer(canonical: canonical, folded: folded)
    let read = IndexedText(text)
    let isSame = scalars(read.canonical + read.folded) == scalars(canonical + folded)
    if text.unicodeScalars.allSatisfy(isOfWord), !isSame {
      answer.problem = "the index has \(read.canonical) and \(read.folded)"
    }
    return answer
  }

  /// A text with each word in its two keys; all else as it stands.
  private static func text(_ text: String) -> CaseAnswer {
    CaseAnswer(
      canonical: mapWords(of: text) { string(wordForms(of: $0).canonical) },
      folded: mapWords(of: text) { string(wordForms(of: $0).folded) })
  }

  /// `CHARSET:hex bytes`, `VIQR:text`, or legacy text that was stored as Unicode.
  private static func legacy(_ text: String) -> CaseAnswer {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let charset = Charset(label: parts[0]) else {
      return .text(repair(text).text)
    }
    let bytes = charset == .viqr ? Array(parts[1].utf8) : hexadecimal(parts[1])
    var answer = CaseAnswer.text(decode(bytes, as: charset).text)
    // VIQR is told from ASCII in long texts only; all others by what they spell.
    let found = decode(bytes, declared: charset == .viqr ? parts[0] : nil)
    if CaseAnswer.text(found.text).canonical != answer.canonical {
      answer.problem = "told as \(found.charset.rawValue): \(found.text)"
    }
    return answer
  }

  /// The index never reads keys; a query may.
  private static func typed(_ word: String, isIndexed: Bool) -> CaseAnswer {
    if isIndexed { return .words(word) }
    let typed = decodeTyped(Array(word.utf8).span)
    return .text(typed.map { string($0.canonical) } ?? word)
  }

  /// `query => document`, word by word: the worst class of all.
  private static func match(_ text: String) -> CaseAnswer {
    guard let pairs = wordPairs(in: text, between: " => ") else {
      return CaseAnswer(problem: "not `query => document` with as many words")
    }
    let worst = pairs.map { matchClass(query: $0.span, document: $1.span) }.min() ?? .none
    let names: [MatchClass: String] = [.exact: "X", .wider: "W", .foldedOnly: "N", .none: "0"]
    return CaseAnswer(canonical: names[worst] ?? "")
  }

  /// `a ~ b`: does each word stand for the other, in both directions?
  private static func alternates(_ text: String) -> CaseAnswer {
    guard let pairs = wordPairs(in: text, between: " ~ ") else {
      return CaseAnswer(problem: "not `a ~ b` with as many words")
    }
    let meet = pairs.allSatisfy { left, right in
      left == right
        || spellingAlternate(of: left.span) == right && spellingAlternate(of: right.span) == left
    }
    return CaseAnswer(canonical: meet ? "alt" : "no")
  }
}

/// Canonical keys of the words on either side, in pairs.
private func wordPairs(in text: String, between sign: String) -> [([UInt8], [UInt8])]? {
  let sides = text.split(separator: sign).map { side in
    side.split(separator: " ").map { wordForms(of: String($0)).canonical }
  }
  guard sides.count == 2, sides[0].count == sides[1].count else { return nil }
  return Array(zip(sides[0], sides[1]))
}

private func mapWords(of text: String, _ change: (String) -> String) -> String {
  var result = ""
  var word = ""
  for scalar in text.unicodeScalars {
    if isOfWord(scalar) {
      word.unicodeScalars.append(scalar)
      continue
    }
    result += word.isEmpty ? "" : change(word)
    word = ""
    result.unicodeScalars.append(scalar)
  }
  return result + (word.isEmpty ? "" : change(word))
}

/// True for what stands inside of words: letters, digits, marks, invisible scalars. A zero-width
/// space may part words.
private func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
  let properties = scalar.properties
  if properties.isDefaultIgnorableCodePoint { return scalar.value != 0x200B }
  return properties.isAlphabetic || properties.numericType != nil
    || properties.generalCategory == .nonspacingMark
}

private func hexadecimal(_ text: String) -> [UInt8] {
  text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
}
