internal import Documents

/// The text of a paged file as lines that know their page.
///
/// Lines that stand at the top or bottom of many pages are kept once, as boilerplate; page numbers
/// go. A paragraph that goes on over a page's end is one again.
struct PageText {
  private(set) var lines: [TextLine] = []
  private(set) var pageCount = 0
  private(set) var emptyPages = 0

  /// How many lines at each end of a page may be running heads and feet.
  private static let edge = 2

  /// - Parameter text: Pages with a form feed behind each.
  init(_ text: String) { self.init(pages: Self.pages(of: text)) }

  /// The pages of a text with a form feed behind each.
  static func pages(of text: String) -> [Substring] {
    var pages = text.split(separator: "\u{0c}", omittingEmptySubsequences: false)
    if let last = pages.last, isBlank(last) { pages.removeLast() }
    return pages
  }

  /// Next to no text: a photograph of paper.
  static func isEmpty(_ page: Substring) -> Bool {
    page.utf8.count { $0 > 0x20 } < 20
  }

  private static func isBlank(_ text: Substring) -> Bool { text.allSatisfy(\.isWhitespace) }

  init(pages texts: [Substring]) {
    let pages = texts.map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    emptyPages = texts.count(where: Self.isEmpty)
    pageCount = pages.count
    let running = Self.runningLines(pages)
    var kept: Set<String> = []
    for (i, page) in pages.enumerated() {
      let body = page.indices.filter { line in
        let text = page[line].trimmingSpaces()
        guard Self.isEdge(line, of: page) else { return true }
        if Self.isPageNumber(text) { return false }
        guard running.contains(Self.withoutDigits(text)) else { return true }
        if kept.insert(Self.withoutDigits(text)).inserted { addRunning(text, page: i + 1) }
        return false
      }.map { page[$0] }
      add(Self.parted(body).joined(separator: "\n"), page: i + 1)
    }
  }

  private mutating func add(_ text: String, page: Int) {
    var added = LineSplitter(text, isWrapped: true).lines
    for i in added.indices { added[i].page = page }
    if let first = added.first, let last = lines.lastIndex(where: { $0.kind != .boilerplate }),
      lines[last].lastPage == page - 1, goesOn(lines[last], first)
    {
      var joined = TextLine(lines[last].text + " " + first.text)
      joined.page = lines[last].page
      joined.pageBreaks = lines[last].pageBreaks + [.init(page: page, word: lines[last].wordCount)]
      joined.hasGapBefore = lines[last].hasGapBefore
      joined.hasGapAfter = first.hasGapAfter
      lines[last] = joined
      added.removeFirst()
    }
    lines += added
  }

  /// With a blank line behind each line that ends a sentence and stops short of the margin.
  private static func parted(_ lines: [Substring]) -> [Substring] {
    let lengths = lines.map { $0.count }.filter { $0 > 0 }.sorted()
    guard lengths.count >= 3 else { return lines }
    let wide = lengths[lengths.count * 9 / 10]
    return lines.flatMap { line in
      let isShort = line.count < wide * 17 / 20 && TextLine(line.trimmingSpaces()).endsSentence
      return isShort ? [line, ""] : [line]
    }
  }

  private func goesOn(_ last: TextLine, _ first: TextLine) -> Bool {
    last.wordCount >= 6 && !last.endsSentence && first.text.first?.isLowercase == true
      && ListMark(first.text) == nil
  }

  private mutating func addRunning(_ text: String, page: Int) {
    guard text.contains(where: \.isLetter) else { return }
    var line = TextLine(text.collapsed(), kind: .boilerplate)
    line.page = page
    lines.append(line)
  }

  /// Lines that begin or end three pages or more, and a third of all.
  private static func runningLines(_ pages: [[Substring]]) -> Set<String> {
    guard pages.count >= 3 else { return [] }
    var counts: [String: Int] = [:]
    for page in pages {
      let edges = page.indices.filter { isEdge($0, of: page) }
      for line in Set(edges.map { withoutDigits(page[$0].trimmingSpaces()) }) where !line.isEmpty {
        counts[line, default: 0] += 1
      }
    }
    return Set(counts.filter { $0.value >= max(3, pages.count / 3) }.keys)
  }

  /// Among the first or last lines of a page that are not blank.
  private static func isEdge(_ line: Int, of page: [Substring]) -> Bool {
    func filled(_ range: some Sequence<Int>) -> Int {
      var count = 0
      for i in range where !page[i].allSatisfy(\.isWhitespace) {
        count += 1
        if count > edge { break }
      }
      return count
    }
    return filled(page.indices[..<line]) < edge
      || filled(page.indices[(line + 1)...].reversed()) < edge
  }

  private static func withoutDigits(_ text: String) -> String {
    String(text.map { $0.isNumber ? "#" : $0 }).collapsed()
  }

  /// "12", "- 12 -", "Trang 12/40".
  private static func isPageNumber(_ text: String) -> Bool {
    guard text.utf8.count <= 24, text.contains(where: \.isNumber) else { return false }
    let words = text.lowercased().split(whereSeparator: { !$0.isLetter })
    return words.allSatisfy { ["trang", "page", "of", "tr"].contains($0) }
  }
}

extension PageStarts {
  /// Nil for lines without pages. Titles are no blocks, running lines are of the page where they
  /// were first seen.
  init?(_ lines: [TextLine]) {
    var places: [Place] = []
    var block = 0
    for line in lines {
      if let page = line.page {
        while places.count < page { places.append(Place(block: block)) }
      }
      if line.isTitle { continue }
      for pageBreak in line.pageBreaks where places.count < pageBreak.page {
        places.append(Place(block: block, byte: line.byte(ofWord: pageBreak.word)))
      }
      block += 1
    }
    if places.isEmpty { return nil }
    self.init(places)
  }
}
