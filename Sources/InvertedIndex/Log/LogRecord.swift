/// One entry of the write-ahead log.
///
/// ```
/// log    = "MLLOG\0\0\1" number:u64 checksum:u32 { group }
/// group  = record+ seal seal
/// record = length:u32 checksum:u32 kind:u8 sequence:u64 payload[length]
/// seal   = a record of kind 3, sequence = the group's last, payload = group start:u64 magic:u64
/// ```
/// The checksum covers kind, sequence and payload. A seal is written just before a group is
/// synced, twice: damage to one of them still leaves the other to prove that the group was
/// acknowledged, so that damage is never taken for a torn tail.
enum LogRecord {
  static let magic: [UInt8] = Array("MLLOG\0\0".utf8) + [1]
  static let headerSize = 20
  static let recordHeaderSize = 17
  /// Begins with bytes 2B 8D, which no UTF-8 text can hold: a document cannot forge a seal.
  static let sealMagic: UInt64 = 0x4D4C_5345_414C_8D2B

  enum Kind: UInt8 {
    case put = 1
    case delete = 2
    case seal = 3
  }

  /// Appends one record to `writer`.
  static func append(
    _ kind: Kind, sequence: SequenceNumber, payload: [UInt8], to writer: inout ByteWriter
  ) {
    var head = ByteWriter(capacity: 9)
    head.write(kind.rawValue)
    head.write(sequence)
    var checksum = Checksum()
    unsafe head.bytes.withUnsafeBytes { unsafe checksum.update($0) }
    unsafe payload.withUnsafeBytes { unsafe checksum.update($0) }
    writer.write(UInt32(payload.count))
    writer.write(checksum.value)
    writer.write(head.bytes)
    writer.write(payload)
  }

  static func header(number: UInt64) -> [UInt8] {
    var writer = ByteWriter(capacity: headerSize)
    writer.write(magic)
    writer.write(number)
    writer.write(Checksum.of(writer.bytes))
    return writer.bytes
  }

  static func fileName(_ number: UInt64) -> String { "log-\(number).log" }

  /// The number in a log's file name.
  static func number(ofFile name: String) -> UInt64? {
    guard name.hasPrefix("log-"), name.hasSuffix(".log") else { return nil }
    return UInt64(name.dropFirst(4).dropLast(4))
  }
}
