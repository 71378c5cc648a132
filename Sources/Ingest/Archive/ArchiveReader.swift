internal import CArchive
internal import Glibc

/// What an archive says of one of its entries.
struct ArchiveEntry {
  /// As stored; a label, never a path to open.
  var name: [UInt8]
  var isFile: Bool
  var isEncrypted: Bool
  /// Nanoseconds since 1970 UTC.
  var modified: Int64?
}

/// Reads an archive, or a compressed file, entry by entry with libarchive; nothing touches the
/// disk.
///
/// Safe because the `archive` is made, used and freed by this object alone, whose callbacks get an
/// object that it keeps alive; pointers to names are copied before the next call.
@safe
final class ArchiveReader: ByteStream {
  private let archive: OpaquePointer
  private let source: ArchiveSource
  private let locale: locale_t?
  /// One compressed file, no archive.
  private(set) var isSingleFile = false

  private static let pieceByteCount = 64 << 10

  /// - Throws: `.damaged` when there is nothing that libarchive knows, `.outOfMemory`.
  init(_ input: any ByteInput) throws(IngestError) {
    guard let archive = unsafe archive_read_new() else { throw .outOfMemory }
    unsafe self.archive = archive
    source = try ArchiveSource(input)
    unsafe locale = mucluc_utf8_locale()
    unsafe archive_read_support_filter_gzip(archive)
    unsafe archive_read_support_filter_bzip2(archive)
    unsafe archive_read_support_filter_xz(archive)
    unsafe archive_read_support_filter_lzma(archive)
    unsafe archive_read_support_filter_zstd(archive)
    unsafe archive_read_support_filter_lz4(archive)
    unsafe Self.support(archive)
    unsafe archive_read_set_read_callback(archive) { _, state, buffer in
      guard let source = unsafe ArchiveSource.from(state) else { return -1 }
      return unsafe source.read(buffer)
    }
    unsafe archive_read_set_skip_callback(archive) { _, state, count in
      guard let source = unsafe ArchiveSource.from(state) else { return -1 }
      return source.skip(Int(count))
    }
    unsafe archive_read_set_seek_callback(archive) { _, state, offset, from in
      guard let source = unsafe ArchiveSource.from(state) else { return -1 }
      return source.seek(Int(offset), from)
    }
    unsafe archive_read_set_callback_data(archive, Unmanaged.passUnretained(source).toOpaque())
    if unsafe archive_read_open1(archive) != ARCHIVE_OK { throw failure() }
  }

  deinit {
    unsafe archive_read_free(archive)
    if let locale = unsafe locale { unsafe freelocale(locale) }
  }

  /// No mtree, whose files lie outside, and nothing that few have; programs to unpack with are
  /// never started.
  private static func support(_ archive: OpaquePointer) {
    unsafe archive_read_support_format_zip(archive)
    unsafe archive_read_support_format_tar(archive)
    unsafe archive_read_support_format_7zip(archive)
    unsafe archive_read_support_format_rar(archive)
    unsafe archive_read_support_format_rar5(archive)
    unsafe archive_read_support_format_cpio(archive)
    unsafe archive_read_support_format_raw(archive)
    unsafe archive_read_support_format_empty(archive)
  }

  /// The next entry, nil past the last.
  ///
  /// - Throws: `.encrypted` when not even names can be read, `.damaged` where the archive ends too
  ///   early or is none.
  func nextEntry() throws(IngestError) -> ArchiveEntry? {
    let old = unsafe locale.map { unsafe uselocale($0) }
    defer { if let old = unsafe old { unsafe _ = uselocale(old) } }
    while true {
      var entry: OpaquePointer?
      let result = unsafe archive_read_next_header(archive, &entry)
      if result == ARCHIVE_EOF { return nil }
      if result == ARCHIVE_RETRY { continue }
      guard result == ARCHIVE_OK || result == ARCHIVE_WARN, let entry = unsafe entry else {
        throw failure()
      }
      unsafe isSingleFile = archive_format(archive) == ARCHIVE_FORMAT_RAW
      return unsafe Self.described(entry)
    }
  }

  private static func described(_ entry: OpaquePointer) -> ArchiveEntry {
    let name = unsafe archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry)
    let hasTime = unsafe archive_entry_mtime_is_set(entry) != 0
    let seconds = unsafe hasTime ? Int64(archive_entry_mtime(entry)) : 0
    let isLink = unsafe archive_entry_hardlink(entry) != nil
    return unsafe ArchiveEntry(
      name: name.map {
        unsafe UnsafeBufferPointer(start: $0, count: strlen($0)).map { UInt8(bitPattern: $0) }
      } ?? [],
      isFile: archive_entry_filetype(entry) == S_IFREG && !isLink,
      isEncrypted: archive_entry_is_encrypted(entry) != 0,
      // Past the years 1678 and 2262 nanoseconds are too many.
      modified: hasTime && abs(seconds) < 9_000_000_000 ? seconds * 1_000_000_000 : nil)
  }

  /// The next bytes of the entry, none at its end.
  func read(upTo count: Int) throws(IngestError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: min(count, Self.pieceByteCount))
    while true {
      let read = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe archive_read_data(archive, buffer.baseAddress, buffer.count)
      }
      if read == Int(ARCHIVE_RETRY) || read == Int(ARCHIVE_WARN) { continue }
      guard read >= 0 else { throw failure() }
      bytes.removeLast(bytes.count - read)
      return bytes
    }
  }

  private func failure() -> IngestError {
    if let error = source.failure { return error }
    if unsafe archive_read_has_encrypted_entries(archive) > 0 { return .encrypted }
    let text = unsafe archive_error_string(archive).map { unsafe String(cString: $0) }
    return .damaged(text ?? "libarchive error \(unsafe archive_errno(archive))")
  }
}

/// Gives an input to libarchive, which reads and seeks in it.
///
/// Safe because the buffer is owned here and its address is used by libarchive only until the next
/// read.
@safe
private final class ArchiveSource {
  private static let byteCount = 64 << 10
  private let input: any ByteInput
  private let buffer: UnsafeMutableRawBufferPointer
  private var position = 0
  private(set) var failure: IngestError?

  init(_ input: any ByteInput) throws(IngestError) {
    self.input = input
    unsafe buffer = .allocate(byteCount: Self.byteCount, alignment: 16)
    try input.seek(to: 0)
  }

  deinit { unsafe buffer.deallocate() }

  static func from(_ state: UnsafeMutableRawPointer?) -> ArchiveSource? {
    unsafe state.map { unsafe Unmanaged<ArchiveSource>.fromOpaque($0).takeUnretainedValue() }
  }

  func read(_ result: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
    do throws(IngestError) {
      let bytes = try input.read(upTo: Self.byteCount)
      unsafe buffer.copyBytes(from: bytes)
      unsafe result?.pointee = UnsafeRawPointer(buffer.baseAddress)
      position += bytes.count
      return bytes.count
    } catch {
      failure = error
      return -1
    }
  }

  func skip(_ count: Int) -> Int64 {
    let target = min(input.byteCount, position + max(0, count))
    let skipped = target - position
    return seek(target, SEEK_SET) < 0 ? -1 : Int64(skipped)
  }

  func seek(_ offset: Int, _ from: Int32) -> Int64 {
    let base = from == SEEK_SET ? 0 : from == SEEK_CUR ? position : input.byteCount
    let (target, overflow) = base.addingReportingOverflow(offset)
    guard !overflow, target >= 0 else { return -1 }
    do throws(IngestError) {
      position = min(target, input.byteCount)
      try input.seek(to: position)
      return Int64(position)
    } catch {
      failure = error
      return -1
    }
  }
}
