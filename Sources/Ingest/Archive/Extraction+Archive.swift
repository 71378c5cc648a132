internal import Documents
internal import Vietnamese

extension Extraction {
  /// Reads the files in an archive, or the one in a compressed file.
  func readArchive(_ input: any ByteInput, _ file: SourceFile) throws(IngestError) {
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
      let part: SourceFile
      do throws(DocumentError) { part = try file.part(name, modified: entry.modified) } catch {
        report(.key(error), at: file)
        continue
      }
      if entry.isEncrypted {
        report(.encrypted, at: part)
      } else if let bytes = try member(of: archive, input, &out, part) {
        read(bytes, part)
      }
    }
  }

  /// A compressed file is what it holds: it keeps its key.
  private func readSingle(
    _ archive: ArchiveReader, _ input: any ByteInput, _ file: SourceFile
  ) throws(IngestError) {
    var out = 0
    guard let bytes = try member(of: archive, input, &out, file) else { return }
    var inner = file
    inner.name = EntryNames.withoutCompression(file.name)
    read(bytes, inner)
  }

  /// The bytes of an entry; nil, reported, when it is too large or damaged.
  private func member(
    of archive: ArchiveReader, _ input: any ByteInput, _ out: inout Int, _ part: SourceFile
  ) throws(IngestError) -> [UInt8]? {
    var bytes: [UInt8] = []
    while true {
      let piece: [UInt8]
      do throws(IngestError) { piece = try archive.read(upTo: .max) } catch {
        // The next entry may be whole.
        report(error, at: part)
        return nil
      }
      if piece.isEmpty { return bytes }
      out += piece.count
      try budget.take(piece.count, out: out, packed: input.byteCount)
      guard bytes.count + piece.count <= limits.memberBytes else {
        report(.memberTooLarge(limit: limits.memberBytes), at: part)
        return nil
      }
      bytes += piece
    }
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
