import Documents
import Testing

@testable import Ingest

@Suite struct `A feed` {
  private let rss = """
    <?xml version="1.0" encoding="UTF-8"?><rss xmlns:content="c" xmlns:dc="d"><channel><title>Báo làng</title>
    <item><title>Nước về &amp; bến cũ</title><link>https://baolang.example/1</link><guid>ma-1</guid>
    <pubDate>Tue, 05 Mar 2019 08:30:00 +0700</pubDate><dc:creator>Hạ Lam</dc:creator><category>Đời sống</category>
    <description>tóm tắt</description><content:encoded><![CDATA[<p>\(prose(1))</p><p>\(prose(2))</p>]]></content:encoded></item>
    <item><title>Bài hai</title><link>https://baolang.example/2</link><description>&lt;b&gt;Chữ&lt;/b&gt; đậm</description></item>
    <item><description>không tên</description></item></channel></rss>
    """

  @Test func `of RSS is a document an item`() throws {
    let reading = try Reading(Array(rss.utf8), name: "/a.xml")
    #expect(reading.problems.isEmpty)
    #expect(reading.keys == ["/a.xml!/ma-1", "/a.xml!/https://baolang.example/2", "/a.xml!/3"])
    let first = reading.documents[0]
    #expect(first.title == "Nước về & bến cũ")
    #expect(first.blocks.map(\.text) == [prose(1), prose(2)])
    #expect(first.first(.author) == "Hạ Lam" && first.first(.site) == "Báo làng")
    #expect(first.first(.url) == "https://baolang.example/1")
    #expect(first.provenance.source == "https://baolang.example/1")
    #expect(first.date(.published) == "2019-03-05T08:30+07:00")
    #expect(reading.documents[1].allText.contains("Chữ đậm"))
  }

  @Test func `of Atom is a document an entry`() throws {
    let reading = try Reading(
      Array(
        """
        <feed xmlns="http://www.w3.org/2005/Atom"><title>Báo làng</title><entry><id>tag:1</id><title>Bến</title>
        <link rel="self" href="https://x.example/self"/><link href="https://x.example/1"/>
        <author><name>Lụa</name></author><published>2020-01-02T03:04:05+07:00</published><updated>2020-02-02T00:00:00Z</updated>
        <content type="xhtml"><div><p>\(prose(1))</p><p>\(prose(2))</p></div></content></entry></feed>
        """.utf8), name: "/a.xml")
    let entry = try #require(reading.documents.first)
    #expect(entry.title == "Bến" && entry.first(.author) == "Lụa")
    #expect(entry.blocks.map(\.text) == [prose(1), prose(2)])
    #expect(entry.first(.url) == "https://x.example/1")
    #expect(entry.date(.published) == "2020-01-02T03:04+07:00")
    #expect(entry.date(.modified) == "2020-02-02T00:00Z")
  }

  @Test func `cut short keeps the items before`() throws {
    let reading = try Reading(Array(rss.utf8.prefix(rss.utf8.count - 150)), name: "/a.xml")
    #expect(reading.documents.count >= 2)
    #expect(reading.documents.contains { $0.status == .partial })
  }

  @Test func `with entities of its own is refused`() throws {
    let reading = try Reading(
      Array(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"b\">]><rss><item><title>&a;</title></item></rss>"
          .utf8))
    #expect(reading.problems.map(\.code) == [.refused] && reading.documents.isEmpty)
  }

  @Test func `damaged anywhere is read or refused`() throws {
    for variant in damaged(Array(rss.utf8)) { _ = try Reading(variant, name: "/a.xml") }
  }
}

