internal import CCodes
import Synchronization

/// The sections of a segment file, each byte verified before it is first used.
///
/// Opening checks the header, the footer, the table of contents and the bounds of every section.
/// Data is verified by pages of 64 KiB when it is first touched; a bitmap remembers.
@safe final class SectionReader: @unchecked Sendable {
  // Immutable but for the bitmap, whose words are atomic: that is why it may cross threads.
  let file: FileBytes
  let id: UInt64
  /// The version of the analyzer that made the terms.
  let analyzer: UInt32
  /// The revision of the format; the sections of an older one may be other than today's.
  let revision: UInt32
  private let ranges: [UInt32: Range<Int>]
  private let dataEnd: Int
  private let verifiedPages: UnsafeMutablePointer<Atomic<UInt64>>
  private let wordCount: Int

  init(_ file: FileBytes) throws(IndexError) {
    self.file = file
    (id, analyzer, revision) = try Self.readHeader(file)
    let footer = try Self.readFooter(file)
    dataEnd = footer.dataEnd
    ranges = try Self.readContents(file, footer)
    wordCount = (dataEnd + SegmentLayout.pageSize - 1) / SegmentLayout.pageSize / 64 + 1
    unsafe verifiedPages = .allocate(capacity: wordCount)
    for word in 0..<wordCount { unsafe (verifiedPages + word).initialize(to: Atomic(0)) }
  }

  deinit {
    unsafe verifiedPages.deinitialize(count: wordCount)
    unsafe verifiedPages.deallocate()
  }

  /// Whether there is such a section; older revisions have fewer.
  func has(_ section: Section) -> Bool { ranges[section.tag] != nil }

  /// How many bytes a section has.
  func length(_ section: Section) throws(IndexError) -> Int { try range(section).count }

  /// The verified bytes of a whole section. Valid while this object is alive.
  func bytes(_ section: Section) throws(IndexError) -> UnsafeRawBufferPointer {
    let range = try range(section)
    try verify(range)
    return unsafe try file.raw(range)
  }

  /// The verified bytes of a part of a section. Valid while this object is alive.
  func bytes(
    _ section: Section, _ part: Range<Int>
  ) throws(IndexError) -> UnsafeRawBufferPointer {
    unsafe try bytes(place(of: section), part)
  }

  /// Where a section is, for those who read many parts of it.
  func place(of section: Section) throws(IndexError) -> SectionPlace {
    SectionPlace(section: section, range: try range(section))
  }

  /// The verified bytes of a part of a section. Valid while this object is alive.
  func bytes(
    _ place: SectionPlace, _ part: Range<Int>
  ) throws(IndexError) -> UnsafeRawBufferPointer {
    guard part.lowerBound >= 0, part.upperBound <= place.range.count else {
      throw damaged(
        place.section, "section \(place.section.rawValue) is referred to past its end")
    }
    let start = place.range.lowerBound
    let range = (start + part.lowerBound)..<(start + part.upperBound)
    if !isVerified(range) { try verify(range) }
    return unsafe try file.raw(range)
  }

  /// Has the processor fetch what is at an offset of a section.
  func expect(_ place: SectionPlace, at offset: Int) {
    guard let base = unsafe file.raw.baseAddress, offset >= 0, offset < place.count else { return }
    unsafe codes_expect(base + place.range.lowerBound + offset)
  }

  /// A section as an array of fixed-size values, verified, in the file's own memory.
  func array<Value: FixedWidthInteger>(
    _ section: Section, of type: Value.Type
  ) throws(IndexError) -> FileArray<Value> {
    let raw = unsafe try bytes(section)
    guard raw.count % MemoryLayout<Value>.stride == 0 else {
      throw .damaged(
        file: file.name, offset: try range(section).lowerBound,
        reason: "section \(section.rawValue) has a broken length")
    }
    return unsafe FileArray(raw, owner: file)
  }

  /// Verifies every page; for `check`.
  func verifyAll() throws(IndexError) { try verify(0..<dataEnd) }

  /// The error for a value of a section that cannot be right.
  func damaged(_ section: Section, at offset: Int = 0, _ reason: String) -> IndexError {
    .damaged(
      file: file.name, offset: (ranges[section.tag]?.lowerBound ?? 0) + offset, reason: reason)
  }
}

extension SectionReader {
  private func range(_ section: Section) throws(IndexError) -> Range<Int> {
    guard let range = ranges[section.tag] else {
      throw .damaged(
        file: file.name, offset: dataEnd, reason: "section \(section.rawValue) is missing")
    }
    return range
  }

  /// Whether a range lies in one page that was verified before: the common case.
  private func isVerified(_ range: Range<Int>) -> Bool {
    let page = range.lowerBound / SegmentLayout.pageSize
    guard range.upperBound <= (page + 1) * SegmentLayout.pageSize else { return false }
    let word = unsafe (verifiedPages + page / 64).pointee.load(ordering: .acquiring)
    return word >> UInt64(page % 64) & 1 == 1
  }

  private func verify(_ range: Range<Int>) throws(IndexError) {
    guard !range.isEmpty else { return }
    let first = range.lowerBound / SegmentLayout.pageSize
    let last = (range.upperBound - 1) / SegmentLayout.pageSize
    for page in first...last {
      let bit = UInt64(1) << UInt64(page % 64)
      let word = unsafe verifiedPages + page / 64
      if unsafe word.pointee.load(ordering: .acquiring) & bit != 0 { continue }
      try verifyPage(page)
      unsafe word.pointee.bitwiseOr(bit, ordering: .acquiringAndReleasing)
    }
  }

