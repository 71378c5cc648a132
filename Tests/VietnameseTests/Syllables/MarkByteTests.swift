import Testing
import Vietnamese

@Suite struct MarkByteTests {
  @Test(arguments: [
    ("mat", 0), ("đường", 0b001_11_11_1), ("hoà", 0b001_00_00_0), ("viêt", 0b000_00_01_0),
    ("thưong", 0b000_00_11_0), ("giữ", 0b100_00_11_0), ("quý", 0b010_00_00_0),
    ("tuổi", 0b011_01_00_0),
  ])
  func `stroke, two shapes and the tone share a byte`(word: String, expected: UInt8) {
    let bytes = Array(word.utf8)
    let found = MarkByte(of: bytes.span).rawValue
    #expect(found == expected)
  }

  @Test(arguments: ["hđnd", "krông", "café", "hòà", "30,5", "ủybannhândân"])
  func `other words take the escape value`(word: String) {
    let bytes = Array(word.utf8)
    let found = MarkByte(of: bytes.span)
    #expect(found == .escape)
  }

  @Test(arguments: 0..<8)
  func `bytes compare as the letters do`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var words: [[UInt8]: [[UInt8]]] = [:]
    for _ in 0..<1000 {
      let forms = wordForms(of: RandomSyllable(using: &random).canonical)
      words[forms.folded, default: []].append(forms.canonical)
    }
    for group in words.values {
      for query in group {
        for document in group {
          let marks = MarkByte.matchClass(
            query: MarkByte(of: query.span), document: MarkByte(of: document.span))
          let slow = matchClass(query: query.span, document: document.span)
          #expect(marks == slow, "\(string(query)) \(string(document))")
        }
      }
    }
  }
}
