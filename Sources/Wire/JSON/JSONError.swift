/// Why a text is not the JSON it should be, and where.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  package var kind: Kind
  /// Bytes from the start of the text, from 0.
  package var byte: Int

  package init(_ kind: Kind, at byte: Int) {
    self.kind = kind
    self.byte = byte
  }

  package enum Kind: Equatable, Sendable {
    /// `found` is nil at the end of the text.
    case unexpected(found: UInt8?, expected: String)
    case wrongType(found: JSONReader.Kind, expected: String)
    case duplicateKey(String)
    case invalidUTF8
    case controlCharacter(UInt8)
    case invalidEscape
    case loneSurrogate
    case invalidNumber
    case tooDeep(limit: Int)
    case trailingText
  }

  package var description: String { "\(what) at byte \(byte)" }

  private var what: String {
    switch kind {
    case .unexpected(nil, let expected): "the text ends where \(expected) should stand,"
    case .unexpected(let found?, let expected):
      "\(Self.name(of: found)) found where \(expected) should stand,"
    case .wrongType(let found, let expected): "\(found) found where \(expected) should stand,"
    case .duplicateKey(let key): "the member \"\(key)\" is given twice, the second time"
    case .invalidUTF8: "the text is not UTF-8"
    case .controlCharacter(let byte):
      "a bare control character 0x\(String(byte, radix: 16)) inside a string (write it as \\u00XX)"
    case .invalidEscape:
      "an unknown escape inside a string (\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX)"
    case .loneSurrogate: "half of a surrogate pair (\\uD800-\\uDFFF come in twos)"
    case .invalidNumber: "a number that JSON does not allow"
    case .tooDeep(let limit): "arrays and objects nested more than \(limit) deep"
    case .trailingText: "more text after the end of the value"
    }
  }

  private static func name(of byte: UInt8) -> String {
    byte > 0x20 && byte < 0x7F
      ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(String(byte, radix: 16))"
  }
}
