import Testing
import Vietnamese

/// Documents that were damaged on their way: cut, spliced, with bytes changed, lost or put in.
@Suite struct MutationTests {
  static let charsets = ["tcvn3", "tcvn5712", "vni", "viscii", "vps", "windows1258", "bkhcm2"]

  @Test(arguments: charsets + ["utf8", "mojibake", "stored"])
  func `a damaged document makes text`(name: String) {
    var random = SeededNumbers(seed: UInt64(name.utf8.count))
    let whole = Self.document(in: name)
    for _ in 0..<40 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...12, using: &random) { Self.damage(&bytes, &random) }
      for label in [nil, "utf-8", "tcvn3"] {
        let decoded = decode(bytes, declared: label)
        #expect(!decoded.text.unicodeScalars.contains("\0"))
        #expect(decoded.text.utf8.count <= 3 * bytes.count + 8)
        #expect((0...1).contains(decoded.confidence))
      }
    }
  }

  @Test(arguments: charsets + ["utf8", "mojibake"])
  func `a few damaged bytes do not hide the charset`(name: String) {
    var random = SeededNumbers(seed: 77)
    let whole = Self.document(in: name)
    let expected = decode(whole).charset
    for _ in 0..<40 {
      var bytes = whole
      for _ in 0..<3 {
        let index = Int.random(in: bytes.indices, using: &random)
        bytes[index] = .random(in: 0x20...0xFF, using: &random)
      }
      #expect(decode(bytes).charset == expected)
    }
  }

  @Test(arguments: 0..<32)
  func `repairing damaged text twice changes nothing more`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var bytes = Self.document(in: seed % 2 == 0 ? "mojibake" : "stored")
    for _ in 0..<20 { Self.damage(&bytes, &random) }
    let once = repair(String(decoding: bytes, as: UTF8.self)).text
    let (twice, more) = repair(once)
    #expect(scalars(twice) == scalars(once) && more == .none)
  }

  /// The sample article in a charset, as bytes of a file.
  private static func document(in name: String) -> [UInt8] {
    let text = SampleText.vietnamese
    switch name {
    case "utf8": return Array(text.utf8)
    case "mojibake": return Array(FactEncoder.mojibake(text).utf8)
    case "stored": return Array(FactEncoder.stored(FactEncoder("tcvn3").encodeLossy(text)).utf8)
    default: return FactEncoder(name).encodeLossy(text)
    }
  }

  private static let vni = document(in: "vni")

  private static func damage(_ bytes: inout [UInt8], _ random: inout SeededNumbers) {
    guard bytes.count > 8 else { return }
    let index = Int.random(in: 0..<bytes.count - 4, using: &random)
    let end = min(bytes.count, index + .random(in: 1...64, using: &random))
    switch Int.random(in: 0..<7, using: &random) {
    case 0: bytes[index] = .random(in: 0...255, using: &random)
    case 1: bytes.remove(at: index)
    case 2: bytes.insert(.random(in: 0x80...0xFF, using: &random), at: index)
    case 3: bytes.removeSubrange(index..<end)
    case 4: bytes.insert(contentsOf: bytes[index..<end], at: bytes.count / 2)
    case 5: bytes.removeSubrange(end...)
    default: bytes.insert(contentsOf: vni[..<min(end, 200)], at: index)
    }
  }
}