@Suite struct `An XML file` {
  @Test func `of TEI has the facts of its header and the kinds of its elements`() throws {
    let document = try document(
      """
      <?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Thơ bến sông</title>
      <author>Ngô Bình Lưu</author></titleStmt><publicationStmt><publisher>Thư viện làng</publisher><date>1936-05-02</date></publicationStmt>
      </fileDesc></teiHeader><text><body><head>Đò chiều</head><lg><l>Đò ai ghé bến <hi>chiều</hi> nay</l><l>Nước ròng cát lở</l></lg>
      <p>\(prose(1))</p><list><item>một</item></list></body></text></TEI>
      """, name: "/a.xml")
    #expect(document.title == "Thơ bến sông")
    #expect(
      document.first(.author) == "Ngô Bình Lưu" && document.first("publisher") == "Thư viện làng")
    #expect(document.date(.published) == "1936-05-02")
    #expect(document.texts(.subheading) == ["Đò chiều"] && document.texts(.list) == ["một"])
    #expect(document.allText.contains("Đò ai ghé bến chiều nay\nNước ròng cát lở"))
  }

  @Test func `of any kind is its text, element by element`() throws {
    let document = try document(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><ho-so><title>Sổ hộ</title><ho ten=\"x\">Bà Lụa ở xóm Hạ</ho><ghi>\(prose(1))</ghi></ho-so>",
      name: "/a.xml")
    #expect(document.title == "Sổ hộ")
    #expect(document.blocks.map(\.text) == ["Bà Lụa ở xóm Hạ", prose(1)])
    #expect(document.provenance.mediaType == "application/xml")
  }

  @Test(
    arguments: [
      ("<?xml version='1.0'?><!-- <rss> --><html xmlns='x'>", nil), ("<rss version='2.0'>", "feed"),
      ("\u{feff}<?xml version='1.0'?><!DOCTYPE a [<!ELEMENT b ANY>]><tei:TEI>", "tei"),
      ("<p>", nil),
      ("<rdf:RDF>", "feed"), ("<?xml version='1.0'?><x/>", "xml"), ("<x/>", nil), ("<!-- ", nil),
      ("<?xml", nil), ("a<rss>", nil), ("", nil),
    ] as [(String, String?)])
  func `is told by its first element`(text: String, kind: String?) {
    let types: [String: MediaType] = ["feed": .feed, "tei": .tei, "xml": .xml]
    #expect(XMLRoot.type(of: Array(text.utf8)) == kind.flatMap { types[$0] })
  }

  @Test func `damaged anywhere is read or refused`() throws {
    let text =
      "<?xml version=\"1.0\"?><TEI><teiHeader/><text><p>\(prose(1))</p><table><row><cell>a</cell></row></table></text></TEI>"
    for variant in damaged(Array(text.utf8)) { _ = try Reading(variant, name: "/a.xml") }
  }
}

@Suite struct `A table in plain text` {
  @Test(arguments: [",", ";", "\t", "|"])
  func `is cut at the delimiter that fits all rows`(mark: String) throws {
    let rows = [
      ["Họ tên", "Năm sinh", "Ghi chú"],
      ["Trần Thị Lụa", "1954", "\"ở bến\(mark) \"\"xóm Hạ\"\"\""],
      ["Lê Văn Sông", "1,5", "x"],
    ]
    let text = rows.map { $0.joined(separator: mark) }.joined(separator: "\r\n")
    let clean = mark == "," ? text.replacing("1,5", with: "15") : text
    let document = try document(clean, name: "/kho/ho_khau.csv")
    #expect(document.title == "ho khau")
    #expect(document.fields.first { $0.name == "columns" }?.values == rows[0])
    #expect(document.texts(.table)[0] == "Họ tên | Năm sinh | Ghi chú")
    #expect(
      document.texts(.table)[1] == "Trần Thị Lụa | 1954 | ở bến\(mark) \"xóm Hạ\"".collapsed())
    #expect(document.provenance.mediaType == "text/csv")
  }

  @Test func `is read in the charsets that spreadsheets write`() throws {
    let text = "Họ tên;Quê\r\nTrần Thị Lụa;Bến Xuân\r\nNguyễn Văn Hạ;Yên Phú\r\n"
    var wide: [UInt8] = [0xff, 0xfe]
    for unit in text.utf16 { wide += [UInt8(unit & 0xff), UInt8(unit >> 8)] }
    #expect(try document(wide, name: "/a.csv").texts(.table).contains("Trần Thị Lụa | Bến Xuân"))
    // windows-1258, where tones stand behind their letters.
    let old =
      Array("Qu".utf8) + [0xea] + Array(";Nguy".utf8) + [0xea, 0xde] + Array("n;Vi".utf8)
      + [0xea, 0xf2] + Array("t Nam;t".utf8) + [0xea, 0xec] + Array("t\r\na;ti".utf8) + [
        0xea, 0xec,
      ]
      + Array("ng Vi".utf8) + [0xea, 0xf2] + Array("t;b;c\r\n".utf8)
    #expect(try document(old, name: "/a.csv").allText.contains("tiếng Việt"))
  }

  @Test func `of many rows is several documents with the columns in each`() throws {
    let text = "Ten,So\n" + (1...450).map { "ho \($0),\($0)\n" }.joined()
    let reading = try Reading(Array(text.utf8), name: "/a.csv")
    #expect(reading.keys == ["/a.csv!/rows 2-201", "/a.csv!/rows 202-401", "/a.csv!/rows 402-451"])
    #expect(reading.documents.allSatisfy { $0.blocks.first?.text == "Ten | So" })
    #expect(reading.documents[2].blocks.last?.text == "ho 450 | 450")
  }

  @Test func `without names of columns, of one row or none is read`() throws {
    #expect(try document("1,2\n3,4\n", name: "/a.csv").blocks.map(\.text) == ["1 | 2", "3 | 4"])
    #expect(try document("một dòng", name: "/a.csv").blocks.map(\.text) == ["một dòng"])
    #expect(try document("", name: "/a.csv").status == .empty)
    #expect(try document("\"chưa đóng, a\nb", name: "/a.csv").status == .complete)
  }

  @Test func `damaged anywhere is read`() throws {
    try survivesDamage(Array("Tên,Số\n\"a, b\",1\nc,\"2\"\n".utf8), name: "/a.csv")
  }
}

