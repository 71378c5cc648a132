import Wire

/// Search results for people.
struct HitPrinter {
  let terminal: Terminal

  func print(_ results: SearchResults, to output: inout Output) {
    for (index, hit) in results.hits.enumerated() {
      print(hit, number: results.offset + index + 1, to: &output)
    }
    for note in notes(on: results.query) { output.write(terminal.dim(note) + "\n") }
    output.write(terminal.dim(summary(of: results)) + "\n")
  }

  /// What else was searched for, and how unaccented words were read where that is likely.
  private func notes(on query: SearchResults.Understanding) -> [String] {
    var notes: [String] = []
    if !query.expansions.isEmpty {
      let also = query.expansions.map { Safe.line("\($0.words) = \($0.also)") }
      notes.append("also: " + also.joined(separator: ", "))
    }
    for correction in query.corrections {
      let count = Numbers.count(correction.count, "document")
      notes.append("\(Terminal.didYouMean)\(Safe.line(correction.text)) (\(count))")
    }
    if let best = query.readings.first, best.probability >= 0.3 {
      notes.append("đã hiểu là: " + Safe.line(best.text))
    }
    return notes
  }

  private func print(_ hit: SearchHit, number: Int, to output: inout Output) {
    let title = hit.title.isEmpty ? hit.id : hit.title
    let marks = hit.title.isEmpty ? [] : hit.titleMarks
    let label = pad("\(number).", 3)
    let lines = wrap(pieces(title, marks), indent: 4)
    for (index, line) in lines.enumerated() {
      output.write((index == 0 ? label + " " : "    ") + render(line, bold: true) + "\n")
    }
    for snippet in hit.snippets {
      let page = snippet.page.map { "tr. \($0)  " } ?? ""
      let lines = wrap(pieces(snippet.text, snippet.marks), indent: 4 + page.count)
      for (index, line) in lines.enumerated() {
        let margin = index == 0 ? terminal.dim(page) : String(repeating: " ", count: page.count)
        output.write("    " + margin + render(line, bold: false) + "\n")
      }
    }
    output.write("    " + terminal.dim(facts(of: hit)) + "\n")
    if let score = hit.explanation {
      ScorePrinter(terminal: terminal).print(score, depth: 0, to: &output)
    }
    output.write("\n")
  }

  private func facts(of hit: SearchHit) -> String {
    var facts = [Safe.line(hit.id)]
    if !hit.source.isEmpty, hit.source != hit.id { facts.append(Safe.line(hit.source)) }
    // The day is enough to choose by.
    if !hit.date.isEmpty { facts.append(Safe.line(String(hit.date.prefix { $0 != "T" }))) }
    if hit.collection != Wire.defaultCollection { facts.append(hit.collection) }
    if hit.duplicates > 0 { facts.append("+\(hit.duplicates) nearly the same") }
    // In the order of a field there are no scores.
    if hit.score > 0 { facts.append(Numbers.decimal(hit.score, 2)) }
    return facts.joined(separator: "  ")
  }

  private func summary(of results: SearchResults) -> String {
    var parts: [String] = []
    let total = Numbers.count(results.total.value, "document")
    parts.append(results.total.relation == .atLeast ? "at least \(total)" : total)
    if results.hits.count < results.total.value, !results.hits.isEmpty {
      parts.append("\(results.offset + 1)–\(results.offset + results.hits.count) shown")
    }
    let query = results.query
    if query.relaxed {
      parts.append("none has all \(query.words) words: those with \(query.required) or more")
    } else if query.required < query.words {
      parts.append("with \(query.required) or more of \(query.words) words")
    }
    if query.widened { parts.append("other diacritics let in") }
    if results.timedOut { parts.append("cut short: out of time") }
    parts.append(Numbers.duration(microseconds: results.tookMicroseconds))
    return parts.joined(separator: " · ")
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

// MARK: - Marked words

extension HitPrinter {
  /// A run of characters without a space, and which of them are matches.
  private struct Word {
    var text: String
    var isMatch: Bool
    /// True when a space stood before it.
    var isSpaced: Bool
  }

  private func pieces(_ text: String, _ marks: [Range<Int>]) -> [Word] {
    var words: [Word] = []
    var isSpaced = false
    var offset = 0
    for character in text {
      let isMatch = marks.contains { $0.contains(offset) }
      offset += character.utf8.count
      if character.isWhitespace {
        isSpaced = true
        continue
      }
      let shown = Safe.line(String(character))
      if !isSpaced, let last = words.indices.last, words[last].isMatch == isMatch {
        words[last].text += shown
      } else {
        words.append(Word(text: shown, isMatch: isMatch, isSpaced: isSpaced && !words.isEmpty))
      }
      isSpaced = false
    }
    return words
  }

  /// Breaks at spaces to the terminal's width.
  private func wrap(_ words: [Word], indent: Int) -> [[Word]] {
    guard let width = terminal.width else { return [words] }
    var lines: [[Word]] = [[]]
    var column = indent
    for word in words {
      let length = word.text.count + (word.isSpaced ? 1 : 0)
      if word.isSpaced, column + length > width, column > indent {
        lines.append([])
        column = indent
      }
      var word = word
      if column == indent { word.isSpaced = false }
      column += word.text.count + (word.isSpaced ? 1 : 0)
      lines[lines.count - 1].append(word)
    }
    return lines
  }

  /// Words of one look go together, so that a phrase is one stretch of colour.
  private func render(_ words: [Word], bold: Bool) -> String {
    var line = ""
    var run = ""
    var isMatch = false
    func endRun() {
      line += isMatch ? terminal.match(run) : bold ? terminal.bold(run) : run
      run = ""
    }
    for word in words {
      if word.isMatch != isMatch {
        endRun()
        if word.isSpaced { line += " " }
        isMatch = word.isMatch
      } else if word.isSpaced {
        run += " "
      }
      run += word.text
    }
    endRun()
    return line
  }
}
