import Documents
import TestSupport
import Testing

@testable import Ingest

@Suite struct `A message` {
  private static let head = """
    From: =?utf-8?B?VHLhuqduIFRo4buLIEzhu6Vh?= <lua@benxuan.example>
    To: Ban van hoa <ban@yenphu.example>
    Subject: =?UTF-8?Q?H=E1=BB=8Dp_x=C3=B3m_H?= =?UTF-8?Q?=E1=BA=A1_t=E1=BB=91i_mai?=
    Date: Tue, 5 Mar 2019 08:30:00 +0700 (ICT)
    Message-ID: <a1@benxuan.example>
    MIME-Version: 1.0

    """

  private func read(_ rest: String, name: String = "/thu/a.eml") throws -> Reading {
    let text = (Self.head.trimmingSuffix + rest).replacing("\n", with: "\r\n")
    return try Reading(Array(text.utf8), name: name)
  }

  @Test func `has its subject as title, and who wrote to whom and when as fields`() throws {
    let reading = try read(
      "\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        + "M=E1=BB=9Di b=C3=A0 con =\nra =C4=91=C3=ACnh.\n\n> Hôm nay họp không?\n\n-- \nChị Lụa\n")
    let document = try #require(reading.documents.first)
    #expect(reading.documents.count == 1 && reading.problems.isEmpty)
    #expect(document.title == "Họp xóm Hạ tối mai")
    #expect(document.first("from") == "Trần Thị Lụa <lua@benxuan.example>")
    #expect(document.first(.author) == "Trần Thị Lụa")
    #expect(document.first("to") == "Ban van hoa <ban@yenphu.example>")
    #expect(document.first("message_id") == "a1@benxuan.example")
    #expect(document.date(.published) == "2019-03-05T08:30+07:00")
    #expect(
      document.blocks.contains(Block(.paragraph, "Mời bà con ra đình.")), "\(document.blocks)")
    #expect(document.texts(.quote) == ["Hôm nay họp không?"])
    #expect(document.texts(.boilerplate) == ["Chị Lụa"])
    #expect(document.provenance.mediaType == "message/rfc822" && document.key.text == "/thu/a.eml")
  }

