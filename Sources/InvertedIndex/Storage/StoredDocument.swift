package import Documents

/// A stored document whose text is not made into strings: for ten hits a few paragraphs are looked
/// at, of hundreds.
package struct StoredDocument: Sendable {
  /// Everything but the blocks.
  package let head: Document
  package private(set) var blocks: [StoredBlock] = []
  /// As `DocumentCodec` encodes it.
  private let record: [UInt8]

  /// A block and where its text is.
  package struct StoredBlock: Sendable {
    package let kind: Block.Kind
    fileprivate let place: Range<Int>

    package var isEmpty: Bool { place.isEmpty }
  }

  init(record: [UInt8], file: String) throws(IndexError) {
    var blocks: [StoredBlock] = []
    let result = unsafe record.withUnsafeBytes { bytes -> Result<Document, IndexError> in
      do throws(IndexError) {
        return .success(
          try unsafe DocumentCodec.decode(bytes, file: file) { kind, place in
            blocks.append(StoredBlock(kind: kind, place: place))
          })
      } catch { return .failure(error) }
    }
    head = try result.get()
    self.blocks = blocks
    self.record = record
  }

  /// The text of a block, as UTF-8.
  package func text(of block: Int) -> ArraySlice<UInt8> { record[blocks[block].place] }
}
