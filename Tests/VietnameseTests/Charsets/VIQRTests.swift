import Testing
import Vietnamese

@Suite struct VIQRTests {
  @Test(
    arguments: [
      ("Vie^.t Nam dda^'t nu+o+'c", "Việt Nam đất nước"), ("DDa`i hoa`", "Đài hoà"),
      ("ta.i nha`.", "tại nhà."), ("Anh ddi dda^u?", "Anh đi đâu?"),
      ("o^ng ddi. Ba` ve^`.", "ông đi. Bà về."),
      ("vi.. Na(m", "vị. Năm"), ("tha^`y\\. Co^", "thầy. Cô"), ("U+'ng Ho`a DDu+'c", "Ứng Hòa Đức"),
      ("nga`y... mai", "ngày... mai"), ("ca...", "ca..."), ("mu*a ro*i", "mưa rơi"),
    ])
  func `signs become marks, and punctuation stays`(viqr: String, text: String) {
    let decoded = decode(Array(viqr.utf8), declared: "viqr")
    #expect(decoded.text == text && decoded.charset == .viqr && decoded.evidence == .declared)
  }

  @Test func `a document of it is known without a label`() {
    let viqr = """
      Sa'ng nay tro+`i mu+a nho?, ngu+o+`i ddi cho+. ve^`, ga'nh rau tre^n vai co`n u+o+'t. Ha`ng
      xo'm go.i nhau ra sa^n xem lu'a mo+'i, tre? con cha.y theo tie^'ng tro^'ng ddi`nh.
      """
    let decoded = decode(Array(viqr.utf8))
    #expect(decoded.charset == .viqr)
    #expect(decoded.text.hasPrefix("Sáng nay trời mưa nhỏ, người đi chợ về, gánh rau trên vai"))
    #expect(decoded.text.hasSuffix("trẻ con chạy theo tiếng trống đình."))
  }

  @Test(
    arguments: [
      "for (i = 0; i < n; i++) { a[i]++; x += f(a) * (b + c) ^ d; } // don't.",
      "He said: \"you'll see.\" Isn't it? C'est l'ami d'Anna. (a) (e) (o) a+b e^x o^2",
      "Tieng Viet khong dau viet the nay. Co ai hieu khong? Co chu!",
      "toi di hoc o truong lang. chi ay di cho. ba a? u+ 1. o+ 2. e^ 3.",
    ])
  func `other ASCII is never taken for it`(text: String) {
    let long = String(repeating: text + "\n", count: 30)
    let decoded = decode(Array(long.utf8))
    #expect(decoded.charset == .ascii && decoded.text == long)
  }
}
