/// The checksums of a segment file, page by page, so that one bad page does not hide another.
struct SegmentPages {
  private let sections: SectionReader
  private let file: FileBytes

  init(_ sections: SectionReader) {
    self.sections = sections
    file = sections.file
  }

  /// Calls `body` with the first byte of each page that is not what was written.
  ///
  /// The page table was verified when the sections were opened: it lies between the data and the
  /// table of contents, whose places the footer tells.
  func forEachBad(_ body: (_ offset: Int) -> Void) throws(IndexError) {
    let footer = file.count - SegmentLayout.footerSize
    var reader = unsafe ByteReader(
      try file.raw(footer..<file.count), file: file.name, base: footer)
    let dataEnd = Int(truncatingIfNeeded: try reader.read(UInt64.self))
    let tableEnd = Int(truncatingIfNeeded: try reader.read(UInt64.self))
    guard dataEnd >= 0, dataEnd <= tableEnd else { throw reader.damaged("the footer is not whole") }
    var table = unsafe ByteReader(
      try file.raw(dataEnd..<tableEnd), file: file.name, base: dataEnd)
    for start in stride(from: 0, to: dataEnd, by: SegmentLayout.pageSize) {
      let page = unsafe try file.raw(start..<min(start + SegmentLayout.pageSize, dataEnd))
      if unsafe Checksum.of(page) != (try table.read(UInt32.self)) { body(start) }
    }
  }

  /// The sections that a page has a part of, by name.
  func sections(ofPageAt offset: Int) -> [Section] {
    Section.allCases.filter { section in
      guard let length = try? sections.length(section) else { return false }
      guard case .damaged(_, let start, _) = sections.damaged(section, "") else { return false }
      return length > 0 && start < offset + SegmentLayout.pageSize && start + length > offset
    }
  }
}

extension Section {
  /// True where the section holds what cannot be made again from other sections.
  var holdsDocuments: Bool {
    switch self {
    case .stored, .storedGroups, .storedPlaces, .storedDictionaries, .meta, .sequences: true
    default: false
    }
  }
}
