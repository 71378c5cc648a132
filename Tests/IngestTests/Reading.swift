import Documents
import Testing
import Vietnamese

@testable import Ingest

/// Reads bytes as a file of some name.
func document(_ bytes: [UInt8], name: String = "/archive/file") throws -> Document {
  try Extractor().document(from: bytes, SourceFile(key: DocumentKey(name)))
}

func document(_ text: String, name: String = "/archive/file") throws -> Document {
  try document(Array(text.utf8), name: name)
}

extension Document {
  func texts(_ kind: Block.Kind) -> [String] { blocks.filter { $0.kind == kind }.map(\.text) }

  /// All text, whatever its kind.
  var allText: String { ([title] + blocks.map(\.text)).joined(separator: "\n") }

  /// `kind: text` a line, the texts cut to their first words.
  var outline: [String] {
    blocks.map { block in
      let words = block.text.split(separator: " ").prefix(4).joined(separator: " ")
      return "\(block.kind.name): \(words)"
    }
  }

  func date(_ role: DocumentDate.Role) -> String? { dates.first { $0.role == role }?.iso }
}

/// Prose long enough to be taken for the body of an article.
func prose(_ number: Int) -> String {
  "Đoạn văn thứ \(number) kể chuyện bà con trong làng cùng nhau đắp lại con đường ra bến sông,"
    + " người góp công, người góp đá, ai cũng vui vì mùa mưa năm nay không còn phải lội bùn."
}

/// Letters that the charset has no byte for are left out.
func encoded(_ text: String, _ charset: Charset) -> [UInt8] {
  if charset == .utf16LE || charset == .utf16BE {
    return text.utf16.flatMap { unit -> [UInt8] in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
      return charset == .utf16LE ? bytes : bytes.reversed()
    }
  }
  var byteOf: [Unicode.Scalar: UInt8] = [:]
  for byte in UInt8.min...UInt8.max {
    let scalars = Array(decode([byte].span, as: charset).text.unicodeScalars)
    if scalars.count == 1, byteOf[scalars[0]] == nil { byteOf[scalars[0]] = byte }
  }
  return text.unicodeScalars.compactMap { byteOf[$0] }
}
