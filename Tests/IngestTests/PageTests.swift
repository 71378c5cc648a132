import Documents
import Testing

@testable import Ingest

@Suite struct `An HTML page` {
  let page = """
    <!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
    <title>Con đường ra bến | Báo Làng</title><meta property="og:site_name" content="Báo Làng">
    <meta name="author" content="Lê Thảo">
    <meta property="article:published_time" content="2024-02-03T08:05:00+07:00"></head><body>
    <nav><a href="/">Trang chủ</a><a href="/xa-hoi">Xã hội</a></nav>
    <article><h1>Con đường ra bến</h1><p class="sapo">\(prose(1))</p>
    <figure><img src="a.jpg"><figcaption>Bà con đắp đường. Ảnh: Lê Thảo</figcaption></figure>
    <p>\(prose(2))</p><h2>Một mùa mưa mới</h2><p>\(prose(3))</p>
    <div class="share">Chia sẻ bài viết</div></article>
    <div class="related-posts"><a href="/x">Làng bên cũng vừa khởi công một con đường mới</a></div>
    <footer>Bản quyền Báo Làng</footer></body></html>
    """

  @Test func `gives title, author, site, language and publishing time`() throws {
    let document = try document(page)
    #expect(document.title == "Con đường ra bến")
    #expect(document.first(.author) == "Lê Thảo")
    #expect(document.first(.site) == "Báo Làng")
    #expect(document.first(.language) == "vi")
    #expect(document.date(.published) == "2024-02-03T08:05+07:00")
    #expect(document.status == .complete)
    #expect(document.provenance.mediaType == "text/html")
  }

