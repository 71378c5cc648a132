import Wire

/// Whole collections, and long work on them.
extension APIOperation {
  private static let place = "/v1/collections/{collection}"
  private static let settings = [
    Field("description", .text, "For people."),
    Field(
      "defaults",
      .object([
        Field("limit", .integer(0...Wire.maximumLimit)),
        Field("accents", .choice(of: SearchQuery.Accents.self)),
        Field("match", .choice(of: SearchQuery.Match.self)),
        Field("timeout_ms", .integer(1...30_000)),
      ]), "What searches mean that do not say it."),
    Field("ranking", .map(.number), "Weights of the order of hits by their names."),
  ]
  private static let work: [Problem.Code] = [
    .peerNotAllowed, .conflict, .collectionNotFound, .indexCorrupt, .diskFull,
  ]

  static let collections = [
    APIOperation(
      "GET", "/v1/collections", "The collections that may be read.",
      reply: .json(.open([.always("collections", .list(.reference("Collection")))]))),
    APIOperation(
      "GET", place, "A collection and what is said of it.", reply: .json(.reference("Collection")),
      errors: [.collectionNotFound]),
    APIOperation(
      "PUT", place, "Makes a collection, or replaces what is said of it.", fields: settings,
      body: .optionalFields, reply: .json(.reference("Collection"), statuses: [200, 201]),
      errors: work),
    APIOperation(
      "PATCH", place, "Changes what is said of a collection; null forgets (RFC 7396).",
      fields: settings, body: .optionalFields, reply: .json(.reference("Collection")),
      errors: work),
    APIOperation(
      "DELETE", place, "Removes a collection with all its documents.",
      reply: .json(
        .open([
          .always("collection", .text), .always("documents", .whole), .always("result", .text),
        ])),
      errors: work),
    APIOperation(
      "POST", place + "/check", "Checks every structure.", items: [Fields.wait],
      reply: .json(
        .open([
          .always("collection", .text), .always("whole", .truth), .always("findings", .list(.any)),
        ]), statuses: [200, 202]),
      errors: work),
    APIOperation(
      "POST", place + "/optimize", "Merges segments.",
      fields: [Field("segments", .integer(1...1_000))], items: [Fields.wait],
      body: .optionalFields, reply: .json(.reference("Upkeep"), statuses: [200, 202]),
      errors: work),
    APIOperation(
      "POST", place + "/reindex", "Makes the segments anew from the stored documents.",
      items: [Fields.wait], reply: .json(.reference("Upkeep"), statuses: [200, 202]),
      errors: work),
    APIOperation(
      "POST", place + "/snapshot", "Copies a collection as it is now.",
      fields: [
        Field("name", Components.pathSchema(of: "snapshot"), "One that the daemon keeps."),
        Field("directory", .pattern("^/"), "A folder to make."),
      ], items: [Fields.wait], body: .optionalFields,
      reply: .json(.reference("Upkeep"), statuses: [200, 202]), errors: work),
    APIOperation(
      "POST", place + "/restore", "Puts a snapshot in the place of a collection.",
      fields: [
        Field("snapshot", Components.pathSchema(of: "snapshot"), "One that the daemon keeps."),
        Field("directory", .pattern("^/"), "A folder that a snapshot was written to."),
      ], items: [Fields.wait], reply: .json(.reference("Upkeep"), statuses: [200, 202]),
      errors: work + [.snapshotNotFound]),
    APIOperation(
      "GET", "/v1/snapshots", "The snapshots that the daemon keeps.",
      reply: .json(.open([.always("snapshots", .list(.any))]))),
    APIOperation(
      "DELETE", "/v1/snapshots/{collection}/{snapshot}", "Removes one of them.",
      reply: .json(.open([.always("name", .text), .always("result", .text)])),
      errors: [.snapshotNotFound]),
  ]

  /// The daemon itself.
  static let service = [
    APIOperation(
      "GET", "/", "What this is, and what it can do.",
      reply: .json(
        .open([
          .always("name", .text), .always("version", .text), .always("api", .text),
          .always("api_extensions", .list(.text)),
        ]))),
    APIOperation("GET", "/v1/health", "Whether it lives.", reply: .json(live)),
    APIOperation("GET", "/v1/health/live", "Whether it lives.", reply: .json(live)),
    APIOperation(
      "GET", "/v1/health/ready", "Whether every collection can be used; 503 when one cannot.",
      reply: .json(.open([.always("ready", .truth)]), statuses: [200, 503])),
    APIOperation(
      "GET", "/v1/status", "What the daemon holds and does.",
      reply: .json(
        .open([
          .always("name", .text), .always("api_extensions", .list(.text)),
          .always("pid", .whole), .always("uptime_s", .whole),
          .always("collections", .list(.reference("Collection"))), .always("requests", .any),
          .always("config", .any), Field("sources", .list(.reference("Source"))),
        ]))),
    APIOperation(
      "GET", "/metrics", "Counts and times for Prometheus, text format 0.0.4.", reply: .text),
    APIOperation(
      "GET", "/v1/openapi.json", "This.", reply: .json(.open([.always("openapi", .text)]))),
    APIOperation(
      "GET", "/v1/tasks", "Long work, the newest first.",
      items: [
        Field("status", .choice(of: TaskRecord.Status.self)), Field("limit", .integer(1...1_000)),
      ], reply: .json(.open([.always("tasks", .list(.reference("Task")))]))),
    APIOperation(
      "GET", "/v1/tasks/{task}", "A task.",
      items: [Field("wait_ms", .integer(0...60_000), "How long to wait for its end.")],
      reply: .json(.reference("Task")), errors: [.taskNotFound]),
    APIOperation(
      "DELETE", "/v1/tasks/{task}", "Asks a task to stop.",
      reply: .json(.reference("Task"), statuses: [200, 202]),
      errors: [.taskNotFound, .writeNotAllowed]),
    APIOperation(
      "POST", "/v1/admin/stop", "As SIGTERM.",
      reply: .json(.open([.always("stopping", .truth)]), statuses: [202]),
      errors: [.peerNotAllowed]),
    APIOperation(
      "POST", "/v1/admin/reload", "As SIGHUP: reads the configuration anew, wholly or not at all.",
      reply: .json(
        .open([.always("files", .list(.text)), .always("needs_restart", .list(.text))])),
      errors: [.peerNotAllowed, .invalidConfig]),
    APIOperation(
      "GET", "/v1/admin/config", "The values of the configuration and where they come from.",
      reply: .json(
        .open([
          .always(
            "values",
            .list(
              .open([.always("key", .text), .always("value", .text), .always("origin", .text)])))
        ])),
      errors: [.peerNotAllowed]),
  ]

  private static let live = Schema.open([.always("live", .truth)])
}
