/// The candidates of each word, and which of two that follow each other were met together.
struct ReadingColumns {
  /// By rising number.
  private(set) var words = Ragged<UInt32>()
  /// Of each column those with a candidate before it; of the first those behind the start.
  private(set) var links = Ragged<Link>()
  /// What stands before the first word.
  let start: UInt32

  /// Two candidates that were met one behind the other.
  struct Link {
    /// Their places in their columns.
    var first: Int
    var second: Int
    /// The number of the pair.
    var pair: Int
    /// Of the second behind the first.
    var share: Double
  }

  var count: Int { words.count }

  init(_ typed: [[UInt8]], _ start: UInt32, _ model: ReadingModel) {
    self.start = start
    for word in typed { words.append { model.appendCandidates(for: word, to: &$0) } }
    let beginnings = model.pairs.beginnings(
      typed.indices.map { column in
        (column == 0 ? start : words[column - 1].first ?? start, words[column].first ?? start)
      })
    for column in typed.indices {
      let before = column == 0 ? [start] : words[column - 1]
      links.append {
        Self.appendLinks(before, words[column], from: beginnings[column], model, to: &$0)
      }
    }
  }

  /// The candidates of the last column that were met at the end of a sentence.
  func linksToBoundary(_ model: ReadingModel) -> ArraySlice<Link> {
    guard let first = words[count - 1].first else { return [] }
    var links: [Link] = []
    let beginning = model.pairs.beginnings([(first, model.boundary)])[0]
    Self.appendLinks(words[count - 1], [model.boundary], from: beginning, model, to: &links)
    return links[...]
  }

  private static func appendLinks(
    _ firsts: ArraySlice<UInt32>, _ seconds: ArraySlice<UInt32>, from beginning: Int,
    _ model: ReadingModel, to links: inout [Link]
  ) {
    model.pairs.visit(firsts, seconds, from: beginning) { first, second, pair in
      links.append(
        Link(first: first, second: second, pair: pair, share: model.pairs.share(of: pair)))
    }
  }

  /// - Parameter isKept: says of all candidates, one column behind the other, which stay.
  private init(_ all: ReadingColumns, _ isKept: [Bool]) {
    start = all.start
    // Where those that stay are then; those before them in their column counted.
    var places = [Int](repeating: 0, count: isKept.count)
    for column in 0..<all.count {
      let range = all.words.range(of: column)
      words.append { words in
        let first = words.count
        for index in range where isKept[index] {
          places[index] = words.count - first
          words.append(all.words.values[index])
        }
      }
      links.append { links in
        let before = column == 0 ? 0 : all.words.range(of: column - 1).lowerBound
        for link in all.links[column] where isKept[range.lowerBound + link.second] {
          var link = link
          if column > 0 {
            guard isKept[before + link.first] else { continue }
            link.first = places[before + link.first]
          }
          link.second = places[range.lowerBound + link.second]
          links.append(link)
        }
      }
    }
  }

  /// The share of each candidate in all readings, one column behind the other, in a model in which a
  /// word depends on the one before it alone. That costs little.
  ///
  /// The sums of all readings up to each candidate and behind it, as in `ReadingLattice`. A word that
  /// was never met behind another has the share that the other leaves times its own, so that only pairs
  /// that were met are gone through.
  func shares(by model: ReadingModel) -> [Double] {
    var shares = forward(model)
    var backward = [Double](repeating: 1, count: words.values.count)
    for column in stride(from: count - 1, through: 0, by: -1) {
      let range = words.range(of: column)
      var total = 0.0
      for index in range {
        shares[index] *= backward[index]
        total += shares[index]
      }
      for index in range { shares[index] /= total }
      if column > 0 { stepBack(from: column, &backward, model) }
    }
    return shares
  }

  /// Those with such a share or more: enough to tell which are out of the question.
  func likely(_ least: Double, by model: ReadingModel) -> ReadingColumns {
    ReadingColumns(self, shares(by: model).map { $0 >= least })
  }

  /// The readings of each word that have a share of `least` or more, most likely first.
  ///
  /// - Parameter shares: of each candidate, one column behind the other.
  func wordReadings(
    of typed: [[UInt8]], _ shares: [Double], least: Double = 0, by model: ReadingModel
  ) -> [[WordReading]] {
    (0..<count).map { column in
      words.range(of: column).filter { shares[$0] >= least }
        .sorted { shares[$0] != shares[$1] ? shares[$0] > shares[$1] : $0 < $1 }
        .map {
          WordReading(
            canonical: model.canonical(words.values[$0], typed: typed[column]),
            probability: shares[$0])
        }
    }
  }

  private func forward(_ model: ReadingModel) -> [Double] {
    var forward = [Double](repeating: 0, count: words.values.count)
    for column in 0..<count {
      let range = words.range(of: column)
      if column == 0 {
        for index in range { forward[index] = startWeight(index, model) }
      } else {
        let before = words.range(of: column - 1)
        var rest = 0.0
        for index in before { rest += forward[index] * model.pairs.rest(of: words.values[index]) }
        for index in range { forward[index] = rest * model.base(words.values[index]) }
        for link in links[column] {
          forward[range.lowerBound + link.second] +=
            forward[before.lowerBound + link.first] * link.share
        }
      }
      var total = 0.0
      for index in range {
        forward[index] *= model.part(words.values[index])
        total += forward[index]
      }
      for index in range { forward[index] /= total }
    }
    return forward
  }

  private func stepBack(from column: Int, _ backward: inout [Double], _ model: ReadingModel) {
    let range = words.range(of: column)
    let before = words.range(of: column - 1)
    var base = 0.0
    for index in range {
      backward[index] *= model.part(words.values[index])
      base += backward[index] * model.base(words.values[index])
    }
    for index in before { backward[index] = base * model.pairs.rest(of: words.values[index]) }
    for link in links[column] {
      backward[before.lowerBound + link.first] +=
        link.share * backward[range.lowerBound + link.second]
    }
    var largest = 0.0
    for index in before { largest = max(largest, backward[index]) }
    for index in before { backward[index] /= largest }
  }

  /// The share of a candidate of the first column; where it stands for more than one word that of all of them.
  func startWeight(_ candidate: Int, _ model: ReadingModel) -> Double {
    let word = words.values[candidate]
    guard start == model.boundary else { return model.frequency(word) }
    var share = model.pairs.rest(of: start) * model.base(word)
    for link in links[0] where link.second == candidate { share += link.share }
    return share
  }
}
