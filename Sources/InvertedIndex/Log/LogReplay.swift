import Documents

/// Reads a log back after a stop of any kind.
///
/// What is sealed was acknowledged and must be whole; what comes after the last seal was never
/// acknowledged and is dropped.
enum LogReplay {
  struct Entry {
    var sequence: SequenceNumber
    var operation: Operation
  }

  /// Calls `body` for every acknowledged operation after `covered`, in order.
  /// - Throws: `IndexError.damaged` when an acknowledged record cannot be read.
  static func read(
    _ file: FileBytes, number: UInt64, after covered: SequenceNumber,
    body: (Entry) throws(IndexError) -> Void
  ) throws(IndexError) {
    guard try headerIsWhole(file, number: number) else { return }
    var group: [(kind: LogRecord.Kind, sequence: SequenceNumber, payload: Range<Int>)] = []
    var offset = LogRecord.headerSize
    var previous: SequenceNumber = 0
    while offset < file.count {
      guard let record = try record(in: file, at: offset) else {
        try requireNoSeal(in: file, after: offset)
        return
      }
      offset = record.payload.upperBound
      guard record.kind == .seal else {
        group.append(record)
        continue
      }
      for entry in group {
        guard entry.sequence > previous else {
          throw .damaged(
            file: file.name, offset: entry.payload.lowerBound,
            reason: "operation \(entry.sequence) follows operation \(previous)")
        }
        previous = entry.sequence
        if entry.sequence > covered { try body(try decode(entry, in: file)) }
      }
      group.removeAll(keepingCapacity: true)
    }
  }

  /// False for a log whose creation was cut short: it can hold nothing acknowledged.
  private static func headerIsWhole(_ file: FileBytes, number: UInt64) throws(IndexError) -> Bool {
    let expected = LogRecord.header(number: number)
    let found = unsafe Array(file.raw.prefix(expected.count))
    if found == expected { return true }
    // A log begun and not yet written may be zeros from any byte on; versions count from 1.
    if found.count > 7, found[7] > 0 {
      var reader = unsafe ByteReader(file.raw, file: file.name)
      do throws(IndexError) {
        try FileVersion.require(LogRecord.magic, of: &reader, in: file, "a log")
      } catch {
        if case .version = error { throw error }
      }
    }
    try requireNoSeal(in: file, after: 0)
    return false
  }

  private static func record(
    in file: FileBytes, at offset: Int
  ) throws(IndexError) -> (kind: LogRecord.Kind, sequence: SequenceNumber, payload: Range<Int>)? {
    guard offset + LogRecord.recordHeaderSize <= file.count else { return nil }
    let rest = offset..<file.count
    var reader = unsafe ByteReader(try file.raw(rest), file: file.name, base: offset)
    let length = Int(try reader.read(UInt32.self))
    let checksum = try reader.read(UInt32.self)
    guard length + 9 <= reader.remaining else { return nil }
    let body = unsafe try reader.readBytes(length + 9)
    guard unsafe Checksum.of(body) == checksum,
      let kind = unsafe LogRecord.Kind(rawValue: body[0])
    else { return nil }
    let sequence = unsafe body.loadUnaligned(fromByteOffset: 1, as: UInt64.self)
    let start = offset + LogRecord.recordHeaderSize
    return (kind, SequenceNumber(littleEndian: sequence), start..<(start + length))
  }

  /// A seal after unreadable bytes proves that those bytes were acknowledged.
  private static func requireNoSeal(in file: FileBytes, after offset: Int) throws(IndexError) {
    var needle = ByteWriter()
    needle.write(LogRecord.sealMagic)
    let magic = needle.bytes
    var position = offset
    while position + magic.count <= file.count {
      let found =
        unsafe file.raw[position] == magic[0]
        && file.raw[position..<(position + magic.count)].elementsEqual(magic)
      if found {
        // The magic ends a seal of 33 bytes; only a whole seal is a proof.
        let start = position + magic.count - 16 - LogRecord.recordHeaderSize
        if start >= offset, let seal = try record(in: file, at: start), seal.kind == .seal {
          throw .damaged(
            file: file.name, offset: offset,
            reason: "an acknowledged operation cannot be read back")
        }
      }
      position += 1
    }
  }

  private static func decode(
    _ record: (kind: LogRecord.Kind, sequence: SequenceNumber, payload: Range<Int>),
    in file: FileBytes
  ) throws(IndexError) -> Entry {
    let bytes = unsafe try file.raw(record.payload)
    switch record.kind {
    case .put:
      let document = unsafe try DocumentCodec.decode(
        bytes, file: file.name, base: record.payload.lowerBound)
      return Entry(sequence: record.sequence, operation: .put(document))
    case .delete:
      let text = unsafe String(decoding: bytes, as: UTF8.self)
      do throws(DocumentError) {
        return Entry(sequence: record.sequence, operation: .delete(try DocumentKey(text)))
      } catch {
        throw .damaged(
          file: file.name, offset: record.payload.lowerBound,
          reason: "a deletion names no usable key")
      }
    case .seal:
      preconditionFailure("seals end a group, they are not in it")
    }
  }
}
