/// A document as it travels: one JSON object, in bulk one a line.
///
/// The simple form is what other programs have: a title, a body, and members of their own, each of
/// which becomes a field. `_id` and `text` serve for `id` and `body`.
///
/// ```json
/// {"id":"tin-1","title":"Khai giảng","body":"Đoạn một.\n\nĐoạn hai.","author":"An","date":"2023-09-05"}
/// ```
///
/// The full form has `blocks` instead of a body, and says how the source was read. It is what
/// `mucluc add` sends for files, what `mucluc extract` prints, and what `GET …/documents/{id}`
/// returns.
///
/// ```json
/// {"id":"tin/1.html","title":"Khai giảng","author":"An","agency":"Báo Sóng","dates":[
///   {"iso":"2023-09-05","role":"published","raw":"5/9/2023","confidence":1}],
///  "blocks":[{"kind":"lead","text":"…"},{"kind":"paragraph","text":"…"}],
///  "source":"/srv/tin/1.html","modified":"2023-09-05T01:02:03Z","size":1042,
///  "media_type":"text/html","charset":"tcvn3","charset_confidence":0.98,"status":"complete",
///  "warnings":[]}
/// ```
///
/// A field whose name is one of these words goes into `"fields":{"status":"…"}`.
public struct DocumentRecord: Sendable, Equatable {
  /// The caller's own name for the document; adding the same id again replaces it.
  public var id: String
  public var title = ""
  /// The text of the simple form; nil in the full form.
  public var body: String?
  /// The text of the full form, in reading order.
  public var blocks: [Block] = []
  public var fields: [Field] = []
  public var dates: [Date] = []
  /// A path or URL that a person can open.
  public var source = ""
  /// Last change of the source, in nanoseconds since 1970 UTC; `2023-09-05T01:02:03Z` in JSON.
  public var modified: Int64?
  /// Size of the source in bytes.
  public var byteCount: Int64?
  public var mediaType = ""
  public var charset = ""
  public var charsetConfidence: Double = 1
  /// `complete`, `partial` or `empty`.
  public var status = "complete"
  public var warnings: [String] = []
  /// Counts the changes of a collection: another one says that the document was written since.
  /// Comes with a document that is read, as `_version`; nothing to write.
  public var version: Int?
  /// The version that a document must have to be replaced by this one, 0 for none there; nil for any.
  /// A member of what is written, never of what is read.
  public var ifVersion: Int?

  public init(id: String) {
    self.id = id
  }

  /// A paragraph, heading, caption, … and its text.
  public struct Block: Sendable, Equatable {
    public var kind: String
    public var text: String

    public init(_ kind: String = "paragraph", _ text: String) {
      self.kind = kind
      self.text = text
    }
  }

  /// A named fact with one value or several.
  public struct Field: Sendable, Equatable {
    public var name: String
    public var values: [String]

    public init(_ name: String, _ values: [String]) {
      self.name = name
      self.values = values
    }
  }

  /// A date that the document states, and what it stands for: `published`, `modified`, `event`
  /// or `cited_document`.
  public struct Date: Sendable, Equatable {
    public var iso: String
    public var role: String
    public var raw: String
    public var confidence: Double

    public init(iso: String, role: String = "published", raw: String = "", confidence: Double = 1) {
      self.iso = iso
      self.role = role
      self.raw = raw
      self.confidence = confidence
    }
  }

  /// The members that mean something to us; every other one is a field.
  static let words: Set<String> = [
    "id", "_id", "title", "body", "text", "blocks", "fields", "dates", "source", "modified", "size",
    "media_type", "charset", "charset_confidence", "status", "warnings", "_version",
    "if_version",
  ]
}
