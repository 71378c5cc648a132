import Wire

/// Counts of values for people: a bar for each, the longest for the most frequent.
struct FacetPrinter {
  let terminal: Terminal

  private static let barWidth = 24
  private static let longestValue = 48

  func print(_ facets: [FacetCounts], to output: inout Output) {
    for facet in facets {
      output.write(
        "\n" + terminal.bold(Safe.line(facet.field)) + terminal.dim(rest(of: facet)) + "\n")
      let most = facet.values.map(\.count).max() ?? 0
      let values = facet.values.map { shortened(Safe.line($0.value)) }
      let valueWidth = values.map { DisplayWidth.columns(of: $0) }.max() ?? 0
      let countWidth = Numbers.grouped(most).count
      for (text, value) in zip(values, facet.values) {
        let padding = String(repeating: " ", count: valueWidth - DisplayWidth.columns(of: text))
        let count = Numbers.grouped(value.count)
        let indent = String(repeating: " ", count: countWidth - count.count)
        let bar = String(
          repeating: "█", count: max(1, value.count * Self.barWidth / max(1, most)))
        output.write("  \(text)\(padding)  \(indent)\(count) \(terminal.dim(bar))\n")
      }
    }
  }

  private func rest(of facet: FacetCounts) -> String {
    var parts: [String] = []
    let hidden = facet.valueCount - facet.values.count
    if hidden > 0 { parts.append("\(Numbers.grouped(hidden)) more") }
    if facet.missing > 0 {
      parts.append("\(Numbers.count(facet.missing, "document")) without")
    }
    return parts.isEmpty ? "" : "  " + parts.joined(separator: ", ")
  }

  /// The end of a path says more than its beginning.
  private func shortened(_ text: String) -> String {
    guard text.hasPrefix("/"), text.count > Self.longestValue else {
      return DisplayWidth.fitted(text, in: Self.longestValue)
    }
    return "…" + text.suffix(Self.longestValue - 1)
  }
}
