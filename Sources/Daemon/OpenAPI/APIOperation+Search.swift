import Wire

/// What asks for hits.
extension APIOperation {
  static let search = [
    APIOperation(
      "GET POST", "/v1/search", "A page of hits.", fields: Fields.search,
      reply: .json(.reference("SearchResults")), errors: Fields.searchErrors),
    APIOperation(
      "POST", "/v1/msearch", "A search a line, a reply a line.",
      body: .lines(.object(Fields.search)), reply: .lines(.reference("SearchResults"))),
    APIOperation(
      "GET POST", "/v1/count", "How many documents match.", fields: Fields.search,
      reply: .json(
        .open([
          .always("total", Components.total), .always("query", .reference("Understanding")),
          .always("took_us", .whole),
        ])),
      errors: Fields.searchErrors),
    APIOperation(
      "GET POST", "/v1/explain", "What the score of a document is made of, or what it lacks.",
      fields: Fields.search.map {
        $0.name == "id" ? Field("id", .text, "The document.", isRequired: true) : $0
      },
      reply: .json(
        .open([
          .always("id", .text), .always("collection", .text), .always("outcome", .text),
          .always("total", .whole), .always("reasons", .list(.text)), .always("took_us", .whole),
        ])),
      errors: Fields.searchErrors + [.documentNotFound]),
    APIOperation(
      "GET POST", "/v1/export", "All hits as lines, sent as they are read.",
      fields: [Field("format", .choice(of: ExportQuery.Format.self), "Lines of JSON, or CSV.")]
        + Fields.search.filter { !Fields.notExported.contains($0.name) }.map {
          $0.name == "limit"
            ? Field("limit", .integer(0...Int(Int32.max)), "Hits at most; all if not said.") : $0
        },
      reply: .linesOrText(.reference("Document")), errors: Fields.searchErrors),
    APIOperation(
      "GET POST", "/v1/collections/{collection}/documents/{id}/similar", "Documents like this one.",
      fields: Fields.search.filter { Fields.ofSimilar.contains($0.name) } + [
        Field(
          "copies", .truth,
          "Only texts nearly the same, the nearest first; the score is the share in common.")
      ],
      reply: .json(
        .open([
          .always("terms", .list(.open([.always("text", .text), .always("weight", .number)]))),
          .always("hits", .list(.reference("Hit"))),
        ])),
      errors: Fields.searchErrors + [.documentNotFound]),
    APIOperation(
      "GET POST", "/v1/collections/{collection}/documents/{id}/marks",
      "Where a query matches in the whole of a document.",
      fields: [
        Field("q", .text, "The query.", isRequired: true),
        Field("match", .choice(of: SearchQuery.Match.self)),
        Field("accents", .choice(of: SearchQuery.Accents.self)),
        Field("syntax", .choice(of: SearchQuery.Syntax.self)),
        Field("offsets", .choice(of: Highlight.Offsets.self)),
        Field("timeout_ms", .integer(1...30_000)),
      ],
      reply: .json(
        .open([
          .always("id", .text), .always("collection", .text), .always("title", .any),
          .always("blocks", .list(.any)), .always("count", .whole),
        ])),
      errors: Fields.searchErrors + [.documentNotFound]),
  ]

  /// Searches kept under names.
  static let saved = [
    APIOperation(
      "GET", "/v1/saved", "The searches that this user keeps.",
      reply: .json(.open([.always("saved", .list(savedSearch))]))),
    APIOperation(
      "GET", "/v1/saved/{saved}", "One of them.", reply: .json(savedSearch),
      errors: [.savedSearchNotFound]),
    APIOperation(
      "PUT", "/v1/saved/{saved}", "Keeps a search under a name.", fields: Fields.search,
      reply: .json(savedSearch, statuses: [200, 201]),
      errors: Fields.searchErrors + [.conflict, .diskFull]),
    APIOperation(
      "DELETE", "/v1/saved/{saved}", "Forgets one.",
      reply: .json(.open([.always("name", .text), .always("result", .text)])),
      errors: [.savedSearchNotFound, .diskFull]),
    APIOperation(
      "GET", "/v1/watch", "A line for each new document that saved searches find; without an end.",
      items: [Field("names", .list(.text), "All of them if not said.")], reply: .lines(.any),
      errors: [.savedSearchNotFound]),
  ]

