internal import CLibXML2

/// Why reading a page ended before its end.
enum PageCut: Sendable, Equatable {
  case time, elements, text

  var warning: String {
    switch self {
    case .time: "the page took too long to read: the rest was cut"
    case .elements: "the page has too many elements: the rest was cut"
    case .text: "the page has too much text: the rest was cut"
    }
  }
}

/// Reads one HTML page with the SAX side of libxml2; no tree is built and nothing is fetched.
///
/// Safe because the parser context lives only inside `read`, which frees it; the receiver is kept
/// alive there for the same time and is passed without a retain; every
/// pointer libxml2 hands to a callback is used only inside that callback, through a span whose
/// length came with the pointer or from its terminating zero.
@safe
struct HTMLReader {
  /// Bytes given to the parser at a time; the clock is read between two of them.
  private static let chunk = 32 << 10
  private static let isStarted: Bool = {
    mucluc_xml_start()
    return true
  }()

  /// Reads clean UTF-8 without a byte order mark and without NUL, at most 2 GiB.
  ///
  /// - Parameters:
  ///   - builder: Receives what the page is made of, in reading order.
  ///   - isOverdue: Asked between chunks; the rest of the page is dropped when it is true, or when
  ///     the builder has reached a limit.
  /// - Returns: Why the page was cut, or nil when all of it was read.
  static func read(
    _ page: Span<UInt8>, into builder: inout PageBuilder, isOverdue: () -> Bool
  ) throws(IngestError) -> PageCut? {
    precondition(isStarted && page.count < Int(Int32.max))
    let state = Receiver(builder)
    defer { builder = state.builder }
    return try withExtendedLifetime(state) { () throws(IngestError) -> PageCut? in
      var handler = unsafe saxHandler()
      let context = unsafe mucluc_html_parser(&handler, Unmanaged.passUnretained(state).toOpaque())
      guard let context = unsafe context else { throw .outOfMemory }
      defer { unsafe htmlFreeParserCtxt(context) }
      return unsafe page.withUnsafeBufferPointer { bytes -> PageCut? in
        guard let start = bytes.baseAddress else { return nil }
        var offset = 0
        while offset < bytes.count {
          let count = min(chunk, bytes.count - offset)
          unsafe start.advanced(by: offset).withMemoryRebound(to: CChar.self, capacity: count) {
            _ = unsafe htmlParseChunk(context, $0, Int32(count), 0)
          }
          offset += count
          if let cut = state.builder.cut ?? (isOverdue() ? .time : nil) { return cut }
        }
        _ = unsafe htmlParseChunk(context, nil, 0, 1)
        return nil
      }
    }
  }
}

/// The attributes of one start tag, alive only during the callback.
@safe
struct PageAttributes: ~Copyable {
  fileprivate let list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

  fileprivate init(list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
    unsafe self.list = list
  }

  /// Calls `body` with each name and value; a value is empty where the tag has none.
  func read(_ body: (Span<UInt8>, Span<UInt8>) -> Void) {
    guard let list = unsafe list else { return }
    var i = 0
    while let name = unsafe list[i] {
      if let value = unsafe list[i + 1] {
        unsafe body(zeroTerminated(name).span, zeroTerminated(value).span)
      } else {
        unsafe body(zeroTerminated(name).span, UnsafeBufferPointer<UInt8>(_empty: ()).span)
      }
      i += 2
    }
  }
}

extension UnsafeBufferPointer {
  fileprivate init(_empty: Void) { unsafe self.init(start: nil, count: 0) }
}

/// What libxml2 carries around as its user data: an object, since only that can be passed through C.
private final class Receiver {
  var builder: PageBuilder
  init(_ builder: PageBuilder) { self.builder = builder }
}

private func receiver(_ state: UnsafeMutableRawPointer?) -> Receiver? {
  guard let state = unsafe state else { return nil }
  return unsafe Unmanaged<Receiver>.fromOpaque(state).takeUnretainedValue()
}

private func zeroTerminated(_ string: UnsafePointer<xmlChar>) -> UnsafeBufferPointer<UInt8> {
  unsafe UnsafeBufferPointer(start: string, count: Int(xmlStrlen(string)))
}

private func saxHandler() -> htmlSAXHandler {
  var handler = unsafe htmlSAXHandler()
  unsafe handler.startElement = { state, name, attributes in
    guard let own = unsafe receiver(state), let name = unsafe name else { return }
    unsafe own.builder.open(zeroTerminated(name).span, PageAttributes(list: attributes))
  }
  unsafe handler.endElement = { state, name in
    guard let own = unsafe receiver(state), let name = unsafe name else { return }
    unsafe own.builder.close(zeroTerminated(name).span)
  }
  let text: charactersSAXFunc = { state, bytes, count in
    guard let own = unsafe receiver(state), let bytes = unsafe bytes, count > 0 else { return }
    unsafe own.builder.text(UnsafeBufferPointer(start: bytes, count: Int(count)).span)
  }
  unsafe handler.characters = text
  unsafe handler.ignorableWhitespace = text
  unsafe handler.cdataBlock = { state, bytes, count in
    guard let own = unsafe receiver(state), let bytes = unsafe bytes, count > 0 else { return }
    unsafe own.builder.raw(UnsafeBufferPointer(start: bytes, count: Int(count)).span)
  }
  return unsafe handler
}
