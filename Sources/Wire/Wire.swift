/// # Wire
///
/// What the daemon and its clients say to each other: requests, replies, error codes, and the
/// JSON they are written in. Shared by `Daemon` and `Client`, so that both sides cannot disagree.
/// It knows no sockets and no engine, and it needs no Foundation.
///
/// The conversation is HTTP/1.1 with JSON bodies on a Unix socket, under the path `/v1`:
///
/// - `SearchQuery` → `SearchResults`: one search and its page of hits;
/// - `DocumentRecord`: a document as it travels, one JSON object a line in bulk (NDJSON);
/// - `BulkReport`: what became of the documents sent, with an error for each bad line;
/// - `DaemonStatus`: what the daemon holds and does;
/// - `Problem`: every error, as `application/problem+json` with a code from a closed list.
///
/// Within `/v1` changes are additive only. A request member that nobody knows is an error, so that
/// a typing mistake never passes in silence; a reply member that a client does not know is ignored.
public enum Wire {
  /// The version of the program and of the API's first path component.
  public static let version = "0.1.0"
  public static let api = "v1"

  /// Features that a client may test for, added as they come and never taken away.
  public static let extensions = [
    "search", "msearch", "count", "analyze", "documents", "bulk_ndjson", "highlight_offsets",
    "accents", "match_most", "wait_searchable", "admin_stop", "filter", "sort",
    "explain", "suggest", "synonyms", "spell",
    "similar", "collapse", "facets", "cursor", "export", "delete_by_query", "parse", "metrics",
    "reload", "access", "marks", "collection_fields",
    "collection_settings", "tasks", "snapshots", "restore", "reindex", "if_version", "openapi",
    "saved", "watch", "sources", "ingest", "files", "diacritics",
    "extensions_in_status",
  ]

  public static let defaultCollection = "main"
  public static let defaultLimit = 10
  /// The most hits on one page.
  public static let maximumLimit = 1_000
  /// The most suggestions for an unfinished text.
  public static let maximumSuggestions = 50
  /// How deep paging by offset goes.
  public static let maximumOffsetPlusLimit = 10_000
  /// The longest query text, in UTF-8 bytes.
  public static let maximumQueryByteCount = 4_096
  /// The largest body of a request that is not a document.
  public static let maximumRequestByteCount = 1 << 20
  /// The largest document, in bytes of JSON.
  public static let maximumDocumentByteCount = 64 << 20
}
