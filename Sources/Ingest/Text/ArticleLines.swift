internal import Documents

/// Says what each line of an article is: title, lead, caption, byline …
///
/// Rules for Vietnamese news and notices, made to hold when only the text is left of a page. Lines
/// whose kind is known from markup keep it.
struct ArticleLines {
  private(set) var lines: [TextLine]
  private(set) var title: String
  /// Facts read off the lines, not yet merged: author, agency, section …
  private(set) var fields: [Field] = []
  private let phrases: PhraseList
  /// True for text without markup, where layout has to say what markup would.
  private let isPlain: Bool

  init(_ lines: [TextLine], title: String = "", phrases: PhraseList, isPlain: Bool) {
    self.lines = lines
    self.title = title
    self.phrases = phrases
    self.isPlain = isPlain
    markPhrases()
    markTail()
    if title.isEmpty { findTitle() }
    markTitleRepeats()
    markBylines()
    if isPlain { markCaptions() }
    markLead()
    if isPlain {
      markGluedHeadlines()
      markHeadingsAndLists()
    }
    for i in lines.indices where self.lines[i].kind == nil { self.lines[i].kind = .paragraph }
  }

  private func isOpen(_ i: Int) -> Bool { lines[i].kind == nil && !lines[i].isTitle }

  /// Reads as prose: what can be the body of an article.
  private func isProse(_ i: Int) -> Bool {
    guard lines[i].kind != .boilerplate, lines[i].kind != .related else { return false }
    return lines[i].wordCount >= 25 || lines[i].wordCount >= 12 && lines[i].endsSentence
  }

  private mutating func add(_ name: Field.Name, _ value: String) {
    let clean = value.trimmingSpaces()
    guard !clean.isEmpty, !fields.contains(where: { $0.name == name }) else { return }
    fields.append(Field(name, [clean]))
  }
}

// MARK: - Not the document's own

extension ArticleLines {
  private mutating func markPhrases() {
    for i in lines.indices where isOpen(i) && lines[i].wordCount <= 30 {
      if phrases.role(of: lines[i].text) != nil {
        lines[i].kind = .boilerplate
      } else if let breadcrumb = Breadcrumb(lines[i].text) {
        lines[i].kind = .boilerplate
        add(.section, breadcrumb.section)
      }
    }
  }

  /// From the phrase that closes the article on, when no prose follows it.
  private mutating func markTail() {
    let lastProse = lines.indices.last(where: isProse) ?? -1
    guard
      let start = lines.indices.first(where: {
        $0 > lastProse && phrases.role(of: lines[$0].text) == .tail
      })
    else { return }
    for i in lines.indices[start...] where isOpen(i) {
      lines[i].kind =
        lines[i].wordCount >= 6 && !lines[i].text.contains(":") ? .related : .boilerplate
    }
  }
}

// MARK: - Title

extension ArticleLines {
  private mutating func findTitle() {
    if let form = OfficialForm(lines) {
      title = form.title
      for i in form.titleLines { lines[i].isTitle = true }
      for i in form.mottoLines { lines[i].kind = .boilerplate }
      for i in form.issuerLines { lines[i].kind = .byline }
      if let i = form.numberLine { lines[i].kind = .paragraph }
      add("number", form.number)
      add(.agency, form.issuer)
      return
    }
    guard var first = lines.indices.first(where: { isOpen($0) && lines[$0].wordCount >= 4 }),
      first < 12, lines[first].wordCount <= 45
    else { return findShortTitle() }
    if isSection(first) { first += 1 }
    if lines[first].endsSentence && lines[first].wordCount > 12 { return findShortTitle() }
    takeTitle(first)
    for i in lines.indices[..<first] where isOpen(i) {
      add(.section, lines[i].text)
      lines[i].kind = .boilerplate
    }
    let next = first + 1
    if isPlain, next < lines.count, isOpen(next), isPlaceLine(lines[next]) {
      add(.place, lines[next].text)
      lines[next].kind = .boilerplate
    }
  }

  /// A short line of its own above a longer one that looks like a title names the section.
  private func isSection(_ i: Int) -> Bool {
    guard isPlain, i + 1 < lines.count, isOpen(i + 1), lines[i].wordCount <= 5,
      lines[i].hasGapAfter
    else { return false }
    let next = lines[i + 1]
    return next.wordCount >= 8 && next.wordCount >= 2 * lines[i].wordCount && next.wordCount <= 40
      && !next.endsSentence && next.hasGapAfter
  }

  /// A title of one to three words stands alone at the very top.
  private mutating func findShortTitle() {
    guard let first = lines.indices.first(where: isOpen), first == 0, lines.count > 1 else {
      return
    }
    guard lines[0].wordCount <= 3, lines[0].hasGapAfter, !lines[0].endsSentence else { return }
    takeTitle(0)
  }

  private mutating func takeTitle(_ i: Int) {
    lines[i].isTitle = true
    title = TitleStamp.removed(from: lines[i].text)
  }

  private func isPlaceLine(_ line: TextLine) -> Bool {
    line.wordCount <= 4 && line.hasGapBefore && line.hasGapAfter
      && line.text.allSatisfy {
        $0.isLetter || $0 == " " || $0 == "-"
      } && Byline.isName(line.text) && line.wordCount >= 2
  }

