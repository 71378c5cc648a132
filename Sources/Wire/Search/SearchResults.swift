/// The reply to a search: how many documents match, one page of them, and what was understood.
///
/// ```json
/// {"total":{"value":87,"relation":"eq"},
///  "hits":[{"id":"a.txt","score":14.27,"title":"…","source":"/srv/a.txt","collection":"main",
///           "snippets":[{"text":"… Mặt trận …","marks":[[4,16]],"html":"… <em>Mặt trận</em> …",
///                        "kind":"paragraph","page":47}]}],
///  "query":{"understood":"…","match":"most","words":4,"required":3,"relaxed":false,
///           "widened":false,"accents":"auto","warnings":[],
///           "expansions":[{"words":"MTTQ","also":"mặt trận tổ quốc","because":"acronym"}],
///           "readings":[{"text":"mặt trận","probability":0.93}]},
///  "limit":10,"offset":0,"took_us":412,"timed_out":false}
/// ```
public struct SearchResults: Sendable, Equatable {
  public var total: Total
  public var hits: [SearchHit]
  /// In the order in which they were asked for.
  public var facets: [FacetCounts] = []
  public var query: Understanding
  public var limit: Int
  public var offset: Int
  public var tookMicroseconds: Int
  /// What to send for the next page; nil past the last one, or where no cursor was sent.
  public var cursor: String?
  /// True when time ran out: the hits are the best of those seen.
  public var timedOut: Bool
  /// The query's `id`, in `msearch` replies.
  public var id: String?

  public init(
    total: Total, hits: [SearchHit], query: Understanding, limit: Int, offset: Int,
    tookMicroseconds: Int = 0, timedOut: Bool = false, id: String? = nil
  ) {
    self.total = total
    self.hits = hits
    self.query = query
    self.limit = limit
    self.offset = offset
    self.tookMicroseconds = tookMicroseconds
    self.timedOut = timedOut
    self.id = id
  }

  /// How many documents match.
  public struct Total: Sendable, Equatable {
    public var value: Int
    public var relation: Relation

    public init(_ value: Int, _ relation: Relation = .equal) {
      self.value = value
      self.relation = relation
    }

    public enum Relation: String, Sendable {
      case equal = "eq"
      /// There may be more: the search was cut short.
      case atLeast = "gte"
    }
  }

  /// How the query was read.
  public struct Understanding: Sendable, Equatable {
    /// The query in the words and operators that were searched for.
    public var understood: String
    /// What was asked of hits in the end.
    public var match: SearchQuery.Match
    public var accents: SearchQuery.Accents
    /// The query's words, and how many of them a hit had to have.
    public var words: Int
    public var required: Int
    /// True when fewer words were required because nothing had them all.
    public var relaxed: Bool
    /// True when other marks than those typed were let in, because too few documents had them.
    public var widened: Bool
    /// What was taken for plain text, or left out; a sentence each.
    public var warnings: [String]
    /// What may have been meant, where few documents have what was typed.
    public var corrections: [SpellResult.Correction] = []
    /// Other words that were searched for as well.
    public var expansions: [Expansion]
    /// How a query without marks may have been meant, best first, once the archive is known well
    /// enough.
    public var readings: [Reading]

    public init(
      understood: String, match: SearchQuery.Match, accents: SearchQuery.Accents, words: Int,
      required: Int, relaxed: Bool, widened: Bool = false, warnings: [String],
      expansions: [Expansion] = [], readings: [Reading] = []
    ) {
      self.understood = understood
      self.match = match
      self.accents = accents
      self.words = words
      self.required = required
      self.relaxed = relaxed
      self.widened = widened
      self.warnings = warnings
      self.expansions = expansions
      self.readings = readings
    }

    /// Other words for some of the query.
    public struct Expansion: Sendable, Equatable {
      /// The words of the query, as typed.
      public var words: String
      /// What documents may say instead.
      public var also: String
      /// `variant`: another way to write a name; `acronym`: a short form, or what it stands for;
      /// `synonym`: the collection has it so.
      public var because: String

      public init(words: String, also: String, because: String) {
        self.words = words
        self.also = also
        self.because = because
      }
    }

    /// The query with the marks that it may have been meant with.
    public struct Reading: Sendable, Equatable {
      public var text: String
      /// From 0 to 1.
      public var probability: Double

      public init(text: String, probability: Double) {
        self.text = text
        self.probability = probability
      }
    }
  }
}

/// A document found, and where in it.
public struct SearchHit: Sendable, Equatable {
  public var id: String
  public var score: Double
  public var title: String
  /// The matches in the title, like `Snippet.marks`.
  public var titleMarks: [Range<Int>]
  public var source: String
  public var collection: String
  /// The date the document gives itself, ISO 8601; empty when it gives none.
  public var date: String
  public var snippets: [Snippet]
  /// The fields asked for, as far as the document has them.
  public var fields: [DocumentRecord.Field]
  /// What the score is made of, where that was asked for.
  public var explanation: ScorePart?
  /// How many hits this one stands for, where those that are nearly the same are one.
  public var duplicates = 0
  /// Their ids, where they were asked for.
  public var duplicateIDs: [String] = []

  public init(
    id: String, score: Double, title: String, titleMarks: [Range<Int>] = [], source: String = "",
    collection: String = Wire.defaultCollection, date: String = "", snippets: [Snippet] = [],
    fields: [DocumentRecord.Field] = [], explanation: ScorePart? = nil
  ) {
    self.id = id
    self.score = score
    self.title = title
    self.titleMarks = titleMarks
    self.source = source
    self.collection = collection
    self.date = date
    self.snippets = snippets
    self.fields = fields
    self.explanation = explanation
  }

  /// A piece of the document's own text.
  public struct Snippet: Sendable, Equatable {
    /// Plain text in the document's spelling, with `…` where it was cut.
    public var text: String
    /// The matches, as offsets into `text` in the unit that was asked for (bytes by default).
    public var marks: [Range<Int>]
    /// The same as HTML: the text escaped, the matches between tags.
    public var html: String
    /// The kind of block it comes from: `paragraph`, `caption`, …
    public var kind: String
    /// The page of its first match, from 1; nil where the document has no pages.
    public var page: Int?

    public init(
      text: String, marks: [Range<Int>], html: String = "", kind: String = "", page: Int? = nil
    ) {
      self.text = text
      self.marks = marks
      self.html = html
      self.kind = kind
      self.page = page
    }
  }
}
