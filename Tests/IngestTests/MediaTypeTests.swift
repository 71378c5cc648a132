import Documents
import Testing
import Vietnamese

@testable import Ingest

@Suite struct `A file's type` {
  @Test(arguments: [
    ("\u{7f}ELF\u{2}\u{1}", "an ELF program"), ("GIF89a\u{1}", "a GIF image"),
    ("%!PS-Adobe-3.0", "PostScript"),
    ("SQLite format 3\0", "an SQLite database"), ("AT&TFORM\0\0\0", "DjVu"),
  ])
  func `is told by its first bytes`(text: String, format: String) {
    let error: IngestError =
      format.hasSuffix("image") ? .picture(format: format) : .unsupported(format: format)
    #expect(throws: error) { try document(text, name: "/a.txt") }
  }

  @Test(
    arguments: [
      ([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0], "an OLE 2 file"),
      ([0xff, 0xd8, 0xff, 0xe0], "a JPEG image"),
      ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a], "a PNG image"),
    ] as [([UInt8], String)])
  func `is told by magic numbers`(bytes: [UInt8], format: String) {
    let error: IngestError =
      format.hasSuffix("image") ? .picture(format: format) : .unsupported(format: format)
    #expect(throws: error) { try document(bytes) }
  }

  @Test func `that is refused is named in the report with what to do`() {
    let problem = IngestProblem(path: "/a.doc", error: .unsupported(format: "PDF"))
    #expect(problem.code == .unsupported)
    #expect(problem.stage == .sniff)
    #expect(problem.reason == "PDF is not supported: convert it to plain text or HTML first")
  }

  @Test func `binary comes with the offset of the first control byte`() {
    let bytes = Array("abc".utf8) + [UInt8](repeating: 1, count: 100)
    #expect(throws: IngestError.binary(offset: 3)) { try document(bytes) }
    #expect(IngestProblem(path: "/a", error: .binary(offset: 3)).offset == 3)
  }

  @Test(arguments: [
    "<script src=\"a.js\"></script>\nif (x) { y }", "<!-- a -->\n<STYLE>p { }</STYLE>",
    "<meta name=\"a\">",
  ])
  func `is HTML where it begins with what a head has`(text: String) throws {
    #expect(try MediaType.sniffed(Array(text.utf8), name: "/a.txt") == .html)
  }

  @Test(arguments: ["<scripture> is no tag", "<linked list", "script"])
  func `is text where it begins with less`(text: String) throws {
    #expect(try MediaType.sniffed(Array(text.utf8), name: "/a.txt") == .text)
  }

  @Test(arguments: 0..<40) func `is binary where bytes are noise`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let bytes = (0..<(100 + Int(seed) * 7)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    #expect(throws: IngestError.self) { try MediaType.sniffed(bytes, name: "/a.txt") }
  }

  /// Texts in the charsets that are told by what they spell, whole and in pieces of any size.
  @Test(arguments: [
    Charset.tcvn3, .viscii, .windows1258, .vps, .tcvn5712, .bkhcm2, .utf16LE, .utf16BE,
  ])
  func `is text in any charset, in capitals too`(charset: Charset) throws {
    let text = (0..<6).map(prose).joined(separator: "\r\n")
    let names = "UỶ BAN NHÂN DÂN XÃ TÂN PHÚ, ẤP BÌNH TRỊ, SỐ 12/QĐ-UB, ĐỘC LẬP TỰ DO HẠNH PHÚC"
    for text in [text, text.uppercased(), names] {
      let bytes = encoded(text, charset)
      for count in [24, 32, 50, 100, 250, bytes.count] where count <= bytes.count {
        for start in stride(from: 0, through: bytes.count - count, by: max(2, count / 3 * 2)) {
          let piece = Array(bytes[start..<(start + count)])
          #expect(try MediaType.sniffed(piece, name: "/a.txt") == .text, "\(piece)")
        }
      }
    }
  }

  @Test func `is text where UTF-8 has a few control codes`() throws {
    let text = String(repeating: "漢字\u{1}", count: 30)
    #expect(ByteNoise.fills(Array(text.utf8)[...]) == false)
    #expect(ByteNoise.fills(Array(text.utf8).dropLast(2)) == false)
  }

  @Test(arguments: [
    "<b>đậm</b> <i>nghiêng</i> <p>một</p>", "<!-- x --><!DOCTYPE HTML><p>a",
    "<?xml version=\"1.0\"?>\n<html xmlns=\"x\"><body>a</body></html>", "\n\n <HTML>",
  ])
  func `is HTML by its tags`(text: String) throws {
    #expect(try MediaType.sniffed(Array(text.utf8), name: "x") == .html)
  }

  @Test(arguments: ["a < b và c > d", "if x<p then y</p", "Thư viện", "{\"a\": 1}"])
  func `is text when tags are missing`(text: String) throws {
    #expect(try MediaType.sniffed(Array(text.utf8), name: "x") == .text)
  }

  @Test func `is Markdown by its name alone`() throws {
    #expect(try MediaType.sniffed(Array("# a".utf8), name: "/x/A.MD") == .markdown)
    #expect(try MediaType.sniffed(Array("# a".utf8), name: "/x/a.txt") == .text)
  }
}

@Suite struct `The charset a page declares` {
  @Test(
    arguments: [
      ("<meta charset=utf-8>", "utf-8"), ("<META CHARSET = 'Windows-1258' >", "windows-1258"),
      ("<meta http-equiv=x content=\"text/html; charset=tcvn\">", "tcvn"),
      ("<?xml version='1.0' encoding='viscii'?><html>", "viscii"),
      ("<p>charset=utf-8</p>", nil), ("<script>charset='a'</script><meta charset=b>", "b"),
    ] as [(String, String?)])
  func `is found`(text: String, label: String?) {
    #expect(DeclaredCharset.find(in: Array(text.utf8)) == label)
  }
}
