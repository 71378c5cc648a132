internal import Documents
internal import Vietnamese

extension Extraction {
  /// Reads the files in an archive, or the one in a compressed file.
  ///
  /// - Parameters:
  ///   - isWanted: Says by its name whether a file is read.
  ///   - take: Takes the bytes of a file; without one they are read as what they are.
  func readArchive(
    _ input: any ByteInput, _ file: SourceFile, where isWanted: (String) -> Bool = { _ in true },
    _ take: (([UInt8], SourceFile) -> Void)? = nil
  ) throws(IngestError) {
    try budget.enter()
    defer { budget.leave() }
    let archive = try ArchiveReader(input)
    var names = EntryNames()
    var entries = 0
    var out = 0
    while !isStopped, let entry = try archive.nextEntry() {
      if archive.isSingleFile { return try readSingle(archive, input, file) }
      entries += 1
      try budget.check(entries: entries)
      guard entry.isFile, !EntryNames.isHidden(entry.name) else { continue }
      let name = names.unique(EntryNames.decoded(entry.name))
      guard isWanted(name), let part = part(name, of: file, entry) else { continue }
      if let bytes = try readable(entry, of: archive, input, &out, part) {
        if let take { take(bytes, part) } else { read(bytes, part) }
      }
    }
  }

  private func part(
    _ name: String, of file: SourceFile, _ entry: ArchiveEntry
  ) -> SourceFile? {
    do throws(DocumentError) { return try file.part(name, modified: entry.modified) } catch {
      report(.key(error), at: file)
      return nil
    }
  }

  /// A compressed file is what it holds: it keeps its key. Mailboxes and web archives, which are
  /// large, are read while they are unpacked.
  private func readSingle(
    _ archive: ArchiveReader, _ input: any ByteInput, _ file: SourceFile
  ) throws(IngestError) {
    var inner = file
    inner.name = EntryNames.withoutCompression(file.name)
    let stream = CountedStream(archive, packed: input.byteCount, self)
    let head = try stream.read(upTo: .max)
    switch try MediaType.sniffed(head, name: inner.name) {
    case .mailbox: try readMailbox(PrefixedStream(head, stream), inner)
    case .warc: try readWARC(PrefixedStream(head, stream), inner)
    default:
      var bytes = head
      while true {
        let piece = try stream.read(upTo: .max)
        if piece.isEmpty { break }
        bytes += piece
        if bytes.count > limits.memberBytes { throw .memberTooLarge(limit: limits.memberBytes) }
      }
      read(bytes, inner)
    }
  }

  /// The bytes of an entry; nil, reported, where it alone cannot be read.
  private func readable(
    _ entry: ArchiveEntry, of archive: ArchiveReader, _ input: any ByteInput, _ out: inout Int,
    _ part: SourceFile
  ) throws(IngestError) -> [UInt8]? {
    do throws(IngestError) {
      if entry.isEncrypted { throw .encrypted }
      return try member(of: archive, input, &out)
    } catch {
      if case .partial = error { throw error }
      report(error, at: part)
      return nil
    }
  }

  /// The bytes of an entry, counted against the budget.
  func member(
    of archive: ArchiveReader, _ input: any ByteInput, _ out: inout Int
  ) throws(IngestError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = try archive.read(upTo: .max)
      if piece.isEmpty { return bytes }
      out += piece.count
      try budget.take(piece.count, out: out, packed: input.byteCount)
      guard bytes.count + piece.count <= limits.memberBytes else {
        throw .memberTooLarge(limit: limits.memberBytes)
      }
      bytes += piece
    }
  }
}

/// What an archive unpacks, counted against the budget while it is read.
private final class CountedStream: ByteStream {
  private let archive: ArchiveReader
  private let packed: Int
  private let extraction: Extraction
  private var out = 0

  init(_ archive: ArchiveReader, packed: Int, _ extraction: Extraction) {
    self.archive = archive
    self.packed = packed
    self.extraction = extraction
  }

  func read(upTo count: Int) throws(IngestError) -> [UInt8] {
    let piece = try archive.read(upTo: count)
    out += piece.count
    try extraction.budget.take(piece.count, out: out, packed: packed)
    return piece
  }
}

/// Names of entries as labels for people.
struct EntryNames {
  private var seen: [String: Int] = [:]

  /// A second entry of the same name becomes `name#2`.
  mutating func unique(_ name: String) -> String {
    let count = seen[name, default: 0] + 1
    seen[name] = count
    return count == 1 ? name : "\(name)#\(count)"
  }

  /// Text without control characters, leading slashes, `.` and `..`.
  ///
  /// Names that are not UTF-8 are in the charset of whoever packed them, which the detector finds
  /// as it does for text.
  static func decoded(_ name: [UInt8]) -> String {
    let text =
      String(validating: name, as: UTF8.self) ?? decode(name.span).text
    let clean = String(
      String.UnicodeScalarView(
        text.unicodeScalars.lazy.map { $0.value < 0x20 || $0.value == 0x7f ? "\u{fffd}" : $0 }))
    let parts = clean.split(whereSeparator: { $0 == "/" || $0 == "\\" })
      .filter { $0 != "." && $0 != ".." }
    return parts.isEmpty ? "?" : parts.joined(separator: "/")
  }

  /// What a walk would pass over too, and the copies of resource forks that macOS adds.
  static func isHidden(_ name: [UInt8]) -> Bool {
    name.split(whereSeparator: { $0 == PathName.slash || $0 == UInt8(ascii: "\\") }).contains {
      part in
      part.first == UInt8(ascii: ".") && part != [0x2e] && part != [0x2e, 0x2e]
        || part.elementsEqual("__MACOSX".utf8)
    }
  }

  /// `tin.txt.gz` → `tin.txt`.
  static func withoutCompression(_ name: String) -> String {
    for ending in [".gz", ".xz", ".zst", ".bz2", ".lz4", ".lzma", ".z", ".br"]
    where name.lowercased().hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }
}
