import CZstd
import Synchronization

/// Zstandard (RFC 8878) for stored documents.
enum Compression {
  /// Fast, and within a tenth of the size of the higher levels.
  static let level: Int32 = 3

  static func compress(_ bytes: [UInt8], with dictionary: CompressionDictionary?) -> [UInt8] {
    let bound = ZSTD_compressBound(bytes.count)
    return unsafe CompressionContexts.writing.use { context in
      unsafe [UInt8](unsafeUninitializedCapacity: bound) { target, count in
        let written = unsafe bytes.withUnsafeBytes { source in
          if let dictionary, let prepared = dictionary.forWriting(level: level) {
            return unsafe ZSTD_compress_usingCDict(
              context, target.baseAddress, bound, source.baseAddress, source.count,
              prepared.pointer)
          }
          return unsafe ZSTD_compressCCtx(
            context, target.baseAddress, bound, source.baseAddress, source.count, level)
        }
        // Fails only when the target is smaller than the bound, which it is not.
        precondition(ZSTD_isError(written) == 0, "zstd cannot compress")
        count = written
      }
    }
  }

  /// The `rawCount` bytes that were compressed, or nil when they do not come out.
  static func decompress(
    _ bytes: UnsafeRawBufferPointer, rawCount: Int, with dictionary: CompressionDictionary?
  ) -> [UInt8]? {
    var whole = true
    let raw = unsafe CompressionContexts.reading.use { context in
      unsafe [UInt8](unsafeUninitializedCapacity: rawCount) { target, count in
        let read: Int
        if let dictionary {
          read = unsafe ZSTD_decompress_usingDDict(
            context, target.baseAddress, rawCount, bytes.baseAddress, bytes.count,
            dictionary.forReading()?.pointer)
        } else {
          read = unsafe ZSTD_decompressDCtx(
            context, target.baseAddress, rawCount, bytes.baseAddress, bytes.count)
        }
        whole = ZSTD_isError(read) == 0 && read == rawCount
        count = whole ? rawCount : 0
      }
    }
    return whole ? raw : nil
  }

  /// The id of the dictionary that a frame needs, 0 for none.
  static func dictionaryID(of frame: UnsafeRawBufferPointer) -> UInt32 {
    unsafe ZSTD_getDictID_fromFrame(frame.baseAddress, frame.count)
  }
}

/// Working memory of Zstandard, kept for the next who needs it: making it anew costs as much as
/// unpacking a document. Each has one user at a time.
private final class CompressionContexts: Sendable {
  static let writing = CompressionContexts {
    unsafe ZstdObject(ZSTD_createCCtx()) { _ = unsafe ZSTD_freeCCtx($0) }
  }
  static let reading = CompressionContexts {
    unsafe ZstdObject(ZSTD_createDCtx()) { _ = unsafe ZSTD_freeDCtx($0) }
  }

  private let idle = Mutex<[ZstdObject]>([])
  private let make: @Sendable () -> ZstdObject?

  private init(_ make: @escaping @Sendable () -> ZstdObject?) { self.make = make }

  func use<Output>(_ body: (OpaquePointer) -> Output) -> Output {
    guard let context = idle.withLock({ $0.popLast() }) ?? make() else {
      preconditionFailure("no memory for zstd")
    }
    defer { idle.withLock { $0.append(context) } }
    return unsafe body(context.pointer)
  }
}