@Suite struct `A web archive` {
  private func record(_ type: String, _ uri: String, _ block: String) -> [UInt8] {
    Array(
      ("WARC/1.0\r\nWARC-Type: \(type)\r\nWARC-Target-URI: \(uri)\r\nWARC-Date: 2021-05-06T07:08:09Z\r\n"
        + "Content-Length: \(block.utf8.count)\r\n\r\n\(block)\r\n\r\n").utf8)
  }

  private func answer(_ body: String, status: Int = 200, headers: String = "") -> String {
    "HTTP/1.1 \(status) OK\r\nContent-Type: text/html; charset=utf-8\r\n\(headers)\r\n\(body)"
  }

  private var file: [UInt8] {
    record("warcinfo", "", "software: x\r\n")
      + record("request", "https://lang.example/1", "GET / HTTP/1.1\r\n\r\n")
      + record(
        "response", "https://lang.example/1",
        answer("<html><head><title>Bến sông</title></head><body><p>\(prose(1))</p></body></html>"))
      + record("response", "https://lang.example/404", answer("<p>không có</p>", status: 404))
      + record(
        "response", "https://lang.example/2",
        answer(
          "4\r\n<p>B\r\n\(String(prose(2).utf8.count, radix: 16))\r\n\(prose(2))\r\n0\r\n\r\n",
          headers: "Transfer-Encoding: chunked\r\n"))
      + record(
        "response", "https://lang.example/a.png",
        "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\u{89}PNG")
  }

  @Test func `is a document a page that was answered`() throws {
    let reading = try Reading(file, name: "/a.warc")
    #expect(reading.problems.isEmpty)
    #expect(reading.keys == ["/a.warc!/https://lang.example/1", "/a.warc!/https://lang.example/2"])
    let first = reading.documents[0]
    #expect(first.title == "Bến sông" && first.allText.contains(prose(1)))
    #expect(first.provenance.source == "https://lang.example/1")
    #expect(first.first(.url) == "https://lang.example/1")
    #expect(first.first("crawled") == "2021-05-06T07:08:09Z")
    #expect(reading.documents[1].allText.contains(prose(2)))
  }

  @Test func `is read compressed, record by record, and inside of a WACZ`() throws {
    let keys = try Reading(file, name: "/a").keys
    let packed = Packed.archive(.gzip, [Packed.Entry("", file)])
    #expect(try Reading(packed, name: "/a").keys == keys)
    let twice =
      Packed.archive(.gzip, [Packed.Entry("", Array(file.prefix(300)))])
      + Packed.archive(.gzip, [Packed.Entry("", Array(file.dropFirst(300)))])
    #expect(try Reading(twice, name: "/a").keys == keys)
    let wacz = Packed.zip([
      Packed.Entry("datapackage.json", "{}"), Packed.Entry("archive/data.warc.gz", packed),
      Packed.Entry("pages/pages.jsonl", "{}"),
    ])
    let reading = try Reading(wacz, name: "/a.wacz")
    #expect(reading.keys.first == "/a.wacz!/archive/data.warc.gz!/https://lang.example/1")
    #expect(reading.keys.count == 2)
  }

  @Test func `cut short keeps the pages before and says so`() throws {
    let reading = try Reading(Array(file.prefix(file.count - 60)), name: "/a.warc")
    #expect(reading.documents.count == 2)
    #expect(reading.problems.map(\.code) == [.damaged])
  }

  @Test func `damaged anywhere is read or refused`() throws {
    for variant in damaged(file) { _ = try Reading(variant, name: "/a.warc") }
  }
}
