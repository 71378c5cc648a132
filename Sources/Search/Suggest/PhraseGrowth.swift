import InvertedIndex

extension PhraseSample {
  /// A phrase and where it stands.
  struct Grown {
    var words: [[UInt8]]
    var places: [Int]
  }

  /// A step is taken where so many of the documents go on with the same word.
  private static var leastShare: Double { 0.6 }
  /// What fewer of the documents go on to is still the most common way to go on.
  private static var leastFirstShare: Double { 0.1 }
  private static var leastDocuments: Double { 2 }
  /// Words of a suggestion.
  static var longest: Int { 7 }

  /// A phrase made longer while most of its places go on with the same word; nil where they do not,
  /// and nothing else is common enough.
  func grown(_ words: [[UInt8]], in snapshot: Snapshot) -> Grown? {
    var grown = Grown(words: words, places: Array(places.indices))
    let all = documents(of: grown.places)
    var current = all
    var best: Grown?
    while grown.words.count < min(Self.longest, words.count + Self.reach) {
      let isFirst = grown.words.count == words.count
      let next = followers(of: grown.places, at: grown.words.count, in: snapshot).first {
        // A word that leads to others is no goal by itself: what it leads to is seldom the same.
        !isFirst || $0.documents >= Self.leastShare * all
          || !LinkingWords.contains($0.canonical)
      }
      guard let next, next.documents >= Self.leastDocuments,
        next.documents >= (isFirst ? Self.leastFirstShare : Self.leastShare) * current
      else { break }
      grown.words.append(next.canonical)
      grown.places = next.places
      current = next.documents
      // A phrase does not end with a word that only leads to others.
      if !LinkingWords.contains(next.canonical) { best = grown }
    }
    return best
  }
}

/// A phrase in some documents, and what it most often goes on to there.
struct PhraseLook {
  let sample: PhraseSample
  private let grown: PhraseSample.Grown?

  init(
    _ words: [[UInt8]], in snapshot: Snapshot, limit: Int, deadline: Deadline?
  ) throws(IndexError) {
    sample = try PhraseSample(
      words.map { .exactly($0) }, in: snapshot, limit: limit, deadline: deadline)
    grown = sample.grown(words, in: snapshot)
  }

  /// The longer phrase.
  var longerWords: [[UInt8]]? { grown?.words }

  /// The places that tell how the phrase or the longer one is written: where it goes on it is written
  /// as part of that.
  func places(of words: [[UInt8]]) -> [Int] {
    let all = Array(sample.places.indices)
    guard let grown else { return all }
    if words == grown.words { return grown.places }
    let others = Set(all).subtracting(grown.places).sorted()
    return others.isEmpty ? all : others
  }
}

/// Words that a phrase does not end with: they lead to what follows.
enum LinkingWords {
  private static let words: Set<[UInt8]> = Set(
    [
      "và", "của", "là", "có", "cho", "với", "trong", "được", "các", "những", "một", "đã", "sẽ",
      "ở", "từ", "tại", "khi", "để", "về", "bị", "do", "theo", "đến", "trên", "mà", "như", "vì",
      "nên", "thì", "hay", "hoặc", "bởi", "cùng", "cũng", "rất", "đang", "ra", "vào", "này", "đó",
    ].map { Array($0.utf8) })

  static func contains(_ canonical: [UInt8]) -> Bool { words.contains(canonical) }
}
