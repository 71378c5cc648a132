import InvertedIndex

/// Bytes on disk: each section of the segments by its four letters, and all other files as one.
/// `STOR` and `STOG` are the stored text.
func sizes(in directory: FileDirectory) throws -> [(name: String, byteCount: Int)] {
  var sections: [String: Int] = [:]
  var others = 0
  for name in try directory.list() {
    let file = try directory.open(name)
    guard name.hasSuffix(".seg") else {
      others += file.count
      continue
    }
    var rest = file.count
    for section in try tableOfContents(of: file) {
      sections[section.name, default: 0] += section.byteCount
      rest -= section.byteCount
    }
    sections["checksums and padding", default: 0] += rest
  }
  return sections.sorted { $0.value > $1.value }.map { ($0.key, $0.value) }
    + [("log and manifest", others)]
}

/// Reads the grammar of `SegmentLayout`: the footer's second and third words are the place and
/// length of the table, which is a count and then tag, zero, offset and length of each section.
private func tableOfContents(of file: FileBytes) throws -> [(name: String, byteCount: Int)] {
  let footer = try Words(file, from: file.count - 40)
  let start = Int(footer.word(at: 8))
  let table = try Words(file, from: start)
  return (0..<Int(table.word(at: 0) & 0xFFFF_FFFF)).map { index in
    let entry = 4 + index * 24
    let name = (0..<4).map { UInt8(truncatingIfNeeded: table.word(at: entry) >> UInt64($0 * 8)) }
    return (String(decoding: name, as: UTF8.self), Int(table.word(at: entry + 16)))
  }
}

/// Little-endian words in the last part of a file.
private struct Words {
  private let bytes: [UInt8]

  init(_ file: FileBytes, from start: Int) throws {
    bytes = unsafe Array(try file.raw(start..<file.count))
  }

  func word(at offset: Int) -> UInt64 {
    bytes[offset..<(offset + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
