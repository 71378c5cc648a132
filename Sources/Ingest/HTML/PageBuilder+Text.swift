// The text of a page, block by block.

extension PageBuilder {
  mutating func addTitle(_ bytes: Span<UInt8>) {
    guard page.head.title.utf8.count < 2000 else { return }
    page.head.title += string(bytes)
  }

  mutating func lineBreak() {
    guard block != nil else { return }
    breaks += 1
    if breaks >= 2 { endBlock() }
  }

  mutating func endBlock() {
    pendingSpace = false
    breaks = 0
    guard var done = block else { return }
    block = nil
    done.range = done.range.lowerBound..<page.text.count
    done.measure(page.text.span)
    page.blocks.append(done)
  }

  /// Adds text to the open block, or opens one when there is more than white space.
  mutating func append(_ bytes: Span<UInt8>) {
    var i = 0
    let start = page.text.count
    let count = bytes.count
    while i < count {
      let byte = bytes[i]
      if let length = blank(at: i, in: bytes) {
        if length.isSpace { pendingSpace = true }
        i += length.bytes
        continue
      }
      if block == nil { startBlock() }
      if breaks > 0 {
        page.text.append(0x0a)
        breaks = 0
      } else if pendingSpace, page.text.count > (block?.range.lowerBound ?? 0) {
        page.text.append(0x20)
      }
      pendingSpace = false
      // A run without blanks and special lead bytes goes over in one piece.
      page.text.append(byte)
      i += 1
      while i < count, bytes[i] > 0x20, !isLead(bytes[i]) {
        page.text.append(bytes[i])
        i += 1
      }
    }
    let added = Int32(page.text.count - start)
    if added > 0 { endsInLink = links > 0 }
    if links > 0 { block?.linkBytes += added }
    if strongs > 0 { block?.strongBytes += added }
  }

  private func isLead(_ byte: UInt8) -> Bool { byte == 0xc2 || byte == 0xe2 || byte == 0xef }

  private mutating func startBlock() {
    var element = open.last ?? -1
    while element >= 0, !page.elements[Int(element)].tag.isBlock {
      element = page.elements[Int(element)].parent
    }
    block = Page.Block(element: element, range: page.text.count..<page.text.count)
  }

  /// White space (also no-break) and invisible characters at a place, with their byte length.
  private func blank(at i: Int, in bytes: Span<UInt8>) -> (bytes: Int, isSpace: Bool)? {
    switch bytes[i] {
    case 0...0x20: return (1, true)
    case 0xc2 where i + 1 < bytes.count:
      if bytes[i + 1] == 0xa0 { return (2, true) }
      return bytes[i + 1] == 0xad ? (2, false) : nil  // soft hyphen
    case 0xe2 where i + 2 < bytes.count && bytes[i + 1] == 0x80:
      switch bytes[i + 2] {
      case 0x80...0x8a, 0xa8, 0xa9, 0xaf: return (3, true)
      case 0x8b...0x8f: return (3, false)  // zero width
      default: return nil
      }
    case 0xef where i + 2 < bytes.count && bytes[i + 1] == 0xbb && bytes[i + 2] == 0xbf:
      return (3, false)
    default: return nil
    }
  }
}
