import Documents
import Glibc
import Testing
import Vietnamese

@testable import Ingest

/// The rest of the inputs that are made to hurt, beside pages, archives and paths.
@Suite struct `Hostile files` {
  /// A file beside them that none of them may bring in.
  private func withSecret(_ body: (_ path: String) throws -> Void) throws {
    let folder = try Folder()
    folder.file("secret.txt", "bimatkhongaiduocdoc")
    try body(folder.path + "/secret.txt")
  }

  private func xml(_ middle: String, _ doctype: String = "") -> [UInt8] {
    Array(
      ("<?xml version=\"1.0\"?>\(doctype)<thu><doan>\(prose(1))</doan>\(middle)"
        + "<doan>\(prose(2))</doan></thu>").utf8)
  }

  /// Both ends of its text are there, and the secret is not.
  private func isWhole(_ document: Document) -> Bool {
    document.allText.contains(prose(1)) && document.allText.contains(prose(2))
      && !document.allText.contains("bimatkhongaiduocdoc")
  }

  @Test func `XML with entities of its own is refused, whatever they stand for`() throws {
    try withSecret { path in
      let laughs = (1...10).map { level in
        "<!ENTITY a\(level) '\(String(repeating: "&a\(level - 1);", count: 10))'>"
      }
      let entities = [
        "<!ENTITY a0 'ha'>" + laughs.joined(), "<!ENTITY e SYSTEM \"file://\(path)\">",
        "<!ENTITY % p SYSTEM \"file://\(path)\"> %p;", "<!ENTITY a '&b;'><!ENTITY b '&a;'>",
      ]
      for entity in entities {
        let bytes = xml("<doan>&a10; &e; &a;</doan>", "<!DOCTYPE thu [\(entity)]>")
        #expect(throws: IngestError.refused("it declares entities")) {
          try document(bytes, name: "/a.xml")
        }
      }
    }
  }

  @Test func `XML that points outside is read without what it points to`() throws {
    try withSecret { path in
      let include =
        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" parse=\"text\""
        + " href=\"file://\(path)\"/>"
      let included = try document(xml(include), name: "/a.xml")
      #expect(isWhole(included))
      let doctype = "<!DOCTYPE thu SYSTEM \"file://\(path)\">"
      let foreign = try document(xml("", doctype), name: "/a.xml")
      #expect(isWhole(foreign))
    }
  }

  @Test func `zeros and invalid UTF-8 in XML are repaired`() throws {
    let zeros = try document(xml("<doan>gi\0ữa</doan>\0"), name: "/a.xml")
    #expect(isWhole(zeros))
    var bytes = xml("<doan>@@@</doan>")
    bytes.replace(Array("@@@".utf8), with: [0xFF, 0xC3, 0x28])
    let document = try document(bytes, name: "/a.xml")
    #expect(isWhole(document))
    #expect(document.status == .partial)
    #expect(document.warnings.contains { $0.contains("U+FFFD") })
  }

  @Test(arguments: [("windows-1258", Charset.windows1258), ("viscii", .viscii), ("x-vps", .vps)])
  func `a page that names its old charset is read in it`(label: String, charset: Charset) throws {
    // Without the letters that windows-1258 has no single byte for.
    let text = "Âu Cơ sinh trăm trứng, nửa theo mẹ lên non, nửa theo cha xuôi bể."
    let bytes =
      Array("<html><head><meta charset=\(label)></head><body><p>".utf8) + encoded(text, charset)
    let read = try document(bytes + encoded(text, charset) + Array("</body></html>".utf8))
    #expect(read.allText.contains("Âu Cơ sinh tr"), "\(read.allText)")
    #expect(read.allText.contains("theo cha xu"))
  }

  @Test func `a document with a macro and a template from outside is its text`() throws {
    try withSecret { path in
      let body = OfficeFile.paragraph(prose(1)) + OfficeFile.paragraph(prose(2))
      let relations = """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/\
        relationships/attachedTemplate" Target="file://\(path)" TargetMode="External"/></Relationships>
        """
      let bytes = OfficeFile.word(
        body,
        [
          Packed.Entry("word/_rels/settings.xml.rels", relations),
          Packed.Entry("word/vbaProject.bin", "Sub AutoOpen()"),
        ])
      let document = try document(bytes, name: "/a.docm")
      #expect(isWhole(document))
      #expect(document.blocks.count == 2)
    }
  }

  @Test func `HTML and RTF that are called .doc are what they are`() throws {
    let page = "<html><body><p>\(prose(1))</p><p>\(prose(2))</p></body></html>"
    let html = try document(page, name: "/a.doc")
    #expect(html.provenance.mediaType == "text/html")
    #expect(isWhole(html))
    let rich = "{\\rtf1\\ansi Ben song\\par Con do\\par}"
    let rtf = try document(rich, name: "/a.doc")
    #expect(rtf.provenance.mediaType == "application/rtf")
    #expect(rtf.allText.contains("Con do"))
  }

  @Test func `a line of megabytes loses nothing`() throws {
    let middle = String(repeating: "sông nước ", count: 400_000)
    let document = try document(prose(1) + " " + middle + prose(2), name: "/a.txt")
    #expect(isWhole(document))
    #expect(document.allText.utf8.count >= middle.utf8.count)
  }

  @Test func `a device is no file`() throws {
    for path in ["/dev/zero", "/dev/tty"] {
      for case .file in Walk([path]) { Issue.record("\(path) is taken for a file") }
    }
  }
}
