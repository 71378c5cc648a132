/// RAR archives whose files are stored as they are, in the form of versions 2 to 4 and of version 5,
/// written after RARLAB's technical notes: programs that pack them are not free.
enum StoredRAR {
  static func version4(_ entries: [Packed.Entry]) -> [UInt8] {
    var bytes: [UInt8] = [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x00]
    bytes += block4(type: 0x73, flags: 0, [UInt8](repeating: 0, count: 6))
    for entry in entries {
      let size = UInt32(entry.bytes.count)
      // Packed and unpacked size, Unix, checksum, time, version 2.0, stored, name, rights.
      var head = little(size, 4) + little(size, 4) + [3] + little(crc(entry.bytes), 4)
      head += little(0x5a21_0000, 4) + [20, 0x30] + little(UInt32(entry.name.count), 2)
      head += little(0x81a4, 4) + entry.name
      bytes += block4(type: 0x74, flags: 0x8000, head) + entry.bytes
    }
    return bytes + block4(type: 0x7b, flags: 0x4000, [])
  }

  static func version5(_ entries: [Packed.Entry]) -> [UInt8] {
    var bytes: [UInt8] = [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01, 0x00]
    bytes += block5([1, 0, 0])
    for entry in entries {
      // A file with data; sizes, rights, checksum, stored, Unix, name.
      var head: [UInt8] = [2, 2] + variable(entry.bytes.count) + [4]
      head += variable(entry.bytes.count) + variable(0x81a4) + little(crc(entry.bytes), 4)
      head += [0, 1] + variable(entry.name.count) + entry.name
      bytes += block5(head) + entry.bytes
    }
    return bytes + block5([5, 0, 0])
  }

  private static func block4(type: UInt8, flags: UInt32, _ content: [UInt8]) -> [UInt8] {
    let head = [type] + little(flags, 2) + little(UInt32(content.count + 7), 2) + content
    return little(crc(head) & 0xffff, 2) + head
  }

  private static func block5(_ content: [UInt8]) -> [UInt8] {
    let head = variable(content.count) + content
    return little(crc(head), 4) + head
  }

  private static func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
  }

  /// Seven bits a byte, the low ones first; the high bit says that more follow.
  private static func variable(_ number: Int) -> [UInt8] {
    number < 0x80
      ? [UInt8(number)] : [UInt8(number & 0x7f) | 0x80] + variable(number >> 7)
  }

  /// CRC-32 (ISO 3309).
  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
        sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1
      }
    }
  }
}
