import Documents
import Testing

@testable import Ingest

/// Debug builds are this much slower, and the machine may be busy.
private let slowness: Int = {
  var factor = 1
  assert(
    {
      factor = 20
      return true
    }())
  return factor
}()

/// Inputs made to hurt. Each must be over in seconds, lose no text that can be had, and say what
/// was given up.
@Suite(.timeLimit(.minutes(2))) struct `Hostile HTML` {
  private func page(_ body: String) -> String {
    "<html><head><title>Thử</title></head><body><p>\(prose(1))</p>\(body)<p>Lời kết còn đây.</p></body></html>"
  }

  /// Reads a page and checks that its first and last words came through, in time.
  private func survives(
    _ body: String, seconds: Int = 4, _ location: SourceLocation = #_sourceLocation
  ) throws -> Document {
    let clock = ContinuousClock()
    let start = clock.now
    let document = try document(page(body))
    #expect(clock.now - start < .seconds(seconds * slowness), sourceLocation: location)
    #expect(document.allText.contains(prose(1)), sourceLocation: location)
    #expect(document.allText.contains("Lời kết còn đây"), sourceLocation: location)
    return document
  }

  @Test(arguments: [600, 20_000])
  func `nested deeper than any page keeps its text and says so`(depth: Int) throws {
    let body =
      String(repeating: "<div>", count: depth) + "đáy sâu"
      + String(repeating: "</div>", count: depth)
    let document = try survives(body)
    #expect(document.allText.contains("đáy sâu"))
    #expect(document.status == .partial)
    #expect(document.warnings.contains { $0.contains("nest") })
  }

  @Test func `nested at the limit is complete`() throws {
    let depth = Limits().depth - 4
    let document = try survives(String(repeating: "<div>", count: depth) + "đáy")
    #expect(document.status == .complete)
  }

  @Test func `with a hundred thousand attributes on one tag is cut and read`() throws {
    let attributes = (0..<100_000).map { " a\($0)=\"\($0)\"" }.joined()
    let document = try survives("<div\(attributes)>bên trong</div>")
    #expect(document.allText.contains("bên trong"))
    #expect(document.status == .partial)
    #expect(document.warnings.contains { $0.contains("attributes") })
  }

  @Test(arguments: [" a", "/a", " a=\"\"", " a='x'", " a=b", "\ta\n"])
  func `with attributes written any way is cut`(attribute: String) throws {
    let document = try survives("<div \(String(repeating: attribute, count: 40_000))>trong</div>")
    #expect(document.allText.contains("trong"))
  }

  @Test func `with quotes run together as attributes is cut`() throws {
    _ = try survives("<div \(String(repeating: "a\"b\"", count: 40_000))>trong</div>")
  }

  @Test func `with many tags of many attributes is over in time`() throws {
    let tag = "<i" + String(repeating: " a=1", count: 250) + ">"
    _ = try document(page(String(repeating: tag, count: 3000)))
  }

  @Test(arguments: ["<!-- ", "<script>", "<style>", "<SCRIPT type=x>"])
  func `with an opening that never closes keeps what follows`(opening: String) throws {
    let document = try survives(opening)
    #expect(document.status == .partial)
    #expect(document.warnings.contains { $0.contains("no end") })
  }

  @Test func `with two million unterminated comments keeps the rest`() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let document = try document(page(String(repeating: "<!--", count: 500_000)))
    #expect(clock.now - start < .seconds(3 * slowness))
    #expect(document.allText.contains("Lời kết"))
  }

  @Test(arguments: ["<", "&", "<a", "</", "<?", "<!", "&#", "\"", "<x y='", "</a", "&nbsp"])
  func `made of one piece repeated is over in time`(piece: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    _ = try document(page(String(repeating: piece, count: 400_000)))
    #expect(clock.now - start < .seconds(3 * slowness))
  }

  @Test func `with a huge attribute is read`() throws {
    _ = try survives("<a href=\"\(String(repeating: "x", count: 5 << 20))\">liên kết</a>")
  }

  @Test func `with a tag name of megabytes is read`() throws {
    _ = try document(page("<\(String(repeating: "x", count: 2 << 20))>trong"))
  }

  @Test func `with a text node past ten megabytes loses nothing`() throws {
    let word = "sông nước "
    let document = try survives(
      "<p>" + String(repeating: word, count: 1 << 20) + "</p>", seconds: 5)
    let bytes = document.allText.utf8.count
    #expect(bytes > word.utf8.count << 20)
  }

  @Test func `with elements past the limit is cut with a warning`() throws {
    var extractor = Extractor()
    extractor.limits.elements = 1000
    let text = page(String(repeating: "<p>một", count: 50_000))
    let document = try extractor.document(
      from: Array(text.utf8), SourceFile(key: DocumentKey("/a")))
    #expect(document.status == .partial)
    #expect(document.warnings.contains(PageCut.elements.warning))
    #expect(document.allText.contains(prose(1)))
  }

  @Test func `past its time is cut with a warning`() throws {
    var extractor = Extractor()
    extractor.limits.duration = .zero
    let text = page(String(repeating: "<p>một", count: 50_000))
    let document = try extractor.document(
      from: Array(text.utf8), SourceFile(key: DocumentKey("/a")))
    #expect(document.warnings.contains(PageCut.time.warning))
    #expect(document.status == .partial)
  }

  @Test func `of many siblings is over in time`() throws {
    let clock = ContinuousClock()
    let start = clock.now
    _ = try document(page(String(repeating: "<p>x", count: 300_000)))
    #expect(clock.now - start < .seconds(3 * slowness))
  }

  @Test func `never reads an external entity`() throws {
    let document = try document(
      """
      <!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
      <html><body><p>\(prose(1)) &x; &b;</p></body></html>
      """)
    #expect(document.allText.contains(prose(1)))
    #expect(!document.allText.contains("root:"))
  }

  @Test func `with character references out of range leaves them out`() throws {
    let document = try survives("<p>một&#0;hai&#xD800;ba&#1114112;bốn&#99999999999;năm</p>")
    #expect(document.allText.contains("bốn"))
  }
}

