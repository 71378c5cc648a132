/// Clean text of an HTML file → `Page`, within limits.
struct PageParser: Sendable {
  let limits: Limits

  /// - Parameter bytes: Valid UTF-8 without a byte order mark and NUL.
  func parse(_ bytes: [UInt8]) throws(IngestError) -> Page {
    let guarded = PageGuard(bytes, attributeLimit: limits.attributes)
    var builder = PageBuilder(limits: limits)
    let clock = ContinuousClock()
    let deadline = clock.now + limits.duration
    let cut = try HTMLReader.read(guarded.page.span, into: &builder) { clock.now > deadline }
    var page = builder.finish()
    page.warnings += guarded.warnings
    if builder.isCutInDepth {
      page.warnings.append("elements nest deeper than \(limits.depth): those inside were flattened")
    }
    if let cut { page.warnings.append(cut.warning) }
    return page
  }
}