  private func verifyPage(_ page: Int) throws(IndexError) {
    let start = page * SegmentLayout.pageSize
    let bytes = unsafe try file.raw(start..<min(start + SegmentLayout.pageSize, dataEnd))
    let slot = dataEnd + page * 4
    let stored = unsafe try file.raw(slot..<(slot + 4)).loadUnaligned(as: UInt32.self)
    guard unsafe Checksum.of(bytes) == UInt32(littleEndian: stored) else {
      throw .damaged(
        file: file.name, offset: start, reason: "the page's checksum does not match its bytes")
    }
  }

  private static func readHeader(_ file: FileBytes) throws(IndexError) -> (UInt64, UInt32, UInt32) {
    let head = 0..<min(file.count, SegmentLayout.headerSize)
    var reader = unsafe ByteReader(try file.raw(head), file: file.name)
    try FileVersion.require(SegmentLayout.magic, of: &reader, in: file, "a segment file")
    let revision = try reader.read(UInt32.self)
    guard revision <= SegmentLayout.version else {
      throw .version(file: file.name, found: revision, supported: SegmentLayout.version)
    }
    let analyzer = try reader.read(UInt32.self)
    return (try reader.read(UInt64.self), analyzer, revision)
  }

  private static func readFooter(
    _ file: FileBytes
  ) throws(IndexError) -> (dataEnd: Int, tocOffset: Int, tocLength: Int) {
    let start = file.count - SegmentLayout.footerSize
    guard start >= SegmentLayout.headerSize else {
      throw .damaged(file: file.name, offset: file.count, reason: "the file is too short")
    }
    let raw = unsafe try file.raw(start..<file.count)
    var reader = unsafe ByteReader(raw, file: file.name, base: start)
    let dataEnd = try reader.read(UInt64.self)
    let tocOffset = try reader.read(UInt64.self)
    let tocLength = try reader.read(UInt64.self)
    let tocChecksum = try reader.read(UInt32.self)
    let footerChecksum = try reader.read(UInt32.self)
    let magic = unsafe Array(try reader.readBytes(8))
    let covered = unsafe Checksum.of(UnsafeRawBufferPointer(rebasing: raw[0..<28]))
    guard magic == SegmentLayout.endMagic, covered == footerChecksum,
      dataEnd <= tocOffset, tocOffset <= UInt64(start),
      tocOffset + tocLength == UInt64(start)
    else { throw reader.damaged("the footer is not whole") }
    let tables = unsafe try file.raw(Int(dataEnd)..<start)
    guard unsafe Checksum.of(tables) == tocChecksum else {
      throw .damaged(
        file: file.name, offset: Int(dataEnd), reason: "the table of contents is not whole")
    }
    return (Int(dataEnd), Int(tocOffset), Int(tocLength))
  }

  private static func readContents(
    _ file: FileBytes, _ footer: (dataEnd: Int, tocOffset: Int, tocLength: Int)
  ) throws(IndexError) -> [UInt32: Range<Int>] {
    let pages = (footer.dataEnd + SegmentLayout.pageSize - 1) / SegmentLayout.pageSize
    guard footer.tocOffset - footer.dataEnd == pages * 4 else {
      throw .damaged(file: file.name, offset: footer.dataEnd, reason: "the page table is cut")
    }
    let area = footer.tocOffset..<(footer.tocOffset + footer.tocLength)
    var reader = unsafe ByteReader(try file.raw(area), file: file.name, base: area.lowerBound)
    var ranges: [UInt32: Range<Int>] = [:]
    for _ in 0..<(try reader.read(UInt32.self)) {
      let tag = try reader.read(UInt32.self)
      _ = try reader.read(UInt32.self)
      let offset = try reader.read(UInt64.self)
      let length = try reader.read(UInt64.self)
      guard offset <= UInt64(footer.dataEnd), length <= UInt64(footer.dataEnd) - offset else {
        throw reader.damaged("a section reaches past the end of the data")
      }
      ranges[tag] = Int(offset)..<Int(offset + length)
    }
    return ranges
  }
}

/// Where a section is in its file.
struct SectionPlace: Sendable {
  fileprivate let section: Section
  fileprivate let range: Range<Int>

  /// Bytes of the section.
  var count: Int { range.count }
}

/// Fixed-size little-endian values in a file's own memory.
///
/// Holds on to the file, so that the memory outlives it; indexes are checked.
@safe package struct FileArray<Value: FixedWidthInteger>: @unchecked Sendable {
  // The memory is immutable and owned by `owner`.
  private let base: UnsafeRawPointer?
  package let count: Int
  private let owner: FileBytes

  /// No values.
  init(owner: FileBytes) {
    unsafe base = nil
    count = 0
    self.owner = owner
  }

  init(_ raw: UnsafeRawBufferPointer, owner: FileBytes) {
    unsafe base = raw.baseAddress
    count = raw.count / MemoryLayout<Value>.stride
    self.owner = owner
  }

  @inline(__always)
  package subscript(index: Int) -> Value {
    precondition(index >= 0 && index < count, "index past the end of a section")
    guard let base = unsafe base else { return 0 }
    // In bounds: checked above. Unaligned: a section is aligned in the file, a copy may not be.
    return Value(
      littleEndian: unsafe base.loadUnaligned(
        fromByteOffset: index &* MemoryLayout<Value>.stride, as: Value.self))
  }

  /// The bytes of some values, which must be in the array. Valid while the array is held.
  @inline(__always)
  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "past the end of a section")
    let stride = MemoryLayout<Value>.stride
    return unsafe UnsafeRawBufferPointer(
      start: base.map { unsafe $0 + range.lowerBound &* stride }, count: range.count &* stride)
  }
}
