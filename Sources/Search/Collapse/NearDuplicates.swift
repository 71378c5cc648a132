/// Puts texts that are nearly the same into groups, in the order they come: a text joins the first
/// group whose first text it resembles enough.
///
/// Two sets of which one shares `t` of both have a common element among the smallest
/// `n - ⌈t · n⌉ + 1` of each (prefix filtering; Chaudhuri, Ganti and Kaushik 2006,
/// doi:10.1109/ICDE.2006.9): only groups with one of those are compared, and none is missed.
struct NearDuplicates {
  /// So much two texts have in common that are nearly the same: agency stories reprinted under another
  /// headline and with a sentence more or less.
  static let leastResemblance = 0.7

  /// The first text of each group.
  private var firsts: [WordShingles] = []
  /// The groups whose first text has a hash among its smallest.
  private var groups: [UInt64: [Int]] = [:]
  private var emptyGroup: Int?

  /// The group of the next text; one behind the last where it is the first of its own.
  mutating func group(of text: WordShingles) -> Int {
    if text.hashes.isEmpty, let emptyGroup { return emptyGroup }
    var compared: Set<Int> = []
    for hash in Self.prefix(of: text) {
      for group in groups[hash] ?? [] { compared.insert(group) }
    }
    for group in compared.sorted()
    where firsts[group].resemblance(text) >= Self.leastResemblance {
      return group
    }
    let new = firsts.count
    firsts.append(text)
    if text.hashes.isEmpty { emptyGroup = new }
    for hash in Self.prefix(of: text) { groups[hash, default: []].append(new) }
    return new
  }

  private static func prefix(of text: WordShingles) -> ArraySlice<UInt64> {
    let count = text.hashes.count
    let least = Int((leastResemblance * Double(count)).rounded(.up))
    return text.hashes.prefix(count == 0 ? 0 : count - least + 1)
  }
}
