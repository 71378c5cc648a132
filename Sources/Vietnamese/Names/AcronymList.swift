/// Short forms that everybody knows, and what they stand for: `Config/acronyms.tsv`, where the source
/// of each is named.
package struct AcronymList: Sendable {
  package struct Entry: Sendable, Equatable {
    /// The canonical key: small letters, without hyphens.
    package var short: [UInt8]
    /// Canonical keys of the words.
    package var long: [[UInt8]]
    /// How many readings the short form has.
    package var readingCount: Int
  }

  package private(set) var entries: [Entry] = []
  private var ofShort: [[UInt8]: [Int]] = [:]
  private var ofFirstWord: [[UInt8]: [Int]] = [:]

  /// The list that comes with the program.
  package static let standard = AcronymList(lines: acronymText)

  /// Reads lines of a short form and its readings, parted by tabs.
  init(lines: String) {
    for line in lines.split(separator: "\n") {
      let fields = line.split(separator: "\t")
      for reading in fields.dropFirst() {
        add(
          Entry(
            short: wordForms(of: String(fields[0])).canonical,
            long: reading.split(separator: " ").map { wordForms(of: String($0)).canonical },
            readingCount: fields.count - 1))
      }
    }
  }

  /// What short forms with this folded key stand for.
  package func entries(shortFoldedAs key: [UInt8]) -> [Entry] {
    (ofShort[key] ?? []).map { entries[$0] }
  }

  /// The entries whose long form begins with a word with this folded key.
  package func entries(longBeginningWith key: [UInt8]) -> [Entry] {
    (ofFirstWord[key] ?? []).map { entries[$0] }
  }

  private mutating func add(_ entry: Entry) {
    ofShort[folded(entry.short.span), default: []].append(entries.count)
    if let first = entry.long.first {
      ofFirstWord[folded(first.span), default: []].append(entries.count)
    }
    entries.append(entry)
  }
}
