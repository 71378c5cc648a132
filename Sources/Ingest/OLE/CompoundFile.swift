/// A compound file: streams by name, as Office kept its files until 2003 (MS-CFB 2012).
///
/// Reads what is there: chains that lead outside of the file, or in a circle, end.
struct CompoundFile {
  private let bytes: [UInt8]
  private let sectorShift: Int
  private var table: [UInt32] = []
  private var miniTable: [UInt32] = []
  private var miniStream: [UInt8] = []
  private var entries: [(name: String, start: UInt32, byteCount: Int)] = []

  private static let miniCutoff = 4096
  private static let lastSector: UInt32 = 0xffff_fffa

  /// Nil for what is none.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 512, bytes.starts(with: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    else { return nil }
    self.bytes = bytes
    sectorShift = Int(bytes.u16(30))
    guard sectorShift == 9 || sectorShift == 12 else { return nil }
    readTable()
    readDirectory(chain(bytes.u32(48)))
    miniTable = Self.numbers(chain(bytes.u32(60)))
  }

  /// The bytes of the first stream of a name.
  func stream(_ name: String) -> [UInt8]? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    let isMini = entry.byteCount < Self.miniCutoff
    let content = isMini ? miniChain(entry.start) : chain(entry.start)
    return Array(content.prefix(entry.byteCount))
  }

  private var sectorByteCount: Int { 1 << sectorShift }

  private func sector(_ number: UInt32) -> ArraySlice<UInt8>? {
    let start = (Int(number) + 1) << sectorShift
    guard number < Self.lastSector, start < bytes.count else { return nil }
    return bytes[start..<min(bytes.count, start + sectorByteCount)]
  }

  /// The table that chains sectors; its own sectors are listed in the head and behind it.
  private mutating func readTable() {
    var list = (0..<109).map { bytes.u32(76 + 4 * $0) }
    var next = bytes.u32(68)
    var left = bytes.count >> sectorShift
    while left > 0, let more = sector(next) {
      let numbers = Self.numbers(Array(more))
      list += numbers.dropLast()
      next = numbers.last ?? .max
      left -= 1
    }
    for number in list.prefix(bytes.count >> sectorShift) {
      if let sector = sector(number) { table += Self.numbers(Array(sector)) }
    }
  }

  private static func numbers(_ bytes: [UInt8]) -> [UInt32] {
    (0..<(bytes.count / 4)).map { bytes.u32(4 * $0) }
  }

  private func chain(_ start: UInt32) -> [UInt8] {
    var result: [UInt8] = []
    var next = start
    while let sector = sector(next), result.count <= bytes.count {
      result += sector
      guard Int(next) < table.count else { break }
      next = table[Int(next)]
    }
    return result
  }

  private func miniChain(_ start: UInt32) -> [UInt8] {
    var result: [UInt8] = []
    var next = start
    while next < Self.lastSector, result.count <= miniStream.count {
      let place = Int(next) << 6
      guard place < miniStream.count else { break }
      result += miniStream[place..<min(miniStream.count, place + 64)]
      guard Int(next) < miniTable.count else { break }
      next = miniTable[Int(next)]
    }
    return result
  }

  private mutating func readDirectory(_ directory: [UInt8]) {
    for at in stride(from: 0, to: directory.count - 127, by: 128) {
      let nameByteCount = min(64, Int(directory.u16(at + 64)))
      guard nameByteCount >= 2 else { continue }
      let units = (0..<(nameByteCount / 2 - 1)).map { directory.u16(at + 2 * $0) }
      let start = directory.u32(at + 116)
      let byteCount = Int(directory.u32(at + 120))
      if directory[at + 66] == 5 {
        miniStream = Array(chain(start).prefix(byteCount))
      } else if directory[at + 66] == 2 {
        entries.append((String(decoding: units, as: UTF16.self), start, byteCount))
      }
    }
  }
}

extension [UInt8] {
  /// The little-endian number at a place; 0 past the end.
  func u16(_ at: Int) -> UInt16 {
    guard at >= 0, at <= count - 2 else { return 0 }
    return UInt16(self[at]) | UInt16(self[at + 1]) << 8
  }

  func u32(_ at: Int) -> UInt32 { UInt32(u16(at)) | UInt32(u16(at + 2)) << 16 }
}
