import Analysis
import Testing

@Suite struct WordTests {
  @Test func `words of one spelling share a form and keep their own offsets`() {
    let read = AnalyzedText("Hòa bình, hoà BÌNH; hoa binh")
    #expect(read.tokens.map { read.source($0) } == ["Hòa", "bình", "hoà", "BÌNH", "hoa", "binh"])
    #expect(read.tokens.map(\.form) == [0, 1, 0, 1, 2, 3])
    #expect(read.tokens.map(\.position) == [0, 1, 2, 3, 4, 5])
    #expect(read.keys.map(\.canonical) == ["hoà", "bình", "hoà", "bình", "hoa", "binh"])
    #expect(read.keys.map(\.folded) == ["hoa", "binh", "hoa", "binh", "hoa", "binh"])
  }

  @Test func `forms know whether they are marked`() {
    var analyzer = Analyzer()
    let read = AnalyzedText("dân dan đê", with: &analyzer)
    let marked = read.tokens.map { analyzer.forms.isMarked($0.form) }
    #expect(marked == [true, false, true])
    let count = analyzer.forms.count
    #expect(count == 3)
  }

  @Test func `forms are numbered anew after a reset`() {
    var analyzer = Analyzer()
    let first = AnalyzedText("một hai", with: &analyzer).tokens.map(\.form)
    let second = AnalyzedText("ba một", with: &analyzer).tokens.map(\.form)
    analyzer.reset()
    let third = AnalyzedText("ba một", with: &analyzer).tokens.map(\.form)
    #expect(first == [0, 1])
    #expect(second == [2, 0])
    #expect(third == [0, 1])
  }

  @Test(arguments: [
    ("“Chào” bạn…", "chào|bạn"), ("tỉnh\u{00A0}lộ", "tỉnh|lộ"), ("a\u{3000}b", "a|b"),
    ("(xem trang)", "xem|trang"), ("một;hai", "một|hai"), ("漢字 và chữ", "漢|字|và|chữ"),
    ("nhân\u{200D}dân", "nhândân"), ("\u{301}a", "a"), ("😀vui😀", "vui"),
    ("Привет мир", "привет|мир"),
    ("ke\u{0302}\u{0301}t qua\u{0309}", "kết|quả"),
    ("nghiêngnghiêngnghiêng đó", "nghiêngnghiêngnghiêng|đó"),
    ("U23 thắng", "u23|thắng"), ("", ""), (" \n\t", ""),
  ])
  func `text falls into words`(text: String, expected: String) {
    #expect(AnalyzedText(text).canonical == expected)
  }

  @Test func `a word of a million letters is one token with a key within the limit`() {
    let read = AnalyzedText(String(repeating: "é", count: 1_000_000))
    #expect(read.tokens.count == 1)
    #expect(read.tokens.first?.end == 2_000_000)
    #expect(read.keys.first?.canonical.utf8.count == 254)
  }
}
