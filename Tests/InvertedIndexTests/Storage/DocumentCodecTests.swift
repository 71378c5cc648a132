import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct DocumentCodecTests {
  @Test(arguments: Seed.some(32))
  func `a document comes back as it was stored`(seed: Seed) throws {
    var random = seed
    var document = try SampleText.document("tài liệu/\(seed.value)", using: &random)
    document.fields = [Field(.author, ["Trần Văn An", ""]), Field("số", [])]
    document.dates = [
      DocumentDate(iso: "2023-01-04", role: .event, raw: "Chiều 4/1", confidence: 128.0 / 255)
    ]
    document.provenance = Provenance(
      source: "/kho/báo.html", modified: -5, byteCount: 1 << 40, mediaType: "text/html",
      charset: "tcvn3", charsetConfidence: 1)
    document.warnings = ["một byte lạ"]
    document.status = .partial
    let bytes = DocumentCodec.encode(document)
    #expect(try StoredReader.decode(bytes, file: "test") == document)
  }

  @Test func `a record cut short is told by file and offset`() throws {
    var random = Seed(7)
    let bytes = DocumentCodec.encode(try SampleText.document("a", using: &random))
    for count in 0..<bytes.count {
      #expect(throws: IndexError.self) {
        try StoredReader.decode(Array(bytes.prefix(count)), file: "test")
      }
    }
  }

  @Test func `a file that was only touched has the same content hash`() throws {
    var random = Seed(9)
    var document = try SampleText.document("a", using: &random)
    let hash = ContentHash(of: document)
    document.provenance.modified = 42
    #expect(ContentHash(of: document) == hash)
    document.title += "!"
    #expect(ContentHash(of: document) != hash)
  }
}
