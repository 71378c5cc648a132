import Documents
import Testing

@testable import Ingest

@Suite struct `A Word file` {
  private func read(_ body: String, _ others: [Packed.Entry] = []) throws -> Document {
    try document(OfficeFile.word(body, others), name: "/kho/a.docx")
  }

  @Test func `gives its paragraphs by their styles, and what it says about itself`() throws {
    let body =
      OfficeFile.paragraph("Cẩm nang đi lũ", style: "Tiu")
      + OfficeFile.paragraph("Trước mùa lũ", style: "u1") + OfficeFile.paragraph(prose(1))
      + OfficeFile.paragraph("Hình 1: Bến sông", style: "Chuthich")
      + OfficeFile.paragraph(prose(2))
    let document = try read(body, [OfficeFile.styles, OfficeFile.core])
    #expect(document.title == "Cẩm nang đi lũ")
    #expect(document.texts(.subheading) == ["Trước mùa lũ"])
    #expect(document.texts(.caption) == ["Hình 1: Bến sông"])
    #expect(document.texts(.paragraph) == [prose(1), prose(2)])
    #expect(document.first(.author) == "Trần Thị Lụa")
    #expect(document.fields.first { $0.name == .keywords }?.values == ["lũ", "đê"])
    #expect(document.date(.published) == "2019-08-05T07:00Z")
    #expect(document.date(.modified) == "2020-01-02T03:04Z")
    #expect(document.status == .complete && document.key.text == "/kho/a.docx")
    #expect(document.provenance.mediaType.hasSuffix("wordprocessingml.document"))
  }

  @Test func `takes the title it names when the text has none`() throws {
    let document = try read(OfficeFile.paragraph(prose(1)), [OfficeFile.core])
    #expect(document.title == "Sổ tay mùa lũ")
    #expect(document.allText.contains(prose(1)))
  }

  @Test func `keeps inserted text and drops deleted text`() throws {
    let document = try read(
      """
      <w:p><w:r><w:t xml:space="preserve">Nước </w:t></w:r><w:del><w:r><w:delText>cạn</w:delText>
      <w:t>khô</w:t></w:r></w:del><w:ins><w:r><w:t>lớn về đồng</w:t></w:r></w:ins></w:p>
      """)
    #expect(document.title == "Nước lớn về đồng")
  }

  @Test func `reads runs of old fonts by their charset, wherever the font is named`() throws {
    let document = try read(
      OfficeFile.paragraph("ChÝnh phñ ViÖt Nam", font: ".VnTime")
        + OfficeFile.paragraph("héi nghÞ tæng kÕt", font: ".VnTimeH")
        + OfficeFile.paragraph("Tieáng Vieät", font: "VNI-Times")
        + OfficeFile.paragraph("nhµ n­íc", style: "Cu")
        + OfficeFile.paragraph("Gõ Unicode trên nền font cũ: Việt", font: ".VnTime"),
      [OfficeFile.styles])
    let text = document.allText
    for words in ["Chính phủ Việt Nam", "HỘI NGHỊ TỔNG KẾT", "Tiếng Việt", "nhà nước"] {
      #expect(text.contains(words), "\(text)")
    }
    #expect(text.contains("font cũ: Việt"))
  }

  @Test func `joins a letter and its mark that two runs part`() throws {
    func run(_ text: String) -> String {
      "<w:r><w:rPr><w:b/><w:rFonts w:ascii=\"VNI-Times\"/></w:rPr><w:t>\(text)</w:t></w:r>"
    }
    let document = try read("<w:p>\(run("Tie"))\(run("áng Vie"))\(run("ät"))</w:p>")
    #expect(document.allText.contains("Tiếng Việt"))
  }

