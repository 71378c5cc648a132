internal import Documents

/// Markdown as lines whose kinds the marks tell; the marks themselves go.
///
/// Read: front matter, `#` and underlined headings, lists, quotes, fenced code, tables, emphasis,
/// links and images. Anything else stays as it is.
struct Markdown {
  private(set) var lines: [TextLine] = []
  private(set) var title = ""
  /// `key: value` lines of the front matter.
  private(set) var facts: [(key: String, value: String)] = []

  private var paragraph: [String] = []
  private var isFenced = false
  private var isQuote = false

  init(_ text: String) {
    var rest = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    readFrontMatter(&rest)
    for line in rest { read(line) }
    endParagraph()
    for i in lines.indices {
      lines[i].hasGapBefore = true
      lines[i].hasGapAfter = true
    }
  }

  private mutating func readFrontMatter(_ lines: inout ArraySlice<Substring>) {
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return }
    for line in lines[(lines.startIndex + 1)..<end] {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let key = line[..<colon].trimmingSpaces().lowercased()
      let value = line[line.index(after: colon)...].trimmingSpaces()
        .trimmingCharacters(in: "\"'")
      if !key.isEmpty, !value.isEmpty { facts.append((key, value)) }
    }
    title = facts.first { $0.key == "title" }?.value ?? ""
    lines = lines[(end + 1)...]
  }

  private mutating func read(_ raw: Substring) {
    let line = raw.trimmingSpaces()
    if line.hasPrefix("```") || line.hasPrefix("~~~") {
      endParagraph()
      isFenced.toggle()
      return
    }
    if isFenced { return add(line, nil) }
    if line.isEmpty || isRule(line) {
      if let level = underlineLevel(line), paragraph.count == 1 { return endHeading(level) }
      return endParagraph()
    }
    if let level = underlineLevel(line), paragraph.count == 1 { return endHeading(level) }
    if let heading = heading(line) {
      endParagraph()
      return addHeading(heading.text, level: heading.level)
    }
    if line.hasPrefix(">") {
      if !isQuote { endParagraph() }
      isQuote = true
      let inner = line.drop(while: { $0 == ">" || $0 == " " })
      return inner.isEmpty ? endParagraph() : paragraph.append(String(inner))
    }
    if line.hasPrefix("|") { return readRow(line) }
    if ListMark(line) != nil {
      endParagraph()
      return add(line, .list)
    }
    paragraph.append(line)
  }

  private mutating func readRow(_ line: String) {
    endParagraph()
    let cells = line.split(separator: "|").map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
    let isBorder = cells.allSatisfy { $0.allSatisfy { "-: ".contains($0) } }
    if !isBorder { add(cells.joined(separator: " | "), .table) }
  }

  private mutating func endParagraph() {
    if !paragraph.isEmpty { add(paragraph.joined(separator: " "), isQuote ? .quote : nil) }
    paragraph.removeAll()
    isQuote = false
  }

  private mutating func endHeading(_ level: Int) {
    let text = paragraph[0]
    paragraph.removeAll()
    addHeading(text, level: level)
  }

  private mutating func addHeading(_ text: String, level: Int) {
    let plain = Self.plain(text)
    if title.isEmpty, level == 1 { title = plain }
    if foldedForComparison(plain) == foldedForComparison(title), lines.isEmpty { return }
    add(text, .subheading)
  }

  private mutating func add(_ text: String, _ kind: Block.Kind?) {
    let plain = Self.plain(text)
    if !plain.isEmpty { lines.append(TextLine(plain, kind: kind)) }
  }
}

// MARK: - Marks

extension Markdown {
  private func heading(_ line: String) -> (text: String, level: Int)? {
    let level = line.prefix(while: { $0 == "#" }).count
    guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
    var text = line.dropFirst(level).trimmingSpaces()
    while text.hasSuffix("#") { text.removeLast() }
    return (text.trimmingSpaces(), level)
  }

  /// `====` is 1, `----` is 2.
  private func underlineLevel(_ line: String) -> Int? {
    guard line.count >= 3 else { return nil }
    if line.allSatisfy({ $0 == "=" }) { return 1 }
    return line.allSatisfy { $0 == "-" } ? 2 : nil
  }

  private func isRule(_ line: String) -> Bool {
    let bare = line.filter { $0 != " " }
    guard bare.count >= 3, let mark = bare.first, "-*_".contains(mark) else { return false }
    return bare.allSatisfy { $0 == mark }
  }

  /// Without emphasis, with links and images as their words.
  static func plain(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.first {
      if character == "!" || character == "[", let link = link(rest) {
        result += link.words
        rest = link.rest
        continue
      }
      rest.removeFirst()
      switch character {
      case "*", "`": continue
      case "_" where result.last?.isLetter != true || rest.first?.isLetter != true: continue
      case "\\" where rest.first?.isPunctuation == true: result.append(rest.removeFirst())
      default: result.append(character)
      }
    }
    return result.collapsed()
  }

  /// `[words](target)`, `![words](target)`
  private static func link(_ text: Substring) -> (words: String, rest: Substring)? {
    let start = text.first == "!" ? text.dropFirst() : text
    guard start.first == "[", let close = start.prefix(500).firstIndex(of: "]") else { return nil }
    let after = start[start.index(after: close)...]
    guard after.first == "(", let end = after.prefix(2000).firstIndex(of: ")") else { return nil }
    let words = start[start.index(after: start.startIndex)..<close]
    return (plain(String(words)), after[after.index(after: end)...])
  }
}

extension String {
  fileprivate func trimmingCharacters(in set: String) -> String {
    var text = self[...]
    while let first = text.first, set.contains(first) { text.removeFirst() }
    while let last = text.last, set.contains(last) { text.removeLast() }
    return String(text)
  }
}
