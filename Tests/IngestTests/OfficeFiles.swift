@testable import Ingest

/// Small office files made for a test.
enum OfficeFile {
  static let types = Packed.Entry(
    "[Content_Types].xml",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>")

  static let core = Packed.Entry(
    "docProps/core.xml",
    """
    <cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Sổ tay mùa lũ</dc:title>
    <dc:creator>Trần Thị Lụa; Admin</dc:creator><cp:keywords>lũ, đê</cp:keywords>
    <dcterms:created>2019-08-05T07:00:00Z</dcterms:created>
    <dcterms:modified>2020-01-02T03:04:05Z</dcterms:modified></cp:coreProperties>
    """)

  /// - Parameter body: What stands in `<w:body>`.
  static func word(_ body: String, _ others: [Packed.Entry] = []) -> [UInt8] {
    Packed.zip(
      [types, Packed.Entry("word/document.xml", part("document", "<w:body>\(body)</w:body>"))]
        + others)
  }

  static func part(_ name: String, _ content: String) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:\(name) xmlns:w=\"w\" xmlns:mc=\"m\">\(content)</w:\(name)>"
  }

  /// A paragraph of one run.
  static func paragraph(_ text: String, style: String = "", font: String = "") -> String {
    let properties = style.isEmpty ? "" : "<w:pPr><w:pStyle w:val=\"\(style)\"/></w:pPr>"
    let fonts =
      font.isEmpty
      ? "" : "<w:rPr><w:rFonts w:ascii=\"\(font)\" w:hAnsi=\"\(font)\"/></w:rPr>"
    return "<w:p>\(properties)<w:r>\(fonts)<w:t>\(text)</w:t></w:r></w:p>"
  }

  static let styles = Packed.Entry(
    "word/styles.xml",
    part(
      "styles",
      """
      <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
      <w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/></w:style>
      <w:style w:type="paragraph" w:styleId="Tiu"><w:name w:val="Title"/></w:style>
      <w:style w:type="paragraph" w:styleId="Chuthich"><w:name w:val="caption"/></w:style>
      <w:style w:type="paragraph" w:styleId="Cu"><w:basedOn w:val="Cu0"/></w:style>
      <w:style w:type="paragraph" w:styleId="Cu0"><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>
      """))

  static func excel(
    sheet: String, strings: String = "", styles: String = "", _ others: [Packed.Entry] = []
  ) -> [UInt8] {
    Packed.zip(
      [
        types,
        Packed.Entry(
          "xl/workbook.xml",
          """
          <workbook xmlns:r="r"><sheets><sheet name="Thu chi" sheetId="1" r:id="rId1"/>
          <sheet name="Ghi chú" sheetId="2" r:id="rId2"/></sheets></workbook>
          """),
        Packed.Entry(
          "xl/_rels/workbook.xml.rels",
          """
          <Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>
          <Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>
          """),
        Packed.Entry("xl/sharedStrings.xml", "<sst>\(strings)</sst>"),
        Packed.Entry("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>"),
        Packed.Entry(
          "xl/worksheets/sheet1.xml",
          "<worksheet><sheetData>\(sheet)</sheetData></worksheet>"),
      ] + others)
  }

  static func openDocument(
    _ kind: String, _ body: String, styles: String = "", _ others: [Packed.Entry] = []
  ) -> [UInt8] {
    let names = "xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:draw=\"d\""
    return Packed.zip(
      [
        Packed.Entry("mimetype", "application/vnd.oasis.opendocument.\(kind)"),
        Packed.Entry(
          "content.xml",
          """
          <office:document-content \(names) xmlns:style="s" xmlns:fo="f" xmlns:presentation="p">
          <office:automatic-styles>\(styles)</office:automatic-styles>
          <office:body><office:\(kind)>\(body)</office:\(kind)></office:body>
          </office:document-content>
          """),
        Packed.Entry(
          "meta.xml",
          """
          <office:document-meta \(names) xmlns:dc="dc" xmlns:meta="m"><office:meta>
          <dc:title>Sổ ghi mực nước</dc:title><meta:initial-creator>Lê Văn Sông</meta:initial-creator>
          <meta:creation-date>2021-09-10T08:00:00</meta:creation-date><meta:keyword>thủy văn</meta:keyword>
          </office:meta></office:document-meta>
          """),
      ] + others)
  }

  static func book(_ chapters: [(name: String, html: String)], facts: String = "") -> [UInt8] {
    let items = chapters.enumerated().map {
      "<item id=\"c\($0)\" href=\"\($1.name)\" media-type=\"application/xhtml+xml\"/>"
    }
    let spine = chapters.indices.map { "<itemref idref=\"c\($0)\"/>" }
    return Packed.zip(
      [
        Packed.Entry("mimetype", "application/epub+zip"),
        Packed.Entry(
          "META-INF/container.xml",
          "<container><rootfiles><rootfile full-path=\"OEBPS/sach.opf\"/></rootfiles></container>"),
        Packed.Entry(
          "OEBPS/sach.opf",
          """
          <package xmlns:dc="dc"><metadata><dc:title>Truyện bến sông</dc:title>
          <dc:creator>Ngô Bình Lưu</dc:creator><dc:date>1998-05-01</dc:date>
          <dc:language>vi-VN</dc:language>\(facts)</metadata>
          <manifest>\(items.joined())</manifest><spine>\(spine.joined())</spine></package>
          """),
      ] + chapters.reversed().map { Packed.Entry("OEBPS/" + $0.name, $0.html) })
  }
}