  @Test func `gives a line for each row of a table, and the head of a letter line by line`() throws
  {
    func table(_ rows: [[String]]) -> String {
      let rows = rows.map { row in
        let cells = row.map { cell in
          "<w:tc>\(cell.split(separator: "\n").map { OfficeFile.paragraph(String($0)) }.joined())</w:tc>"
        }
        return "<w:tr>\(cells.joined())</w:tr>"
      }
      return "<w:tbl>\(rows.joined())</w:tbl>"
    }
    let document = try read(
      table([
        ["ỦY BAN NHÂN DÂN\nXÃ BẾN XUÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["Số: 12/QĐ-UBND", "Bến Xuân, ngày 3 tháng 4 năm 2021"],
      ]) + OfficeFile.paragraph("QUYẾT ĐỊNH") + OfficeFile.paragraph("Về việc đắp đê bao")
        + OfficeFile.paragraph(prose(1))
        + table([["Thôn", "Số hộ"], ["Hạ", "120"], ["Thượng", "75"]]))
    #expect(document.title == "QUYẾT ĐỊNH Về việc đắp đê bao")
    #expect(document.first("number") == "12/QĐ-UBND")
    #expect(document.first(.agency) == "ỦY BAN NHÂN DÂN XÃ BẾN XUÂN")
    #expect(document.texts(.table) == ["Thôn | Số hộ", "Hạ | 120", "Thượng | 75"])
  }

  @Test func `reads notes, comments and headers, a text box once, and no field codes`() throws {
    let box =
      "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>\(OfficeFile.paragraph("trong khung"))"
      + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>\(OfficeFile.paragraph("trong khung"))"
      + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    let field = "<w:r><w:instrText>PAGEREF x</w:instrText></w:r><w:r><w:t>12</w:t></w:r>"
    func notes(_ name: String, _ text: String) -> Packed.Entry {
      Packed.Entry(
        "word/\(name).xml",
        OfficeFile.part(name, "<w:x>\(OfficeFile.paragraph(text))</w:x>"))
    }
    let document = try read(
      "<w:p>\(box)<w:r><w:t>Thân bài</w:t><w:tab/><w:t>trang</w:t><w:br/></w:r>\(field)</w:p>",
      [
        notes("footnotes", "chú giải dưới trang"), notes("endnotes", "chú giải cuối sách"),
        notes("comments", "nhận xét của người đọc"), notes("header1", "Tập san làng"),
        notes("header2", "Tập san làng"), notes("footer1", "7"),
      ])
    let text = document.allText
    #expect(text.contains("Thân bài trang 12") && !text.contains("PAGEREF"))
    #expect(document.blocks.count { $0.text.contains("trong khung") } == 1)
    for words in ["chú giải dưới trang", "chú giải cuối sách", "nhận xét của người đọc"] {
      #expect(text.contains(words))
    }
    #expect(document.texts(.boilerplate).count { $0 == "Tập san làng" } == 1)
  }

  @Test func `that is cut short keeps what can be read and says so`() throws {
    let whole = OfficeFile.part("document", "<w:body>\(OfficeFile.paragraph(prose(1)))<w:p><w:r>")
    let document = try document(
      Packed.zip([OfficeFile.types, Packed.Entry("word/document.xml", String(whole.dropLast(30)))]))
    #expect(document.allText.contains(prose(1)))
    #expect(document.status == .partial)
    #expect(document.warnings.contains { $0.contains("well-formed") })
  }

  @Test func `that lost its text is named damaged, not read part by part`() throws {
    let reading = try Reading(
      Packed.zip([
        Packed.Entry("_rels/.rels", "<R/>"), OfficeFile.core, OfficeFile.styles,
        Packed.Entry("word/document.xml", "<w:docu"),
      ]), name: "/a.docx")
    #expect(reading.documents.isEmpty && reading.problems.map(\.code) == [.damaged])
  }

  @Test func `damaged anywhere is read or refused`() throws {
    let body = (1...3).map { OfficeFile.paragraph(prose($0)) }.joined()
    for variant in damaged(
      OfficeFile.word(body, [OfficeFile.styles, OfficeFile.core]), seeds: 0..<30)
    {
      _ = try Reading(variant, name: "/a.docx")
    }
    // Behind the compression too: the XML itself is cut and changed.
    for variant in damaged(Array(OfficeFile.part("document", body).utf8), seeds: 0..<30) {
      _ = try Reading(
        Packed.zip([OfficeFile.types, Packed.Entry("word/document.xml", variant)]), name: "/a.docx")
    }
  }
}

@Suite struct `A workbook` {
  private static let styles = """
    <numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/><numFmt numFmtId="171" formatCode="0.0&quot;d&quot;"/></numFmts>
    <fonts><font><name val="Times New Roman"/></font><font><name val=".VnTime"/></font></fonts>
    <cellXfs><xf fontId="0" numFmtId="0"/><xf fontId="0" numFmtId="170"/><xf fontId="1" numFmtId="0"/>
    <xf fontId="0" numFmtId="171"/></cellXfs>
    """

