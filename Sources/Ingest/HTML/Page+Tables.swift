extension Page {
  /// No data table is wider; looking at a row costs its width.
  private static let widestRow = 100

  /// The table a row belongs to, or the row itself.
  func table(ofRow row: Int32) -> Element {
    let body = Int(elements[Int(row)].parent)
    if body >= 0, elements[body].tag == .table { return elements[body] }
    let outer = body < 0 ? -1 : Int(elements[body].parent)
    return outer >= 0 && elements[outer].tag == .table ? elements[outer] : elements[Int(row)]
  }

  /// The table row a block is a cell of, -1 if none. A cell with several blocks, or alone in its row,
  /// is there for the layout.
  func dataRow(of block: Block) -> Int32 {
    guard let cell = cell(of: block) else { return -1 }
    let element = elements[cell]
    let parent = Int(element.parent)
    if element.endBlock - element.firstBlock != 1 || parent < 0 { return -1 }
    let row = elements[parent]
    let width = row.endBlock - row.firstBlock
    if row.tag != .tr || width < 2 || width > Self.widestRow { return -1 }
    return isLayout(row) ? -1 : Int32(parent)
  }

  /// Some cell of the row holds more than one block.
  private func isLayout(_ row: Element) -> Bool {
    var previous: Int?
    for block in blocks[Int(row.firstBlock)..<Int(row.endBlock)] {
      let cell = cell(of: block)
      if cell == nil || cell == previous { return true }
      previous = cell
    }
    return false
  }

  /// The table cell a block is in, not more than two elements up.
  private func cell(of block: Block) -> Int? {
    var index = Int(block.element)
    for _ in 0..<3 where index >= 0 {
      let tag = elements[index].tag
      if tag == .td || tag == .th { return index }
      index = Int(elements[index].parent)
    }
    return nil
  }
}
