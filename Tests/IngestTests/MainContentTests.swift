import Documents
import Testing

@testable import Ingest

/// Vietnamese pages in the shapes that sites have: the words are ours, the markup is usual.
@Suite struct `The main content` {
  private func own(_ body: String, head: String = "") throws -> [String] {
    let page =
      "<html><head><title>Con đường ra bến</title>\(head)</head><body>\(body)</body></html>"
    return try document(page).blocks
      .filter { $0.kind != .boilerplate && $0.kind != .related && $0.kind != .titleRepeat }
      .map(\.text)
  }

  private let article = (1...4).map { "<p>\(prose($0))</p>" }.joined()
  private var expected: [String] { (1...4).map(prose) }
  private let menu =
    "<ul>"
    + ["Thời sự", "Kinh tế", "Văn hóa", "Bạn đọc", "Liên hệ"]
    .map { "<li><a href=\"/x\">\($0)</a></li>" }.joined() + "</ul>"
  private let teasers = (1...5).map {
    "<div class=\"item\"><h3><a href=\"/\($0)\">Tin số \($0) về hội làng năm nay</a></h3>"
      + "<p>Một đoạn ngắn giới thiệu tin số \($0), đọc tiếp để biết thêm.</p></div>"
  }.joined()

  @Test func `is what is between menus and footers`() throws {
    let body = "<nav>\(menu)</nav><h1>Con đường ra bến</h1>\(article)<footer>\(menu)</footer>"
    #expect(try own(body) == expected)
  }

  @Test func `is found without any label`() throws {
    let body =
      "<table><tr><td>\(menu)</td><td><h2>Con đường ra bến</h2>\(article)</td></tr></table>"
      + "<div>Bản quyền © Báo Làng</div>"
    #expect(try own(body) == expected)
  }

  @Test func `leaves out rows of teasers`() throws {
    let body =
      "<div class=\"detail\"><h1>Con đường ra bến</h1>\(article)</div>"
      + "<div class=\"box-khac\"><h2>Các tin khác</h2>\(teasers)</div>"
    #expect(try own(body) == expected)
  }

  @Test func `leaves out what readers wrote`() throws {
    let body =
      "<div id=\"content\"><h1>Con đường ra bến</h1>\(article)</div><div class=\"binh-luan\">"
      + "<h3>Ý kiến bạn đọc</h3><div class=\"comment\"><p>Bài viết rất hay, cảm ơn tác giả đã kể"
      + " lại chuyện làng mình cho lớp trẻ biết.</p></div></div>"
    #expect(try own(body) == expected)
  }

  @Test func `keeps headings, lists and short lines between paragraphs`() throws {
    let body =
      "<article><h1>Con đường ra bến</h1><p>\(prose(1))</p><h2>Chuẩn bị</h2><p>\(prose(2))</p>"
      + "<ul><li>Cuốc, xẻng và xe cút kít</li><li>Nước uống cho ba mươi người</li></ul>"
      + "<p>Ai cũng đến.</p><p>\(prose(3))</p></article>"
    #expect(
      try own(body) == [
        prose(1), "Chuẩn bị", prose(2), "Cuốc, xẻng và xe cút kít", "Nước uống cho ba mươi người",
        "Ai cũng đến.", prose(3),
      ])
  }

  @Test func `is still something on a page of few words`() throws {
    #expect(try own("<p>Hôm nay nghỉ chợ.</p>") == ["Hôm nay nghỉ chợ."])
  }

  @Test func `of a page with very many blocks is its prose`() throws {
    let body = String(repeating: "<p>một hai</p>", count: 20_001) + "<p>\(prose(1))</p>"
    #expect(try own(body) == [prose(1)])
  }

  @Test func `is judged by as many weights as there are features`() {
    #expect(ContentWeights.first.count == BlockFeatures.names.count)
    #expect(
      ContentWeights.second.count == BlockContext.names.count + BlockFeatures.names.count)
    #expect(Set(BlockFeatures.names).count == BlockFeatures.names.count)
  }

  @Test func `has one number a feature for every block`() throws {
    let features = try ContentFeatures(of: Array("<html><p>một</p><p>hai <a>ba</a></p>".utf8))
    #expect(features.texts == ["một", "hai ba"])
    #expect(features.rows.map(\.count) == [BlockFeatures.names.count, BlockFeatures.names.count])
    let areFinite = features.rows.joined().allSatisfy { $0.isFinite }
    #expect(areFinite)
  }
}
