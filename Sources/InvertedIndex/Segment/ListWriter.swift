/// Writes the section of posting lists, list by list.
struct ListWriter: ~Copyable {
  private(set) var writer: SectionWriter
  /// What is written next; entries of neighbours begin with bytes of their own.
  var buffer = ByteBuffer(capacity: 2 * bufferSize)
  private var blocked: BlockedPostings
  /// Of the segment.
  let documentCount: Int

  private static let bufferSize = 1 << 18

  /// - Parameter writer: the section is begun.
  init(_ writer: SectionWriter, _ blocked: consuming BlockedPostings, documentCount: Int) {
    self.writer = writer
    self.blocked = blocked
    self.documentCount = documentCount
  }

  /// Where the next byte of the section goes.
  var offset: Int { writer.sectionLength + buffer.count }

  /// Appends the list of a term.
  ///
  /// - Returns: where the list is in the section.
  mutating func add(
    _ documents: Span<DocID>, _ counts: Span<PostingCounts>
  ) throws(IndexError) -> Range<Int> {
    try add(
      documents, counts,
      PostingLayout.of(documentFrequency: documents.count, documents: documentCount))
  }

  /// Appends a list, and before it zeros as its layout wants.
  ///
  /// - Returns: where the list is in the section.
  @discardableResult
  mutating func add(
    _ documents: Span<DocID>, _ counts: Span<PostingCounts>, _ layout: PostingLayout
  ) throws(IndexError) -> Range<Int> {
    let start: Int
    if layout == .packed {
      start = offset
      PostingList.encode(documents, counts, into: &buffer)
    } else {
      let rest = offset % BlockedPostings.alignment
      if rest > 0 { buffer.write(zeros: BlockedPostings.alignment - rest) }
      start = offset
      blocked.encode(documents, counts, layout, into: &buffer)
    }
    let end = offset
    if buffer.count >= Self.bufferSize { try flush() }
    return start..<end
  }

  /// Ends the lists.
  mutating func finish() throws(IndexError) {
    buffer.write(zeros: PostingLayout.overread)
    try flush()
  }

  private mutating func flush() throws(IndexError) {
    try writer.append(buffer)
    buffer.removeAll()
  }
}
