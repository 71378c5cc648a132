internal import CLibXML2

/// Takes what an XML file is made of, in order. Names come without their namespace prefix.
protocol XMLReceiver: AnyObject {
  func open(_ name: String, _ attributes: borrowing XMLAttributes)
  func close(_ name: String)
  /// UTF-8; a run of text may come in pieces.
  func text(_ bytes: Span<UInt8>)
  /// Enough was taken: the rest is not read.
  var isFull: Bool { get }
}

/// How reading a file went.
struct XMLOutcome {
  /// What was lost, a sentence each; empty where all was well.
  var warnings: [String] = []
}

/// Reads XML with the SAX side of libxml2: no tree, no files, no network, no entities.
///
/// A file that declares entities is refused: they are how a few lines become gigabytes, or the
/// contents of another file. The five of XML are read, and those of HTML by their names. A file
/// that is not well formed is read as far as it goes, with a warning.
///
/// Safe because the parser context lives only inside `read`, which frees it; the state it carries is
/// kept alive there for the same time; every pointer that libxml2 hands to a callback is used only
/// inside that callback, with the length that came with it or up to its terminating zero.
@safe
struct XMLReader {
  /// Bytes given to the parser at a time; limits are looked at between two of them.
  private static let chunk = 32 << 10
  private static let isStarted: Bool = {
    mucluc_xml_start()
    return true
  }()

  /// - Parameter bytes: A file in any charset.
  /// - Throws: `.refused` where entities are declared or a tag is built to take hours, `.damaged`
  ///   where there is no element at all, `.tooLarge` past 2 GiB.
  static func read(
    _ bytes: [UInt8], limits: Limits, into receiver: any XMLReceiver
  ) throws(IngestError) -> XMLOutcome {
    let guarded = try XMLGuard(bytes, attributeLimit: limits.attributes)
    guard guarded.bytes.count < Int(Int32.max) else {
      throw .tooLarge(byteCount: bytes.count, limit: Int(Int32.max))
    }
    precondition(isStarted)
    let state = XMLState(receiver, limits)
    var outcome = XMLOutcome(warnings: guarded.warnings)
    let fault = try withExtendedLifetime(state) { () throws(IngestError) -> String? in
      let fault = try parse(guarded.bytes.span, state)
      state.closeAll()
      return fault
    }
    if state.declaresEntities { throw .refused("it declares entities") }
    guard state.elements > 0 else { throw .damaged(fault ?? "there is no XML element in it") }
    if let fault { outcome.warnings.append("not well-formed XML: \(fault)") }
    if let cut = state.cut { outcome.warnings.append(cut) }
    return outcome
  }

  /// What the parser complained of, if it did.
  private static func parse(
    _ page: Span<UInt8>, _ state: XMLState
  ) throws(IngestError) -> String? {
    var handler = unsafe saxHandler()
    let context = unsafe mucluc_xml_parser(&handler, Unmanaged.passUnretained(state).toOpaque())
    guard let context = unsafe context else { throw .outOfMemory }
    defer { unsafe mucluc_xml_free(context) }
    return unsafe page.withUnsafeBufferPointer { bytes -> String? in
      guard let start = bytes.baseAddress else { return nil }
      var offset = 0
      while offset < bytes.count, !state.isDone {
        let count = min(chunk, bytes.count - offset)
        unsafe start.advanced(by: offset).withMemoryRebound(to: CChar.self, capacity: count) {
          _ = unsafe xmlParseChunk(context, $0, Int32(count), 0)
        }
        offset += count
      }
      if !state.isDone { _ = unsafe xmlParseChunk(context, nil, 0, 1) }
      return unsafe fault(of: context)
    }
  }

  private static func fault(of context: xmlParserCtxtPtr) -> String? {
    guard unsafe context.pointee.wellFormed == 0, let error = unsafe xmlCtxtGetLastError(context),
      let message = unsafe error.pointee.message
    else { return nil }
    let line = unsafe error.pointee.line
    return unsafe "\(String(cString: message).collapsed()), line \(line)"
  }
}

/// The attributes of one start tag, alive only during the callback.
@safe
struct XMLAttributes: ~Copyable {
  /// Five pointers an attribute: name, prefix, namespace, start and end of the value.
  fileprivate let list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  fileprivate let count: Int

