/// # Suggestions
///
/// What somebody who has typed so much may go on to type: phrases that documents have, found in the
/// index itself, without any record of earlier queries.
///
/// The last word is taken for a beginning. With nothing before it, the frequent words that begin so
/// are completed to pairs with the words that most often follow them (`Followers`); with one word
/// before it, the neighbours of that word; with more, the places where those words stand are looked
/// at (`PhraseSample`). Each phrase is made longer while most of its places go on with the same word:
/// nearly all `mặt trận tổ` go on with `quốc`. What is shown is counted exactly, live documents only.
///
/// Marks that were typed bind, marks that were not are open, as in a search.

/// A phrase that documents have.
package struct Suggestion: Sendable, Equatable {
  /// In the spelling of documents, with their usual capitals. Words typed before those that were
  /// looked at stay as they are.
  package var text: String
  /// Documents that have the phrase; of the words looked at, where others stand before them.
  package var count: Int

  package init(text: String, count: Int) {
    self.text = text
    self.count = count
  }
}

/// What was found for a text.
package struct Suggestions: Sendable, Equatable {
  package var list: [Suggestion] = []
  /// True when the deadline came first: there may be better ones.
  package var timedOut = false

  package init() {}
}

/// A phrase on its way to being suggested.
struct SuggestedPhrase: Hashable {
  /// Canonical keys.
  var words: [[UInt8]]
  /// About how many documents have it.
  var estimate: Int

  var key: [UInt8] { Array(words.joined(separator: [UInt8(ascii: " ")])) }

  /// True when the other one is to come first: of equals the first by spelling.
  func precedes(_ other: SuggestedPhrase) -> Bool {
    estimate != other.estimate
      ? estimate > other.estimate : key.lexicographicallyPrecedes(other.key)
  }
}
