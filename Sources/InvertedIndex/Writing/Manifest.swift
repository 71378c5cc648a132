/// Names the segments of one commit. `CURRENT` names the manifest.
///
/// ```
/// manifest = "MLMANIF\1" generation:u64 nextSegment:u64 covered:u64 firstLog:u64 count:u32
///            { id:u64 documentCount:u32 liveCount:u32 liveGeneration:u64 byteCount:u64 }
///            checksum:u32
/// CURRENT  = "manifest-" generation "\n"
/// ```
/// `covered` is the last operation that the segments hold: replay of the logs skips up to it.
/// `liveGeneration` 0 means that nothing of the segment is deleted.
struct Manifest: Equatable, Sendable {
  var generation: UInt64 = 0
  var nextSegment: UInt64 = 1
  var covered: SequenceNumber = 0
  var firstLog: UInt64 = 1
  var entries: [Entry] = []

  struct Entry: Equatable, Sendable {
    var id: UInt64
    var documentCount: UInt32
    var liveCount: UInt32
    var liveGeneration: UInt64
    var byteCount: UInt64
  }

  static let currentName = "CURRENT"
  private static let magic: [UInt8] = Array("MLMANIF".utf8) + [1]

  static func fileName(_ generation: UInt64) -> String { "manifest-\(generation)" }

  /// The files the commit needs besides itself.
  var files: Set<String> {
    var names: Set<String> = []
    for entry in entries {
      names.insert(SegmentLayout.fileName(entry.id))
      if entry.liveGeneration > 0 {
        names.insert(
          LiveDocuments.fileName(segment: entry.id, generation: entry.liveGeneration))
      }
    }
    return names
  }

  func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: 64 + entries.count * 32)
    writer.write(Self.magic)
    writer.write(generation)
    writer.write(nextSegment)
    writer.write(covered)
    writer.write(firstLog)
    writer.write(UInt32(entries.count))
    for entry in entries {
      writer.write(entry.id)
      writer.write(entry.documentCount)
      writer.write(entry.liveCount)
      writer.write(entry.liveGeneration)
      writer.write(entry.byteCount)
    }
    writer.write(Checksum.of(writer.bytes))
    return writer.bytes
  }

  init() {}

  init(decoding file: FileBytes) throws(IndexError) {
    var reader = unsafe ByteReader(file.raw, file: file.name)
    try FileVersion.require(Self.magic, of: &reader, in: file, "a manifest")
    let body = unsafe UnsafeRawBufferPointer(rebasing: file.raw.dropLast(4))
    let stored = unsafe file.raw.loadUnaligned(
      fromByteOffset: max(0, file.count - 4), as: UInt32.self)
    guard unsafe Checksum.of(body) == UInt32(littleEndian: stored) else {
      throw reader.damaged("the checksum does not match")
    }
    generation = try reader.read()
    nextSegment = try reader.read()
    covered = try reader.read()
    firstLog = try reader.read()
    for _ in 0..<(try reader.read(UInt32.self)) {
      entries.append(
        Entry(
          id: try reader.read(), documentCount: try reader.read(), liveCount: try reader.read(),
          liveGeneration: try reader.read(), byteCount: try reader.read()))
    }
  }

  /// The manifest that `CURRENT` names, or nil in a directory without a commit.
  static func current(
    in directory: any Directory, names: [String]
  ) throws(IndexError) -> Manifest? {
    guard names.contains(currentName) else {
      // A first commit that was cut short leaves its segments and the whole log behind; with no
      // log either, a manifest without CURRENT means that CURRENT was lost.
      guard names.contains(where: { $0.hasPrefix("manifest-") }),
        !names.contains(where: { LogRecord.number(ofFile: $0) == 1 })
      else { return nil }
      throw .damaged(file: currentName, offset: 0, reason: "the file is missing")
    }
    let current = try directory.open(currentName)
    let text = unsafe String(decoding: current.raw, as: UTF8.self)
    guard text.hasPrefix("manifest-"), text.hasSuffix("\n"),
      let generation = UInt64(text.dropFirst(9).dropLast())
    else { throw .damaged(file: currentName, offset: 0, reason: "it names no manifest") }
    guard names.contains(fileName(generation)) else {
      throw .damaged(
        file: currentName, offset: 0, reason: "it names \(fileName(generation)), which is missing")
    }
    let manifest = try Manifest(decoding: try directory.open(fileName(generation)))
    guard manifest.generation == generation else {
      throw .damaged(
        file: fileName(generation), offset: 8, reason: "it has generation \(manifest.generation)")
    }
    return manifest
  }

  /// Writes the manifest and makes it the current one: after this returns, it is the commit.
  func publish(in directory: any Directory) throws(IndexError) {
    try Self.write(encoded(), as: Self.fileName(generation), in: directory)
    let pointer = Array("\(Self.fileName(generation))\n".utf8)
    try Self.write(pointer, as: "CURRENT.new", in: directory)
    try directory.sync()
    try directory.rename("CURRENT.new", to: Self.currentName)
    try directory.sync()
  }

  static func write(
    _ bytes: [UInt8], as name: String, in directory: any Directory
  ) throws(IndexError) {
    try write(FileBytes(name: name, bytes), as: name, in: directory)
  }

  static func write(
    _ bytes: FileBytes, as name: String, in directory: any Directory
  ) throws(IndexError) {
    let file = try directory.create(name)
    defer { file.close() }
    unsafe try file.append(bytes.raw)
    try file.sync()
  }
}
