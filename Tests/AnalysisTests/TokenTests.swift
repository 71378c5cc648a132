import Analysis
import TestSupport
import Testing

@Suite struct TokenTests {
  @Test(arguments: [
    ("dân số 97.338.579 người", "dân|số|97338579|người", "dan|so|97338579|nguoi"),
    ("tăng 12,750 điểm", "tăng|12,750|điểm", "tang|12750|diem"), ("2,5 giờ", "2,5|giờ", "2,5|gio"),
    ("bản 3.0", "bản|3,0", "ban|3,0"), ("bản 3.0.12", "bản|3.0.12", "ban|3.0.12"),
    ("2,000,000.75", "2000000,75", "2000000,75"), ("0.375", "0,375", "0375"),
    ("điều 7,8,9", "điều|7|8|9", "dieu|7|8|9"),
    ("khoảng 5.000-6.000", "khoảng|5000|6000", "khoang|5000|6000"),
  ])
  func `numbers meet in either style`(text: String, canonical: String, folded: String) {
    let read = AnalyzedText(text)
    #expect(read.canonical == canonical)
    #expect(read.folded == folded)
  }

  @Test(arguments: [
    ("Quyết định số 007/QĐ-UBND", "quyết|định|số|007|qđ|ubnd [7/qđ/ubnd]"),
    ("32/2013/QĐ-TTg", "32|2013|qđ|ttg [32/2013/qđ/ttg]"), ("9-nq/tư", "9|nq|tư [9/nq/tw]"),
    ("09–NQ/TW", "09|nq|tw [9/nq/tw]"),
    ("Số : 4a /2021/TT - BYT", "số|4a|2021|tt|byt [4a/2021/tt/byt]"),
    ("Nghị định 8/2019", "nghị|định|8|2019 [8/2019]"), ("kế hoạch 2011-2015", "kế|hoạch|2011|2015"),
    ("tuyến 5 - NATO", "tuyến|5|nato"), ("52/2010/QH12.", "52|2010|qh12 [52/2010/qh12]"),
    ("60-km/h", "60|km|h [60/km/h]"),
    (
      "Thông báo số: 09 ngày 1/2/2021",
      "thông|báo|số|09|ngày|1|2|2021 [date:2021-02-01] [9/2021-02-01]"
    ),
    ("cv 4/12 ngày 1/2/2021", "cv|4|12|ngày|1|2|2021 [date:2021-02-01]"),
    ("Luật 8 ngày 1/2/2021", "luật|8|ngày|1|2|2021 [date:2021-02-01]"),
    ("Nghị quyết số 8. Ngày 1/2/2021", "nghị|quyết|số|8|ngày|1|2|2021 [date:2021-02-01]"),
    ("Nghị quyết 8 chiều 1/2/2021", "nghị|quyết|8|chiều|1|2|2021 [date:2021-02-01]"),
    ("số 8 ngày 1/2/2021", "số|8|ngày|1|2|2021 [date:2021-02-01]"),
    ("8 ngày 1/2/2021", "8|ngày|1|2|2021 [date:2021-02-01]"),
    (
      "TB 3 ngày 1/2/2021 và 3/4/2021",
      "tb|3|ngày|1|2|2021|và|3|4|2021 [date:2021-02-01] [date:2021-04-03] [3/2021-02-01]"
    ),
  ])
  func `numbers of documents have one form`(text: String, expected: String) {
    #expect(AnalyzedText(text).canonical == expected)
  }

  @Test(arguments: [
    ("½", "1|2"), ("1½", "1|1|2"), ("⅒⅞", "1|10|7|8"), ("hơn⅔dân", "hơn|2|3|dân"),
    ("⅕ ⅘", "1|5|4|5"),
    ("⅙-⅚", "1|6|5|6"), ("↉", "0|3"), ("¼, ¾", "1|4|3|4"), ("⅓m²", "1|3|m2"),
    ("⅐⅑⅛", "1|7|1|9|1|8"),
  ])
  func `a fraction in one character is two numbers`(text: String, expected: String) {
    let read = AnalyzedText(text)
    #expect(read.canonical == expected)
    #expect(read.folded == expected.replacing("ơ", with: "o").replacing("â", with: "a"))
  }

