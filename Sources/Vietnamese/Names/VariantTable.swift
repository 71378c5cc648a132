/// Names and abbreviations that folding cannot join: đắk and đăk, kon tum and kontum, q. and quận.
///
/// Asked at query time; a variant counts less than what was typed. The standard table is
/// `Config/variants.tsv`: a weight, then two or more spellings, parted by tabs.
package struct VariantTable: Sendable {
  package struct Variant: Sendable, Equatable {
    /// Canonical keys of the words to look for instead.
    package var words: [[UInt8]]
    /// How many words of the query it stands for.
    package var count: Int
    /// Between 0 and 1.
    package var weight: Double
  }

  private struct Group {
    var weight: Double
    var spellings: [[[UInt8]]]
  }

  private var groups: [Group] = []
  /// Groups by the folded first word of a spelling: group, spelling.
  private var byFirstWord: [[UInt8]: [(group: Int, spelling: Int)]] = [:]

  /// The table that comes with the program.
  package static let standard: VariantTable = {
    guard let table = try? VariantTable(parsing: variantText) else {
      preconditionFailure("Config/variants.tsv was checked when its table was generated")
    }
    return table
  }()

  /// Reads the lines of a table. Empty lines and those that begin with `#` are skipped.
  ///
  /// - Throws: `VietnameseError.variants` with the first line that has no weight between 0 and 1 or
  ///   fewer than two spellings.
  package init(parsing text: String) throws(VietnameseError) {
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      if line.isEmpty || line.hasPrefix("#") { continue }
      let fields = line.split(separator: "\t")
      guard fields.count > 2, let weight = Double(String(fields[0])), 0...1 ~= weight else {
        throw .variants(line: number, text: String(line))
      }
      add(Group(weight: weight, spellings: fields.dropFirst().map(Self.words)))
    }
  }

  /// Other spellings of the words that begin at `start`; the longest run first.
  ///
  /// A word of the query without marks meets the marked word of the table too (`dak` and đắk).
  ///
  /// - Parameter words: canonical keys of the query's words.
  package func variants(of words: [[UInt8]], at start: Int) -> [Variant] {
    let word = words[start]
    let first = folded(word.span)
    guard let spellings = byFirstWord[first] else { return [] }
    var found: [Variant] = []
    for (group, spelling) in spellings {
      let own = groups[group].spellings[spelling]
      guard start + own.count <= words.count,
        zip(own, words[start...]).allSatisfy({ Self.meets(query: $1, table: $0) })
      else { continue }
      for (index, other) in groups[group].spellings.enumerated()
      where index != spelling && other != Array(words[start..<(start + own.count)]) {
        let variant = Variant(words: other, count: own.count, weight: groups[group].weight)
        if !found.contains(variant) { found.append(variant) }
      }
    }
    return found.sorted { $0.count > $1.count }
  }

  private mutating func add(_ group: Group) {
    for (index, spelling) in group.spellings.enumerated() {
      guard let first = spelling.first else { continue }
      let key = folded(first.span)
      byFirstWord[key, default: []].append((groups.count, index))
    }
    groups.append(group)
  }

  private static func meets(query: [UInt8], table: [UInt8]) -> Bool {
    if query == table { return true }
    let bare = folded(table.span)
    return query == bare
  }

  private static func words(_ spelling: Substring) -> [[UInt8]] {
    spelling.split(separator: " ").map { wordForms(of: String($0)).canonical }
  }
}
