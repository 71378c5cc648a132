import Documents
import InvertedIndex

/// Why a document has the place it has among the hits of a query, or none.
package struct Explanation: Sendable {
  /// The document's key.
  package var key: String
  package var outcome: Outcome
  /// 1 for the best hit; nil where it is no hit, or one beyond `SearchLimit.depth`.
  package var rank: Int?
  /// Documents that match the query.
  package var total = 0
  /// What the score is made of: a tree whose parts add up. Of a document that does not match, what
  /// the words it has would be worth. Nil where there is no such document, and where hits are in
  /// the order of a column.
  package var score: Contribution?
  /// True where neighbours and readings were looked for in the document itself, as they are in the
  /// first hits; the score of all others has neighbours in any marks, from their lists.
  package var isLookedAgain = false
  /// In words: what the document lacks, or why it is not on the page. Empty for a hit of the page.
  package var reasons: [String] = []
  /// The key most like the one asked for, where there is no such document.
  package var nearest: String?
  /// How the query was read.
  package var reply = SearchReply()

  package enum Outcome: String, Sendable {
    /// On the page that was asked for.
    case found
    /// A hit, before or behind the page.
    case offPage = "off_page"
    /// It lacks something that the query asks for.
    case notMatched = "not_matched"
    case filteredOut = "filtered_out"
    case deleted
    case missing
  }

  package init(key: String, outcome: Outcome) {
    self.key = key
    self.outcome = outcome
  }
}

/// A summand of a score, and what it is made of.
package struct Contribution: Sendable, Equatable {
  package var kind: Kind
  /// The word or words as typed; forms as the index files them.
  package var text: String
  /// What it adds to the score. The values of parts add up to it.
  package var value: Float
  /// BM25's share: `frequency / (frequency + norm)`; nil of sums.
  package var frequency: Float?
  /// Where it stands, unweighted; nil where places do not count.
  package var places: FieldCounts?
  /// BM25's inverse document frequency, logarithm of odds; never below 0.
  package var rarity: Float?
  /// What an occurrence is worth, or a pair against a word.
  package var weight: Float = 1
  package var parts: [Contribution] = []

  package enum Kind: String, Sendable {
    /// The whole score.
    case sum
    case word
    case prefix
    case phrase
    /// Two words of the query that stand side by side.
    case pair
    /// An unaccented word as it was probably meant.
    case reading
    /// A word of the document that counts for one of the query.
    case form
    /// Other words that count for those of the query.
    case alternative
  }

  package init(_ kind: Kind, _ text: String, value: Float) {
    self.kind = kind
    self.text = text
    self.value = value
  }
}

/// How often a word stands in the parts of a document.
package struct FieldCounts: Sendable, Equatable {
  package var title = 0
  package var body = 0
  /// In navigation and in headlines of other documents.
  package var low = 0

  package init(title: Int = 0, body: Int = 0, low: Int = 0) {
    self.title = title
    self.body = body
    self.low = low
  }

  var isEmpty: Bool { title + body + low == 0 }

  mutating func add(_ count: Int, in kind: ForwardDocument.Kind) {
    switch kind {
    case .title: title += count
    case .block(.related), .block(.boilerplate): low += count
    case .block: body += count
    }
  }

  static func += (left: inout FieldCounts, right: FieldCounts) {
    left.title += right.title
    left.body += right.body
    left.low += right.low
  }

  /// The frequency that BM25 counts.
  func weighted(_ weights: RankingWeights) -> Float {
    Float(title) * weights.title + Float(body) + Float(low) * weights.low
  }
}
