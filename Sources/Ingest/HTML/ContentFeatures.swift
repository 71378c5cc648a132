internal import Vietnamese

/// The blocks of a page with the numbers that decide on them, for training.
package struct ContentFeatures {
  package static let names = BlockFeatures.names
  package let texts: [String]
  /// One row a block, in the order of `names`.
  package let rows: [[Float]]

  /// - Parameter bytes: An HTML file in any charset.
  package init(of bytes: [UInt8]) throws(IngestError) {
    let text = decode(bytes.span, declared: DeclaredCharset.find(in: bytes)).text
    let page = try PageParser(limits: Limits()).parse(Array(text.utf8))
    var features = BlockFeatures(page, phrases: .builtIn)
    texts = page.blocks.map(page.string)
    rows = page.blocks.indices.map { features.row($0) }
  }
}
