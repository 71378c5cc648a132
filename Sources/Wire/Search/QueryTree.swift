/// How a query is read, without running it: the reply to `/v1/parse`.
///
/// ```json
/// {"understood":"title:mặt 2 of (a b)",
///  "tree":{"kind":"list","bytes":[0,22],"utf16":[0,20],"text":"…","parts":[
///    {"kind":"field","field":"title","bytes":[0,11],"utf16":[0,9],"text":"title:mặt","parts":[
///      {"kind":"word","bytes":[6,11],"utf16":[6,9],"text":"mặt",
///       "canonical":"mặt","folded":"mat","documents":120}]}, …]},
///  "notes":[{"text":"a quote is not closed: it is read as text","byte":3,"utf16":3}]}
/// ```
public struct QueryTree: Sendable, Equatable {
  /// The query in its own syntax, as it was read; read again it means the same.
  public var understood: String
  /// Nil where there is nothing to search for.
  public var tree: Node?
  /// What was read as text, or left out.
  public var notes: [Note]

  public init(understood: String, tree: Node?, notes: [Note]) {
    self.understood = understood
    self.tree = tree
    self.notes = notes
  }

  /// Something about a place of the query.
  public struct Note: Sendable, Equatable {
    public var text: String
    public var byte: Int
    public var utf16: Int

    public init(text: String, byte: Int, utf16: Int) {
      self.text = text
      self.byte = byte
      self.utf16 = utf16
    }
  }

  public struct Node: Sendable, Equatable {
    /// `word`, `prefix`, `pattern`, `fuzzy`, `phrase`, `near`, `nearby`, `list`, `and`, `or`,
    /// `quorum`, `field`, `condition` or `boost`.
    public var kind: String
    /// Where it stands in the query, in bytes of UTF-8 and in units of UTF-16.
    public var bytes: Range<Int>
    public var utf16: Range<Int>
    /// As it was read.
    public var text: String
    /// `+` or `-` before it.
    public var sign: String?
    public var field: String?
    /// A word as it is looked up: with its marks, and without.
    public var canonical: String?
    public var folded: String?
    /// Documents that have it.
    public var documents: Int?
    /// The first of the words it stands for, how many there are, and whether only some are searched
    /// for.
    public var words: [String] = []
    public var wordCount: Int?
    public var isCut = false
    public var boost: Double?
    /// So many of its parts must match.
    public var minimum: Int?
    /// How many edits, or words between, it allows.
    public var distances: [Int] = []
    public var parts: [Node] = []

    public init(kind: String, bytes: Range<Int>, utf16: Range<Int>, text: String) {
      self.kind = kind
      self.bytes = bytes
      self.utf16 = utf16
      self.text = text
    }
  }
}

extension QueryTree {
  package func write(to json: inout JSONWriter) {
    json.member("understood", understood)
    if let tree {
      json.object("tree") { tree.writeMembers(to: &$0) }
    }
    json.array("notes") { json in
      for note in notes {
        json.object { json in
          json.member("text", note.text)
          json.member("byte", note.byte)
          json.member("utf16", note.utf16)
        }
      }
    }
  }

  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let json = try JSONValue(parsing: bytes)
    guard let understood = json["understood"]?.string, let notes = json["notes"]?.array else {
      throw JSONError(.unexpected(found: nil, expected: "a query and its notes"), at: 0)
    }
    self.init(
      understood: understood, tree: json["tree"].map(Node.init(json:)),
      notes: notes.map {
        Note(
          text: $0["text"]?.string ?? "", byte: $0["byte"]?.int ?? 0, utf16: $0["utf16"]?.int ?? 0)
      })
  }
}

extension QueryTree.Node {
  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.member("kind", kind)
    json.range("bytes", bytes)
    json.range("utf16", utf16)
    json.member("text", text)
    if let sign { json.member("sign", sign) }
    if let field { json.member("field", field) }
    if let canonical { json.member("canonical", canonical) }
    if let folded { json.member("folded", folded) }
    if let documents { json.member("documents", documents) }
    if let wordCount {
      json.member("words", words)
      json.member("word_count", wordCount)
      json.member("cut", isCut)
    }
    if let boost {
      json.key("boost")
      json.float(Float(boost))
    }
    if let minimum { json.member("minimum", minimum) }
    if !distances.isEmpty {
      json.array("distances") { json in for distance in distances { json.int(distance) } }
    }
    guard !parts.isEmpty else { return }
    json.array("parts") { json in
      for part in parts { json.object { part.writeMembers(to: &$0) } }
    }
  }

  fileprivate init(json: JSONValue) {
    self.init(
      kind: json["kind"]?.string ?? "", bytes: json.range("bytes"), utf16: json.range("utf16"),
      text: json["text"]?.string ?? "")
    sign = json["sign"]?.string
    field = json["field"]?.string
    canonical = json["canonical"]?.string
    folded = json["folded"]?.string
    documents = json["documents"]?.int
    words = json["words"]?.array?.compactMap(\.string) ?? []
    wordCount = json["word_count"]?.int
    isCut = json["cut"]?.bool ?? false
    boost = json["boost"]?.double
    minimum = json["minimum"]?.int
    distances = json["distances"]?.array?.compactMap(\.int) ?? []
    parts = json["parts"]?.array?.map(QueryTree.Node.init(json:)) ?? []
  }
}

extension JSONWriter {
  fileprivate mutating func range(_ name: String, _ range: Range<Int>) {
    array(name) { json in
      json.int(range.lowerBound)
      json.int(range.upperBound)
    }
  }
}

extension JSONValue {
  fileprivate func range(_ name: String) -> Range<Int> {
    let ends = self[name]?.array?.compactMap(\.int) ?? []
    return ends.count == 2 && ends[0] <= ends[1] ? ends[0]..<ends[1] : 0..<0
  }
}
