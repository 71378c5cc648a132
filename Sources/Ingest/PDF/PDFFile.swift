internal import Documents

/// A PDF file with text, read by poppler's `pdftotext` and `pdfinfo` in processes of their own.
struct PDFFile {
  private(set) var text = OfficeText()
  private(set) var pageCount = 0
  /// Pages that have next to no text: photographs of paper.
  private(set) var emptyPages = 0

  /// Pages, from 1, whose text was read from their pictures.
  private(set) var scanned: [Int] = []

  /// - Parameter readsScans: Pages without text are read by Tesseract.
  /// - Throws: `.encrypted`, `.damaged`, `.missingTool`.
  init(_ bytes: [UInt8], limits: Limits, readsScans: Bool = false) throws(IngestError) {
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
    if readsScans { try readScans(of: bytes, into: &texts, limits) }
    let pages = PageText(pages: texts)
    text.lines = pages.lines
    pageCount = pages.pageCount
    emptyPages = pages.emptyPages
    if emptyPages > 0 {
      text.warnings.append(
        "\(emptyPages) of \(pageCount) pages have no text: they may be scanned paper,"
          + " which --ocr reads")
    }
    text.facts = Self.facts(String(decoding: info.output, as: UTF8.self))
  }

  private mutating func readScans(
    of bytes: [UInt8], into pages: inout [Substring], _ limits: ProcessLimits
  ) throws(IngestError) {
    let scans = Scans(limits: limits)
    for i in pages.indices where PageText.isEmpty(pages[i]) && scanned.count < Scans.pageLimit {
      do throws(IngestError) {
        let text = try scans.text(ofPage: i + 1, of: bytes)
        if !PageText.isEmpty(text[...]) { scanned.append(i + 1) }
        pages[i] = text[...]
      } catch {
        if case .missingTool = error { throw error }
        text.warnings.append(error.description)
      }
    }
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
