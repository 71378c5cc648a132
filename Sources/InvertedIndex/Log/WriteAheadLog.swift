/// The log of operations since the last commit: appended and synced before they are acknowledged.
///
/// Records gather in memory until they are sealed or a megabyte is full. A failure to write is
/// undone by cutting the file back; a failure to sync cannot be undone (the kernel may have
/// dropped the pages), so the owner must stop writing.
final class WriteAheadLog {
  let number: UInt64
  /// Bytes of the log, written or gathered.
  var byteCount: Int { file.byteCount + pending.count }
  /// The last sequence number that a seal covers.
  private(set) var sealedSequence: SequenceNumber

  /// True after a failed write that could not be undone: the log must not be used any more.
  private(set) var isBroken = false

  private let file: any OutputFile
  private var pending = ByteWriter()
  private var groupStart: Int
  private var lastSequence: SequenceNumber

  private static let bufferSize = 1 << 20

  init(
    number: UInt64, after sequence: SequenceNumber, in directory: any Directory
  ) throws(IndexError) {
    self.number = number
    sealedSequence = sequence
    lastSequence = sequence
    file = try directory.create(LogRecord.fileName(number))
    try file.append(LogRecord.header(number: number))
    try file.sync()
    try directory.sync()
    groupStart = file.byteCount
  }

  /// Says which operation the log follows; for a log begun before that was known.
  func resume(after sequence: SequenceNumber) {
    precondition(lastSequence == sealedSequence, "the log has operations already")
    sealedSequence = sequence
    lastSequence = sequence
  }

  /// Adds a record to the open group. On an error nothing of the record is kept.
  func append(
    _ kind: LogRecord.Kind, sequence: SequenceNumber, payload: [UInt8]
  ) throws(IndexError) {
    let start = byteCount
    LogRecord.append(kind, sequence: sequence, payload: payload, to: &pending)
    if pending.count >= Self.bufferSize { try write(rollBackTo: start) }
    lastSequence = sequence
  }

  /// Ends the open group, if it has records; the caller then syncs `syncHandle`.
  func seal() throws(IndexError) {
    guard lastSequence > sealedSequence else { return }
    let start = byteCount
    var payload = ByteWriter(capacity: 16)
    payload.write(UInt64(groupStart))
    payload.write(LogRecord.sealMagic)
    for _ in 0..<2 {
      LogRecord.append(.seal, sequence: lastSequence, payload: payload.bytes, to: &pending)
    }
    try write(rollBackTo: start)
    sealedSequence = lastSequence
    groupStart = file.byteCount
  }

  /// The file to sync once `seal` has returned.
  var syncHandle: any OutputFile { file }

  func close() { file.close() }

  /// Writes what was gathered; on failure leaves the log as it was at `start`.
  private func write(rollBackTo start: Int) throws(IndexError) {
    let before = file.byteCount
    do throws(IndexError) {
      try file.append(pending.bytes)
      pending.removeAll()
    } catch {
      do throws(IndexError) { try file.truncate(to: before) } catch {
        isBroken = true
        throw error
      }
      let kept = pending.bytes.prefix(max(0, start - before))
      pending = ByteWriter()
      pending.write(kept)
      throw error
    }
  }
}
