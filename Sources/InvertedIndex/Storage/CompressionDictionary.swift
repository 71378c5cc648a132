import CZstd
import Synchronization

/// What many documents have in common, so that each can be compressed by itself: a text of three
/// kilobytes becomes as small as in a group of ten.
///
/// Made by the dictionary builder of Zstandard from a sample. Frames name the dictionary they were
/// made with by its id.
final class CompressionDictionary: Sendable {
  let bytes: [UInt8]
  /// Not 0.
  let id: UInt32
  private let writing = Mutex<ZstdObject?>(nil)
  private let reading = Mutex<ZstdObject?>(nil)

  /// 64 KiB make stored text three per cent smaller, but every small segment would hold them.
  static let byteLimit = 32 << 10

  /// - Returns: nil for bytes that are no dictionary.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    id = unsafe bytes.withUnsafeBytes { unsafe ZDICT_getDictID($0.baseAddress, $0.count) }
    if id == 0 { return nil }
  }

  /// Learns from a sample; nil when there is too little to learn from.
  ///
  /// Takes a fifth of a second for two megabytes.
  static func learn(
    from samples: [[UInt8]], byteLimit: Int = CompressionDictionary.byteLimit
  ) -> CompressionDictionary? {
    let joined = samples.flatMap { $0 }
    let sizes = samples.map(\.count)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteLimit) { target, count in
      let size = unsafe joined.withUnsafeBytes { source in
        unsafe ZDICT_trainFromBuffer(
          target.baseAddress, byteLimit, source.baseAddress, sizes, UInt32(sizes.count))
      }
      count = ZDICT_isError(size) == 0 ? size : 0
    }
    return bytes.isEmpty ? nil : CompressionDictionary(bytes)
  }

  /// The dictionary made ready for compressing; nil for want of memory.
  func forWriting(level: Int32) -> ZstdObject? {
    Self.prepare(writing) {
      unsafe bytes.withUnsafeBytes { raw in
        unsafe ZstdObject(ZSTD_createCDict(raw.baseAddress, raw.count, level)) {
          _ = unsafe ZSTD_freeCDict($0)
        }
      }
    }
  }

  /// The dictionary made ready for decompressing; nil when its bytes are damaged.
  func forReading() -> ZstdObject? {
    Self.prepare(reading) {
      unsafe bytes.withUnsafeBytes { raw in
        unsafe ZstdObject(ZSTD_createDDict(raw.baseAddress, raw.count)) {
          _ = unsafe ZSTD_freeDDict($0)
        }
      }
    }
  }

  private static func prepare(
    _ prepared: borrowing Mutex<ZstdObject?>, _ make: () -> ZstdObject?
  ) -> ZstdObject? {
    prepared.withLock { object in
      if object == nil { object = make() }
      return object
    }
  }
}

/// An object of Zstandard, freed with the last reference.
///
/// It may cross threads: dictionaries are read only, a context is handed from one user to the next.
@safe final class ZstdObject: @unchecked Sendable {
  let pointer: OpaquePointer
  private let free: (OpaquePointer) -> Void

  init?(_ pointer: OpaquePointer?, free: @escaping (OpaquePointer) -> Void) {
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.pointer = pointer
    unsafe self.free = free
  }

  deinit { unsafe free(pointer) }
}
