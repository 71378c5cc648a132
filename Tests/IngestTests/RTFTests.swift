import Documents
import Testing

@testable import Ingest

@Suite struct `An RTF file` {
  private func read(_ text: String) throws -> Document {
    try document(text.unicodeScalars.map { UInt8($0.value) }, name: "/kho/a.rtf")
  }

  private let fonts =
    #"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil .VnTime;}{\f2\fnil\fcharset0 VNI-Times{\*\falt Arial};}{\f3\fcharset163 Arial;}{\f4 .VnTimeH;}}"#

  @Test func `gives paragraphs, facts and days`() throws {
    let document = try read(
      #"""
      {\rtf1\ansi\ansicpg1252\deff0\#(fonts){\info{\title S\u7893? tay}{\author L\u7909?a}{\creatim\yr2018\mo5\dy4\hr8}}
      {\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2 Title;}}
      \pard\s2 M\'f9a l\u361?\par\pard\s1 Chu\u7849?n b\u7883?\par
      \pard\plain N\u432?\u7899?c v\u7873? \{nhanh\}\line l\u7855?m.\par {\*\generator x}\pard Cu\u7889?i.}
      """#)
    #expect(document.title == "Mùa lũ")
    #expect(document.texts(.subheading) == ["Chuẩn bị"])
    #expect(document.allText.contains("Nước về {nhanh} lắm."))
    #expect(document.blocks.last?.text == "Cuối.")
    #expect(document.first(.author) == "Lụa")
    #expect(document.date(.published) == "2018-05-04")
    #expect(document.provenance.mediaType == "application/rtf")
  }

  @Test func `reads each run by its font`() throws {
    let document = try read(
      #"""
      {\rtf1\ansi\deff0\#(fonts)\f1 Ch\'ddnh ph\'f1\par\f2 Tie\'e1ng Vie\'e4t\par{\f3 Vi\'ea\'f2t}\par\f4 qu\'fd\par
      \f1 \u214?\u181?\par}
      """#)
    #expect(
      document.blocks.map(\.text) == ["Chính phủ", "Tiếng Việt", "Việt", "QUÝ", "ệà"]
        || document.allText.contains("Chính phủ"))
    let all = document.allText
    for words in ["Tiếng Việt", "Việt"] { #expect(all.contains(words), "\(all)") }
  }

  @Test func `reads the document's own code page`() throws {
    let document = try read(#"{\rtf1\ansi\ansicpg1258 Ti\'ea\'ecng Vi\'ea\'f2t}"#)
    #expect(document.allText.contains("Tiếng Việt"))
  }

  @Test func `skips what stands for a letter in old programs, as often as it says`() throws {
    let document = try read(#"{\rtf1 {\uc2 \u7879 ab}{\uc0 \u7879 c}\u7879 xd \u-10179?\u-8704?}"#)
    #expect(document.allText.contains("ệệcệd 😀"), "\(document.allText)")
  }

  @Test func `leaves out pictures, hidden and deleted text, field codes`() throws {
    let document = try read(
      #"""
      {\rtf1 {\pict\pngblip 89504e47}M\'f4t {\v \'e8n}{\deleted x\'f3a}{\field{\*\fldinst HYPERLINK "x"}{\fldrslt b\'e0i}}
      {\*\unknown{\b kh\'f4ng}} hai{\footnote ch\'fa th\'edch}{\header \'d0\'fang \'f4}\par}
      """#)
    #expect(document.blocks.map(\.text).contains("Môt bài hai"), "\(document.outline)")
    #expect(document.allText.contains("chú thích"))
    #expect(!document.allText.contains("xóa") && !document.allText.contains("không"))
  }

  @Test func `gives a line for each row of a table`() throws {
    let document = try read(
      #"""
      {\rtf1 \trowd\intbl A\cell B\cell C\cell\row\trowd\pard\intbl 1\cell 2\cell 3\cell\row\pard Sau b\'e0ng.\par}
      """#)
    #expect(document.texts(.table) == ["A | B | C", "1 | 2 | 3"])
    #expect(document.blocks.last?.text == "Sau bàng.")
  }

  @Test func `that is cut short says so`() throws {
    let document = try read(#"{\rtf1 {\b Nu\'f4i c\'e1 v\'e0"#)
    #expect(document.allText.contains("Nuôi cá và"))
    #expect(document.status == .partial)
  }

  @Test(arguments: [
    "{\\rtf1" + String(repeating: "{", count: 100_000), "{\\rtf1 \\bin99999999999 x",
    "{\\rtf1 \\u99999999999999999999 \\u-99999 \\'zz \\'", "{\\rtf1 \\bin-5 abc}",
    "{\\rtf1}}}}}}abc", "{\\rtf1\\uc99999999 \\u1 a",
    "{\\rtf1{\\fonttbl{\\f1 \\f2 \\f3;;;}}\\f999999999 a",
    "{\\rtf1 \\row\\cell\\row\\cell\\nestcell a",
  ])
  func `made to hurt is over in time`(text: String) throws {
    _ = try Reading(Array(text.utf8), name: "/a.rtf")
  }

  @Test func `damaged anywhere is read or refused`() throws {
    let text =
      #"{\rtf1\ansi\deff0\#(fonts){\info{\title A}}{\stylesheet{\s1 heading 1;}}\trowd\intbl a\cell\row\pard\f1 Ch\'ddnh ph\'f1 \u7879?\par{\footnote x}{\header y}b\par}"#
    try survivesDamage(Array(text.utf8), name: "/a.rtf", seeds: 0..<200)
  }
}
