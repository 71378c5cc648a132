import Documents
import Testing

@testable import Ingest

@Suite struct `A news page as text` {
  let text = """
    Xây dựng nông thôn

    Xã Nước Vân tổng kết phong trào làm đường (08:15 20/12/2022)

    VTT - Chiều 19/12, tại nhà văn hóa, xã Nước Vân tổ chức hội nghị tổng kết phong trào làm đường giao thông năm 2022. Hơn một trăm đại biểu của bảy thôn về dự.

    Xã Nước Vân tổng kết phong trào làm đường
    Ông Lý Văn Sang phát biểu tại hội nghị
    \(prose(1))

     Quang cảnh buổi lễ ra quân
    \(prose(2))

    Bài học từ thôn Đông

    \(prose(3)) Việc này làm theo Nghị quyết số 12/NQ-HĐND ngày 20/12/2021 của Hội đồng nhân dân xã.

    Đoàn công tác thăm đoạn đường mới. (Ảnh: Mai Lan)

    Mai Lan - ảnh Quốc Việt

    Xem thêm

    TIN CÙNG CHUYÊN MỤC
    Thôn Tây bắt đầu lát gạch vỉa hè quanh hồ
    Bình luận
    Họ tên:(*)
    """

  @Test func `gets a kind for every line`() throws {
    #expect(
      try document(text).outline == [
        "boilerplate: Xây dựng nông thôn", "lead: VTT - Chiều 19/12,",
        "title_repeat: Xã Nước Vân tổng", "caption: Ông Lý Văn Sang",
        "paragraph: Đoạn văn thứ 1", "caption: Quang cảnh buổi lễ", "paragraph: Đoạn văn thứ 2",
        "subheading: Bài học từ thôn", "paragraph: Đoạn văn thứ 3", "caption: Đoàn công tác thăm",
        "byline: Mai Lan - ảnh", "boilerplate: Xem thêm", "boilerplate: TIN CÙNG CHUYÊN MỤC",
        "related: Thôn Tây bắt đầu", "boilerplate: Bình luận", "boilerplate: Họ tên:(*)",
      ])
  }

  @Test func `gives title, people, section, agency and dates`() throws {
    let document = try document(text)
    #expect(document.title == "Xã Nước Vân tổng kết phong trào làm đường")
    #expect(document.first(.author) == "Mai Lan")
    #expect(document.first(.photographer) == "Quốc Việt")
    #expect(document.first(.section) == "Xây dựng nông thôn")
    #expect(document.first(.agency) == "VTT")
    #expect(document.date(.published) == "2022-12-20T08:15+07:00")
    #expect(document.date(.event) == "2022-12-19")
    #expect(document.date(.cited) == "2021-12-20")
  }
}

@Suite struct `Plain text` {
  @Test func `joins lines wrapped at a margin`() throws {
    let text = """
      Chuyện bên sông

      Trước khi có cầu, người hai bờ sông chỉ biết nhau qua chuyến phà
      rời bến lúc bốn giờ rưỡi sáng, chở những gánh rau đẫm sương sang
      chợ huyện, và trở về chuyến cuối khi đèn bão đã thắp trên bến.

      Nay cầu đã xong, bến phà chỉ còn mấy bậc đá và một chòi vé nhỏ,
      chiều chiều người già vẫn ra ngồi hóng gió và kể chuyện ngày xưa.
      """
    let document = try document(text)
    #expect(document.blocks.count == 2)
    #expect(document.blocks[0].text.contains("chuyến phà rời bến"))
  }

  @Test func `keeps lines that are paragraphs of their own`() {
    let lines = LineSplitter((1...6).map(prose).joined(separator: "\n")).lines
    #expect(lines.count == 6)
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\u{2028}", "\u{c}"])
  func `knows every line end`(end: String) {
    #expect(LineSplitter("một\(end)hai").lines.map(\.text) == ["một", "hai"])
  }

  @Test func `sees blank lines and indents`() {
    let lines = LineSplitter("a\n\n\u{a0}b\r\n\r\nc").lines
    #expect(lines.map(\.isIndented) == [false, true, false])
    #expect(lines.map(\.hasGapBefore) == [true, true, true])
    #expect(LineSplitter("a\r\nb").lines.map(\.hasGapBefore) == [true, false])
  }

  @Test(arguments: [
    ("- mục", true), ("1. mục", true), ("a) mục", true), ("12) mục", true), ("-mục", false),
    ("2024. mục", false), ("A. mục", false), ("Ông", false), ("1.5 kg", false),
  ])
  func `knows list items`(text: String, isItem: Bool) {
    #expect((ListMark(text) != nil) == isItem)
  }

  @Test func `without a title has none`() throws {
    let document = try document(prose(1) + "\n" + prose(2))
    #expect(document.title.isEmpty)
    #expect(document.blocks.count == 2)
  }

  @Test(arguments: [
    "Trang chủHoạt độngTin tức", "Trang chủ > Tin > Xã hội", "Tin » Văn hóa » Lễ hội",
  ])
  func `knows breadcrumbs`(line: String) throws {
    let document = try document("\(line)\n\nMột tiêu đề đủ dài\n\n\(prose(1))")
    #expect(document.title == "Một tiêu đề đủ dài")
    #expect(document.texts(.boilerplate) == [line])
  }
}

@Suite struct `An official document` {
  let text = """
    ỦY BAN NHÂN DÂN
    XÃ NƯỚC VÂN
    Số: 45/KH-UBND

    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    Độc lập - Tự do - Hạnh phúc

    Nước Vân, ngày 05 tháng 3 năm 2021

    KẾ HOẠCH
    Tổ chức Tết trồng cây năm 2021

    Thực hiện Công văn số 102/UBND-NN ngày 01/3/2021 của Ủy ban nhân dân huyện, xã xây dựng kế hoạch như sau:

    I. MỤC ĐÍCH, YÊU CẦU

    1. Nâng cao nhận thức của nhân dân về ý nghĩa của việc trồng cây, bảo vệ rừng và môi trường sống.
    """