  @Test func `gives a line a row and a subheading a sheet`() throws {
    let second = Packed.Entry(
      "xl/worksheets/sheet2.xml",
      "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>Sổ giữ ở thôn Hạ</t></is></c></row></sheetData></worksheet>"
    )
    let document = try document(
      OfficeFile.excel(
        sheet: """
          <row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c/></row>
          <row><c s="2" t="s"><v>2</v></c><c><v>1250000</v></c><c s="1"><v>44624</v></c>
          <c s="3"><v>7</v></c><c t="b"><v>1</v></c></row>
          """,
        strings:
          "<si><t>Khoản</t></si><si><r><t>Số </t></r><r><t>tiền</t></r><rPh><t>x</t></rPh></si>"
          + "<si><t>Cñi ®un</t></si>", styles: Self.styles, [second, OfficeFile.core]),
      name: "/a.xlsx")
    #expect(
      document.texts(.table) == ["Khoản | Số tiền", "Củi đun | 1250000 | 4/3/2022 | 7 | TRUE"])
    #expect(document.texts(.subheading) == ["Thu chi", "Ghi chú"])
    #expect(document.allText.contains("Sổ giữ ở thôn Hạ"))
  }

  @Test(arguments: [
    (1, "1/1/1900"), (59, "28/2/1900"), (61, "1/3/1900"), (36526, "1/1/2000"),
    (43890, "29/2/2020"), (44624, "4/3/2022"), (2_958_465, "31/12/9999"),
  ])
  func `counts days as spreadsheets do`(serial: Int, day: String) {
    #expect(SerialDay.text(serial) == day)
  }

  @Test func `damaged anywhere is read or refused`() throws {
    let bytes = OfficeFile.excel(
      sheet: "<row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>9</v></c></row>",
      strings: "<si><t>Lúa</t></si>", styles: Self.styles)
    for variant in damaged(bytes, seeds: 0..<30) { _ = try Reading(variant, name: "/a.xlsx") }
    for number in ["-1", "99999999999999999999", "1e400", "nan", "0.5", ""] {
      let sheet =
        "<row><c t=\"s\"><v>\(number)</v></c><c s=\"1\"><v>\(number)</v></c><c s=\"\(number)\"/></row>"
      _ = try Reading(OfficeFile.excel(sheet: sheet, styles: Self.styles), name: "/a.xlsx")
    }
  }
}

@Suite struct `A presentation` {
  private func slide(_ title: String, _ text: String) -> String {
    """
    <p:sld xmlns:p="p" xmlns:a="a"><p:sp><p:nvPr><p:ph type="title"/></p:nvPr><a:p><a:r><a:t>\(title)</a:t></a:r></a:p></p:sp>
    <p:sp><a:p><a:r><a:t>\(text)</a:t></a:r></a:p></p:sp>
    <p:sp><p:nvPr><p:ph type="sldNum"/></p:nvPr><a:p><a:fld><a:t>3</a:t></a:fld></a:p></p:sp></p:sld>
    """
  }

  @Test func `gives its slides in order, and notes behind each`() throws {
    let document = try document(
      Packed.zip([
        OfficeFile.types,
        Packed.Entry(
          "ppt/presentation.xml",
          "<p:presentation xmlns:p=\"p\" xmlns:r=\"r\"><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId9\"/>"
            + "<p:sldId r:id=\"rId3\" id=\"257\"/></p:sldIdLst></p:presentation>"),
        Packed.Entry(
          "ppt/_rels/presentation.xml.rels",
          "<R><Relationship Id=\"rId3\" Target=\"slides/slide1.xml\"/>"
            + "<Relationship Id=\"rId9\" Target=\"slides/slide2.xml\"/></R>"),
        Packed.Entry("ppt/slides/slide1.xml", slide("Giữ đê", "Canh nước ban đêm")),
        Packed.Entry("ppt/slides/slide2.xml", slide("Mùa lũ ở Bến Xuân", "Chuẩn bị thuyền")),
        Packed.Entry(
          "ppt/slides/_rels/slide2.xml.rels",
          "<R><Relationship Id=\"rId1\" Target=\"../notesSlides/notesSlide1.xml\"/></R>"),
        Packed.Entry("ppt/notesSlides/notesSlide1.xml", slide("", "Nhắc bà con buộc thuyền")),
      ]), name: "/a.pptx")
    #expect(document.title == "Mùa lũ ở Bến Xuân")
    #expect(
      document.blocks.map(\.text) == [
        "Chuẩn bị thuyền", "Nhắc bà con buộc thuyền", "Giữ đê", "Canh nước ban đêm",
      ])
    #expect(document.texts(.subheading).contains("Giữ đê"))
  }
}

