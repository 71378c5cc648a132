import Documents
import Testing

@testable import Ingest

/// A letter in `.VnTime`, VNI-Times and Unicode, saved by LibreOffice in each format.
@Suite struct `A letter in old fonts` {
  @Test(arguments: ["cu.doc", "cu.docx", "cu.odt", "cu.rtf"])
  func `is read by the font of each run`(name: String) throws {
    let document = try document(Fixture.bytes(name), name: "/kho/" + name)
    let text = document.allText
    for words in [
      "Uỷ ban nhân dân xã Yên Phú thông báo về việc tu sửa con đường ra bến Xuân trước mùa mưa.",
      "Nhân dân xóm Hạ đồng lòng góp công, góp của.", "Đoạn này gõ bằng Unicode: bến đò, con nước.",
      "Kính chào.",
    ] {
      #expect(text.contains(words), "\(name): \(text)")
    }
    #expect(document.texts(.table) == ["Hộ | Số ngày", "Lụa | x | 3"], "\(document.outline)")
  }
}

@Suite struct `An office file in one piece of XML` {
  @Test func `of Word is read by its fonts`() throws {
    let document = try document(
      "<?xml version=\"1.0\"?><w:wordDocument xmlns:w=\"w\"><w:body>"
        + OfficeFile.paragraph("ChÝnh phñ ViÖt Nam", font: ".VnTime")
        + OfficeFile.paragraph(prose(1)) + "</w:body></w:wordDocument>", name: "/a.doc")
    #expect(document.allText.contains("Chính phủ Việt Nam"))
    #expect(document.allText.contains(prose(1)))
  }

  @Test func `of LibreOffice is read by its styles`() throws {
    let document = try document(
      """
      <?xml version="1.0"?><office:document xmlns:office="o" xmlns:text="t" xmlns:style="s"><office:automatic-styles>
      <style:style style:name="P1"><style:text-properties style:font-name=".VnTime"/></style:style></office:automatic-styles>
      <office:body><office:text><text:p text:style-name="P1">nhµ n\u{ad}íc</text:p><text:p>\(prose(1))</text:p></office:text>
      </office:body></office:document>
      """, name: "/a.fodt")
    #expect(document.allText.contains("nhà nước") && document.allText.contains(prose(1)))
  }
}

@Suite struct `A compound file` {
  @Test func `gives its streams`() throws {
    let file = try #require(CompoundFile(try Fixture.bytes("don.doc")))
    #expect(file.stream("WordDocument")?.u16(0) == 0xa5ec)
    #expect(file.stream("no such stream") == nil)
    #expect(SummaryInformation.facts(file).title == "Đơn đề nghị sửa đường")
  }

  @Test func `of Word is read by its own reader, as by catdoc`() throws {
    let bytes = try Fixture.bytes("don.doc")
    let own = try OldWord(try #require(CompoundFile(bytes))).text
    #expect(own.lines.contains { $0.text.hasPrefix("Mùa mưa vừa rồi nước xói trôi") })
    #expect(own.lines.contains { $0.text == "Hộ | Góp công | Góp tiền" && $0.kind == .table })
  }

  @Test func `of PowerPoint gives what stands on its slides`() throws {
    let document = try document(Fixture.bytes("buoi.ppt.gz"), name: "/kho/buoi.ppt.gz")
    #expect(document.allText.contains("Buổi họp xóm Hạ"), "\(document.outline)")
    #expect(document.allText.contains("Bàn việc đổ đá con đường ra bến Xuân trước mùa mưa"))
    #expect(document.provenance.mediaType == "application/vnd.ms-powerpoint")
  }

  /// No tools: only the readers of our own are tried, and each is over at once.
  @Test(arguments: ["don.doc", "cu.doc"]) func `damaged anywhere is read or refused`(
    name: String
  ) throws {
    let bytes = try Fixture.bytes(name)
    for variant in damaged(bytes, seeds: 0..<300) {
      guard let file = CompoundFile(variant) else { continue }
      _ = SummaryInformation.facts(file)
      let text = try? OldWord(file).text
      for line in text?.lines ?? [] { #expect(!line.text.isEmpty) }
    }
  }

  @Test func `of chains in circles and numbers out of range ends`() throws {
    let bytes = try Fixture.bytes("cu.doc")
    for seed in UInt64(0)..<200 {
      var random = SplitMix(seed: seed)
      var copy = bytes
      for _ in 0..<20 {
        let at = Int(random.next() % UInt64(copy.count / 4)) * 4
        let value = [0, 1, 2, 0xffff_ffff, 0x7fff_ffff, UInt32(at / 512)][Int(random.next() % 6)]
        for i in 0..<4 { copy[at + i] = UInt8(truncatingIfNeeded: value >> UInt32(8 * i)) }
      }
      if let file = CompoundFile(copy) { _ = try? OldWord(file) }
    }
  }
}
