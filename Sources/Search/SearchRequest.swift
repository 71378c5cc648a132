package import Documents
package import InvertedIndex

/// A question to a snapshot.
package struct SearchRequest: Sendable {
  /// What a person typed.
  package var text: String
  /// How many of the words a document must have.
  package var match: Match = .most
  package var accents: Accents = .auto
  package var syntax: Syntax = .lenient
  /// What a document must be, apart from the words. Without words all documents that meet it are
  /// found.
  package var filter: SearchFilter?
  /// The column that hits are in the order of; nil for their scores, the best first. Without words
  /// all documents are found.
  package var sort: SortOrder?
  /// Columns whose values are counted over all documents that match.
  package var facets: [FacetRequest] = []
  /// Columns that other indexes of the same search have: no mistake if this one does not.
  package var otherColumns: [String] = []
  /// Hits to leave out before the first.
  package var offset = 0
  /// Hits to return at most.
  package var limit = 10
  /// Whether it is one of many pages that follow each other, or of several indexes that are searched
  /// together: then it may go deeper.
  package var isPartOfMore = false
  /// Whether fewer words may be required where nothing has those asked for.
  package var isRelaxable = true
  /// What comes with each hit.
  package var content: Content = .full
  /// Whether each hit says what its score is made of.
  package var explains = false
  /// Whether it is looked for what may have been meant, where few documents are found.
  package var corrects = false
  /// What is shown once; nil for every document by itself.
  package var collapse: Collapse?
  package var snippets = SnippetOptions()
  /// Whether matches are shown at all: without it titles have no marks, and there are no snippets.
  package var showsMatches = true
  /// Whether `total` must be exact. Without it documents that cannot be among the best are not
  /// looked at, and `total` may be too low.
  package var countsTotal = true
  /// Of the words that begin with `abc*` so many count for the order of hits, the most frequent
  /// ones; all of them are found.
  package var scoredTerms = 4096
  package var deadline: Deadline?
  package var weights = RankingWeights()
  /// Words that mean the same in this archive.
  package var synonyms = SynonymSets()
  /// How unaccented words are read in this archive, where it is known.
  package var readings: ReadingModel?
  /// What is known of how words of this archive are misspelled.
  package var spellings: KnownSpellings?

  package init(_ text: String) { self.text = text }

  /// How many of the plain words a document must have to be found. Phrases, `+` and `-` always
  /// bind.
  package enum Match: String, Sendable, CaseIterable {
    case any
    /// All words up to three, then three quarters of them, relaxed when nothing is found.
    case most
    case all
  }

  /// What the marks of a word mean.
  package enum Accents: String, Sendable, CaseIterable {
    /// Marks that were typed bind, a syllable without marks matches any.
    case auto
    /// Every syllable is meant exactly as typed.
    case exact
    /// Marks do not count.
    case fold
  }

  package enum Collapse: String, Sendable, CaseIterable {
    /// Texts that are nearly the same, see `NearDuplicates`.
    case nearDuplicate = "near_duplicate"
  }

  package enum Syntax: String, Sendable, CaseIterable {
    /// An operator counts where it is well formed, and is text elsewhere. Never fails.
    case lenient
    /// What is not well formed is an error with its position.
    case strict
  }

  package enum Content: Sendable {
    /// Key and score only.
    case keys
    /// The stored document without its text, marks in its title, snippets.
    case full
  }
}

/// What a search may hold and return.
package enum SearchLimit {
  package static let queryBytes = 4096
  /// Phrases, groups and words with a sign.
  package static let clauses = 64
  /// Words in all. In lenient syntax the rest is left out with a warning.
  package static let words = 512
  package static let filterBytes = 1 << 16
  package static let filterConditions = 256
  /// Brackets and NOT within each other.
  package static let filterDepth = 64
  /// How far apart words of a phrase and of NEAR may be.
  package static let slop = 100
  /// Columns whose values are counted in one search.
  package static let facets = 32
  /// How many edits a `~` may ask for.
  package static let edits = 2
  /// The largest factor behind a `^`.
  package static let boost = 1000
  /// So many words a pattern with `*` or `?` inside stands for at most, the most frequent ones.
  package static let patternWords = 1000
  /// So many words a word with a `~` stands for at most, the nearest ones.
  package static let fuzzyWords = 50
  package static let hits = 1000
  /// `offset + limit`.
  package static let depth = 10_000
  /// The same for pages that follow each other.
  package static let manyPages = 1_000_000
}

/// How snippets are cut.
package struct SnippetOptions: Sendable {
  /// Passages of a hit.
  package var count = 2
  /// About so many bytes of text each.
  package var length = 240

  package init() {}
}