@Suite struct `An OpenDocument file` {
  @Test func `of text gives paragraphs, headings, lists and tables`() throws {
    let document = try document(
      OfficeFile.openDocument(
        "text",
        """
        <text:tracked-changes><text:changed-region><text:p>đã xóa</text:p></text:changed-region></text:tracked-changes>
        <text:h>Mực nước tháng chín</text:h><text:p>\(prose(1))</text:p>
        <text:list><text:list-item><text:p>Đo lúc sáng</text:p></text:list-item></text:list>
        <text:p>Cột<text:s/>nước<text:tab/>dâng<text:note><text:note-body><text:p>số đo tay</text:p></text:note-body></text:note></text:p>
        <text:p text:style-name="P1">ChÝnh phñ</text:p><text:p><text:span text:style-name="T1">Tieáng</text:span> nói của con sông quê tôi.</text:p>
        <table:table><table:table-row><table:table-cell><text:p>Ngày</text:p></table:table-cell>
        <table:table-cell><text:p>Mức</text:p></table:table-cell><table:table-cell><text:p>Ai đo</text:p></table:table-cell>
        </table:table-row></table:table>
        """,
        styles: """
          <style:font-face style:name="F" fo:font-family="'.VnTime'"/>
          <style:style style:name="P0"><style:text-properties style:font-name="F"/></style:style>
          <style:style style:name="P1" style:parent-style-name="P0"/>
          <style:style style:name="T1"><style:text-properties style:font-name="VNI-Times"/></style:style>
          """), name: "/a.odt")
    let text = document.allText
    #expect(!text.contains("đã xóa"))
    #expect(text.contains("Cột nước dâng") && text.contains("số đo tay"))
    #expect(text.contains("Chính phủ") && text.contains("Tiếng"), "\(text)")
    #expect(document.texts(.list) == ["Đo lúc sáng"])
    #expect(document.texts(.table) == ["Ngày | Mức | Ai đo"])
    #expect(document.first(.author) == "Lê Văn Sông")
    #expect(document.date(.published) == "2021-09-10T08:00")
    #expect(document.provenance.mediaType == "application/vnd.oasis.opendocument.text")
  }

  @Test func `of sheets gives rows, of slides their titles`() throws {
    func cell(_ text: String) -> String {
      "<table:table-cell><text:p>\(text)</text:p></table:table-cell>"
    }
    let sheet = try document(
      OfficeFile.openDocument(
        "spreadsheet",
        "<table:table><table:table-row>\(cell("Tháng"))\(cell("Mưa"))\(cell("Nắng"))</table:table-row>"
          + "<table:table-row>\(cell("9"))\(cell("310 mm"))\(cell("5"))</table:table-row></table:table>"
      ))
    #expect(sheet.texts(.table) == ["Tháng | Mưa | Nắng", "9 | 310 mm | 5"])
    let slides = try document(
      OfficeFile.openDocument(
        "presentation",
        "<draw:page><draw:frame presentation:class=\"title\"><draw:text-box><text:p>Chạy lũ</text:p></draw:text-box></draw:frame>"
          + "<draw:frame><draw:text-box><text:p>\(prose(1))</text:p></draw:text-box></draw:frame></draw:page>"
      ))
    #expect(slides.title == "Chạy lũ")
    #expect(slides.allText.contains(prose(1)))
  }

  @Test func `that is encrypted is named so`() throws {
    let reading = try Reading(
      OfficeFile.openDocument(
        "text", "",
        [
          Packed.Entry("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
        ]))
    #expect(reading.problems.map(\.code) == [.encrypted])
  }

  @Test func `damaged anywhere is read or refused`() throws {
    let bytes = OfficeFile.openDocument("text", "<text:p>\(prose(1))</text:p>")
    for variant in damaged(bytes, seeds: 0..<30) { _ = try Reading(variant, name: "/a.odt") }
  }
}

@Suite struct `A book` {
  private func chapter(_ title: String, _ text: String) -> String {
    "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Truyện bến sông</title></head>"
      + "<body><h1>\(title)</h1><p>\(text)</p></body></html>"
  }

