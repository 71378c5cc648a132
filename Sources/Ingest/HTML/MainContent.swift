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

  /// A page of more blocks is a list or worse, and judging costs microseconds a block.
  private static let judgedBlocks = 20_000

  init(_ page: Page, phrases: PhraseList) {
    self.page = page
    guard page.blocks.count <= Self.judgedBlocks else {
      isMain = page.blocks.map(\.isProse)
      probabilities = isMain.map { $0 ? 1 : 0 }
      return
    }
    var judgements = Self.judgements(of: page, phrases)
    Self.levelTables(of: page, &judgements)
    probabilities = judgements
    // A page on which nothing looks like content still has a best part.
    let threshold = min(0.5, (judgements.max() ?? 0) * 0.6)
    isMain = judgements.map { $0 > threshold }
  }

  private static func judgements(of page: Page, _ phrases: PhraseList) -> [Float] {
    precondition(
      ContentWeights.first.count == BlockFeatures.names.count
        && ContentWeights.second.count == BlockContext.names.count + BlockFeatures.names.count,
      "weights and features differ: train again")
    let byContext = ContentWeights.second[..<BlockContext.names.count]
    let byFeatures = ContentWeights.second[BlockContext.names.count...]
    var features = BlockFeatures(page, phrases: phrases)
    var first: [Float] = []
    var second: [Float] = []
    for i in page.blocks.indices {
      let row = features.row(i)
      first.append(ContentWeights.firstBias + product(row, ContentWeights.first[...]))
      second.append(ContentWeights.secondBias + product(row, byFeatures))
    }
    let context = BlockContext(first, page.blocks)
    return page.blocks.indices.map { sigmoid(second[$0] + product(context.row($0), byContext)) }
  }

  /// The cells of a data table are in or out together.
  private static func levelTables(of page: Page, _ judgements: inout [Float]) {
    var i = 0
    while i < page.blocks.count {
      let row = page.dataRow(of: page.blocks[i])
      guard row >= 0 else {
        i += 1
        continue
      }
      let end = max(i + 1, Int(page.table(ofRow: row).endBlock))
      let mean = judgements[i..<end].reduce(0, +) / Float(end - i)
      for k in i..<end { judgements[k] = mean }
      i = end
    }
  }

  private static func product(_ row: [Float], _ weights: ArraySlice<Float>) -> Float {
    let (values, factors) = (row.span, weights.span)
    var sum: Float = 0
    for i in 0..<min(values.count, factors.count) { sum += values[i] * factors[i] }
    return sum
  }
}