  @Test func `is known by its form`() throws {
    let document = try document(text)
    #expect(document.title == "KẾ HOẠCH Tổ chức Tết trồng cây năm 2021")
    #expect(document.first("number") == "45/KH-UBND")
    #expect(document.first(.agency) == "ỦY BAN NHÂN DÂN XÃ NƯỚC VÂN")
    #expect(document.date(.published) == "2021-03-05")
    #expect(document.date(.cited) == "2021-03-01")
    #expect(document.date(.event) == nil)
    #expect(document.texts(.subheading) == ["I. MỤC ĐÍCH, YÊU CẦU"])
    #expect(document.texts(.boilerplate).count == 2)
  }
}

@Suite struct `A byline` {
  @Test(arguments: [
    ("Hạnh Nguyên", "Hạnh Nguyên", "", ""), ("TN", "TN", "", ""), ("(Theo VTT)", "", "", "VTT"),
    ("Hương Lan - ảnh Minh Tú", "Hương Lan", "Minh Tú", ""),
    ("Tin, ảnh: Bảo Ngọc", "Bảo Ngọc", "", ""),
    ("Nguồn: Báo Làng", "", "", "Báo Làng"), ("Tác giả: Lê A", "Lê A", "", ""),
  ])
  func `gives its people`(text: String, author: String, photographer: String, agency: String) throws
  {
    let byline = try #require(Byline(text))
    #expect(byline.author == author)
    #expect(byline.photographer == photographer)
    #expect(byline.agency == agency)
  }

  @Test(arguments: [
    "Tin mới nhất trong ngày", "hạnh nguyên", "Hội nghị đã bế mạc.", "BIÊN BẢN HỌP",
  ])
  func `is not any short line`(text: String) { #expect(!Byline.isName(text)) }

  @Test(arguments: [
    ("TTX - Chiều 3/8, tại huyện", "TTX", ""), ("(Bến Sông) - Sáng 12/1", "Bến Sông", ""),
    ("Cần Thơ (VTT) – Ngày 3", "VTT", "Cần Thơ"), ("Ông A - người thôn Đông - nói", "", ""),
  ])
  func `opens the first sentence`(text: String, agency: String, place: String) {
    #expect(Dateline(text).agency == agency)
    #expect(Dateline(text).place == place)
  }
}

@Suite struct `A breadcrumb` {
  @Test(arguments: [
    ("Trang chủ > Tin tức > Xã hội", "Tin tức"), ("Trang chủTin tứcXã hội hôm nay", "Tin tức"),
    ("Tin tức » Văn hóa » Lễ hội", "Tin tức"), ("Home | News", "News"),
  ])
  func `names the section`(text: String, section: String) {
    #expect(Breadcrumb(text)?.section == section)
  }

  @Test(arguments: ["Trang chủ của tôi", "Một > hai", "Trang chủ", "Giá vàng tăng"])
  func `is not any line`(text: String) { #expect(Breadcrumb(text) == nil) }
}

@Suite struct `The place of a report` {
  @Test(arguments: [
    ("Ngày 9/11, tại quận Vân Hà, cụm thi đua tổ chức", "quận Vân Hà"),
    ("Sáng nay tại thành phố Vân Sơn đã diễn ra", "thành phố Vân Sơn"),
    ("Phát biểu tại hội nghị, ông nói", ""), ("Ông ở tại xã bên", ""), ("tại", ""),
  ])
  func `stands after its unit`(text: String, place: String) {
    #expect(Place.ofMeeting(in: text) == place)
  }
}

@Suite struct `Phrases that belong to no document` {
  @Test func `are found whatever their case and the marks around them`() {
    #expect(PhraseList.builtIn.role(of: "TIN LIÊN QUAN:") == .tail)
    #expect(PhraseList.builtIn.role(of: "» Xem thêm") == .line)
    #expect(PhraseList.builtIn.role(of: "Lượt xem: 1.204") == .prefix)
    #expect(PhraseList.builtIn.role(of: "Xem thêm một bài khác") == nil)
  }

  @Test func `can be read from a file`() throws {
    let list = try PhraseList(parsing: "# ghi chú\nline\tĐiểm tin\n\ntail\tGóc bạn đọc\n")
    #expect(list.role(of: "điểm tin") == .line)
    #expect(list.role(of: "Góc bạn đọc") == .tail)
    #expect(throws: PhraseListError(line: 2)) { try PhraseList(parsing: "line\ta\nother\tb") }
  }
}