  /// What is asked of texts.
  static let texts = [
    APIOperation(
      "GET POST", "/v1/parse", "The tree of a query as it is read.",
      fields: [
        Field("q", .text, "The query.", isRequired: true), Fields.collection,
        Field("accents", .choice(of: SearchQuery.Accents.self)),
        Field("syntax", .choice(of: SearchQuery.Syntax.self)),
      ],
      reply: .json(.open([.always("understood", .text), .always("notes", .list(.any))])),
      errors: Fields.searchErrors),
    APIOperation(
      "GET POST", "/v1/suggest", "Phrases that go on from an unfinished text.",
      fields: [
        Fields.words, Fields.collection, Field("limit", .integer(1...Wire.maximumSuggestions)),
        Field("timeout_ms", .integer(1...30_000)),
      ],
      reply: .json(
        .open([
          .always("suggestions", .list(Components.counted)), .always("timed_out", .truth),
          .always("took_us", .whole),
        ])),
      errors: Fields.searchErrors),
    APIOperation(
      "GET POST", "/v1/spell", "What a text was meant to be where it is misspelled.",
      fields: [Fields.words, Fields.collection, Field("timeout_ms", .integer(1...30_000))],
      reply: .json(
        .open([
          .always("corrections", .list(Components.counted)), .always("took_us", .whole),
        ])),
      errors: Fields.searchErrors),
    APIOperation(
      "GET POST", "/v1/diacritics", "A text with the marks it may have been meant with.",
      fields: [Fields.words, Fields.collection, Field("limit", .integer(1...10))],
      reply: .json(.open([.always("known", .truth), .always("readings", .list(.any))])),
      errors: Fields.searchErrors),
    APIOperation(
      "POST", "/v1/analyze", "The words of a text as the index sees them.",
      fields: [Field("text", .text, "The text.", isRequired: true)],
      reply: .json(.open([.always("tokens", .list(.any))]))),
  ]
}

private let savedSearch = Schema.open([.always("name", .text), .always("query", .any)])

/// Members that several requests have.
enum Fields {
  static let collection = Field(
    "collection", Components.pathSchema(of: "collection"), "The collection; main if not said.")
  static let words = Field("q", .text, "The text.", isRequired: true)
  static let wait = Field(
    "wait", .choice(of: TaskWait.self), "none: answered at once by a task, 202.")
  static let settlement = Field(
    "wait", .choice(of: Settlement.self), "When the change is answered; searchable if not said.")

  static let search = [
    Field("q", .text, "The query; may be left out with a filter, an order or facets."),
    Field("filter", .either([.text, .any]), "What a hit must be apart from the words."),
    Field("sort", .text, "score, or a field; -date puts the newest first."),
    Field(
      "facets", .either([.list(.text), .map(.any)]),
      "Fields whose values are counted over all that match."),
    Field("collection", .text, "The collection, several with commas, * for all."),
    Field("collections", .list(.text), "The same as a list."),
    Field("match", .choice(of: SearchQuery.Match.self), "How many of the words a hit must have."),
    Field("accents", .choice(of: SearchQuery.Accents.self), "What typed diacritics mean."),
    Field(
      "syntax", .choice(of: SearchQuery.Syntax.self), "strict: what is malformed is an error."),
    Field("limit", .integer(0...Wire.maximumLimit), "Hits on the page."),
    Field("offset", .integer(0...Wire.maximumOffsetPlusLimit), "Hits to pass over."),
    Field("cursor", .text, "* for the first page, then what the last reply says."),
    Field(
      "highlight",
      .truthOr([
        Field("fragments", .integer(1...10)), Field("fragment", .integer(40...2_000)),
        Field("pre", .text), Field("post", .text),
        Field("offsets", .choice(of: Highlight.Offsets.self)),
      ]), "Snippets: how many, how long, and what marks stand around a match."),
    Field("content", .choice(of: SearchQuery.Content.self), "keys: only id and score of each hit."),
    Field("fields", .list(.text), "Fields of documents to return with each hit."),
    Field("explain", .truth, "Whether each hit says what its score is made of."),
    Field("collapse", .choice(of: SearchQuery.Collapse.self), "Texts nearly the same once."),
    Field("duplicate_ids", .truth, "Whether a hit names those it stands for."),
    Field("timeout_ms", .integer(1...30_000), "Counted from the request's arrival."),
    Field("partial", .truth, "false: an error when time runs out."),
    Field("id", .text, "Comes back in the reply."),
  ]

  static let notExported = ["offset", "highlight", "facets", "content", "cursor"]
  static let ofSimilar = [
    "filter", "sort", "limit", "offset", "highlight", "fields", "timeout_ms",
  ]

  static let searchErrors: [Problem.Code] = [
    .querySyntax, .collectionNotFound, .timedOut, .indexCorrupt,
  ]
}
