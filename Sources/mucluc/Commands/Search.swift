import ArgumentParser
import Client
import Wire

struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find documents.",
    discussion: """
      Type words with or without diacritics. "…" finds a phrase, -word excludes,
      +word requires; there are also fields (title:, author:, date:2020..2022),
      NEAR/5, wild?cards, fuzzy~, ^2 and 2 of (…): mucluc help syntax tells all of
      it. Whatever is not well formed counts as text. Words after -- are never
      options.

      A filter compares fields: date, source, author, id and whatever documents
      have. Operators are = != < <= > >= IN [a, b] EXISTS AND OR NOT and brackets; a
      date is a year, month or day and stands for all of it; 2020..2022 is a range;
      a star stands for any end. Values of several words go into quotes. Without
      words a filter or an order finds all documents.

      EXAMPLES
        mucluc search mat tran to quoc
        mucluc search mat tran --filter 'date >= 2022 AND source = /srv/tin/*' --sort -date
        mucluc search mat tran -n 0 --facet date:year --facet source:20
        mucluc search Uỷ ban Mặt trận -n 5
        mucluc search --json -- '"lan tỏa"' -covid | jq -r '.hits[].id'
        mucluc search --batch queries.jsonl -n 100 --format trec > run.txt

      A batch has a query a line, {"_id":"q1","text":"…"}; its words are
      alternatives (--match any) unless told otherwise. A trec line is: query-id Q0
      document-id rank score tag.
      """)

  @OptionGroup var options: QueryOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "score, or a field: date from the oldest on, -date from the newest on.", valueName: "field"),
    completion: .orders)
  var sort = "score"

  @Option(
    name: [.customShort("f"), .customLong("facet")],
    help: ArgumentHelp(
      "Count the values of a field: source, date:year, author:20. May be repeated.",
      valueName: "field"), completion: .fields)
  var facets: [FacetQuery] = []

  @Option(name: [.customShort("n"), .long], help: "Hits to show: 10, or what the settings say.")
  var limit: Int?

  @Option(help: "Hits to pass over.")
  var offset = 0

  @Option(
    help: ArgumentHelp(
      "In the place of --offset: '*' for the first of pages of one moment, then what it says.",
      valueName: "cursor"))
  var cursor: String?

  @Option(help: "text, json (the daemon's reply), ids, tsv (rank, score, id, title) or trec.")
  var format: Format?

  @Flag(help: "Short for --format json.")
  var json = false

  @Option(help: "auto, always or never.")
  var color: Terminal.Colour = .auto

  @Option(help: ArgumentHelp("Pieces of text for each hit, 0 to 10.", valueName: "n"))
  var snippets = 2

  @Flag(help: "Show texts that are nearly the same once, with their number.")
  var collapse = false

  @Flag(help: "Show below each hit what its score is made of.")
  var explain = false

  @Option(help: ArgumentHelp("Queries, one JSON object a line; - for standard input."))
  var batch: String?

  @Option(help: "The last word of each trec line.")
  var tag = "mucluc"

  @Argument(help: "The query; several words are joined.")
  var query: [String] = []

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case ids
    case tsv
    case trec
  }

  func validate() throws {
    if batch != nil, !query.isEmpty { throw ValidationError("Give a query or --batch, not both.") }
    if Set(facets.map(\.field)).count < facets.count {
      throw ValidationError("--facet counts a field once: give each a single time.")
    }
    if cursor != nil, offset != 0 { throw ValidationError("Give --cursor or --offset, not both.") }
    if json, format != nil, format != .json { throw ValidationError("--json is --format json.") }
    if batch == nil, format == .trec { throw ValidationError("--format trec goes with --batch.") }
    guard (0...10).contains(snippets) else { throw ValidationError("--snippets is 0 to 10.") }
    let limit = limit ?? Wire.defaultLimit
    guard (0...Wire.maximumLimit).contains(limit) else {
      throw ValidationError("--limit is 0 to \(Wire.maximumLimit).")
    }
    guard (0...Wire.maximumOffsetPlusLimit - limit).contains(offset) else {
      throw ValidationError("--offset and --limit are \(Wire.maximumOffsetPlusLimit) at most.")
    }
  }

  func run() throws {
    // Not checked earlier: an unknown option is to be named first.
    if batch == nil, query.isEmpty, options.filter == nil, Sort(text: sort) == nil, facets.isEmpty {
      throw ValidationError("Say what to search for.")
    }
    let format = json ? .json : format ?? .text
    if let batch {
      var first = template("")
      first.match = options.match ?? .any
      try BatchSearch(
        archive: options.daemon.archive(), template: first,
        format: self.format == nil && !json ? .trec : format, tag: tag
      ).run(file: batch)
    } else {
      try run(template(query.joined(separator: " ")), format)
    }
  }

  private func template(_ text: String) -> SearchQuery {
    var query = options.query(text)
    query.sort = Sort(text: sort)
    if let limit { query.limit = limit }
    query.offset = offset
    query.cursor = cursor
    query.facets = facets
    query.explains = explain
    query.collapse = collapse ? .nearDuplicate : nil
    query.namesDuplicates = collapse
    if snippets > 0 { query.highlight?.fragments = snippets } else { query.highlight = nil }
    return query
  }

  private func run(_ query: SearchQuery, _ format: Format) throws {
    let archive = options.daemon.archive()
    var output = Output()
    let isEmpty: Bool
    if format == .json {
      let reply = try options.asking(query) { () throws(ClientError) in
        try archive.searchJSON(query)
      }
      output.write(line: reply.json)
      isEmpty = reply.total.value == 0
    } else {
      let results = try options.asking(query) { () throws(ClientError) in
        try archive.search(query)
      }
      for warning in results.query.warnings { Output.say("note: " + Safe.line(warning)) }
      print(results, format, to: &output)
      isEmpty = results.total.value == 0
    }
    output.flush()
    if isEmpty { throw Exit.nothingFound }
  }

  private func print(_ results: SearchResults, _ format: Format, to output: inout Output) {
    switch format {
    case .ids:
      for hit in results.hits { output.write(hit.id + "\n") }
    case .tsv:
      for (index, hit) in results.hits.enumerated() {
        let fields = [
          String(results.offset + index + 1), Numbers.decimal(hit.score, 4), hit.id, hit.title,
        ]
        output.write(fields.map(Safe.line).joined(separator: "\t") + "\n")
      }
    case .text, .json, .trec:
      let terminal = Terminal(color)
      HitPrinter(terminal: terminal).print(results, to: &output)
      FacetPrinter(terminal: terminal).print(results.facets, to: &output)
      if let next = results.cursor {
        output.write(terminal.dim("next page: --cursor \(Shell.quoted(next))") + "\n")
      }
    }
  }
}
