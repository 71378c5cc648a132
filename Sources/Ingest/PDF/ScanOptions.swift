/// How pictures of paper are read: by Tesseract, seconds a page.
package struct ScanOptions: Sendable {
  /// As Tesseract calls them: `vie`, `eng`.
  package var languages: [String]
  /// Called before each page, so that who waits knows that it goes on.
  package var onPage: @Sendable () -> Void = {}

  package init(languages: [String] = ["vie"]) { self.languages = languages }

  /// Whether it can name a language: `vie`, `chi_sim`, `script/Vietnamese`.
  package static func isLanguage(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_" || $0 == "/") }
  }

  /// What is not installed, with the Debian package that has it; nil when all is there.
  package var missing: IngestError? {
    if Tool.pdftoppm.path == nil {
      return .missingTool(Tool.pdftoppm.name, package: Tool.pdftoppm.package)
    }
    let known: Set<Substring>
    do throws(IngestError) {
      let list = try ChildProcess(tool: .tesseract, arguments: ["--list-langs"]).run(on: [])
      known = Set(String(decoding: list.output, as: UTF8.self).split(separator: "\n"))
    } catch { return error }
    return languages.first { !known.contains($0[...]) }.map(Self.missing)
  }

  static func missing(_ language: String) -> IngestError {
    let name = language.split(separator: "/").last.map(String.init) ?? language
    return .missingTool(
      "tesseract for \(language)",
      package: "tesseract-ocr-\(name.lowercased().replacing("_", with: "-"))")
  }
}

extension ScanOptions {
  /// Rising page numbers as people write them: `1-3, 7`.
  static func text(ofPages pages: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for page in pages {
      if let last = ranges.last, last.upperBound + 1 == page {
        ranges[ranges.count - 1] = last.lowerBound...page
      } else {
        ranges.append(page...page)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ", ")
  }
}
