import Documents
import Testing

@testable import Ingest

/// Where else a page says when it was published, and what says something else.
@Suite struct PageDateSourceTests {
  private static let story = """
    <p>Sáng nay, trạm bơm Cầu Đất bắt đầu chạy thử sau hai tháng lắp đặt, nước về đến những thửa
    ruộng xa nhất của ba thôn, kịp cho bà con gieo cấy vụ đông xuân năm nay.</p>
    <p>Theo ban quản lý thủy lợi, trạm có bốn máy, mỗi giờ bơm được hai nghìn mét khối, tiền điện do
    hợp tác xã trả, còn bà con góp công nạo vét kênh mương trước mùa mưa.</p>
    """

  private static let headline = "<h1>Trạm bơm Cầu Đất chạy thử</h1>"
  private static let article = "<article>\(headline)\(story)</article>"
  private static let stamped =
    #"<article>\#(headline)<span class="date">9/11/2022</span>\#(story)</article>"#

  private static func dates(
    head: String = "", _ body: String, title: String = "Trạm bơm", language: String = "vi"
  ) throws -> [DocumentDate] {
    let page = """
      <html lang="\(language)"><head><title>\(title)</title>\(head)</head>
      <body>\(body)</body></html>
      """
    return try Extractor().document(
      from: Array(page.utf8), SourceFile(key: DocumentKey("a.html"))
    ).dates
  }

  private static func published(
    head: String = "", _ body: String, title: String = "Trạm bơm", language: String = "vi"
  ) throws -> String? {
    try dates(head: head, body, title: title, language: language)
      .first { $0.role == .published }?.iso
  }

  @Test(arguments: [
    #"<time datetime="2022-11-09">hai giờ trước</time>"#,
    #"<abbr class="published" title="2022-11-09">hôm qua</abbr>"#,
    #"<span property="schema:dateCreated" content="2022-11-09">hôm qua</span>"#,
    #"<div itemprop="datePublished" content="20221109"></div>"#,
    #"<footer><span class="post-created">09.11.22</span></footer>"#,
    "<p>Bởi Lan | Đăng bởi ban biên tập của cổng | 9/11/2022, 10:30 | Chuyên mục: Thủy lợi</p>",
  ])
  func `attributes, the article's foot and parts of a line have dates`(stamp: String) throws {
    let body = "<article>\(Self.headline)\(stamp)\(Self.story)</article>"
    #expect(try Self.published(body)?.prefix(10) == "2022-11-09")
  }

  @Test func `what is named the date of publication goes before a date that stands nearer`() throws
  {
    let body = """
      <article><div class="date">5/11/2022</div>\(Self.headline)\(Self.story)
      <span itemprop="datePublished" content="2022-11-09T08:00:00+07:00"></span></article>
      """
    #expect(try Self.published(body) == "2022-11-09T08:00+07:00")
  }

  @Test(arguments: [
    "article:published", "DC.date.issued", "publish_date", "citation_publication_date", "created",
  ])
  func `heads have many names for it`(name: String) throws {
    let head = #"<meta name="\#(name)" content="2022-11-09">"#
    #expect(try Self.published(head: head, Self.article) == "2022-11-09")
  }

  @Test func `when it was made is less than what the page shows`() throws {
    let head = #"<meta name="created" content="2022-10-01">"#
    #expect(try Self.published(head: head, Self.stamped) == "2022-11-09")
  }

  @Test(arguments: [
    ("20221109", "2022-11-09"), ("20221109083000", "2022-11-09"), ("1667952000", "2022-11-09"),
    ("1667952000000", "2022-11-09"), ("Wed, 09 Nov 2022 08:00:00 GMT", "2022-11-09"),
    ("2022-11-09 08:00:00+0700", "2022-11-09T08:00+07:00"),
  ])
  func `dates of heads have many forms`(text: String, iso: String) {
    #expect(PageMetadata.iso(text) == iso)
  }

  @Test(arguments: ["20221309", "12345", "166795200", "hôm nay", ""])
  func `what is no date of a head is none`(text: String) {
    #expect(PageMetadata.iso(text) == nil)
  }
}

// MARK: - Where nothing is near the headline

extension PageDateSourceTests {
  @Test(arguments: [
    "<p>Ngày đăng: 9/11/2022</p>", "<div>Cập nhật lần cuối 8/11/2022<br>Đăng ngày 9/11/2022</div>",
    "<p>Veröffentlicht am 9. November 2022</p>",
  ])
  func `a line behind the text that says so has it`(line: String) throws {
    let body = "\(Self.article)<ul><li>Trang chủ</li></ul>\(line)"
    #expect(try Self.published(body) == "2022-11-09")
  }

  @Test func `a line that says when the page was changed says just that`() throws {
    let found = try Self.dates(Self.article + "<footer>Trang này cập nhật ngày 9/11/2022</footer>")
    #expect(found.map(\.iso) == ["2022-11-09"])
    #expect(found.first?.role == .modified)
  }

  @Test(arguments: [
    "Cập nhật lần cuối: 9/11/2022", "Cập nhật lần cuối lúc 10:30, 09/11/2022",
    "Last updated: November 9, 2022",
  ])
  func `the last change beside a headline is no publication, and its day all the same`(line: String)
    throws
  {
    let found = try Self.dates("<article>\(Self.headline)<p>\(line)</p>\(Self.story)</article>")
    #expect(!found.contains { $0.role == .published }, "\(found)")
    #expect(found.first { $0.role == .modified }?.iso.prefix(10) == "2022-11-09")
  }

