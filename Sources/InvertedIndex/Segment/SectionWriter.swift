/// Writes a segment file front to back: sections, then checksums and the table of contents.
struct SectionWriter {
  private let output: any OutputFile
  private var sections: [(section: Section, offset: Int, length: Int)] = []
  private var pageChecksums: [UInt32] = []
  private var page = Checksum()
  private var pageFill = 0
  private var offset = 0
  /// Gathers small appends.
  private var buffer: [UInt8] = []

  private static let bufferSize = 1 << 18

  init(id: UInt64, analyzer: UInt32, output: any OutputFile) throws(IndexError) {
    self.output = output
    var header = ByteWriter(capacity: SegmentLayout.headerSize)
    header.write(SegmentLayout.magic)
    header.write(SegmentLayout.version)
    header.write(analyzer)
    header.write(id)
    header.pad(to: SegmentLayout.headerSize)
    try append(header.bytes)
  }

  /// Begins a section at the next aligned offset. The one before ends here.
  mutating func begin(_ section: Section) throws(IndexError) {
    end()
    try align(to: SegmentLayout.alignment)
    sections.append((section, offset, -1))
  }

  /// Appends zeros up to a multiple of `alignment`.
  mutating func align(to alignment: Int) throws(IndexError) {
    let rest = offset % alignment
    if rest > 0 { try append([UInt8](repeating: 0, count: alignment - rest)) }
  }

  /// Bytes written to the current section so far.
  var sectionLength: Int { offset - (sections.last?.offset ?? 0) }

  mutating func append(_ bytes: some Collection<UInt8>) throws(IndexError) {
    buffer.append(contentsOf: bytes)
    offset += bytes.count
    if buffer.count >= Self.bufferSize { try flush() }
  }

  mutating func append<Value: FixedWidthInteger>(_ value: Value) throws(IndexError) {
    unsafe withUnsafeBytes(of: value.littleEndian) { unsafe buffer.append(contentsOf: $0) }
    offset += MemoryLayout<Value>.size
    if buffer.count >= Self.bufferSize { try flush() }
  }

  mutating func append(_ bytes: borrowing ByteBuffer) throws(IndexError) {
    offset += bytes.count
    unsafe bytes.withBytes { unsafe buffer.append(contentsOf: $0) }
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Appends an array of integers, little endian.
  mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(
    array: [Value]
  ) throws(IndexError) {
    var start = 0
    while start < array.count {
      let end = min(start + Self.bufferSize / MemoryLayout<Value>.size, array.count)
      buffer.append(array[start..<end])
      offset += (end - start) * MemoryLayout<Value>.size
      if buffer.count >= Self.bufferSize { try flush() }
      start = end
    }
  }

  /// Appends numbers in as many bits as the largest needs, see `PackedNumbers`.
  mutating func append<Number: FixedWidthInteger & UnsignedInteger>(
    numbers: [Number]
  ) throws(IndexError) {
    var bytes = ByteBuffer()
    PackedNumbers.encode(numbers, into: &bytes)
    try append(bytes)
  }

  /// Writes the tables and the footer. The file still has to be synced.
  mutating func finish() throws(IndexError) {
    end()
    let dataEnd = offset
    try flush()
    if pageFill > 0 { pageChecksums.append(page.value) }

    var tables = ByteWriter(capacity: pageChecksums.count * 4 + sections.count * 24 + 64)
    for checksum in pageChecksums { tables.write(checksum) }
    let tocOffset = dataEnd + tables.count
    tables.write(UInt32(sections.count))
    for entry in sections {
      tables.write(entry.section.tag)
      tables.write(UInt32(0))
      tables.write(UInt64(entry.offset))
      tables.write(UInt64(entry.length))
    }
    var footer = ByteWriter(capacity: SegmentLayout.footerSize)
    footer.write(UInt64(dataEnd))
    footer.write(UInt64(tocOffset))
    footer.write(UInt64(dataEnd + tables.count - tocOffset))
    footer.write(Checksum.of(tables.bytes))
    footer.write(Checksum.of(footer.bytes))
    footer.write(SegmentLayout.endMagic)
    try output.append(tables.bytes)
    try output.append(footer.bytes)
  }

  private mutating func end() {
    guard let last = sections.indices.last, sections[last].length < 0 else { return }
    sections[last].length = offset - sections[last].offset
  }

  private mutating func flush() throws(IndexError) {
    try output.append(buffer)
    unsafe buffer.withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count {
        let take = min(bytes.count - start, SegmentLayout.pageSize - pageFill)
        unsafe page.update(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + take)]))
        start += take
        pageFill += take
        if pageFill == SegmentLayout.pageSize {
          pageChecksums.append(page.value)
          page = Checksum()
          pageFill = 0
        }
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// A segment file that stays in memory until a commit writes it out.
final class MemoryFile: OutputFile, @unchecked Sendable {
  // Written by one thread, read after it is finished; never shared in between.
  private(set) var bytes: [UInt8] = []
  var byteCount: Int { bytes.count }

  func append(_ raw: UnsafeRawBufferPointer) throws(IndexError) {
    unsafe bytes.append(contentsOf: raw)
  }
  func sync() throws(IndexError) {}
  func truncate(to count: Int) throws(IndexError) { bytes.removeLast(bytes.count - count) }
  func close() {}
}

extension [UInt8] {
  /// Appends integers, little endian.
  mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(_ values: ArraySlice<Value>) {
    #if _endian(little)
      unsafe values.withUnsafeBytes { unsafe append(contentsOf: $0) }
    #else
      for value in values {
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
      }
    #endif
  }
}
