import Glibc
import TestSupport
import Vietnamese

/// Writes text in a charset by the facts in Config/tables/charsets: the other direction of what
/// is tested, from the files the tables were made of.
struct FactEncoder {
  private var codes: [UInt32: [UInt8]] = [:]

  /// - Parameter name: file name without its ending
  init(_ name: String) {
    for (bytes, scalar) in Self.rows(name) where codes[scalar] == nil { codes[scalar] = bytes }
  }

  /// Rows of a charset's facts: bytes and code point.
  static func rows(_ name: String) -> [(bytes: [UInt8], scalar: UInt32)] {
    lines(of: "\(folder)/\(name).tsv").compactMap { line in
      let fields = line.split(separator: "\t")
      guard !line.hasPrefix("#"), fields.count > 1 else { return nil }
      let bytes = fields[0].split(separator: " ").compactMap { UInt8($0.dropFirst(2), radix: 16) }
      return UInt32(fields[1].dropFirst(2), radix: 16).map { (bytes, $0) }
    }
  }

  /// Config/tables/charsets of the checkout, links in the path resolved.
  private static let folder: String = {
    guard let real = unsafe realpath(#filePath, nil) else { return "" }
    defer { unsafe free(real) }
    let path = unsafe String(cString: real)
    return path.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
      .joined(separator: "/") + "/Config/tables/charsets"
  }()

  /// The bytes of a text, or nil where the charset lacks one of its characters.
  func encode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        bytes.append(UInt8(scalar.value))
      } else if let code = codes[scalar.value] ?? taken(apart: scalar) {
        bytes += code
      } else {
        return nil
      }
    }
    return bytes
  }

  /// As much of a text as the charset has.
  func encodeLossy(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { encode(String($0)) ?? [] }
  }

  /// windows-1258: the letter without its tone, then the tone.
  private func taken(apart scalar: Unicode.Scalar) -> [UInt8]? {
    for tone in [0x300, 0x301, 0x303, 0x309, 0x323] as [UInt32] {
      guard let mark = codes[tone], let toneScalar = Unicode.Scalar(tone) else { return nil }
      for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".unicodeScalars {
        // Strings compare by canonical equivalence.
        var pair = String(base)
        pair.unicodeScalars.append(toneScalar)
        if pair == String(scalar) { return encode(String(base)).map { $0 + mark } }
      }
    }
    return nil
  }

  /// UTF-8 read as windows-1252 and stored as UTF-8.
  ///
  /// - Parameter lost: what becomes of the bytes windows-1252 has not; nil keeps them as C1 codes
  static func mojibake(_ text: String, lost: String? = nil) -> String {
    let latin = Dictionary(
      uniqueKeysWithValues: rows("windows1252").map { ($0.bytes[0], $0.scalar) })
    return text.utf8.map { byte -> String in
      let scalar = latin[byte] ?? UInt32(byte)
      if let lost, byte >= 0x80, scalar == UInt32(byte), byte < 0xA0 { return lost }
      return Unicode.Scalar(scalar).map { String($0) } ?? ""
    }.joined()
  }

  /// Legacy bytes read as windows-1252 and stored as UTF-8.
  static func stored(_ bytes: [UInt8]) -> String {
    let latin = Dictionary(
      uniqueKeysWithValues: rows("windows1252").map { ($0.bytes[0], $0.scalar) })
    return bytes.map { byte in
      Unicode.Scalar(latin[byte] ?? UInt32(byte)).map { String($0) } ?? ""
    }.joined()
  }
}

func decode(_ bytes: [UInt8], declared: String? = nil) -> DecodedText {
  Vietnamese.decode(bytes.span, declared: declared)
}

func decode(_ bytes: [UInt8], as charset: Charset) -> DecodedText {
  Vietnamese.decode(bytes.span, as: charset)
}