/// When a search must stop.
package struct Deadline: Sendable {
  /// Since `origin`, not an instant: how large one is is known only when the program runs, and so it
  /// would be for whatever holds a deadline, which the compiler then copies and destroys by tables.
  private let end: Duration
  private let isAbandoned: @Sendable (ContinuousClock.Instant) -> Bool

  private static let origin = ContinuousClock.now

  /// - Parameters:
  ///   - start: when the time began to run.
  ///   - isAbandoned: says, told what time it is, that nobody waits for the answer any more. It is
  ///     asked by the thread that searches, every fraction of a millisecond.
  package init(
    after duration: Duration, from start: ContinuousClock.Instant = .now,
    orWhen isAbandoned: @escaping @Sendable (ContinuousClock.Instant) -> Bool = { _ in false }
  ) {
    end = Self.origin.duration(to: start) + duration
    self.isAbandoned = isAbandoned
  }

  package var hasPassed: Bool {
    let now = ContinuousClock.now
    return isAbandoned(now) || Self.origin.duration(to: now) >= end
  }
}

/// What a search found.
package struct SearchReply: Sendable {
  /// Documents that match, exactly.
  package var total = 0
  package var hits: [Hit] = []
  /// In the order in which they were asked for.
  package var facets: [Facet] = []
  package var match: SearchRequest.Match = .most
  /// So many of `wordCount` words a document had to have.
  package var requiredWords = 0
  package var wordCount = 0
  /// True when no document had the words asked for and fewer were required instead.
  package var relaxed = false
  /// True when too few documents had the marks typed and other marks were let in, ranked lower.
  package var widened = false
  /// What the query was read as.
  var root: QueryNode?
  /// The query as it was read, in its own syntax: written when it is asked for.
  package var understood: String { root?.description ?? "" }
  /// How the words may have been meant, where none has a mark.
  var reading: QueryReading?
  /// How the query may have been meant, best first, where it has no marks: worked out when it is asked
  /// for.
  package var readings: [TextReading] { reading?.texts ?? [] }
  /// Other words that were searched for as well.
  package var expansions: [Expansion] = []
  /// What may have been meant, where few documents have what was typed.
  package var corrections: [Correction] = []
  /// What the beginnings of words stand for.
  package var prefixes: [Prefix] = []
  package var warnings: [QueryWarning] = []
  /// True when the deadline cut the search: total and hits are of a part of the index.
  package var timedOut = false

  package init() {}

  /// The words that a beginning stands for.
  package struct Prefix: Sendable, Equatable {
    /// As typed, without the star.
    package var text: String
    /// Different words of the archive, in their folded form where marks do not count.
    package var words: Int
    /// So many of them count for the order of hits.
    package var scored: Int
  }

  /// Other words for some of the query.
  package struct Expansion: Sendable, Equatable {
    /// The words of the query, as typed.
    package var words: String
    /// What documents may say instead.
    package var also: String
    package var reason: Reason

    package enum Reason: String, Sendable {
      /// Another way to write a name.
      case variant
      /// A short form, or what it stands for.
      case acronym
      /// People said that they mean the same.
      case synonym
    }
  }
}

/// One document found.
package struct Hit: Sendable {
  package var key: String
  /// 0 where hits are in another order.
  package var score: Float
  /// The value of the column that hits are in the order of.
  package var sortValue: ColumnValue?
  /// The stored document, unless only keys were asked for. Without its text, which is shown by
  /// snippets; `AllHits` has it.
  package var document: Document?
  /// Matched words in the title, as ranges of UTF-8 bytes.
  package var titleMarks: [Range<Int>] = []
  package var snippets: [Snippet] = []
  /// What the score is made of, where that was asked for.
  package var explanation: Contribution?
  /// The keys of hits that this one stands for, in the order of the ranking.
  package var duplicates: [String] = []

  package var title: String { document?.title ?? "" }
  package var source: String { document?.provenance.source ?? "" }
}

/// A passage of a hit, in the document's own spelling.
package struct Snippet: Sendable, Equatable {
  package var text: String
  /// Matched words, as ranges of UTF-8 bytes of `text`.
  package var marks: [Range<Int>]
  package var kind: Block.Kind
  /// The page, from 1, of its first matched word; nil where the document has no pages.
  package var page: Int?
  /// True when text was left out before or after.
  package var isCutBefore: Bool
  package var isCutAfter: Bool
}

/// Something in the query that was read as plain text.
package struct QueryWarning: Sendable, Equatable {
  package var message: String
  /// UTF-8 offset in the query.
  package var byte: Int
}
