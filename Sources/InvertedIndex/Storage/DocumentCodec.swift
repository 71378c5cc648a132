import CXXHash
package import Documents

/// A document as bytes, in the log and in stored groups.
///
/// ```
/// record  = version:u8=1 key title status:u8 source modified:opt byteCount:opt mediaType charset
///           confidence:u8 blocks fields dates warnings
/// blocks  = count { kind:u8 text }      fields = count { name values:count { value } }
/// dates   = count { iso role:u8 raw confidence:u8 }     warnings = count { text }
/// opt     = 0:u8 | 1:u8 value:i64        text, count = varint; confidence = 0…255 for 0…1
/// ```
package enum DocumentCodec {
  private static let version: UInt8 = 1

  package static func encode(_ document: Document) -> [UInt8] {
    var writer = ByteWriter(capacity: 512 + document.blocks.reduce(0) { $0 + $1.text.utf8.count })
    writer.write(version)
    writer.writeString(document.key.text)
    writer.writeString(document.title)
    writer.write(document.status.rawValue)
    writer.writeProvenance(document.provenance)
    writer.writeVarint(document.blocks.count)
    for block in document.blocks {
      writer.write(block.kind.rawValue)
      writer.writeString(block.text)
    }
    writer.writeVarint(document.fields.count)
    for field in document.fields {
      writer.writeString(field.name.text)
      writer.writeStrings(field.values)
    }
    writer.writeVarint(document.dates.count)
    for date in document.dates {
      writer.writeString(date.iso)
      writer.write(date.role.rawValue)
      writer.writeString(date.raw)
      writer.writeConfidence(date.confidence)
    }
    writer.writeStrings(document.warnings)
    return writer.bytes
  }

  package static func decode(
    _ bytes: UnsafeRawBufferPointer, file: String, base: Int = 0
  ) throws(IndexError) -> Document {
    var blocks: [Block] = []
    var document = try unsafe decode(bytes, file: file, base: base) { kind, range in
      // In bounds: it was read as the place of a block.
      blocks.append(Block(kind, unsafe String(decoding: bytes[range], as: UTF8.self)))
    }
    document.blocks = blocks
    return document
  }

  /// A document without its blocks; those are told one by one, by their place in the bytes.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, file: String, base: Int = 0,
    _ block: (Block.Kind, Range<Int>) -> Void
  ) throws(IndexError) -> Document {
    var reader = unsafe ByteReader(bytes, file: file, base: base)
    let found = try reader.read(UInt8.self)
    guard found == version else {
      throw .version(file: file, found: UInt32(found), supported: UInt32(version))
    }
    let keyText = try reader.readString()
    let key: DocumentKey
    do throws(DocumentError) { key = try DocumentKey(keyText) } catch {
      throw reader.damaged("a stored document has no usable key")
    }
    var document = Document(key: key)
    document.title = try reader.readString()
    document.status = try reader.readRaw("status", Document.Status.init(rawValue:))
    document.provenance = try reader.readProvenance()
    for _ in 0..<(try reader.readCount()) {
      let kind = try reader.readRaw("block kind", Block.Kind.init(rawValue:))
      let count = try reader.readCount()
      let start = reader.offset
      _ = unsafe try reader.readBytes(count)
      block(kind, start..<(start + count))
    }
    for _ in 0..<(try reader.readCount()) {
      let name = Field.Name(try reader.readString())
      document.fields.append(Field(name, try reader.readStrings()))
    }
    for _ in 0..<(try reader.readCount()) {
      let iso = try reader.readString()
      let role = try reader.readRaw("date role", DocumentDate.Role.init(rawValue:))
      let raw = try reader.readString()
      let confidence = Double(try reader.read(UInt8.self)) / 255
      document.dates.append(DocumentDate(iso: iso, role: role, raw: raw, confidence: confidence))
    }
    document.warnings = try reader.readStrings()
    return document
  }
}

/// 128 bits that tell whether a document's content changed (XXH3, seed 0). Not for security.
package struct ContentHash: Sendable, Hashable {
  package let low: UInt64
  package let high: UInt64

  package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The hash of what a document says. The time and size of its source do not count: a file that
  /// was only touched is unchanged.
  package init(of document: Document) {
    var content = document
    content.provenance.modified = nil
    content.provenance.byteCount = nil
    self.init(ofRecord: DocumentCodec.encode(content))
  }

  /// The same, given the record of the document, so that few documents are encoded twice.
  init(of document: Document, record: [UInt8]) {
    if document.provenance.modified == nil, document.provenance.byteCount == nil {
      self.init(ofRecord: record)
    } else {
      self.init(of: document)
    }
  }

  private init(ofRecord bytes: [UInt8]) {
    let hash = unsafe bytes.withUnsafeBytes { unsafe XXH3_128bits($0.baseAddress, $0.count) }
    self.init(low: hash.low64, high: hash.high64)
  }
}

/// The place of a document key in the sorted key table of a segment (XXH3, seed 0).
package func keyHash(_ key: some StringProtocol) -> UInt64 {
  var text = String(key)
  return text.withUTF8 { unsafe XXH3_64bits($0.baseAddress, $0.count) }
}

extension ByteWriter {
  fileprivate mutating func writeStrings(_ strings: [String]) {
    writeVarint(strings.count)
    for string in strings { writeString(string) }
  }

  fileprivate mutating func writeConfidence(_ confidence: Double) {
    write(UInt8((min(1, max(0, confidence)) * 255).rounded()))
  }

  fileprivate mutating func writeOptional(_ value: Int64?) {
    write(UInt8(value == nil ? 0 : 1))
    if let value { write(value) }
  }

  fileprivate mutating func writeProvenance(_ provenance: Provenance) {
    writeString(provenance.source)
    writeOptional(provenance.modified)
    writeOptional(provenance.byteCount)
    writeString(provenance.mediaType)
    writeString(provenance.charset)
    writeConfidence(provenance.charsetConfidence)
  }
}

extension ByteReader {
  fileprivate mutating func readStrings() throws(IndexError) -> [String] {
    var strings: [String] = []
    for _ in 0..<(try readCount()) { strings.append(try readString()) }
    return strings
  }

  fileprivate mutating func readOptional() throws(IndexError) -> Int64? {
    try read(UInt8.self) == 0 ? nil : try read(Int64.self)
  }

  fileprivate mutating func readRaw<Value>(
    _ what: String, _ make: (UInt8) -> Value?
  ) throws(IndexError) -> Value {
    let raw = try read(UInt8.self)
    guard let value = make(raw) else { throw damaged("unknown \(what) \(raw)") }
    return value
  }

  fileprivate mutating func readProvenance() throws(IndexError) -> Provenance {
    var provenance = Provenance()
    provenance.source = try readString()
    provenance.modified = try readOptional()
    provenance.byteCount = try readOptional()
    provenance.mediaType = try readString()
    provenance.charset = try readString()
    provenance.charsetConfidence = Double(try read(UInt8.self)) / 255
    return provenance
  }
}