  private mutating func markTitleRepeats() {
    let folded = foldedForComparison(title)
    let wordCount = TextLine(title).wordCount
    guard !folded.isEmpty else { return }
    for i in lines.indices where !lines[i].isTitle && lines[i].wordCount == wordCount {
      guard lines[i].kind == nil || lines[i].kind == .subheading || lines[i].isFrame else {
        continue
      }
      if lines[i].folded == folded { lines[i].kind = .titleRepeat }
    }
  }
}

// MARK: - People and pictures

extension ArticleLines {
  private mutating func markBylines() {
    let lastProse = lines.indices.last(where: isProse) ?? -1
    let firstProse = lines.indices.first(where: isProse) ?? lines.count
    for i in lines.indices where mayBeByline(i) {
      let isLabelled = Byline.isLabelled(lines[i].text)
      let isAtEdge = i > lastProse || i < firstProse
      guard isLabelled || (isAtEdge && lastProse >= 0 && Byline.isName(lines[i].text)) else {
        continue
      }
      guard isAtEdge || i > lines.count * 2 / 3, let byline = Byline(lines[i].text) else {
        continue
      }
      let isBeside = lines[i].isFrame && i > lastProse
      lines[i].kind = .byline
      add(.author, byline.author)
      add(.photographer, byline.photographer)
      add(.agency, byline.agency)
      // Behind the content only the first name is the author's; the next may be the site's.
      if isBeside { break }
    }
    for i in lines.indices.filter({ isOpen($0) && isProse($0) }).prefix(3) {
      let dateline = Dateline(lines[i].text)
      add(.agency, dateline.agency)
      add(.place, dateline.place)
      add(.place, Place.ofMeeting(in: lines[i].text))
    }
  }

  /// A short line that is nothing else yet, or one beside a page's content.
  private func mayBeByline(_ i: Int) -> Bool {
    guard lines[i].wordCount <= 12, !lines[i].isTitle else { return false }
    if lines[i].kind == nil { return true }
    return lines[i].isFrame && lines[i].kind == .boilerplate && lines[i].wordCount >= 2
      && phrases.role(of: lines[i].text) == nil
  }

  private mutating func markCaptions() {
    let indented = lines.count { $0.isIndented }
    let indentSpeaks = indented * 2 < lines.count
    for i in lines.indices where isOpen(i) && lines[i].wordCount <= 60 {
      let line = lines[i]
      let followsRepeat = i > 0 && lines[i - 1].kind == .titleRepeat
      let isOpenEnded = !line.endsSentence && line.wordCount >= 3
      if Caption.hasCredit(line.text)
        || followsRepeat && line.wordCount >= 3
        || isOpenEnded && line.isIndented && indentSpeaks && ListMark(line.text) == nil
        || isOpenEnded && line.wordCount <= 45 && Caption.describesScene(line.text)
      {
        lines[i].kind = .caption
      }
    }
  }

  private mutating func markLead() {
    guard !lines.contains(where: { $0.kind == .lead }), !title.isEmpty else { return }
    let prose = lines.indices.filter { isOpen($0) && isProse($0) }
    guard prose.count >= 3, let first = prose.first, first <= lines.count / 2 else { return }
    lines[first].kind = .lead
  }

  /// Headlines of other articles run together: long, and without any end of a sentence.
  private mutating func markGluedHeadlines() {
    guard let lead = lines.firstIndex(where: { $0.kind == .lead }) else { return }
    for i in lines.indices[lead...].prefix(3) where isOpen(i) && lines[i].wordCount >= 25 {
      let hasSentence = lines[i].text.contains { ".!?;:".contains($0) }
      if !hasSentence && !lines[i].hasGapBefore { lines[i].kind = .related }
    }
  }
}

// MARK: - Headings and lists

extension ArticleLines {
  private mutating func markHeadingsAndLists() {
    for i in lines.indices where isOpen(i) {
      if ListMark(lines[i].text) != nil && !isHeading(i) {
        lines[i].kind = .list
      } else if isHeading(i) {
        lines[i].kind = .subheading
      }
    }
  }

  private func isHeading(_ i: Int) -> Bool {
    let line = lines[i]
    guard line.wordCount <= 25, line.text.contains(where: \.isLetter) else { return false }
    // A heading heads something.
    guard i + 1 < lines.count, lines[(i + 1)...].contains(where: { $0.kind != .boilerplate }) else {
      return false
    }
    if SectionMark.opens(line.text), !line.text.hasSuffix(".") { return true }
    if line.endsSentence || line.wordCount < 2 { return false }
    let isUpper = line.text.isUpperCased
    guard line.text.first.map({ $0.isUppercase || $0.isNumber }) == true else { return false }
    let next = lines[i + 1]
    return isUpper || (line.hasGapAfter || next.wordCount >= 12) && next.wordCount > line.wordCount
  }
}

/// "Điều 5", "Chương II", "Phần thứ nhất", "Mục 3", "IV."
enum SectionMark {
  static func opens(_ text: String) -> Bool {
    let words = text.split(separator: " ", maxSplits: 2)
    guard let first = words.first else { return false }
    if first.hasSuffix("."), first.dropLast().allSatisfy({ "IVX".contains($0) }), first.count > 1 {
      return true
    }
    guard words.count >= 2, let mark = words[1].first else { return false }
    switch first.lowered() {
    case "điều", "mục", "tiểu", "chương", "phụ": return mark.isNumber || "IVXlm".contains(mark)
    case "phần": return words[1].hasPrefix("thứ") || "IVX".contains(mark)
    default: return false
    }
  }
}

extension StringProtocol {
  func trimmingSpaces() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
