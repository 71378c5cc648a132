/// Repairs text that is Unicode already but was once read in the wrong charset.
///
/// - Character references left in the text: `Vi&#7879;t` (from HTML that was escaped twice).
/// - UTF-8 that was read as windows-1252, once or more: `Tiáº¿ng Viá»‡t`, word by word, with the
///   bytes 81 8D 8F 90 9D that get lost on the way found again.
/// - TCVN3 and VNI that were stored as if they were windows-1252: `TiÕng ViÖt`, `Tieáng Vieät`.
///
/// Every change must make the text a good deal likelier as Vietnamese; clean text of any language
/// comes back as it was. Linear in the text. Doing it twice changes nothing more.
package func repair(_ text: String) -> (text: String, repair: Repair) {
  var text = text
  text.makeContiguousUTF8()
  let utf8 = text.utf8
  guard let expanded = CharacterReferences.expand(utf8.span) else {
    guard let (bytes, repair) = repairStored(utf8.span) else { return (text, .none) }
    return (String(decoding: bytes, as: UTF8.self), repair)
  }
  var (bytes, repair) = repairStored(expanded.utf8.span) ?? (expanded.utf8, .none)
  repair.references = expanded.count
  return (String(decoding: bytes, as: UTF8.self), repair)
}

/// Sets right what was mis-stored in UTF-8; nil where nothing was.
///
/// What is repaired is looked at again until nothing changes, so that a second repair has nothing
/// to do; text that needs none is looked at once.
func repairStored(_ utf8: Span<UInt8>) -> (utf8: [UInt8], repair: Repair)? {
  guard var (bytes, repair) = repairOnce(utf8) else { return nil }
  for _ in 0..<4 {
    guard let (next, more) = repairOnce(bytes.span) else { break }
    bytes = next
    repair.mojibakeWords += more.mojibakeWords
    repair.restoredLetters += more.restoredLetters
    repair.legacy = repair.legacy ?? more.legacy
  }
  return (bytes, repair)
}

private func repairOnce(_ utf8: Span<UInt8>) -> (utf8: [UInt8], repair: Repair)? {
  var repair = Repair()
  if let mojibake = Mojibake.repair(utf8) {
    repair.mojibakeWords = mojibake.words
    repair.restoredLetters = mojibake.restoredLetters
    return (mojibake.utf8, repair)
  }
  if let legacy = StoredLegacy.repair(utf8) {
    repair.legacy = legacy.charset
    return (legacy.utf8, repair)
  }
  guard let guess = Mojibake.guess(utf8) else { return nil }
  repair.mojibakeWords = guess.words
  repair.restoredLetters = guess.restoredLetters
  return (guess.utf8, repair)
}