  @Test func `is a document a chapter, with the book's facts`() throws {
    let reading = try Reading(
      OfficeFile.book([
        ("Text/mot.xhtml", chapter("Chương một: Con nước", prose(1))),
        ("Text/haib.xhtml", chapter("Chương hai: Bến cũ", prose(2))),
        ("Text/trong.xhtml", "<html><body></body></html>"),
      ]), name: "/a.epub")
    #expect(reading.problems.isEmpty)
    #expect(
      reading.keys.sorted() == [
        "/a.epub!/OEBPS/Text/haib.xhtml", "/a.epub!/OEBPS/Text/mot.xhtml",
      ])
    let first = try #require(reading.documents.first { $0.key.text.hasSuffix("mot.xhtml") })
    #expect(first.title == "Chương một: Con nước")
    #expect(first.first("book") == "Truyện bến sông" && first.first("chapter") == "1")
    #expect(first.first(.author) == "Ngô Bình Lưu" && first.first(.language) == "vi")
    #expect(first.date(.published) == "1998-05-01")
  }

  @Test func `damaged anywhere is read or refused`() throws {
    let bytes = OfficeFile.book([("mot.xhtml", chapter("Một", prose(1)))])
    for variant in damaged(bytes, seeds: 0..<30) { _ = try Reading(variant, name: "/a.epub") }
  }
}

@Suite(.timeLimit(.minutes(10))) struct `Hostile XML` {
  private func read(_ document: String) throws -> Reading {
    try Reading(
      Packed.zip([OfficeFile.types, Packed.Entry("word/document.xml", document)]), name: "/a.docx")
  }

  private let text = "<w:body><w:p><w:r><w:t>Còn đọc được &x; </w:t></w:r></w:p></w:body>"

  @Test(arguments: [
    "<!ENTITY x \"ha\">", "<!ENTITY x SYSTEM \"file:///etc/passwd\">",
    "<!ENTITY a \"ha\"><!ENTITY x \"&a;&a;&a;&a;&a;&a;&a;&a;\">",
    "<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;",
    "<!ENTITY x SYSTEM \"http://127.0.0.1:9/\">",
  ])
  func `that declares entities is refused and nothing is read for it`(entity: String) throws {
    let reading = try read("<!DOCTYPE d [\(entity)]><w:document xmlns:w=\"w\">\(text)</w:document>")
    let all = reading.documents.map(\.allText).joined()
    #expect(!all.contains("root:") && !all.contains("haha"))
    #expect(reading.documents.first?.status != .complete)
  }

  @Test func `with a foreign DTD is read without it`() throws {
    let reading = try read(
      "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><w:document xmlns:w=\"w\">\(text)</w:document>")
    #expect(reading.documents.first?.allText.contains("Còn đọc được") == true)
  }

  @Test func `nested without end is cut with a warning`() throws {
    let reading = try read(
      "<w:document xmlns:w=\"w\"><w:body>\(OfficeFile.paragraph(prose(1)))"
        + String(repeating: "<w:x>", count: 100_000) + "</w:body></w:document>")
    #expect(reading.documents.first?.allText.contains(prose(1)) == true)
    #expect(reading.documents.first?.warnings.contains { $0.contains("nest") } == true)
  }

  @Test func `with a hundred thousand attributes on one tag is refused in time`() throws {
    let attributes = (0..<100_000).map { " a\($0)=\"\"" }.joined()
    let reading = try read("<w:document xmlns:w=\"w\"\(attributes)>\(text)</w:document>")
    #expect(reading.documents.first?.status != .complete)
  }

  @Test func `with names of HTML for letters is read`() throws {
    let reading = try read(
      "<w:document xmlns:w=\"w\"><w:p><w:r><w:t>Th&ocirc;n&nbsp;Hạ &amp; Thượng</w:t></w:r></w:p></w:document>"
    )
    #expect(reading.documents.first?.allText.contains("Thôn Hạ & Thượng") == true)
  }

  @Test func `in another charset than it says is read`() throws {
    let text =
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><w:document xmlns:w=\"w\">"
      + OfficeFile.paragraph(prose(1)) + "</w:document>"
    #expect(try read(text).documents.first?.allText.contains(prose(1)) == true)
  }
}