  @Test(arguments: [
    ("2/9/1945", "2|9|1945 [date:1945-09-02]"), ("1945-09-02", "1945|09|02 [date:1945-09-02]"),
    ("sinh 19.5.1990", "sinh|19|5|1990 [date:1990-05-19]"), ("tối 12/7", "tối|12|7 [date:--07-12]"),
    ("chiều qua (12/7)", "chiều|qua|12|7 [date:--07-12]"), ("toi 12/7", "toi|12|7 [date:--07-12]"),
    ("sang 12/7 mới", "sang|12|7|mới [date:--07-12]"), ("đổi sang 12/7", "đổi|sang|12|7"),
    ("gần 3/4 dân số", "gần|3|4|dân|số"), ("chợ mở 24/7", "chợ|mở|24|7"),
    ("ngày 5, 6 và 7/3", "ngày|5|6|và|7|3 [date:--03-05] [date:--03-06] [date:--03-07]"),
    ("20-22/11/2019", "20|22|11|2019 [date:2019-11-20] [date:2019-11-22]"),
    ("từ 1/2 đến 5/2", "từ|1|2|đến|5|2 [date:--02-01] [date:--02-05]"),
    ("từ 1/2 suất", "từ|1|2|suất"), ("28/3 - 2/4", "28|3|2|4 [date:--03-28] [date:--04-02]"),
    ("mất 1/4 - 1/3", "mất|1|4|1|3"), ("tháng 5-2018", "tháng|5|2018 [date:2018-05]"),
    ("ngày 7 tháng Năm năm 1954", "ngày|7|tháng|năm|năm|1954 [date:1954-05-07]"),
    ("tháng mười một năm 1946", "tháng|mười|một|năm|1946 [date:1946-11]"),
    ("ngày 20, tháng 7, năm 1954", "ngày|20|tháng|7|năm|1954 [date:1954-07-20]"),
    ("2 tháng 9 người", "2|tháng|9|người"), ("hôm 15/1 âm lịch", "hôm|15|1|âm|lịch"),
    ("mồng 5 tháng Chạp", "mồng|5|tháng|chạp"), ("mồng 1 tháng 5", "mồng|1|tháng|5 [date:--05-01]"),
    ("quý IV-2017", "quý|iv|2017 [4] [date:2017-q4]"), ("31/2/2020", "31|2|2020"),
    ("1/2/3/4", "1|2|3|4"), ("thứ 5, tháng 7-2018", "thứ|5|tháng|7|2018 [date:2018-07]"),
    ("150/2022", "150|2022"),
  ])
  func `dates have one form, fractions have none`(text: String, expected: String) {
    #expect(AnalyzedText(text).canonical == expected)
  }

  @Test(arguments: [
    ("Chương IX", "chương|ix [9]"), ("quốc hội khóa XIV", "quốc|hội|khoá|xiv [14]"),
    ("the ky XIX", "the|ky|xix [19]"), ("vitamin C", "vitamin|c"), ("thứ IIX", "thứ|iix"),
    ("hạng LX", "hạng|lx"), ("KỲ VI", "kỳ|vi [6]"), ("kì vi", "kì|vi"),
  ])
  func `Roman numerals also give their value`(text: String, expected: String) {
    #expect(AnalyzedText(text).canonical == expected)
  }

  @Test(arguments: [
    ("Pi-e Cu-ri", "pi|e|cu|ri [pie] [curi]"),
    ("Vác-xin Mo-đéc-na", "vác|xin|mo|đéc|na [vácxin] [mođécna]"),
    ("MERS-CoV", "mers|cov [merscov]"), ("A-10", "a|10 [a10]"), ("1990-1995", "1990|1995"),
    ("thu - chi", "thu|chi"), ("Y’Moan", "y|moan [ymoan]"), ("O'Neil", "o|neil [oneil]"),
    ("M&A", "m|a [m&a]"), ("P&G-VN", "p|g|vn [p&gvn]"), ("đi'", "đi"), ("vào-", "vào"),
  ])
  func `words joined by a sign are parts and one form`(text: String, expected: String) {
    #expect(AnalyzedText(text).canonical == expected)
  }