  @Test func `a line that says when it was published stands against one of a change`() throws {
    let body =
      "<article>\(Self.headline)<p>Cập nhật lần cuối: 10/11/2022</p>\(Self.story)</article>"
      + "<p>Ngày đăng: 9/11/2022</p>"
    #expect(try Self.published(body) == "2022-11-09")
  }

  @Test func `a text that says when it was changed says just that`() throws {
    let story = "Sáng nay, trạm bơm Cầu Đất bắt đầu chạy thử sau hai tháng lắp đặt máy móc."
    let changed = try document("Trạm bơm chạy thử\n\nCập nhật lần cuối: 9/11/2022\n\n\(story)\n")
    #expect(changed.date(.published) == nil && changed.date(.modified) == "2022-11-09")
    let published = try document("Trạm bơm chạy thử\n\nCập nhật: 9/11/2022\n\n\(story)\n")
    #expect(published.date(.published) == "2022-11-09")
  }

  @Test(arguments: [
    "9/11/2022 | Trạm bơm Cầu Đất", "Trạm bơm Cầu Đất chạy thử (10:30 09/11/2022)",
  ])
  func `a title may have it`(title: String) throws {
    #expect(try Self.published(Self.article, title: title)?.prefix(10) == "2022-11-09")
  }

  @Test func `a text may begin with it`() throws {
    let story = "<p>Cầu Đất, 9/11/2022 – \(Self.story.dropFirst(3))"
    let body = "<article>\(Self.headline)\(story)</article>"
    #expect(try Self.published(body) == "2022-11-09")
  }

  @Test func `data of scripts have it, by the key that says most`() throws {
    let script = """
      <script>var page = {"name": "Trạm bơm", "created_at":"2022-11-01T10:00:00+07:00",
      "published_at": "2022-11-09T10:00:00+07:00", "publishedAt":"2022-11-10"}</script>
      """
    #expect(try Self.published(Self.article + script) == "2022-11-09T10:00+07:00")
    let other = "<script>{\"height\": \"2022-11-09\"}</script>"
    #expect(try Self.published(Self.article + other) == nil)
  }

  @Test(arguments: [
    "<p>Ngày tham gia: 9/11/2022</p>", "<p>© Báo Cầu Đất, 9/11/2022</p>",
    #"<aside><p class="date">Lịch họp: 9/11/2022</p></aside>"#,
    #"<div class="related"><p>Tin khác, 9/11/2022</p></div>"#,
    #"<p><a href="/khac">Tin khác ngày 9/11/2022</a></p>"#,
  ])
  func `days of members, rights and other pages are not the page's`(line: String) throws {
    #expect(try Self.published(Self.article + line) == nil)
  }
}

// MARK: - The day of the site

extension PageDateSourceTests {
  @Test(arguments: [
    ("2022-11-08T17:00:00Z", "vi", "2022-11-09"), ("2022-11-08T23:00:00Z", "de-AT", "2022-11-09"),
    ("2022-12-31T23:00:00+00:00", "fr", "2023-01-01"),
    ("2022-11-08T17:00:00Z", "de", "2022-11-08T17:00Z"),
    ("2022-11-08T17:30:00Z", "vi", "2022-11-08T17:30Z"),
    ("2022-11-08T17:00:00+07:00", "vi", "2022-11-08T17:00+07:00"),
  ])
  func `midnight at the place of a site is told in UTC as the evening before`(
    time: String, language: String, day: String
  ) throws {
    let head = #"<meta property="article:published_time" content="\#(time)">"#
    #expect(try Self.published(head: head, Self.article, language: language) == day)
  }

  @Test(arguments: [
    ("2022-11-08T18:30:00Z", "2022-11-09"), ("2022-11-10T03:30:00Z", "2022-11-09"),
    ("2022-11-08T03:30:00Z", "2022-11-08T03:30Z"), ("2022-11-10T18:30:00Z", "2022-11-10T18:30Z"),
  ])
  func `a time in UTC is the day that the page shows where that can be`(
    time: String, day: String
  ) throws {
    let head = #"<meta property="article:published_time" content="\#(time)">"#
    #expect(try Self.published(head: head, Self.stamped) == day)
  }

  @Test(arguments: [
    ("https://bao.example/2022/11/09/tram-bom.html", "2022-11-09"),
    ("https://bao.example/tin/20221109-tram-bom", "2022-11-09"),
    ("https://bao.example/2022-11-9/tram-bom?page=2", "2022-11-09"),
  ])
  func `an address has the day in many forms`(address: String, day: String) {
    #expect(AddressDate.date(in: address)?.iso == day)
  }

  @Test(arguments: [
    "https://bao.example/tin?ngay=2022/11/09", "https://bao.example/tram-bom-1220221109.html",
    "https://bao.example/2022/13/09/", "https://bao.example/2022/11/",
    "https://bao.example/2022//11/09",
    "", "https://bao.example/tin20221109",
  ])
  func `an address without a day has none`(address: String) {
    #expect(AddressDate.date(in: address) == nil)
  }

  @Test func `days follow one another from 1970 on`() {
    var date = FoundDate(secondsSince1970: 0)
    #expect(date.iso == "1970-01-01")
    for day in 1..<60_000 {
      let next = FoundDate(secondsSince1970: day * 86_400 + day % 86_400)
      #expect(date.nextDay == next && date.isDay(before: next) && !next.isDay(before: date))
      date = next
    }
    #expect(date.iso == "2134-04-10")
  }
}
