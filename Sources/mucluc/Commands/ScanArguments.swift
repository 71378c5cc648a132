import ArgumentParser
import Ingest

/// Whether scanned paper is read.
struct ScanArguments: ParsableArguments {
  @Flag(
    help: "Read pictures, and PDF pages without text, by Tesseract: seconds a page, after all else."
  )
  var ocr = false

  @Option(
    help: ArgumentHelp(
      "Languages of scanned paper, as Tesseract names them, with commas (default: vie).",
      valueName: "list"))
  var ocrLanguages: String?

  func validate() throws {
    guard let ocrLanguages else { return }
    if !ocr { throw ValidationError("--ocr-languages goes with --ocr") }
    let names = ocrLanguages.split(separator: ",", omittingEmptySubsequences: false).map(
      String.init)
    if let wrong = names.first(where: { !ScanOptions.isLanguage($0) }) {
      throw ValidationError(
        "--ocr-languages: \"\(wrong)\" cannot name a language; vie,eng are some")
    }
  }

  /// Nil where it is not.
  var options: ScanOptions? {
    guard ocr else { return nil }
    return ScanOptions(
      languages: ocrLanguages?.split(separator: ",").map(String.init) ?? ["vie"])
  }
}