@Suite struct `Damaged bytes` {
  @Test func `zeros in a page are left out and counted`() throws {
    let document = try document("<html><body>\0<p>\(prose(1))</p>\0<p>sau</p></body></html>")
    #expect(document.allText.contains(prose(1)) && document.allText.contains("sau"))
    #expect(document.warnings.contains { $0.contains("2 zero") })
  }

  @Test func `invalid UTF-8 in a page becomes replacement characters, not Latin-1`() throws {
    var bytes = Array("<html><body><p>\(prose(1)) ".utf8)
    bytes += [0xff, 0xe1, 0xbb]
    bytes += Array(" hết.</p><p>\(prose(2))</p></body></html>".utf8)
    let document = try document(bytes)
    #expect(document.allText.contains(prose(2)))
    #expect(document.allText.contains("\u{fffd}"))
    #expect(document.status == .partial)
  }

  @Test(arguments: ["latin1", "utf-7", "windows-1252", "no-such-charset", "gbk"])
  func `a wrong meta charset does not garble UTF-8`(label: String) throws {
    let document = try document(
      "<html><head><meta charset=\(label)></head><body><p>\(prose(1))</p></body></html>")
    #expect(document.allText.contains(prose(1)))
  }

  @Test func `a byte order mark is stripped, also before a wrong meta`() throws {
    let text =
      "\u{feff}<html><head><meta charset=latin1></head><body><p>\(prose(1))</p></body></html>"
    let document = try document(text)
    #expect(document.blocks.map(\.text) == [prose(1)])
  }

  @Test(arguments: [true, false], [true, false])
  func `UTF-16 is read with and without a mark`(bigEndian: Bool, marked: Bool) throws {
    let text = "<html><body><p>\(prose(1))</p><p>\(prose(2))</p></body></html>"
    var bytes: [UInt8] = []
    for unit in (marked ? "\u{feff}" + text : text).utf16 {
      let pair = [UInt8(unit & 255), UInt8(unit >> 8)]
      bytes += bigEndian ? pair.reversed() : pair
    }
    #expect(try document(bytes).blocks.map(\.text) == [prose(1), prose(2)])
  }

  @Test(arguments: [
    "", " \n\t ", "<html></html>", "<html><body> \u{a0} </body></html>", "\u{feff}",
  ])
  func `nothing at all is an empty document`(text: String) throws {
    let document = try document(text)
    #expect(document.status == .empty)
    #expect(document.blocks.isEmpty)
  }

  @Test func `a single zero is an empty document`() throws {
    #expect(try document([0]).status == .empty)
  }

  @Test func `random bytes are binary`() {
    var random = SplitMix(seed: 7)
    let bytes = (0..<4096).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    #expect(throws: IngestError.self) { try document(bytes) }
  }

  @Test func `plain text that is called HTML is text`() throws {
    let document = try document("Bến cũ ngày xưa\n\n\(prose(1))\n", name: "/a/b.html")
    #expect(document.provenance.mediaType == "text/plain")
    #expect(document.title == "Bến cũ ngày xưa")
  }

  @Test func `HTML that is called text is HTML`() throws {
    #expect(
      try document("<html><body><p>\(prose(1))", name: "/a.txt").blocks.map(\.text) == [prose(1)])
  }

  @Test func `a file past its limit is refused with both numbers`() {
    var extractor = Extractor()
    extractor.limits.textBytesOfFile = 10
    #expect(throws: IngestError.tooLarge(byteCount: 11, limit: 10)) {
      try extractor.document(
        from: Array("hello world".utf8), SourceFile(key: DocumentKey("/a")))
    }
  }

  /// Pages cut, doubled and scrambled at random places: no crash, no hang, no invalid text.
  @Test(arguments: 0..<48) func `mutated pages are read or refused`(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var bytes = Array(
      """
      <!DOCTYPE html><html><head><title>Thử</title><script type="application/ld+json">{"@type":
      "NewsArticle","headline":"a"}</script></head><body class="x"><!-- c --><nav><a href="/">b</a></nav>
      <table><tr><td>1</td></tr></table><p>\(prose(1))<br>&amp;&#7879;<ul><li>c</li></ul></body></html>
      """.utf8)
    for _ in 0..<Int(random.next() % 40) {
      let at = Int(random.next() % UInt64(bytes.count))
      switch random.next() % 4 {
      case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes.remove(at: at)
      case 2: bytes.insert(UInt8(ascii: "<"), at: at)
      default: bytes += bytes[at...].prefix(60)
      }
    }
    let document = try? document(bytes)
    for block in document?.blocks ?? [] {
      #expect(String(validating: block.text.utf8, as: UTF8.self) == block.text)
      #expect(!block.text.isEmpty)
    }
  }
}

/// A small generator with a seed (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
