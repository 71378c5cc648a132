import InvertedIndex
import Vietnamese

/// Reads a query that was typed with Telex or VNI keys while the input method was off
/// (`mawtj traajn`, `mat85 tra65n`).
///
/// Never at the cost of a real word (VIETNAMESE text rules for typed-raw queries): a word is
/// decoded only when no document has it as it stands, its decoded form is in the index, and every
/// other word of the query can be decoded too or looks like a syllable.
enum TypedKeys {
  /// The query with its words decoded, or nil where it is meant as it stands.
  static func decode(_ root: QueryNode, in snapshot: Snapshot) -> QueryNode? {
    var decoded: [QueryWord: QueryWord] = [:]
    let isAsTyped = root.anyWord { word in
      if word.isMarked { return false }
      guard let typed = decodeTyped(word.surface.utf8Span.span),
        !snapshot.hasFolded(word.folded)
      else {
        return !looksLikeSyllable(word.canonical.span) && word.isLetters && !word.isShortForm
      }
      // TW is no tư typed with Telex.
      if word.isShortForm { return false }
      var meant = word
      meant.canonical = typed.canonical
      meant.folded = folded(typed.canonical.span)
      meant.surface = String(decoding: typed.canonical, as: UTF8.self)
      decoded[word] = meant
      return !snapshot.hasCanonical(meant.canonical, foldedAs: meant.folded)
    }
    if isAsTyped { return nil }
    if decoded.isEmpty { return nil }
    return root.mapWords { decoded[$0] ?? $0 }
  }
}

extension QueryWord {
  fileprivate var isShortForm: Bool {
    !AcronymList.standard.entries(shortFoldedAs: folded).isEmpty
  }

  /// True for words with nothing but ASCII letters.
  fileprivate var isLetters: Bool {
    surface.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
  }
}

extension Snapshot {
  fileprivate func hasFolded(_ key: [UInt8]) -> Bool {
    segments.contains { $0.segment.foldedTerm(key) != nil }
  }

  fileprivate func hasCanonical(_ key: [UInt8], foldedAs folded: [UInt8]) -> Bool {
    segments.contains { $0.segment.canonicalTerm(key, foldedAs: folded) != nil }
  }
}
