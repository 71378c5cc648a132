internal import Documents

/// Reads XML whose elements are not known: a block for each run of text between tags of blocks.
///
/// Of TEI (P5) the header gives the facts, and elements that every library uses have their kinds.
final class XMLTextReader: XMLReceiver {
  private(set) var text = OfficeText()
  private let isTEI: Bool
  private var path: [String] = []
  private var run = TextCollector()
  private var cells: [String] = []
  var isFull: Bool { false }

  init(isTEI: Bool) { self.isTEI = isTEI }

  /// Elements inside of a sentence: their ends are no ends of blocks.
  private static let inline: Set<String> = [
    "hi", "emph", "foreign", "name", "persName", "placeName", "orgName", "date", "ref", "ptr",
    "num",
    "seg", "w", "c", "pc", "add", "corr", "sic", "abbr", "expan", "title", "b", "i", "em", "strong",
    "span", "a", "sup", "sub", "u", "term", "rs", "orig", "reg", "choice", "unclear", "lb", "pb",
  ]

  private func isInline(_ name: String) -> Bool {
    guard Self.inline.contains(name) else { return false }
    // In a catalogue record `<title>` stands alone; inside of text it is a part of it.
    return !run.isEmpty || isTEI && !isInHeader
  }

  private var isInHeader: Bool { path.contains("teiHeader") }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    if name == "lb" || name == "br" { run.addSpace() }
    if !isInline(name) { endRun() }
    path.append(name)
  }

  func text(_ bytes: Span<UInt8>) { run.add(bytes) }

  func close(_ name: String) {
    let wasInline = Self.inline.contains(name) && (isTEI && !isInHeader)
    if !wasInline { endRun() }
    if name == "row" {
      text.add(cells.joined(separator: " | "), .table)
      cells = []
    }
    _ = path.popLast()
  }

  private func endRun() {
    let line = run.take()
    guard !line.isEmpty else { return }
    if isTEI, isInHeader { return addFact(line) }
    if isTEI {
      switch path.last(where: { !Self.inline.contains($0) }) {
      case "head": text.add(line, .subheading)
      case "item": text.add(line, .list)
      case "cell": cells.append(line)
      case "quote", "q", "cit": text.add(line, .quote)
      case "figDesc": text.add(line, .caption)
      case "byline", "docAuthor": text.add(line, .byline)
      default: text.add(line, .paragraph)
      }
      return
    }
    let name = path.last?.lowercased() ?? ""
    if text.title.isEmpty, ["title", "headline", "tieude", "tieu_de", "ten"].contains(name) {
      text.title = line
    } else {
      text.add(line)
    }
  }

  private func addFact(_ line: String) {
    let isOfFile = path.contains("titleStmt")
    switch path.last {
    case "title" where isOfFile: if text.title.isEmpty { text.title = line }
    case "author" where isOfFile, "persName" where isOfFile: text.facts.authors.append(line)
    case "publisher": if text.facts.publisher.isEmpty { text.facts.publisher = line }
    case "date" where path.contains("publicationStmt"):
      if text.facts.created.isEmpty { text.facts.created = line }
    case "term": text.facts.keywords.append(line)
    default: break
    }
  }
}