  @Test func `keeps everything, each block under its kind`() throws {
    #expect(
      try document(page).outline == [
        "boilerplate: Trang chủ Xã hội", "title_repeat: Con đường ra bến",
        "lead: Đoạn văn thứ 1", "caption: Bà con đắp đường.", "paragraph: Đoạn văn thứ 2",
        "subheading: Một mùa mưa mới", "paragraph: Đoạn văn thứ 3",
        "boilerplate: Chia sẻ bài viết", "related: Làng bên cũng vừa",
        "boilerplate: Bản quyền Báo Làng",
      ])
  }

  @Test func `can leave out what is not its own`() throws {
    var extractor = Extractor()
    extractor.keepsBoilerplate = false
    let document = try extractor.document(
      from: Array(page.utf8), SourceFile(key: DocumentKey("/a")))
    #expect(document.texts(.boilerplate).isEmpty && document.texts(.related).isEmpty)
    #expect(document.texts(.paragraph).count == 2)
  }

  @Test func `without a body element is read whole`() throws {
    let document = try document(
      "<!doctype html><meta charset=utf-8><title>Bến cũ</title><article><p>\(prose(1))</p>")
    #expect(document.title == "Bến cũ")
    #expect(document.texts(.paragraph) == [prose(1)])
  }

  @Test func `ends a paragraph at two line breaks and keeps a single one`() throws {
    let document = try document(
      "<html><title>Bến</title><body><div>một<br>hai<br><br>ba</div></body></html>")
    #expect(document.blocks.map(\.text) == ["một\nhai", "ba"])
  }

  @Test func `joins inline elements and white space as a browser does`() throws {
    let document = try document(
      "<html><title>Bến</title><body><p>Thủ<b> đô</b>\n  Hà&nbsp;<i>Nội</i>&amp; m&#7897;t\u{ad}2</p></body></html>"
    )
    #expect(document.blocks.map(\.text) == ["Thủ đô Hà Nội& một2"])
  }

  @Test(arguments: ["script", "style", "template", "noscript", "svg", "textarea", "select"])
  func `leaves out the text of elements that are not for reading`(name: String) throws {
    let document = try document(
      "<html><body><p>\(prose(1))</p><\(name)>secret words</\(name)><p>\(prose(2))</p></body></html>"
    )
    #expect(document.texts(.paragraph).count + document.texts(.lead).count == 2)
    #expect(!document.allText.contains("secret"))
  }

  @Test func `takes facts from JSON-LD, also inside a graph`() throws {
    let document = try document(
      """
      <html><head><script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"X"},
      {"@type":"NewsArticle","headline":"Cầu mới","datePublished":"2023-05-06T07:08:09Z",
      "dateModified":"2023-05-07","author":[{"name":"Hà An"},{"name":"Lý Bình"}],
      "articleSection":"Giao thông","keywords":["cầu","sông"],}]}</script></head>
      <body><p>\(prose(1))</p></body></html>
      """)
    #expect(document.title == "Cầu mới")
    #expect(document.fields.contains(Field(.author, ["Hà An", "Lý Bình"])))
    #expect(document.fields.contains(Field(.keywords, ["cầu", "sông"])))
    #expect(document.first(.section) == "Giao thông")
    #expect(document.date(.published) == "2023-05-06T07:08Z")
    #expect(document.date(.modified) == "2023-05-07")
  }

  @Test(arguments: [
    ("Một tiêu đề khá dài - Báo Làng", "", "Một tiêu đề khá dài"),
    (
      "Hai vế của một câu - vế sau vẫn còn dài lắm", "",
      "Hai vế của một câu - vế sau vẫn còn dài lắm"
    ),
    ("Chợ nổi | Tạp chí Sông Nước", "Tạp chí Sông Nước", "Chợ nổi"),
    ("Chợ nổi", "Chợ nổi", "Chợ nổi"),
  ])
  func `loses the name of the site at the end of its title`(
    title: String, site: String, expected: String
  ) {
    #expect(PageMetadata.withoutSite(title, site: site) == expected)
  }

  @Test func `keeps data tables as tables`() throws {
    let rows = (1...5).map { "<tr><td>Thôn \($0)</td><td>\($0) hộ</td></tr>" }.joined()
    let document = try document(
      "<html><body><p>\(prose(1))</p><table>\(rows)</table><p>\(prose(2))</p></body></html>")
    #expect(document.texts(.table) == (1...5).map { "Thôn \($0) | \($0) hộ" })
  }

  @Test func `gives its date and author from the lines beside the content`() throws {
    let document = try document(
      """
      <html><title>Trang</title><body><div class="top"><a href="/">Trang nhất</a></div>
      <h1>Con đường ra bến sông</h1><div class="date">Chủ nhật, 17/03/2024 10:15 (GMT+7)</div>
      <div class="noi-dung"><p>\(prose(1))</p><p>\(prose(2))</p><p>\(prose(3))</p></div>
      <p>Lê Thảo</p><div class="footer">Báo Làng</div></body></html>
      """)
    #expect(document.title == "Con đường ra bến sông")
    #expect(document.texts(.titleRepeat) == ["Con đường ra bến sông"])
    #expect(document.date(.published) == "2024-03-17T10:15+07:00")
    #expect(document.first(.author) == "Lê Thảo")
    #expect(document.texts(.byline) == ["Lê Thảo"])
  }

  @Test func `joins the cells of a row, but not those of a layout`() throws {
    let document = try document(
      """
      <html><title>Bến</title><body><table><tr><td><p>\(prose(1))</p><p>\(prose(2))</p></td>
      <td><a href="/">Về đầu trang</a></td></tr></table><p>\(prose(3))</p>
      <table><tr><th>Nơi</th><th>Số hộ</th></tr><tr><td>Thôn Đông</td><td>12 hộ</td></tr>
      <tr><td>Thôn Tây</td><td>9 hộ</td></tr></table><p>\(prose(4))</p></body></html>
      """)
    #expect(document.texts(.table) == ["Nơi | Số hộ", "Thôn Đông | 12 hộ", "Thôn Tây | 9 hộ"])
    #expect(document.texts(.paragraph) + document.texts(.lead) == [2, 3, 4, 1].map(prose))
  }

  @Test func `with a heading in another charset than declared is still read right`() throws {
    let text =
      "<html><head><meta charset=iso-8859-1><title>Ủy ban</title></head><body><p>\(prose(1))"
    let document = try document(text)
    #expect(document.title == "Ủy ban")
    #expect(document.provenance.charset == "utf-8")
    #expect(document.texts(.paragraph) == [prose(1)])
  }
}

@Suite struct `Label words` {
  @Test(arguments: [
    ("post-content", [LabelWords.article, .content, .body, .plain]),
    ("relatedPosts", [.related, .article]),
    ("relatedposts", [.related, .article]), ("tin-lien-quan", [.related]),
    ("noi-dung", [.content, .plain]),
    ("site-header", [.page, .header]), ("xyz", []), ("label-hidden", []),
    ("post tag-vui", [.article, .plain]), ("main--nav", [.main, .nav]),
  ])
  func `are read from a class`(label: String, expected: [LabelWords]) {
    #expect(LabelWords(label: Array(label.utf8).span) == LabelWords(expected))
  }
}
