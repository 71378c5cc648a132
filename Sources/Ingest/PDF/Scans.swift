/// Reads pictures of pages by Tesseract; some seconds a page, so only when asked for.
struct Scans {
  private var limits: ProcessLimits
  private let languages: [String]

  /// All else goes first, so a page may take its time.
  private static let niceness: Int32 = 5
  private static let duration = Duration.seconds(600)

  init(limits: ProcessLimits, languages: [String]) {
    self.limits = limits
    self.limits.niceness = Self.niceness
    self.limits.duration = max(limits.duration, Self.duration)
    self.languages = languages
  }

  /// Pages of one file that are read so; a book of more is better read by a program for it.
  static let pageLimit = 1000
  /// Dots an inch that Tesseract reads best.
  private static let resolution = "300"

  /// The text of a picture in any common format.
  ///
  /// - Throws: `.missingTool`, `.damaged` for what is no picture.
  func text(ofImage bytes: [UInt8]) throws(IngestError) -> String {
    let result = try ChildProcess(
      tool: .tesseract,
      arguments: [
        ChildProcess.inputPath, "stdout", "-l", languages.joined(separator: "+"), "--dpi",
        Self.resolution,
      ],
      limits: limits
    ).run(on: bytes)
    if let language = languages.first(where: { result.errors.contains("\($0).traineddata") }) {
      throw ScanOptions.missing(language)
    }
    guard result.exitCode == 0 else {
      throw .damaged("tesseract: \(result.errors.collapsed().prefix(200))")
    }
    return String(decoding: result.output, as: UTF8.self)
  }

  /// The text of a page of a PDF file, from 1.
  func text(ofPage page: Int, of pdf: [UInt8]) throws(IngestError) -> String {
    let number = "\(page)"
    let picture = try ChildProcess(
      tool: .pdftoppm,
      arguments: [
        "-q", "-r", Self.resolution, "-gray", "-png", "-f", number, "-l", number,
        ChildProcess.inputPath,
      ], limits: limits
    ).run(on: pdf)
    guard picture.exitCode == 0, !picture.output.isEmpty else {
      throw .damaged("page \(page) cannot be drawn")
    }
    return try text(ofImage: picture.output)
  }
}