  @Test(arguments: [
    ("T.Ư", "t|ư [tư]"), ("TX. LAGI", "tx|lagi [txlagi]"), ("Tx. Sa Pa", "tx|sa|pa"),
    ("PGS.TS.Trần", "pgs|ts|trần [pgsts]"), ("H. 5", "h|5 [h5]"), ("Huế.Anh", "huế|anh"),
    ("U.S.A.", "u|s|a [usa]"), ("NATO. EU", "nato|eu"), ("v.v.", "v|v"), ("K.1.2", "k|1,2"),
    ("X. TÀI SẢN", "x|tài|sản"),
  ])
  func `abbreviations join over dots`(text: String, expected: String) {
    #expect(AnalyzedText(text).canonical == expected)
  }

  @Test(arguments: [
    ("đườngLáng", "đường|láng"), ("HaNoi", "ha|noi [hanoi]"), ("LêVănHưu", "lê|văn|hưu"),
    ("TikTok", "tiktok"), ("aThành", "athành"), ("cụmCNTT", "cụmcntt"),
    ("vạn\u{200B}xuân", "vạn|xuân"),
    ("tru\u{200B}ng", "trung"), ("một\u{200B}hai\u{200B}ba", "một|hai|ba"),
  ])
  func `a missing blank is seen where both halves are syllables`(text: String, expected: String) {
    #expect(AnalyzedText(text).canonical == expected)
  }

  @Test(arguments: [
    ("dài 40km", "dài|40|km [40km]"), ("nặng 2,5kg", "nặng|2,5|kg [2,5kg]"),
    ("rộng 60m²", "rộng|60|m2 [60m2]"),
    ("lúc 8h15", "lúc|8|h|15 [8h15]"), ("giá 2tr5", "giá|2|tr|5 [2tr5]"),
    ("50.000đ", "50000|đ [50000đ]"),
    ("4G", "4g"), ("2NE1", "2ne1"), ("B52", "b52"), ("12A3", "12a3"),
    ("9h-11h", "9|h|11|h [9h] [11h]"),
  ])
  func `numbers part from units only`(text: String, expected: String) {
    #expect(AnalyzedText(text).canonical == expected)
  }

  @Test(arguments: [
    ("0987 654 321", "0987|654|321 [0987654321]"),
    ("+84 24 3933 1234", "84|24|3933|1234 [02439331234]"),
    ("0987-654-321", "0987|654|321 [0987654321]"), ("0987654321", "0987654321"),
    ("05 06 07 08 09", "05|06|07|08|09"), ("(028) 3930 5678", "028|3930|5678 [02839305678]"),
    ("+849", "849"),
  ])
  func `telephone numbers are one form`(text: String, expected: String) {
    #expect(AnalyzedText(text).canonical == expected)
  }

  @Test(arguments: [
    ("hoi@bao.com.vn!", "hoi|bao|com|vn [hoi@bao.com.vn]"),
    ("Le.An-2@x.vn", "le|an|2|x|vn [le.an-2@x.vn]"),
    ("an@nha", "an|nha [@nha]"),
    ("HTTPS://Bao.vn/Tin/?a=1).", "https|bao|vn|tin|a|1 [bao.vn/tin/?a=1]"),
    ("http://", "http"), ("www.bao.vn", "www|bao|vn [www.bao.vn]"), ("bao.vn", "bao|vn"),
    ("#MùaHè", "mùa|hè [#mùahè]"), ("@hội_an_1", "hội|an|1 [@hội_an_1]"), ("# 5", "5"),
    ("C++", "c [c++]"), ("F#", "f [f#]"), ("C+D", "c|d"), ("Ca+", "ca"),
  ])
  func `addresses, tags and signed letters have a form of their own`(
    text: String, expected: String
  ) {
    #expect(AnalyzedText(text).canonical == expected)
  }

  @Test func `a whole form spans its parts`() {
    let read = AnalyzedText("Theo Công văn 12-CV/TW ngày 3/2/2020 của đoàn")
    let wholes = read.tokens.filter { $0.kind == .whole }
    #expect(wholes.map { read.source($0) } == ["12-CV/TW", "3/2/2020"])
    #expect(wholes.map(\.position) == [3, 7])
    #expect(wholes.map(\.span) == [3, 3])
    #expect(read.tokens.filter { $0.kind != .whole }.map(\.position) == Array(0..<12))
  }

  @Test(arguments: sharedCases("S13"))
  func `the shared cases for tokens hold`(expected: SharedCase) {
    let read = AnalyzedText(expected.input)
    #expect(read.canonical == expected.canonical)
    #expect(read.folded == expected.folded)
  }
}
