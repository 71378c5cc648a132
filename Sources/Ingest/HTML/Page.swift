/// A page as two flat arrays: its elements, and its blocks of text in reading order.
///
/// An element knows its parent and the blocks below it as a range, so a sum over a subtree is a
/// difference of two prefix sums and no walk recurses.
struct Page: Sendable {
  var elements: [Element] = []
  var blocks: [Block] = []
  /// Text of all blocks: UTF-8, white space collapsed to one space, a `<br>` as a line feed.
  var text: [UInt8] = []
  var head = PageHead()
  var warnings: [String] = []

  struct Element: Sendable {
    var tag: Tag
    var traits: Traits = []
    var words: LabelWords = []
    /// Index of the element around this one; -1 at the top.
    var parent: Int32
    /// One past the last element inside this one.
    var end: Int32 = 0
    var firstBlock: Int32
    var endBlock: Int32 = 0
  }

  struct Traits: OptionSet, Sendable {
    let rawValue: UInt16
    static let hidden = Traits(rawValue: 1 << 0)
    static let roleMain = Traits(rawValue: 1 << 1)
    /// Says of itself that it is navigation, a side box, a search form …
    static let roleAside = Traits(rawValue: 1 << 2)
    static let roleArticle = Traits(rawValue: 1 << 3)
    static let articleBody = Traits(rawValue: 1 << 4)
    static let headline = Traits(rawValue: 1 << 5)
    static let author = Traits(rawValue: 1 << 6)
    static let published = Traits(rawValue: 1 << 7)
    static let tagLink = Traits(rawValue: 1 << 8)
    static let listItem = Traits(rawValue: 1 << 9)
    static let comment = Traits(rawValue: 1 << 10)

    /// By bit.
    static let names = [
      "hidden", "roleMain", "roleAside", "roleArticle", "articleBody", "headline", "author",
      "published", "tagLink", "listItem", "comment",
    ]
  }

  /// Text between two block borders.
  struct Block: Sendable {
    /// The nearest block-level element around the text.
    var element: Int32
    var range: Range<Int>
    /// How many bytes of it are inside links, in bold.
    var linkBytes: Int32 = 0
    var strongBytes: Int32 = 0
    var wordCount: Int32 = 0
    var sentenceMarks: Int32 = 0
    var commas: Int32 = 0
    var digits: Int32 = 0

    var byteCount: Int { range.count }
    /// Counts words, commas, digits and ends of sentences in the block's bytes of `text`.
    mutating func measure(_ text: Span<UInt8>) {
      var wasSpace = true
      var ideographs: Int32 = 0
      for i in range {
        let byte = text[i]
        if byte == 0x20 || byte == 0x0a {
          wasSpace = true
          continue
        }
        if wasSpace { wordCount += 1 }
        wasSpace = false
        switch byte {
        // Chinese and Japanese have no spaces between words; two characters pass for one.
        case 0xe3...0xe9: ideographs += 1
        case UInt8(ascii: ","): commas += 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
          let next = i + 1 < range.upperBound ? text[i + 1] : 0x20
          if next <= 0x20 || next == UInt8(ascii: "\"") { sentenceMarks += 1 }
        default: break
        }
      }
      wordCount += ideographs / 2
    }

    /// Reads as sentences, not as a list of links.
    var isProse: Bool { wordCount >= 10 && linkShare < 0.4 }

    var linkShare: Double { range.isEmpty ? 0 : Double(linkBytes) / Double(range.count) }
  }

  /// The tag of the block's element.
  func tag(of block: Block) -> Tag {
    block.element >= 0 ? elements[Int(block.element)].tag : .other
  }

  /// The block's element or one of those around it has the tag.
  func isIn(_ tag: Tag, _ block: Block, levels: Int) -> Bool {
    var element = block.element
    for _ in 0..<levels where element >= 0 {
      if elements[Int(element)].tag == tag { return true }
      element = elements[Int(element)].parent
    }
    return false
  }

  func string(of block: Block) -> String {
    String(decoding: text[block.range], as: UTF8.self)
  }
}