  @Test func `gives what is attached as documents of their own`() throws {
    let word = OfficeFile.word(OfficeFile.paragraph(prose(2)))
    let reading = try read(
      """

      Content-Type: multipart/mixed; boundary="b"

      lời mào đầu
      --b
      Content-Type: multipart/alternative; boundary=c

      --c
      Content-Type: text/plain; charset=utf-8

      \(prose(1))
      --c
      Content-Type: text/html; charset=utf-8

      <p>\(prose(1))</p>
      --c--
      --b
      Content-Type: application/octet-stream
      Content-Disposition: attachment; filename*=utf-8''bi%C3%AAn%20b%E1%BA%A3n.docx
      Content-Transfer-Encoding: base64

      \(base64(word))
      --b
      Content-Type: image/png
      Content-ID: <x>
      Content-Transfer-Encoding: base64

      iVBORw0KGgo=
      --b
      Content-Type: message/rfc822

      From: x@y.example
      Subject: Thu cu
      Date: 1 Jan 98 10:00 GMT

      Noi dung thu cu
      --b--
      """, name: "/a.eml")
    #expect(reading.problems.isEmpty)
    #expect(reading.keys == ["/a.eml", "/a.eml!/biên bản.docx", "/a.eml!/2.eml"])
    #expect(reading.documents[0].allText.components(prose(1)) == 1)
    #expect(
      reading.documents[0].fields.first { $0.name == "attachments" }?.values == ["biên bản.docx"])
    #expect(reading.documents[1].allText.contains(prose(2)))
    #expect(reading.documents[2].title == "Thu cu")
    #expect(reading.documents[2].date(.published) == "1998-01-01T10:00Z")
  }

  @Test func `of HTML alone, or with a stub beside it, is read from the HTML`() throws {
    for stub in ["", "--c\nContent-Type: text/plain\n\nHTML only.\n"] {
      let html = (1...6).map { "<p>\(prose($0))</p>" }.joined()
      let reading = try read(
        "\nContent-Type: multipart/alternative; boundary=c\n\n\(stub)--c\nContent-Type: text/html; charset=utf-8\n\n\(html)\n--c--\n"
      )
      let document = try #require(reading.documents.first)
      #expect(document.title == "Họp xóm Hạ tối mai")
      for i in 1...6 { #expect(document.allText.contains(prose(i))) }
      #expect(!document.allText.contains("HTML only"))
    }
  }

  @Test(arguments: [
    ("=?windows-1258?Q?Vi=EA=F2t?=", "Việt"), ("=?us-ascii*vi?q?a_b?= c", "a b c"),
    ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"), ("x =?utf-8?q?a?= y", "x a y"), ("=?x", "=?x"),
    ("=?utf-8?z?a?=", "=?utf-8?z?a?="), ("=?utf-8?B?4bq?= =?utf-8?B?ow==?=", "ả"), ("", ""),
  ])
  func `has header words in any charset`(text: String, decoded: String) {
    #expect(EncodedWords.decoded(Array(text.utf8)) == decoded)
  }

  @Test(
    arguments: [
      ("Tue, 5 Mar 2019 08:30:00 +0700", "2019-03-05T08:30+07:00"),
      ("5 Mar 19 08:30 GMT", "2019-03-05T08:30Z"),
      ("31 Dec 1999", "1999-12-31"), ("Fri, 1 Jan 2021 25:00:00 +0700", "2021-01-01"),
      ("hôm qua", nil),
      ("", nil), ("5 Foo 2019", nil),
    ] as [(String, String?)])
  func `has a date in the form of mail`(text: String, iso: String?) {
    #expect(MailDate.iso(text) == iso)
  }

  @Test func `decodes what it encodes`() {
    for seed in UInt64(0)..<40 {
      var random = SplitMix(seed: seed)
      let bytes = (0..<Int(random.next() % 200)).map { _ in UInt8(truncatingIfNeeded: random.next())
      }
      #expect(TransferEncoding.base64(Array(base64(bytes).utf8)) == bytes)
      let quoted = bytes.flatMap { byte -> [UInt8] in
        let hex = String(byte, radix: 16, uppercase: true)
        return Array("=\(hex.count == 1 ? "0" : "")\(hex)".utf8) + Array("=\r\n".utf8)
      }
      #expect(TransferEncoding.quotedPrintable(quoted) == bytes)
    }
  }

  @Test func `in plain text that only looks so is none`() throws {
    for text in ["Từ: Lụa\nĐến: Hạ\n\nChào", "Note: a\nDate: b\n\nText", "Subject: a\nthường\n"] {
      #expect(try document(text).provenance.mediaType == "text/plain")
    }
  }

  @Test(arguments: [
    "Content-Type: multipart/mixed; boundary=\"\"\n\n--\n--\n",
    "Content-Type: multipart/mixed; boundary=b\n\n--b", "Content-Type: multipart/mixed\n\nx",
    "Content-Type: text/plain; charset=\"\n\nx", "Content-Transfer-Encoding: base64\n\n====",
    "Content-Type: application/pkcs7-mime\n\nx",
  ])
  func `that breaks the rules is still a document`(rest: String) throws {
    #expect(try read("\n" + rest).documents.count >= 1)
  }

  @Test func `nested without end is cut`() throws {
    var text = "x"
    for i in 0..<200 {
      text = "Content-Type: multipart/mixed; boundary=b\(i)\n\n--b\(i)\n\(text)\n--b\(i)--\n"
    }
    let document = try #require(try read("\n" + text).documents.first)
    #expect(document.warnings.contains { $0.contains("too many parts") })
  }

  @Test func `damaged anywhere is read or refused`() throws {
    let text =
      Self.head.trimmingSuffix
      + "\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>a</p>\n--b\n"
      + "Content-Disposition: attachment; filename=x.txt\nContent-Transfer-Encoding: base64\n\nYWJj\n--b--\n"
    try survivesDamage(Array(text.utf8), name: "/a.eml")
  }
}

@Suite struct `A mailbox` {
  private let box = """
    From lua@x Tue Mar  5 08:30:00 2019
    From: lua@x
    Subject: Mot
    Message-ID: <1@x>

    Dong dau
    >From day la mot dong
    >>From hai dau

    From ha@x Tue Mar  5 09:30:00 2019
    From: ha@x
    Subject: Hai
    Message-ID: <1@x>

    Than thu hai

    From ha@x Tue Mar  5 09:31:00 2019
    Subject: Ba

    Khong co ma
    """

