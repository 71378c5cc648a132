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

  /// The folded keys of the first two words of a long form.
  private struct Beginning: Hashable {
    var first: [UInt8]
    var second: [UInt8]
  }

  package private(set) var entries: [Entry] = []
  private var ofShort: [[UInt8]: [Int]] = [:]
  private var ofFirstWords: [Beginning: [Int]] = [:]

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

  /// The entries whose long form begins with words with these folded keys. Short forms stand for two
  /// words and more.
  package func entries(longBeginningWith first: [UInt8], _ second: [UInt8]) -> [Entry] {
    (ofFirstWords[Beginning(first: first, second: second)] ?? []).map { entries[$0] }
  }

  private mutating func add(_ entry: Entry) {
    ofShort[folded(entry.short.span), default: []].append(entries.count)
    if entry.long.count > 1 {
      let (first, second) = (entry.long[0], entry.long[1])
      let key = Beginning(first: folded(first.span), second: folded(second.span))
      ofFirstWords[key, default: []].append(entries.count)
    }
    entries.append(entry)
  }
}
