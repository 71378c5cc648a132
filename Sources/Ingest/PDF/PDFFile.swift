internal import Documents

/// A PDF file with text, read by poppler's `pdftotext` and `pdfinfo` in processes of their own.
struct PDFFile {
  private(set) var text = OfficeText()
  private(set) var pageCount = 0
  /// Pages that have next to no text: photographs of paper.
  private(set) var emptyPages = 0

  /// Pages, from 1, whose text was read from their pictures.
  private(set) var scanned: [Int] = []
  /// Pages without text that were left as they are.
  private(set) var unread: [Int] = []

  /// - Parameter scans: How pages without text are read; nil where they are not.
  /// - Throws: `.encrypted`, `.damaged`, `.missingTool`.
  init(_ bytes: [UInt8], limits: Limits, scans: ScanOptions? = nil) throws(IngestError) {
    let limits = ProcessLimits(duration: limits.toolDuration, output: limits.textBytes)
    let input = ChildProcess.inputPath
    let result = try ChildProcess(
      tool: .pdftotext, arguments: ["-q", "-enc", "UTF-8", input, "-"], limits: limits
    ).run(on: bytes)
    let info = try ChildProcess(
      tool: .pdfinfo, arguments: ["-enc", "UTF-8", "-isodates", input], limits: limits
    ).run(on: bytes)
    if info.errors.contains("Incorrect password") { throw .encrypted }
    if let cut = result.cut { text.warnings.append(cut.warning(of: "pdftotext")) }
    let failed = result.exitCode != 0 && result.cut == nil
    if failed, result.output.isEmpty { throw .damaged(Self.reason(info)) }
    if failed { text.warnings.append("pdftotext did not end well: \(Self.reason(info))") }

    var texts = PageText.pages(of: String(decoding: result.output, as: UTF8.self))
    unread = texts.indices.filter { PageText.isEmpty(texts[$0]) }.map { $0 + 1 }
    if let scans { readScans(of: bytes, into: &texts, scans, limits) }
    let pages = PageText(pages: texts)
    text.lines = pages.lines
    pageCount = pages.pageCount
    emptyPages = pages.emptyPages
    if !unread.isEmpty, scans == nil {
      text.warnings.append(
        "\(emptyPages) of \(pageCount) pages have no text: they may be scanned paper,"
          + " which --ocr reads")
    }
    text.facts = Self.facts(String(decoding: info.output, as: UTF8.self))
  }

  /// Where a tool is missing the text of the other pages stays, and these are unread.
  private mutating func readScans(
    of bytes: [UInt8], into pages: inout [Substring], _ options: ScanOptions,
    _ limits: ProcessLimits
  ) {
    let scans = Scans(limits: limits, languages: options.languages)
    let wanted = unread.prefix(Scans.pageLimit)
    if wanted.count < unread.count {
      text.warnings.append(
        "of \(unread.count) scanned pages the first \(Scans.pageLimit) were read: a program for"
          + " books does better")
    }
    for page in wanted {
      options.onPage()
      do throws(IngestError) {
        let text = try scans.text(ofPage: page, of: bytes)
        if !PageText.isEmpty(text[...]) { scanned.append(page) }
        pages[page - 1] = text[...]
      } catch {
        text.warnings.append(error.description)
        if case .missingTool = error {
          unread.removeAll { scanned.contains($0) }
          return
        }
      }
    }
    unread = []
  }

  private static func reason(_ result: ProcessResult) -> String {
    let line = result.errors.split(separator: "\n").first.map(String.init)
    guard let line else {
      return result.exitCode.map { "exit code \($0)" } ?? "the program was ended by a signal"
    }
    return line
  }

  /// `Title:          Báo cáo` a line.
  private static func facts(_ info: String) -> OfficeFacts {
    var facts = OfficeFacts()
    for line in info.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmingSpaces()
      switch line[..<colon] {
      case "Title": facts.title = value
      case "Author": facts.authors = FactsReader.list(value, ";")
      case "Keywords": facts.keywords = FactsReader.list(value, ",;")
      case "Subject": facts.subject = value
      case "CreationDate": facts.created = value
      case "ModDate": facts.modified = value
      default: break
      }
    }
    return facts
  }
}

extension ProcessResult.Cut {
  func warning(of tool: String) -> String {
    switch self {
    case .time: "\(tool) took too long: what it gave until then was kept"
    case .output: "\(tool) gave too much text: the rest was cut"
    }
  }
}
