import Ingest

/// What a worker and the program that started it say to each other: frames of a length in four
/// bytes, little-endian, a kind, and the bytes.
struct Frame {
  enum Kind: UInt8 {
    /// To the worker: a file to read.
    case job = 0x4A
    /// From the worker: a document, a part that could not be read, the end of the file.
    case document = 0x44
    case problem = 0x50
    case end = 0x45
    /// From the worker: it is at work.
    case beat = 0x42
    /// From the worker: documents are held back for those that come.
    case held = 0x48
    /// From the worker, and with a job to another: what the files of a folder repeat.
    case sample = 0x53
    /// To the worker, once: what documents of earlier times repeat.
    case repeats = 0x52
  }

  var kind: Kind
  var payload: [UInt8]

  /// Longest frame in bytes: a document and what is around it.
  static let maximumByteCount = 160 << 20
}

/// Writes the parts of a frame: numbers in eight bytes, little-endian; bytes behind their count.
struct FrameWriter {
  private(set) var bytes: [UInt8] = []

  mutating func number(_ number: Int64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
    }
  }

  mutating func bytes(_ part: [UInt8]) {
    number(Int64(part.count))
    bytes += part
  }

  mutating func text(_ text: String) { bytes(Array(text.utf8)) }

  mutating func repeated(_ repeated: RepeatedBlocks) {
    number(Int64(repeated.hashes.count))
    for hash in repeated.hashes { number(Int64(bitPattern: hash)) }
  }

  mutating func sample(_ sample: FolderSample) {
    bytes(sample.path)
    bytes(sample.suffix)
    number(sample.changed)
    repeated(sample.repeated)
  }

  mutating func stamp(_ stamp: FileStamp) {
    number(Int64(bitPattern: stamp.device))
    number(Int64(bitPattern: stamp.inode))
    number(stamp.byteCount)
    number(stamp.modified)
    number(stamp.changed)
  }
}

/// Reads them back; nil where a frame ends too early.
struct FrameReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func number() -> Int64? {
    guard bytes.count - position >= 8 else { return nil }
    var number: UInt64 = 0
    for offset in (0..<8).reversed() { number = number << 8 | UInt64(bytes[position + offset]) }
    position += 8
    return Int64(bitPattern: number)
  }

  mutating func take() -> [UInt8]? {
    guard let count = number(), count >= 0, count <= bytes.count - position else { return nil }
    defer { position += Int(count) }
    return Array(bytes[position..<position + Int(count)])
  }

  mutating func repeated() -> RepeatedBlocks? {
    guard let count = number(), count >= 0, count <= (bytes.count - position) / 8 else {
      return nil
    }
    var hashes: Set<UInt64> = []
    for _ in 0..<count {
      guard let hash = number() else { return nil }
      hashes.insert(UInt64(bitPattern: hash))
    }
    return RepeatedBlocks(hashes: hashes)
  }

  mutating func sample() -> FolderSample? {
    guard let path = take(), let suffix = take(), let changed = number(),
      let repeated = repeated()
    else { return nil }
    return FolderSample(path: path, suffix: suffix, changed: changed, repeated: repeated)
  }

  mutating func text() -> String? { take().map { String(decoding: $0, as: UTF8.self) } }

  mutating func stamp() -> FileStamp? {
    guard let device = number(), let inode = number(), let size = number(),
      let modified = number(), let changed = number()
    else { return nil }
    return FileStamp(
      device: UInt64(bitPattern: device), inode: UInt64(bitPattern: inode), byteCount: size,
      modified: modified, changed: changed)
  }
}
