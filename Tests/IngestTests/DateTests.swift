import Documents
import Testing

@testable import Ingest

@Suite struct `Dates in Vietnamese text` {
  @Test(arguments: [
    ("họp ngày 9/11/2022 tại", "2022-11-09", "ngày 9/11/2022"),
    ("09-11-2022", "2022-11-09", "09-11-2022"), ("(9.11.2022)", "2022-11-09", "9.11.2022"),
    ("Hà Nội, ngày 26 tháng 10 năm 2022", "2022-10-26", "ngày 26 tháng 10 năm 2022"),
    ("sáng ngày 26 tháng 10, tại", "--10-26", "sáng ngày 26 tháng 10"),
    ("Chiều 4/1, Ủy ban", "--01-04", "Chiều 4/1"), ("hôm nay (4/1), đoàn", "--01-04", "4/1"),
    ("đến hết tháng 10/2022 thu", "2022-10", "tháng 10/2022"),
    ("tháng 3 năm 2021", "2021-03", "tháng 3 năm 2021"), ("2022-11-09", "2022-11-09", "2022-11-09"),
    ("mùng 2/9 vừa qua", "--09-02", "mùng 2/9"), ("29/2/2024", "2024-02-29", "29/2/2024"),
    ("Đêm 31/12", "--12-31", "Đêm 31/12"),
  ])
  func `are found`(text: String, iso: String, raw: String) throws {
    let date = try #require(DateScanner.dates(in: text).first)
    #expect(date.iso == iso)
    #expect(String(decoding: Array(text.utf8)[date.range], as: UTF8.self) == raw)
  }

  @Test(arguments: [
    "đạt 250/275 phiếu", "số 26/10-QĐ", "tỉ lệ 2/3 số hộ", "ngày 31/4/2022", "29/2/2023",
    "Nghị định 30/2020/NĐ-CP", "18-CT/TW", "phiên bản 1.2.3", "1/13/2020", "điện thoại 04.38.2022",
    "10,4 tỷ", "",
  ])
  func `are not seen where there are none`(text: String) {
    #expect(DateScanner.dates(in: text).isEmpty)
  }

  @Test(arguments: [
    ("21:14 09/11/2022", "2022-11-09T21:14+07:00"),
    ("09/11/2022 | 21h14", "2022-11-09T21:14+07:00"),
    ("09/11/2022, 7:05", "2022-11-09T07:05+07:00"),
    ("2022-11-09T21:14:00", "2022-11-09T21:14+07:00"),
    ("09/11/2022 99:99", "2022-11-09"),
  ])
  func `take the time beside them`(text: String, iso: String) {
    #expect(DateScanner.dates(in: text).map(\.iso) == [iso])
  }

  @Test func `come in order and do not overlap`() {
    let dates = DateScanner.dates(in: "từ 1/2/2020 đến 3/4/2020 và ngày 5/6")
    #expect(dates.map(\.iso) == ["2020-02-01", "2020-04-03", "--06-05"])
  }
}

@Suite struct `The year of a date without one` {
  private func year(_ text: String, month: Int, published: FoundDate? = nil) -> Int? {
    YearEvidence(text, published: published).year(forMonth: month)?.year
  }

  @Test(arguments: [
    ("Hội nghị tổng kết công tác năm 2022, triển khai nhiệm vụ năm 2023", 1, 2023),
    ("Hội nghị tổng kết công tác năm 2022, triển khai nhiệm vụ năm 2023", 12, 2022),
    ("Tổng kết năm 2021", 2, 2022), ("Sơ kết 6 tháng đầu năm 2023", 8, 2023),
    ("Triển khai nhiệm vụ năm 2024", 12, 2023), ("Triển khai nhiệm vụ năm 2024", 1, 2024),
    ("Lễ hội xuân năm 2019 của làng", 2, 2019),
  ])
  func `comes from the occasion`(text: String, month: Int, expected: Int) {
    #expect(year(text, month: month) == expected)
  }

  @Test func `is that of publishing, or the one before`() {
    let january = FoundDate(year: 2023, month: 1, day: 3, range: 0..<0)
    #expect(year("", month: 12, published: january) == 2022)
    #expect(year("", month: 1, published: january) == 2023)
  }

  @Test func `stays open when nothing tells`() throws {
    let document = try document("Chuyện làng bên sông\n\nSáng 4/1, \(prose(1))")
    let date = try #require(document.dates.first)
    #expect(date.iso == "--01-04")
    #expect(date.confidence < 0.5)
  }
}

@Suite struct `What a date stands for` {
  @Test(arguments: [
    "Thứ Tư, 09/11/2022 21:14 (GMT+7)", "Cập nhật lúc 21:14, ngày 09/11/2022",
    "Ngày đăng: 09/11/2022 | 21:14",
  ])
  func `is publishing on a line of its own`(stamp: String) throws {
    let document = try document("Tiêu đề của một bài\n\(stamp)\n\n\(prose(1))")
    #expect(document.date(.published) == "2022-11-09T21:14+07:00")
  }

  @Test(arguments: [
    "Chỉ thị số 18-CT/TW ngày 26/10/2022 của", "theo Chỉ thị số 18 ngày 26/10/2022",
    "Nghị định 30/2020/NĐ-CP ngày 26/10/2022",
  ])
  func `is citing after another document`(text: String) throws {
    let document = try document(
      "Tiêu đề của một bài\n\n\(prose(1))\n\n\(prose(2)) Thực hiện \(text).")
    #expect(document.date(.cited) == "2022-10-26")
    #expect(document.date(.event) == nil)
  }
}
