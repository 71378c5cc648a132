/// Finds the part of a page that is its own: the article, not what stands around it.
///
/// Two logistic models one after the other. The first judges every block by its features; the second
/// judges it again knowing what the first thought of its neighbours, so that a short line between two
/// good paragraphs is kept and a good sentence among links is not. Shallow features suffice for this
/// (Kohlschütter, Fankhauser and Nejdl, WSDM 2010, doi:10.1145/1718487.1718542); the two passes stand
/// for the sequence model of Vogels, Ganea and Eickhoff (Web2Text, ECIR 2018,
/// doi:10.1007/978-3-319-76941-7_13).
///
/// The weights are in `ContentWeights` and made by Benchmarks/extraction/train.py.
struct MainContent {
  let page: Page
  /// For each block: how sure it is content, from 0 to 1.
  let probabilities: [Float]
  /// For each block: it belongs to the content.
  let isMain: [Bool]

  init(_ page: Page, phrases: PhraseList) {
    self.page = page
    let features = BlockFeatures(page, phrases: phrases)
    let count = BlockFeatures.names.count
    let first = page.blocks.indices.map { i in
      Self.logit(features.row(i), ContentWeights.first, ContentWeights.firstBias)
    }
    let context = BlockContext(first, page.blocks)
    probabilities = page.blocks.indices.map { i in
      let logit =
        Self.logit(context.row(i)[...], ContentWeights.second, ContentWeights.secondBias)
        + Self.logit(features.row(i), ContentWeights.second[BlockContext.names.count...], 0)
      return sigmoid(logit)
    }
    precondition(ContentWeights.first.count == count, "weights and features differ: train again")
    // A page on which nothing looks like content still has a best part.
    let best = probabilities.max() ?? 0
    let threshold = min(0.5, best * 0.6)
    isMain = probabilities.map { $0 > threshold }
  }

  private static func logit(
    _ row: ArraySlice<Float>, _ weights: ArraySlice<Float>, _ bias: Float
  ) -> Float {
    var sum = bias
    for (value, weight) in zip(row, weights) { sum += value * weight }
    return sum
  }

  private static func logit(_ row: ArraySlice<Float>, _ weights: [Float], _ bias: Float) -> Float {
    logit(row, weights[...], bias)
  }
}
