import Vietnamese

/// The class of a prefix and a document word whose folded form begins with that of the prefix,
/// both canonical: `matchClass`, with the end of the word left open.
///
/// Shapes and strokes are compared letter by letter. A tone that was typed may stand anywhere in
/// the word, since its place is a matter of spelling and moves with the letters that follow: `hò*`
/// is the beginning of hoàng. Without a typed tone, one on a typed letter is a mark
/// more, one on a later letter is not typed yet.
func prefixClass(query: Span<UInt8>, document: Span<UInt8>) -> MatchClass {
  var result = MatchClass.exact
  var asked = Letter.Tone.level
  var given = Letter.Tone.level
  var hasExtraTone = false
  var place = 0
  var other = 0
  while place < query.count {
    guard let typed = Letter(nextScalar(query, &place)), other < document.count,
      let own = Letter(nextScalar(document, &other)), typed.base == own.base
    else {
      // Foreign letters and separators of numbers meet in the folded form only, or as they are.
      return begins(document, with: query) ? .exact : .foldedOnly
    }
    if typed.tone != .level { asked = typed.tone }
    if own.tone != .level {
      given = own.tone
      hasExtraTone = true
    }
    if typed.shape == own.shape, typed.hasStroke == own.hasStroke { continue }
    guard typed.shape == own.shape || typed.shape == .none,
      typed.hasStroke == own.hasStroke || !typed.hasStroke
    else { return .foldedOnly }
    result = .wider
  }
  while given == .level, other < document.count {
    if let own = Letter(nextScalar(document, &other)) { given = own.tone }
  }
  if asked == .level { return hasExtraTone ? .wider : result }
  return asked == given ? result : .foldedOnly
}

private func begins(_ word: Span<UInt8>, with prefix: Span<UInt8>) -> Bool {
  guard word.count >= prefix.count else { return false }
  for index in prefix.indices where word[index] != prefix[index] { return false }
  return true
}
