import CArchive
import Documents
import Glibc
import Testing

@testable import Ingest

/// Archives made for a test.
enum Packed {
  struct Entry {
    var name: [UInt8]
    var bytes: [UInt8]

    init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
    init(_ name: String, _ bytes: [UInt8]) { self.init(Array(name.utf8), bytes) }
    init(_ name: [UInt8], _ bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
  }

  enum Format: CaseIterable {
    case zip, tar, sevenZip, cpio, cpioOld, tarGzip, tarXZ, tarZstd, tarBzip2, gzip, xz, zstd, bzip2
  }

  static func zip(_ entries: [Entry], password: String? = nil) -> [UInt8] {
    archive(.zip, entries, password: password)
  }

  static func archive(
    _ format: Format, _ entries: [Entry], password: String? = nil
  ) -> [UInt8] {
    // Names are given in the charset of the thread's locale.
    let locale = unsafe mucluc_utf8_locale()
    let old = unsafe uselocale(locale)
    defer {
      unsafe uselocale(old)
      unsafe freelocale(locale)
    }
    let writer = unsafe archive_write_new()
    defer { unsafe archive_write_free(writer) }
    unsafe setFormat(format, writer)
    if let password {
      unsafe archive_write_set_options(writer, "zip:encryption=zipcrypt")
      unsafe archive_write_set_passphrase(writer, password)
    }
    let capacity = entries.reduce(1 << 16) { $0 + $1.bytes.count + $1.name.count + 2048 }
    var result = [UInt8](repeating: 0, count: capacity)
    var used = 0
    unsafe result.withUnsafeMutableBytes { buffer in
      unsafe withUnsafeMutablePointer(to: &used) { used in
        unsafe archive_write_open_memory(writer, buffer.baseAddress, buffer.count, used)
        for entry in entries { unsafe write(entry, to: writer) }
        unsafe archive_write_close(writer)
      }
    }
    return Array(result[..<used])
  }

  private static func setFormat(_ format: Format, _ writer: OpaquePointer?) {
    switch format {
    case .zip: unsafe archive_write_set_format_zip(writer)
    case .sevenZip: unsafe archive_write_set_format_7zip(writer)
    case .cpio: unsafe archive_write_set_format_cpio_newc(writer)
    case .cpioOld: unsafe archive_write_set_format_cpio(writer)
    case .tar, .tarGzip, .tarXZ, .tarZstd, .tarBzip2: unsafe archive_write_set_format_gnutar(writer)
    case .gzip, .xz, .zstd, .bzip2: unsafe archive_write_set_format_raw(writer)
    }
    switch format {
    case .tarGzip, .gzip: unsafe archive_write_add_filter_gzip(writer)
    case .tarXZ, .xz: unsafe archive_write_add_filter_xz(writer)
    case .tarZstd, .zstd: unsafe archive_write_add_filter_zstd(writer)
    case .tarBzip2, .bzip2: unsafe archive_write_add_filter_bzip2(writer)
    case .zip, .tar, .sevenZip, .cpio, .cpioOld: break
    }
    unsafe archive_write_set_bytes_in_last_block(writer, 1)
  }

  private static func write(_ file: Entry, to writer: OpaquePointer?) {
    let entry = unsafe archive_entry_new()
    defer { unsafe archive_entry_free(entry) }
    var name = file.name.map { CChar(bitPattern: $0) } + [0]
    unsafe archive_entry_copy_pathname(entry, &name)
    unsafe archive_entry_set_size(entry, Int64(file.bytes.count))
    unsafe archive_entry_set_filetype(entry, 0o100000)
    unsafe archive_entry_set_perm(entry, 0o644)
    unsafe archive_entry_set_mtime(entry, 1_700_000_000, 0)
    unsafe archive_write_header(writer, entry)
    _ = unsafe file.bytes.withUnsafeBytes {
      unsafe archive_write_data(writer, $0.baseAddress, $0.count)
    }
  }
}

/// Everything that some bytes give.
struct Reading {
  var documents: [Document] = []
  var problems: [IngestProblem] = []

  init(
    _ bytes: [UInt8], name: String = "/archive/file", limits: Limits = Limits()
  ) throws {
    Extractor(limits: limits).extract(from: bytes, SourceFile(key: try DocumentKey(name))) { part in
      switch part {
      case .document(let document): documents.append(document)
      case .problem(let problem): problems.append(problem)
      }
    }
  }

  var keys: [String] { documents.map(\.key.text) }
}

/// A file damaged in every way that is tried: each prefix (or 100 of them), and random changes.
func damaged(_ bytes: [UInt8], seeds: Range<UInt64> = 0..<60) -> [[UInt8]] {
  let step = max(1, bytes.count / 100)
  var variants = stride(from: 0, to: bytes.count, by: step).map { Array(bytes[..<$0]) }
  for seed in seeds {
    var random = SplitMix(seed: seed)
    var copy = bytes
    for _ in 0..<(1 + Int(random.next() % 12)) where !copy.isEmpty {
      let at = Int(random.next() % UInt64(copy.count))
      switch random.next() % 5 {
      case 0: copy.remove(at: at)
      case 1: copy.insert(UInt8(truncatingIfNeeded: random.next()), at: at)
      case 2: copy[at] ^= 1 << UInt8(random.next() % 8)
      case 3: copy.replaceSubrange(at..<min(copy.count, at + 8), with: [0xff, 0xff, 0xff, 0x7f])
      default: copy[at] = UInt8(truncatingIfNeeded: random.next())
      }
    }
    variants.append(copy)
  }
  return variants
}

/// Reads all damaged forms of a file: each gives documents of valid text or problems, or is empty.
func survivesDamage(
  _ bytes: [UInt8], name: String = "/archive/file", seeds: Range<UInt64> = 0..<60,
  _ location: SourceLocation = #_sourceLocation
) throws {
  for variant in damaged(bytes, seeds: seeds) {
    let reading = try Reading(variant, name: name)
    for document in reading.documents {
      for block in document.blocks {
        #expect(!block.text.isEmpty, sourceLocation: location)
        #expect(
          String(validating: block.text.utf8, as: UTF8.self) == block.text,
          sourceLocation: location)
      }
    }
    #expect(
      !(reading.documents.isEmpty && reading.problems.isEmpty), "nothing is said about \(variant)",
      sourceLocation: location)
  }
}
