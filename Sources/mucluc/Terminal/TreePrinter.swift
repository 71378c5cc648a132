import Wire

/// Shows a query as an indented tree.
struct TreePrinter {
  let terminal: Terminal

  func print(_ query: QueryTree, to output: inout Output) {
    guard let tree = query.tree else {
      output.write("nothing to search for\n")
      return
    }
    print(tree, before: "", first: "", to: &output)
  }

  /// - Parameters:
  ///   - before: what stands before the lines of its parts.
  ///   - first: what stands before its own.
  private func print(
    _ node: QueryTree.Node, before: String, first: String, to output: inout Output
  ) {
    output.write(first + line(of: node) + "\n")
    for (place, part) in node.parts.enumerated() {
      let isLast = place == node.parts.count - 1
      print(
        part, before: before + (isLast ? "   " : "│  "), first: before + (isLast ? "└─ " : "├─ "),
        to: &output)
    }
  }

  private func line(of node: QueryTree.Node) -> String {
    let sign = node.sign.map { $0 + " " } ?? ""
    let facts = facts(of: node)
    return sign + terminal.dim(node.kind) + " " + terminal.bold(Safe.line(name(of: node)))
      + (facts.isEmpty ? "" : "  " + terminal.dim(Safe.line(facts)))
  }

  private func name(of node: QueryTree.Node) -> String {
    switch node.kind {
    case "list", "and", "or": node.parts.isEmpty ? node.text : ""
    case "field": node.field ?? ""
    case "boost": "^" + (node.boost.map(Self.factor) ?? "")
    case "quorum": "\(node.minimum ?? 0) of \(node.parts.count)"
    case "nearby": node.distances.map(String.init).joined(separator: ", ")
    default: node.text
    }
  }

  /// A factor without needless digits.
  private static func factor(_ value: Double) -> String {
    value == value.rounded() ? Numbers.decimal(value, 0) : "\(Float(value))"
  }

  private func facts(of node: QueryTree.Node) -> String {
    var facts: [String] = []
    if let canonical = node.canonical, let folded = node.folded {
      if canonical != node.text, "\"\(canonical)\"" != node.text { facts.append(canonical) }
      if folded != canonical { facts.append(folded) }
    }
    if let count = node.wordCount, node.documents != nil {
      let words = node.words.prefix(8).joined(separator: " ")
      let more = count > 8 ? " …" : ""
      facts.append(Numbers.count(count, "word") + (node.isCut ? ", not all searched for" : ""))
      if count > 0 { facts.append(words + more) }
    } else if let documents = node.documents {
      facts.append(Numbers.count(documents, "document"))
    }
    return facts.joined(separator: " · ")
  }
}
