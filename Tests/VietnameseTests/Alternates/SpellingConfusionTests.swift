import Testing
import Vietnamese

@Suite struct SpellingConfusionTests {
  private static func confusions(_ word: String) -> Set<String> {
    let key = wordForms(of: word).canonical
    return Set(spellingConfusions(of: key.span).map { String(decoding: $0, as: UTF8.self) })
  }

  private static func slips(_ word: String) -> Set<String> {
    let key = wordForms(of: word).canonical
    return Set(typingSlips(of: key.span).map { String(decoding: $0, as: UTF8.self) })
  }

  @Test(arguments: [
    ("phũ", "phủ"), ("nghĩ", "nghỉ"), ("sử", "xử"), ("trính", "chính"), ("lước", "nước"),
    ("dữ", "giữ"), ("giành", "dành"), ("rải", "dải"), ("vô", "dô"), ("qua", "ca"),
    ("ghà", "gà"), ("nghành", "ngành"), ("lan", "lang"), ("mặc", "mặt"), ("mai", "may"),
    ("hiu", "hiêu"), ("hưu", "hiêu"), ("bo", "bô"), ("mơi", "môi"), ("lổi", "nỗi"),
    ("gìn", "dìn"), ("truyện", "chuyện"), ("viet", "diet"), ("so", "xo"), ("kiêm", "kim"),
    ("cuốc", "quốc"), ("cuân", "quân"),
  ])
  func `syllables that are taken for each other are found both ways`(one: String, other: String) {
    #expect(Self.confusions(one).contains(other))
    #expect(Self.confusions(other).contains(one))
  }

  @Test func `a tone that was forgotten is given back where one must stand`() {
    #expect(Self.confusions("viêt").isSuperset(of: ["viết", "việt"]))
    #expect(Self.confusions("đap").isSuperset(of: ["đáp", "đạp"]))
    #expect(!Self.confusions("viet").contains("viết"))
    #expect(!Self.confusions("viên").contains("viến"))
  }

  @Test func `a word is not confused with itself, and what is no syllable with nothing`() {
    for word in ["phủ", "gì", "quốc", "nghiêng", "khuya"] {
      #expect(!Self.confusions(word).contains(word))
    }
    #expect(Self.confusions("facebook") == [])
    #expect(Self.confusions("2023") == [])
  }

  @Test func `slips of the finger are undone`() {
    #expect(Self.slips("chíng").contains("chính"))
    #expect(Self.slips("chinnh").contains("chinh"))
    #expect(Self.slips("chih").contains("chinh"))
    #expect(Self.slips("hcinh").contains("chinh"))
    #expect(Self.slips("chimh").contains("chinh"))
    #expect(Self.slips("thàn").contains("thành"))
    #expect(Self.slips("facebok").contains("facebook"))
    #expect(Self.slips("a") == [])
  }
}
