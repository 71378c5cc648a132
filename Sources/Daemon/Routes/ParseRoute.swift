import InvertedIndex
import Search
import Wire

/// `/v1/parse`: how a query is read, without running it.
struct ParseRoute: Sendable {
  let engine: Engine

  func register(in router: inout Router) {
    for method in ["GET", "POST"] {
      router.on(method, "/v1/parse") { [self] request, _ throws(Problem) in
        let fields = try await request.fields()
        return try await engine.searches.run(request.cancellation) { () throws(Problem) in
          try answer(fields, request.access)
        }
      }
    }
  }

  private func answer(_ given: RequestFields, _ access: Access) throws(Problem) -> APIReply {
    var fields = given
    guard let text = try fields.string("q") else {
      throw Problem(
        .invalidField, "the query q is missing", pointer: "/q", hint: "send q=… or {\"q\":\"…\"}")
    }
    let name = try CollectionName(fields.string("collection") ?? Wire.defaultCollection)
    var request = SearchRequest(text)
    if let accents = try fields.choice("accents", of: SearchQuery.Accents.self) {
      request.accents = .init(rawValue: accents.rawValue) ?? .auto
    }
    if let syntax = try fields.choice("syntax", of: SearchQuery.Syntax.self) {
      request.syntax = .init(rawValue: syntax.rawValue) ?? .lenient
    }
    try fields.finish()
    let snapshot = try engine.collection(name, for: access).index().snapshot()
    let parsed: ParsedQuery
    do throws(SearchError) { parsed = try parse(request, in: snapshot) } catch {
      throw Problem(error)
    }
    let tree = TreeWriter(text).tree(parsed)
    return APIReply { json in tree.write(to: &json) }
  }
}

/// Puts a tree into wire types.
private struct TreeWriter {
  private let text: String

  init(_ text: String) { self.text = text }

  func tree(_ parsed: ParsedQuery) -> QueryTree {
    QueryTree(
      understood: parsed.understood, tree: parsed.tree.map(node),
      notes: parsed.warnings.map {
        .init(text: $0.message, byte: $0.byte, utf16: utf16($0.byte..<$0.byte).lowerBound)
      })
  }

  private func utf16(_ bytes: Range<Int>) -> Range<Int> {
    MarkedText(text, marks: [bytes]).marks(in: .utf16)[0]
  }

  private func node(_ parsed: ParsedNode) -> QueryTree.Node {
    var node = QueryTree.Node(
      kind: parsed.kind.rawValue, bytes: parsed.range, utf16: utf16(parsed.range),
      text: parsed.text)
    node.sign = parsed.sign
    node.field = parsed.field
    node.canonical = parsed.term?.canonical
    node.folded = parsed.term?.folded
    node.documents = parsed.term?.documents
    switch parsed.kind {
    case .prefix, .pattern, .fuzzy:
      node.words = parsed.term?.words ?? []
      node.wordCount = parsed.term?.wordCount
      node.isCut = parsed.term?.isCut ?? false
    default: break
    }
    node.boost = parsed.boost.map(Double.init)
    node.minimum = parsed.minimum
    node.distances = parsed.distances
    node.parts = parsed.parts.map(self.node)
    return node
  }
}
