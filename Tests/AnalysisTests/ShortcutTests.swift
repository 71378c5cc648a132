import Glibc
import TestSupport
import Testing

@testable import Analysis

/// The fast reader against its plain twin, which looks at every word by the rules.
@Suite struct ShortcutTests {
  @Test(arguments: 0..<64)
  func `shortcuts change no token`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var fast = Analyzer()
    var plain = Analyzer(takesShortcuts: false)
    for _ in 0..<100 {
      expectEqual(randomText(using: &random), &fast, &plain)
    }
  }

  @Test(arguments: 0..<16)
  func `words of every length at every place of the text agree`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var fast = Analyzer()
    var plain = Analyzer(takesShortcuts: false)
    for _ in 0..<60 {
      let words = (0..<6).map { _ in
        String(
          (0..<Int.random(in: 1...20, using: &random)).map { _ in
            "abđệùxyzỹo".randomElement(using: &random) ?? "a"
          })
      }
      expectEqual(words.joined(separator: " "), &fast, &plain)
    }
  }

  @Test(arguments: [
    "họ tên..... tuổi...", "ngày......tháng.....năm 2020", "viết cho anh..em@thu.vn nhé",
    "anh...@thu.vn", "Ông.....(ký tên)", "xin...ạ", "vâng... Ông về", "hết..", "TP..HCM", "N...V",
    "một.....2.....ba", "www...vn", "rồi......, sau đó", "chờ..…. Rồi", "ở Đ... Ơi",
  ])
  func `rows of dots behind words change no token`(text: String) {
    var fast = Analyzer()
    var plain = Analyzer(takesShortcuts: false)
    // The second time all words are known.
    for _ in 0..<2 { expectEqual(text + " " + text + "\n" + text, &fast, &plain) }
  }

  /// MUCLUC_TEXTS names a file of text, one document a line, for a long check by hand.
  @Test func `shortcuts change no token of a corpus`() {
    guard let path = unsafe getenv("MUCLUC_TEXTS") else { return }
    var fast = Analyzer()
    var plain = Analyzer(takesShortcuts: false)
    for line in lines(of: unsafe String(cString: path)) {
      expectEqual(String(line), &fast, &plain)
    }
  }

  private func expectEqual(_ text: String, _ fast: inout Analyzer, _ plain: inout Analyzer) {
    let quick = AnalyzedText(text, with: &fast)
    let slow = AnalyzedText(text, with: &plain)
    // Forms are numbered as they come, so they are compared by their keys.
    let count = max(quick.tokens.count, slow.tokens.count)
    let difference = (0..<count).first { quick.described($0) != slow.described($0) }
    guard let difference else { return }
    let near = max(0, difference - 3)..<min(count, difference + 4)
    Issue.record(
      """
      \(near.map(quick.described).joined(separator: " "))
      \(near.map(slow.described).joined(separator: " "))
      """)
  }
}
