import Wire

/// What reads and writes documents.
extension APIOperation {
  private static let place = "/v1/collections/{collection}/documents"
  private static let writeErrors: [Problem.Code] = [
    .writeNotAllowed, .conflict, .bodyTooLarge, .diskFull, .collectionNotFound,
  ]
  private static let conditions = [
    Field("If-Match", .text, "A version as ETag says it, or *: there must be one."),
    Field("If-None-Match", .choice(["*"]), "There must be none."),
  ]
  private static let ifVersion = Field(
    "if_version", .whole, "The version that must be there; 0 when there must be none.")
  private static let written = Schema.open([
    .always("id", .text), .always("collection", .text), .always("result", .text),
    Field("version", .whole),
  ])

  static let documents = [
    APIOperation(
      "POST", place, "Documents, one JSON object a line, or an array.",
      items: [Fields.settlement], body: .lines(.reference("Document")),
      reply: .json(.reference("BulkReport")), errors: writeErrors),
    APIOperation(
      "POST", place + ":delete", "Deletes documents by id, or by what a query finds.",
      fields: [
        Field("ids", .list(.text)), Field("q", .text), Field("filter", .either([.text, .any])),
        Field("match", .choice(of: SearchQuery.Match.self)),
        Field("accents", .choice(of: SearchQuery.Accents.self)),
        Field("syntax", .choice(of: SearchQuery.Syntax.self)),
        Field("dry_run", .truth, "Says what would be deleted."), Fields.settlement,
      ],
      reply: .json(
        .either([
          .reference("BulkReport"),
          .open([.always("dry_run", .truth), .always("matched", .whole)]),
        ]), statuses: [200, 202]),
      errors: writeErrors + [.timedOut, .querySyntax]),
    APIOperation(
      "GET", place + "/{id}", "One document.", reply: .json(.reference("Document")),
      errors: [.documentNotFound, .indexCorrupt]),
    APIOperation(
      "PUT", place + "/{id}", "Adds a document, or replaces it.",
      items: [Fields.settlement, ifVersion], headers: conditions,
      body: .json(.reference("Document")), reply: .json(written, statuses: [200, 201]),
      errors: writeErrors + [.versionConflict]),
    APIOperation(
      "DELETE", place + "/{id}", "Deletes a document.", items: [Fields.settlement, ifVersion],
      headers: conditions, reply: .json(written),
      errors: writeErrors + [.versionConflict, .documentNotFound]),
    APIOperation(
      "GET", "/v1/collections/{collection}/files", "The files that a collection was made from.",
      items: [
        Field("below", .pattern("^/"), "Only those below this folder."),
        Field("after", .text, "Only those with later paths."),
        Field("limit", .integer(1...10_000), "The first so many."),
      ],
      reply: .lines(.any), errors: [.collectionNotFound, .indexCorrupt]),
    APIOperation(
      "POST", "/v1/collections/{collection}/files", "Files and their documents, in turns.",
      items: [Fields.settlement], body: .lines(.any),
      reply: .json(
        .open([.always("files", .any), .always("documents", .reference("BulkReport"))])),
      errors: writeErrors),
    APIOperation(
      "POST", "/v1/collections/{collection}/ingest", "Reads files of the daemon's machine.",
      fields: [
        Field("paths", .list(.pattern("^/")), "Below ingest.roots.", isRequired: true),
        Field("delete", .truth, "Deletes the documents of files that are gone."),
        Field("force", .truth, "Even if it looks as if a file system were missing."),
        Field("hidden", .truth), Field("include", .list(.text)), Field("exclude", .list(.text)),
        Field("ocr", .list(.text), "Languages in which scanned paper is read."),
      ],
      items: [Fields.wait],
      reply: .json(
        .open([
          .always("received", .whole), .always("files", .map(.whole)),
          .always("problems", .list(.any)),
        ]), statuses: [200, 202]),
      errors: writeErrors + [.pathNotAllowed, .canceled]),
    APIOperation(
      "GET", "/v1/collections/{collection}/problems", "Files that could not be read, or in part.",
      items: [
        Field("below", .pattern("^/")), Field("limit", .integer(1...10_000)), Field("after", .text),
      ],
      reply: .json(.open([.always("total", .whole), .always("problems", .list(.any))])),
      errors: [.collectionNotFound, .indexCorrupt]),
    APIOperation(
      "GET", "/v1/collections/{collection}/copies",
      "Families of documents of files that are nearly the same.",
      items: [
        Field("id", .text, "Only the family of this document."),
        Field("limit", .integer(1...1_000)),
        Field("after", .whole),
      ],
      reply: .json(.open([.always("total", .whole), .always("families", .list(.any))])),
      errors: [.collectionNotFound, .indexCorrupt]),
    APIOperation(
      "GET", "/v1/collections/{collection}/repeats",
      "Hashes of blocks that documents of a site have in common.",
      reply: .json(.open([.always("sites", .list(.any))])),
      errors: [.collectionNotFound, .indexCorrupt]),
    APIOperation(
      "GET", "/v1/collections/{collection}/synonyms", "The words that mean the same.",
      reply: .json(.reference("Synonyms")), errors: [.collectionNotFound, .indexCorrupt]),
    APIOperation(
      "PUT", "/v1/collections/{collection}/synonyms", "Puts these in the place of those.",
      body: .json(.reference("Synonyms")), reply: .json(sets), errors: writeErrors),
    APIOperation(
      "DELETE", "/v1/collections/{collection}/synonyms", "Forgets them.", reply: .json(sets),
      errors: writeErrors),
  ]

  private static let sets = Schema.open([.always("collection", .text), .always("sets", .whole)])
}
