import Wire

/// The parts of a score for people.
struct ScorePrinter {
  let terminal: Terminal

  func print(_ result: ExplainResult, to output: inout Output) {
    output.write(terminal.bold(Safe.line(result.id)) + ": " + Safe.line(verdict(on: result)) + "\n")
    for reason in result.reasons where result.outcome != "off_page" {
      output.write("  " + Safe.line(reason) + "\n")
    }
    guard let score = result.score, !score.parts.isEmpty else { return }
    let isHit = result.outcome == "found" || result.outcome == "off_page"
    if !isHit { output.write(terminal.dim("what it has would be worth:") + "\n") }
    print(score, depth: 0, to: &output)
    if isHit, !result.isLookedAgain {
      output.write(terminal.dim("neighbours are counted in any diacritics this far down") + "\n")
    }
  }

  private func verdict(on result: ExplainResult) -> String {
    switch result.outcome {
    case "found": "hit \(result.rank ?? 0) of \(Numbers.grouped(result.total))"
    case "off_page": result.reasons.first ?? "not on the page"
    case "not_matched": "no hit"
    case "filtered_out": "no hit: the filter leaves it out"
    case "deleted": "deleted"
    default: "not there"
    }
  }

  func print(_ part: ScorePart, depth: Int, to output: inout Output) {
    let value = Numbers.decimal(part.value, 3)
    let indent = String(repeating: "  ", count: depth)
    let padding = String(repeating: " ", count: max(0, 8 - value.count))
    let name = part.kind == "sum" ? "score" : Safe.line(part.text)
    let facts = facts(of: part)
    output.write(
      indent + padding + value + "  " + (depth == 0 ? terminal.bold(name) : name)
        + (facts.isEmpty ? "" : "  " + terminal.dim(facts)) + "\n")
    // A word in the one form typed says all that there is to say.
    if part.parts.count == 1, part.parts[0].text == part.text { return }
    for inner in part.parts { print(inner, depth: depth + 1, to: &output) }
  }

  private func facts(of part: ScorePart) -> String {
    var facts: [String] = []
    if part.kind != "sum", part.kind != "word", part.kind != "form" { facts.append(part.kind) }
    if let frequency = part.frequency {
      let number = Numbers.decimal(frequency, 2).replacing(".00", with: "")
      facts.append("×\(number)" + places(of: part.places ?? part.parts.first?.places, part))
    }
    if let rarity = part.rarity { facts.append("rarity \(Numbers.decimal(rarity, 2))") }
    if part.weight != 1 { facts.append("weight \(Numbers.decimal(part.weight, 2))") }
    return facts.joined(separator: " · ")
  }

  /// Of a word with several forms they stand beside each form.
  private func places(of places: ScorePart.Places?, _ part: ScorePart) -> String {
    guard let places, part.places != nil || part.parts.count == 1 else { return "" }
    let names = [("title", places.title), ("text", places.body), ("aside", places.low)]
    let shown = names.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }
    return shown.isEmpty ? "" : " (" + shown.joined(separator: ", ") + ")"
  }
}
