/// Text of a paragraph while it comes in pieces: runs of white space become one space.
struct TextCollector {
  private(set) var bytes: [UInt8] = []
  private var pendingSpace = false

  var isEmpty: Bool { bytes.isEmpty }

  mutating func add(_ piece: Span<UInt8>) {
    for i in piece.indices { add(piece[i]) }
  }

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
  }

  private mutating func add(_ byte: UInt8) {
    if byte <= 0x20 {
      pendingSpace = true
      return
    }
    if pendingSpace, !bytes.isEmpty { bytes.append(0x20) }
    pendingSpace = false
    bytes.append(byte)
  }

  mutating func addSpace() { pendingSpace = true }

  /// The text, which is then gone from here.
  mutating func take() -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    bytes.removeAll(keepingCapacity: true)
    pendingSpace = false
    // A no-break space is a space to a reader.
    return text.utf8.contains(0xc2) ? text.collapsed() : text
  }
}

extension String {
  /// The text that a parser gives in a callback, with what is not UTF-8 replaced.
  init(repairing bytes: Span<UInt8>) {
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for i in bytes.indices { copy.append(bytes[i]) }
    self.init(decoding: copy, as: UTF8.self)
  }
}
