import CZstd

/// Zstandard (RFC 8878) for stored documents.
enum Compression {
  /// Fast, and within a tenth of the size of the higher levels on groups of 32 KiB.
  static let level: Int32 = 3

  static func compress(_ bytes: [UInt8]) -> [UInt8] {
    let bound = ZSTD_compressBound(bytes.count)
    return unsafe [UInt8](unsafeUninitializedCapacity: bound) { target, count in
      let written = unsafe bytes.withUnsafeBytes { source in
        unsafe ZSTD_compress(
          target.baseAddress, bound, source.baseAddress, source.count, level)
      }
      // Fails only when the target is smaller than the bound, which it is not.
      precondition(ZSTD_isError(written) == 0, "zstd cannot compress")
      count = written
    }
  }

  /// The `rawCount` bytes that were compressed, or nil when they do not come out.
  static func decompress(_ bytes: UnsafeRawBufferPointer, rawCount: Int) -> [UInt8]? {
    var whole = true
    let raw = unsafe [UInt8](unsafeUninitializedCapacity: rawCount) { target, count in
      let read = unsafe ZSTD_decompress(
        target.baseAddress, rawCount, bytes.baseAddress, bytes.count)
      whole = ZSTD_isError(read) == 0 && read == rawCount
      count = whole ? rawCount : 0
    }
    return whole ? raw : nil
  }
}
