extension SegmentCheck {
  /// Checks the forward stream of every document, and counts it.
  ///
  /// - Returns: nil when some document cannot be read.
  mutating func checkForward(_ foldedOf: [UInt32]) -> Recount? {
    var recount = Recount(foldedOf: foldedOf, foldedTermCount: segment.foldedTermCount)
    checkRanks()
    var isWhole = true
    var forward = ForwardDocument()
    for document in 0..<DocID(segment.documentCount) {
      let before = report.findings.count + report.unlisted
      attempt("forward stream") { check throws(IndexError) in
        try check.segment.readForward(document, into: &forward)
        if let reason = check.flaw(in: forward) {
          check.tell("forward stream", "document \(document): \(reason)")
          return
        }
        try check.checkCodes(of: document, forward.slots)
      }
      if report.findings.count + report.unlisted > before { isWhole = false }
      if isWhole { recount.add(forward) }
    }
    return isWhole ? recount : nil
  }

  /// What cannot be in the words of a document, nil where all can.
  private func flaw(in forward: ForwardDocument) -> String? {
    let terms = UInt32(segment.canonicalTermCount)
    var start = 0
    for (number, block) in forward.blocks.enumerated() {
      guard block.slotCount > 0, block.slotCount <= forward.slots.count - start else {
        return "block \(number) has \(block.slotCount) slots"
      }
      if number > 0, block.kind == .title { return "block \(number) is a title" }
      let end = start + block.slotCount
      if let reason = Self.flaw(in: forward.slots[start..<end], terms) { return reason }
      if end < forward.slots.count, forward.slots[end] != ForwardDocument.block {
        return "no boundary follows block \(number)"
      }
      if end == forward.slots.count, number + 1 < forward.blocks.count {
        return "block \(number) is the last that has words"
      }
      start = end + 1
    }
    guard start == forward.slots.count + (forward.blocks.isEmpty ? 0 : 1) else {
      return "slots are in no block"
    }
    return flawOfWholes(in: forward, terms)
  }

  private static func flaw(in slots: ArraySlice<UInt32>, _ terms: UInt32) -> String? {
    var wasBoundary = true
    for slot in slots {
      if slot == ForwardDocument.block { return "a block has the boundary of blocks inside" }
      let isBoundary = slot == ForwardDocument.sentence
      if isBoundary, wasBoundary { return "a sentence has no words" }
      if !isBoundary, slot >= terms { return "it has the unknown term \(slot)" }
      wasBoundary = isBoundary
    }
    return wasBoundary ? "a block ends with a boundary" : nil
  }

  private func flawOfWholes(in forward: ForwardDocument, _ terms: UInt32) -> String? {
    var previous: (UInt32, UInt16) = (0, 0)
    for whole in forward.wholes {
      guard whole.term < terms else { return "it has the unknown whole form \(whole.term)" }
      let end = Int(whole.slot) + Int(whole.span)
      guard whole.span > 0, end <= forward.slots.count,
        !forward.slots[Int(whole.slot)..<end].contains(ForwardDocument.block)
      else { return "a whole form is outside of its block" }
      if (whole.slot, whole.span) < previous { return "whole forms are not in order" }
      previous = (whole.slot, whole.span)
    }
    return nil
  }

  /// No two terms may have one code.
  private mutating func checkRanks() {
    var seen = Set<UInt16>()
    let limit = min(segment.canonicalTermCount, ForwardRanks.limit)
    for term in 0..<UInt32(segment.canonicalTermCount) {
      guard let code = segment.code(of: term) else { continue }
      if Int(code) >= limit || !seen.insert(code).inserted {
        tell("ranks of terms", "the code of \(name(canonical: term)) is not its own")
      }
    }
    if seen.count != limit {
      tell("ranks of terms", "\(seen.count) terms have a code, \(limit) could have one")
    }
  }

  /// Phrases are looked for in the codes: they must be those of the terms.
  private mutating func checkCodes(of document: DocID, _ slots: [UInt32]) throws(IndexError) {
    let raw = unsafe try segment.codes(of: document)
    guard raw.count == slots.count * 2 else {
      tell("forward stream", "document \(document) has \(raw.count / 2) codes")
      return
    }
    for (index, slot) in slots.enumerated() {
      // In bounds: two bytes a slot.
      let found = UInt16(
        littleEndian: unsafe raw.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
      let expected =
        switch slot {
        case ForwardDocument.sentence: ForwardRanks.sentence
        case ForwardDocument.block: ForwardRanks.block
        default: segment.code(of: slot) ?? ForwardRanks.escape
        }
      if found != expected {
        tell("ranks of terms", "document \(document) has another code for a word than its term")
        return
      }
    }
  }

  /// Checks lengths, totals, and what they give for the impacts.
  mutating func checkLengths(_ recount: Recount) {
    var totals = Segment.Lengths<UInt64>(title: 0, all: 0, low: 0)
    var sum = 0.0
    let model = segment.impactModel
    for (document, expected) in recount.lengths.enumerated() {
      let found = segment.lengths(of: DocID(document))
      if (found.title, found.all, found.low) != (expected.title, expected.all, expected.low) {
        tell("lengths", "document \(document) has \(expected.all) words, not \(found.all)")
      }
      totals.title += UInt64(expected.title)
      totals.all += UInt64(expected.all)
      totals.low += UInt64(expected.low)
      sum += Double(
        model.weights.frequency(expected.all, title: expected.title, low: expected.low))
    }
    let found = segment.totals
    if (found.title, found.all, found.low) != (totals.title, totals.all, totals.low) {
      tell("totals", "the documents have \(totals.all) words, not \(found.all)")
    }
    let average = Float(sum / Double(max(1, recount.lengths.count)))
    if abs(average - model.averageLength) > average * 1e-5 {
      tell("impact model", "the average length is \(average), not \(model.averageLength)")
    }
    checkSteps(recount)
  }
}
