import Analysis
import TestSupport
import Testing

@Suite struct AcronymTests {
  @Test(arguments: [
    ("Bộ Tài nguyên và Môi trường (TNMT) họp", "TNMT=Tài nguyên và Môi trường"),
    ("Bảo hiểm xã hội ( BHXH )", ""), ("Liên đoàn Lao động (LĐLĐ)", "LĐLĐ=Liên đoàn Lao động"),
    ("Liên đoàn Lao động (LDLD)", ""), ("gửi TƯ (Trung ương)", "TƯ=Trung ương"),
    ("Ban Chấp hành Trung ương (BCHTW)", "BCHTW=Ban Chấp hành Trung ương"),
    ("Tổ chức Y tế Thế giới (WHO)", ""), ("Sở Y tế. Hà Nội (YTHN)", ""),
    ("Quỹ Vì người nghèo (VNN), Hội Chữ thập đỏ (CTĐ)", "VNN=Vì người nghèo CTĐ=Chữ thập đỏ"),
    ("tổ chức cho vay (TCV)", "TCV=tổ chức cho vay"), ("hội đồng và (HĐ)", ""), ("(AB)", ""),
    ("ND (nhân dân cả nước)", ""), ("TƯ(Trung ương)", "TƯ=Trung ương"),
    ("Quỹ tín dụng (sau đây viết tắt là QTD)", "QTD=Quỹ tín dụng"),
    ("Quỹ tín dụng (gọi tắt là QTD) và", "QTD=Quỹ tín dụng"),
    ("Quỹ tín dụng (vốn là QTD)", ""), ("Hội Nông dân (ND (nông dân))", "ND=nông dân"),
    ("mùa đông (\u{110}", ""), ("(", ""),
    ("Sở Nông nghiệp (vốn là N-N)", ""),
    ("Sở Nông nghiệp (sau đây viết tắt là N-N)", "N-N=Nông nghiệp"),
    ("T\u{1AF}-CP (Trung ương, Chính phủ)", "T\u{1AF}-CP=Trung ương, Chính phủ"),
    ("Văn hoá - Thể thao (VH-TT), Nội vụ (NV)", "VH-TT=Văn hoá - Thể thao NV=Nội vụ"),
    ("dịch bệnh (COVID-19)", ""), ("Hồ Chí Minh (Tp.HCM)", ""), ("mua, bán (M&a)", ""),
  ])
  func `initials explain a short form`(text: String, expected: String) {
    #expect(learned(text) == expected)
  }

  @Test func `a short form with signs has the form of the whole`() {
    var analyzer = Analyzer()
    let read = AnalyzedText(
      "Giáo dục và Đào tạo (GD&ĐT), GD-ĐT (Giáo dục - Đào tạo)", with: &analyzer)
    let found = acronyms(in: read.text.span, tokens: read.tokens[...], forms: analyzer.forms)
    #expect(found.count == 2)
    let forms = found.map {
      String(decoding: analyzer.forms.canonical($0.shortForm), as: UTF8.self)
    }
    #expect(forms == ["gd&đt", "gdđt"])
  }

  @Test(arguments: sharedCases("S16"))
  func `the shared cases for acronyms hold`(expected: SharedCase) {
    #expect(learned(expected.input) == (expected.canonical == "-" ? "" : expected.canonical))
  }

  private func learned(_ text: String) -> String {
    var analyzer = Analyzer()
    let read = AnalyzedText(text, with: &analyzer)
    let found = acronyms(in: read.text.span, tokens: read.tokens[...], forms: analyzer.forms)
    return found.map { slice(read.text, $0.short) + "=" + slice(read.text, $0.long) }
      .joined(separator: " ")
  }

  private func slice(_ text: [UInt8], _ range: Range<Int>) -> String {
    String(decoding: text[range], as: UTF8.self)
  }
}
