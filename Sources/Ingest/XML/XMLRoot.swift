/// The first element of an XML file, which tells what kind of file it is.
enum XMLRoot {
  /// Its name with its prefix in lower case; nil where the bytes do not begin as XML does.
  static func name(of bytes: [UInt8]) -> String? {
    name(ofHead: 8 << 10, bytes) ?? (beginsDeclarations(bytes) ? name(ofHead: .max, bytes) : nil)
  }

  /// `<?xml …?><!DOCTYPE a [<!ENTITY …`: declarations may be longer than a head.
  private static func beginsDeclarations(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(1 << 10).filter { $0 != 0 }
    guard Bytes.contains("<?xml", in: head),
      let start = Bytes.firstIndex(of: Array("<!DOCTYPE".utf8), in: head)
    else { return false }
    return head[start...].contains(UInt8(ascii: "["))
  }

  private static func name(ofHead count: Int, _ bytes: [UInt8]) -> String? {
    // Without zeros, so that UTF-16 reads as ASCII.
    let head = Array(bytes.prefix(count).lazy.filter { $0 != 0 })
    var at = 0
    while at < head.count {
      while at < head.count, head[at] <= 0x20 || head[at] >= 0x80 { at += 1 }
      guard at + 1 < head.count, head[at] == UInt8(ascii: "<") else { return nil }
      switch head[at + 1] {
      case UInt8(ascii: "?"): guard skip("?>", in: head, &at) else { return nil }
      case UInt8(ascii: "!"):
        let isComment = head[at...].starts(with: "<!--".utf8)
        guard skip(isComment ? "-->" : ">", in: head, &at, afterSubset: !isComment) else {
          return nil
        }
      default:
        let name = head[(at + 1)...].prefix { isNameByte($0) }
        return name.isEmpty
          ? nil : String(decoding: Bytes.lowered(name), as: UTF8.self)
      }
    }
    return nil
  }

  /// Moves past an ending; that of a DTD with declarations inside is `]>`.
  private static func skip(
    _ ending: String, in head: [UInt8], _ at: inout Int, afterSubset: Bool = false
  ) -> Bool {
    var ending = Array(ending.utf8)
    guard var end = Bytes.firstIndex(of: ending, in: head, from: at) else { return false }
    if afterSubset, head[at..<end].contains(UInt8(ascii: "[")) {
      ending = Array("]>".utf8)
      guard let later = Bytes.firstIndex(of: ending, in: head, from: at) else { return false }
      end = later
    }
    at = end + ending.count
    return true
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
      || [UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte)
  }

  /// Without its prefix.
  static func localName(_ name: String) -> String {
    name.split(separator: ":").last.map(String.init) ?? name
  }

  /// The type of a file by its root; nil for what is no XML or better read as a page.
  static func type(of bytes: [UInt8]) -> MediaType? {
    guard let name = name(of: bytes) else { return beginsDeclarations(bytes) ? .xml : nil }
    switch localName(name) {
    case "html", "body", "head", "p", "div": return nil
    case "rss", "feed", "rdf": return .feed
    case "tei", "tei.2", "teicorpus": return .tei
    default:
      let head = bytes.prefix(256).filter { $0 != 0 }
      return Bytes.contains("<?xml", in: head) ? .xml : nil
    }
  }
}
