import Documents
import Testing

@testable import Ingest

/// When a page was published, where its head does not say.
@Suite struct PageDateTests {
  private static let story = """
    <p>Sáng nay, cầu Ba Làng nối hai bờ sông đã được thông xe sau ba năm thi công, người dân
    hai bên bờ không còn phải qua phà, và các em nhỏ đến trường sớm hơn nửa giờ mỗi ngày.</p>
    <p>Theo chủ tịch xã, cây cầu dài hai trăm mét, do dân góp tiền và ngân sách tỉnh hỗ trợ,
    sẽ giúp vụ rau năm nay ra chợ huyện nhanh hơn, không còn cảnh chờ phà lúc nước lớn.</p>
    """

  private static func published(head: String = "", _ body: String) throws -> String? {
    let page = "<html><head><title>Cầu mới</title>\(head)</head><body>\(body)</body></html>"
    let document = try Extractor().document(
      from: Array(page.utf8), SourceFile(key: DocumentKey("a.html")))
    return document.dates.first { $0.role == .published }?.iso
  }

  @Test(arguments: [
    #"<h1>Cầu Ba Làng thông xe</h1><span class="article-date">Đăng bởi Lan, 9/11/2022</span>"#,
    #"<div class="postDate">9.11.22</div><h1>Cầu Ba Làng thông xe</h1>"#,
    "<h1>Cầu Ba Làng thông xe</h1><div>Bởi Lan | November 9, 2022</div>",
    "<h1>Cầu Ba Làng thông xe</h1><p>9. November 2022</p>",
    #"<h1>Cầu Ba Làng thông xe</h1><time>9 novembre 2022</time>"#,
  ])
  func `a date marked as one, or on a short line by the headline, is the page's`(
    top: String
  ) throws {
    #expect(try Self.published("<article>\(top)\(Self.story)</article>") == "2022-11-09")
  }

  @Test func `the day that the address names is taken where nothing else is`() throws {
    let address = "https://bao.example/2022/11/09/cau-ba-lang.html"
    let head = #"<link rel="canonical" href="\#(address)">"#
    let body = "<article><h1>Cầu Ba Làng thông xe</h1>\(Self.story)</article>"
    #expect(try Self.published(head: head, body) == "2022-11-09")
  }

  /// Late in the evening in Việt Nam it is the day before in UTC.
  @Test(arguments: [
    ("2022-11-08T18:30:00Z", "2022-11-09"), ("2022-11-08T18:30:00+07:00", "2022-11-08T18:30+07:00"),
    ("2022-11-01T18:30:00Z", "2022-11-01T18:30Z"),
  ])
  func `a time in UTC is the day of the address where they are neighbours`(
    time: String, expected: String
  ) throws {
    let head = """
      <link rel="canonical" href="https://bao.example/2022/11/09/cau.html">
      <meta property="article:published_time" content="\(time)">
      """
    let body = "<article><h1>Cầu Ba Làng thông xe</h1>\(Self.story)</article>"
    #expect(try Self.published(head: head, body) == expected)
  }

  @Test func `JSON-LD that is not JSON still says when`() throws {
    let head = """
      <script type="application/ld+json">{"@type":"Thing" "datePublished": "2022-11-09", }</script>
      """
    #expect(try Self.published(head: head, Self.story) == "2022-11-09")
  }

  @Test(arguments: [
    #"<nav><span class="date">9/11/2022</span></nav>"#,
    #"<div class="comment" itemprop="comment"><span class="date">9/11/2022</span></div>"#,
  ])
  func `dates of other things are not the page's`(aside: String) throws {
    let body = "\(aside)<article><h1>Cầu Ba Làng thông xe</h1>\(Self.story)</article>"
    #expect(try Self.published(body) == nil)
    let after =
      "<article><h1>Cầu Ba Làng thông xe</h1>\(Self.story)</article>"
      + #"<ul><li>Tin khác <span class="date">9/11/2022</span></li></ul>"#
    #expect(try Self.published(after) == nil)
  }

  @Test(arguments: [
    ("Sept. 21st, 2020", "2020-09-21"), ("21 Sep 2020", "2020-09-21"),
    ("1er mai 2021", "2021-05-01"), ("3 de mayo de 2022", "2022-05-03"),
    ("the 3rd of May, 2022", "2022-05-03"), ("14 gennaio 2020", "2020-01-14"),
    ("15 августа 2016", "2016-08-15"), ("17 Agustus 2019", "2019-08-17"),
    ("Stand: 3. März 2019", "2019-03-03"), ("23.09.22", "2022-09-23"),
    ("ngày 5/6/2021", "2021-06-05"), ("5/6/21", "2021-06-05"), ("08/25/2015", "2015-08-25"),
    ("2020年5月6日 10:30", "2020-05-06"),
  ])
  func `days are read with the names of months in many languages`(text: String, iso: String) {
    #expect(StampScanner.date(in: text)?.iso == iso)
  }

  @Test(arguments: [
    "May 2020", "version 1.2.3", "31.02.22", "maybe 12, 2020x", "10.250.22", "13/13/21", "年月日", "",
  ])
  func `what is no day is none`(text: String) {
    #expect(StampScanner.date(in: text) == nil)
  }
}