  fileprivate init(list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int) {
    unsafe self.list = list
    self.count = count
  }

  /// The value of the first attribute of a name, whatever its prefix.
  subscript(name: String) -> String? { value(name, isPrefixed: false) }

  /// The value of the first attribute of a name that has a prefix.
  subscript(prefixed name: String) -> String? { value(name, isPrefixed: true) }

  private func value(_ name: String, isPrefixed: Bool) -> String? {
    guard let list = unsafe list else { return nil }
    for i in 0..<count {
      guard let found = unsafe list[5 * i], unsafe equal(found, name),
        unsafe !isPrefixed || list[5 * i + 1] != nil
      else { continue }
      guard let start = unsafe list[5 * i + 3], let end = unsafe list[5 * i + 4] else { return "" }
      return unsafe String(
        decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
    }
    return nil
  }

  private func equal(_ found: UnsafePointer<xmlChar>, _ name: String) -> Bool {
    var i = 0
    for byte in name.utf8 {
      // A zero ends `found` and is no byte of a name, so the loop never runs past it.
      if unsafe found[i] != byte { return false }
      i += 1
    }
    return unsafe found[i] == 0
  }
}

/// What libxml2 carries around as its user data.
private final class XMLState {
  let receiver: any XMLReceiver
  let limits: Limits
  var elements = 0
  private var names: [String] = []
  var textBytes = 0
  var declaresEntities = false
  var cut: String?
  private let deadline: ContinuousClock.Instant
  private var chunks = 0

  init(_ receiver: any XMLReceiver, _ limits: Limits) {
    self.receiver = receiver
    self.limits = limits
    deadline = .now + limits.xmlDuration
  }

  /// Looked at between two chunks.
  var isDone: Bool {
    if declaresEntities || receiver.isFull { return true }
    if elements > limits.elements { cut = "the file has too many elements: the rest was cut" }
    if textBytes > limits.textBytes { cut = "the file has too much text: the rest was cut" }
    if ContinuousClock.now > deadline {
      cut = "the file took too long to read: the rest was cut"
    }
    return cut != nil
  }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    elements += 1
    names.append(name)
    guard names.count <= limits.depth else {
      cut = "elements nest deeper than \(limits.depth): the rest was cut"
      return
    }
    receiver.open(name, attributes)
  }

  func close(_ name: String) {
    guard let name = names.popLast() else { return }
    if names.count < limits.depth { receiver.close(name) }
  }

  /// Ends what a file that was cut short left open, so that its text is not lost.
  func closeAll() {
    while let name = names.last { close(name) }
  }

  func text(_ bytes: Span<UInt8>) {
    textBytes += bytes.count
    if names.count <= limits.depth { receiver.text(bytes) }
  }
}

private func state(_ pointer: UnsafeMutableRawPointer?) -> XMLState? {
  guard let pointer = unsafe pointer else { return nil }
  return unsafe Unmanaged<XMLState>.fromOpaque(pointer).takeUnretainedValue()
}

private func saxHandler() -> xmlSAXHandler {
  var handler = unsafe xmlSAXHandler()
  unsafe handler.startElementNs = { pointer, name, _, _, _, _, count, _, attributes in
    guard let own = unsafe state(pointer), let name = unsafe name else { return }
    unsafe own.open(
      String(cString: name), XMLAttributes(list: attributes, count: Int(count)))
  }
  unsafe handler.endElementNs = { pointer, name, _, _ in
    guard let own = unsafe state(pointer), let name = unsafe name else { return }
    unsafe own.close(String(cString: name))
  }
  let text: charactersSAXFunc = { pointer, bytes, count in
    guard let own = unsafe state(pointer), let bytes = unsafe bytes, count > 0 else { return }
    unsafe own.text(UnsafeBufferPointer(start: bytes, count: Int(count)).span)
  }
  unsafe handler.characters = text
  unsafe handler.ignorableWhitespace = text
  unsafe handler.cdataBlock = text
  unsafe handler.entityDecl = { pointer, _, _, _, _, _ in
    unsafe state(pointer)?.declaresEntities = true
  }
  unsafe handler.unparsedEntityDecl = { pointer, _, _, _, _ in
    unsafe state(pointer)?.declaresEntities = true
  }
  return unsafe handler
}