  @Test func `is a document a message, named by its id`() throws {
    let reading = try Reading(Array(box.utf8), name: "/thu/hop")
    #expect(reading.keys == ["/thu/hop!/1@x", "/thu/hop!/1@x#2", "/thu/hop!/3"])
    #expect(reading.documents.map(\.title) == ["Mot", "Hai", "Ba"])
    let first = reading.documents[0].allText
    #expect(first.contains("From day la mot dong") && first.contains("From hai dau"))
    #expect(!first.contains(">From day"))
  }

  @Test func `is read the same when it is compressed, and from disk`() throws {
    let packed = Packed.archive(.gzip, [Packed.Entry("", box)])
    #expect(
      try Reading(packed, name: "/thu/hop").keys == Reading(Array(box.utf8), name: "/thu/hop").keys)
    let folder = TemporaryFolder()
    try write(Array(box.utf8), to: folder.path + "/hop")
    var count = 0
    for case .file(let item) in Walk([folder.path]) {
      Extractor().extract(item) { part in if case .document = part { count += 1 } }
    }
    #expect(count == 3)
  }

  @Test func `with a message past the limit leaves it out and goes on`() throws {
    var limits = Limits()
    limits.memberBytes = 300
    let long = String(repeating: "dai qua \n", count: 100)
    let text = "From a\nSubject: Dai\n\n\(long)\nFrom b\nSubject: Ngan\n\nvua\n"
    let reading = try Reading(Array(text.utf8), limits: limits)
    #expect(reading.documents.map(\.title) == ["Ngan"])
    #expect(reading.problems.map(\.code) == [.tooLarge])
  }

  @Test(arguments: [
    ("/m/new/1.a.host", "/m/cur/1.a.host"), ("/m/cur/1.a.host:2,RS", "/m/cur/1.a.host"),
    ("/m/cur/sub/x:2,S", "/m/cur/sub/x:2,S"), ("/x/a.eml", "/x/a.eml"), ("a", "a"),
  ])
  func `of many files keeps its keys when they are read`(path: String, key: String) {
    #expect(MaildirName.stable(path) == key)
  }

  @Test func `damaged anywhere is read or refused`() throws {
    for variant in damaged(Array(box.utf8)) { _ = try Reading(variant, name: "/hop") }
  }
}

@Suite struct `A page saved with its pictures` {
  @Test func `is a web page with its address`() throws {
    let text = """
      From: <Saved by Blink>
      Snapshot-Content-Location: https://baolang.example/bai-1
      Subject: Bai
      MIME-Version: 1.0
      Content-Type: multipart/related; type="text/html"; boundary="b"

      --b
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: quoted-printable
      Content-Location: https://baolang.example/bai-1

      <html><head><title>B=E1=BA=BFn s=C3=B4ng qu=C3=AA</title></head><body><h1>B=E1=BA=BFn s=C3=B4ng qu=C3=AA</h1>
      <p>\(prose(1).utf8.map { $0 < 0x80 && $0 != 0x3d ? String(UnicodeScalar($0)) : "=" + String($0, radix: 16, uppercase: true) }.joined())</p></body></html>
      --b
      Content-Type: image/png
      Content-Transfer-Encoding: base64

      iVBORw0KGgo=
      --b--
      """
    let document = try document(text, name: "/a.mhtml")
    #expect(document.title == "Bến sông quê")
    #expect(document.allText.contains(prose(1)))
    #expect(document.first(.url) == "https://baolang.example/bai-1")
    #expect(document.provenance.mediaType == "multipart/related")
  }
}

/// Bytes as base64 without line ends.
func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  var text = ""
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for i in 0..<4 { text.append(i <= group.count ? letters[bits >> (18 - 6 * i) & 63] : "=") }
  }
  return text
}

extension String {
  /// Without line ends at its end.
  fileprivate var trimmingSuffix: String {
    var text = self
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }

  /// How often `piece` stands in it.
  fileprivate func components(_ piece: String) -> Int { ranges(of: piece).count }
}
