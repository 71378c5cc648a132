import Wire

/// Schemas that several operations share.
enum Components {
  static let total = Schema.open([
    .always("value", .whole), .always("relation", .choice(["eq", "gte"])),
  ])
  static let counted = Schema.open([.always("text", .text), .always("count", .whole)])

  /// What can stand in a path.
  static func pathSchema(of name: String) -> Schema {
    switch name {
    case "collection", "snapshot", "saved": .pattern("^[a-z0-9][a-z0-9_-]{0,63}$")
    case "task": .integer(1...Int(Int32.max))
    default: .pattern("^[^\\u0000-\\u001F]{1,200}$")
    }
  }

  static let all: [(String, Schema)] = [
    (
      "Problem",
      .open([
        .always("type", .text), .always("title", .text), .always("status", .whole),
        .always("code", .choice(of: Problem.Code.self)), .always("detail", .text),
        Field("pointer", .text), Field("position", .any), Field("hint", .text),
        .always("request_id", .text),
      ])
    ),
    (
      "SearchResults",
      .open([
        .always("total", total), .always("hits", .list(.reference("Hit"))),
        .always("query", .reference("Understanding")), .always("limit", .whole),
        .always("offset", .whole), .always("took_us", .whole), .always("timed_out", .truth),
        Field("id", .text), Field("cursor", .text), Field("facets", .any),
        Field("facet_totals", .any),
      ])
    ),
    (
      "Hit",
      .open([
        .always("id", .text), .always("score", .number), Field("title", .text),
        Field("source", .text), Field("collection", .text), Field("date", .text),
        Field("snippets", .list(.reference("Snippet"))), Field("fields", .any),
        Field("duplicates", .whole),
        Field("duplicate_ids", .list(.text)),
      ])
    ),
    (
      "Snippet",
      .open([
        .always("text", .text, "A passage in the document's spelling, with … where it was cut."),
        .always("marks", .any, "Its matches: pairs of offsets, in the unit of highlight.offsets."),
        .always("html", .text, "The same escaped, its matches between tags."),
        Field("kind", .text, "Of the block that it is from."),
        Field("page", .integer(1...Int.max), "Of its first match; of documents with pages."),
      ])
    ),
    (
      "Understanding",
      .open([
        .always("understood", .text), .always("match", .choice(of: SearchQuery.Match.self)),
        .always("words", .whole), .always("required", .whole), .always("relaxed", .truth),
        .always("widened", .truth), .always("warnings", .list(.text)),
      ])
    ),
    (
      "Document",
      .open([
        Field("id", .text, "May be left out where the URL has it."), Field("title", .text),
        Field("body", .text), Field("blocks", .list(.any)), Field("dates", .any),
        Field("source", .text), Field("fields", .any), Field("_version", .whole),
        Field(
          "if_version", .whole, "Written only if it has this version; 0 if it must not be there."),
      ])
    ),
    (
      "BulkReport",
      .open(
        ["received", "created", "updated", "unchanged", "deleted", "not_found", "rejected"].map {
          .always($0, .whole)
        } + [.always("errors", .list(.any)), .always("took_us", .whole)])
    ),
    (
      "Synonyms",
      .object([
        .always(
          "sets",
          .list(
            .object([
              Field("words", .list(.text)), Field("from", .list(.text)), Field("to", .list(.text)),
              Field("weight", .number),
            ])))
      ])
    ),
    (
      "Collection",
      .open([
        .always("name", .text), .always("documents", .whole), .always("segments", .whole),
        .always("bytes", .whole), Field("settings", .any), Field("fields", .list(.text)),
        Field("failure", .text), Field("sources", .list(.reference("Source"))),
      ])
    ),
    (
      "Source",
      .open([
        .always("name", .text), .always("collection", .text), .always("path", .text),
        .always("state", .choice(of: SourceStatus.State.self)), Field("pid", .whole),
        .always("restarts", .whole), Field("files_done", .whole), Field("files_found", .whole),
        Field("last_pass_at", .text), .always("files", .map(.whole)),
        .always("problem_count", .whole), .always("problems", .list(.text)),
        Field("failure", .text),
      ])
    ),
    (
      "Upkeep",
      .open([
        .always("collection", .text), .always("documents", .whole), .always("segments", .whole),
        .always("bytes", .whole), .always("took_us", .whole), Field("path", .text),
      ])
    ),
    (
      "Task",
      .open([
        .always("id", .whole), .always("kind", .choice(of: TaskRecord.Kind.self)),
        .always("collection", .text), .always("status", .choice(of: TaskRecord.Status.self)),
        .always("created_at", .text), Field("started_at", .text), Field("finished_at", .text),
        Field("progress", .any), Field("result", .any), Field("error", .any),
        Field("user", .whole),
      ])
    ),
  ]
}
