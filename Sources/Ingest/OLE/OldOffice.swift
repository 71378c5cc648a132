internal import Documents

/// Office files from before 2007 (OLE 2): which program made them, and reading them by catdoc.
enum OldOffice {
  /// Streams of the container that tell what it is; their names are UTF-16.
  private static let streams: [(name: String, type: MediaType)] = [
    ("WordDocument", .oldWord), ("Workbook", .oldExcel), ("Book", .oldExcel),
    ("PowerPoint Document", .oldPowerPoint),
  ]

  /// - Throws: `.encrypted` for a new office file with a password, which is such a container,
  ///   `.unsupported` for others.
  static func type(of bytes: [UInt8]) throws(IngestError) -> MediaType {
    if has("EncryptedPackage", bytes) { throw .encrypted }
    for (name, type) in streams where has(name, bytes) { return type }
    throw .unsupported(
      format: has("__substg1.0_", bytes) ? "an Outlook message (.msg)" : "an OLE 2 file")
  }

  private static func has(_ name: String, _ bytes: [UInt8]) -> Bool {
    let wide = name.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    return Bytes.firstIndex(of: wide, in: bytes) != nil
  }

  /// Word and PowerPoint by readers of our own, which keep the fonts and need no program; what these
  /// cannot read, and Excel, by catdoc and its kin.
  ///
  /// - Throws: `.missingTool`, `.damaged`, `.encrypted`.
  static func text(
    of bytes: [UInt8], _ type: MediaType, _ limits: Limits
  ) throws(IngestError) -> OfficeText {
    let file = CompoundFile(bytes)
    guard let file else { return try toolText(of: bytes, type, limits) }
    var text: OfficeText
    if let own = try ownText(of: file, type) {
      text = own
    } else {
      text = try toolText(of: bytes, type, limits)
    }
    text.facts = SummaryInformation.facts(file)
    return text
  }

  /// Nil where there is none to be had.
  private static func ownText(
    of file: CompoundFile, _ type: MediaType
  ) throws(IngestError) -> OfficeText? {
    do throws(IngestError) {
      switch type {
      case .oldWord: return try OldWord(file).text
      case .oldPowerPoint:
        let text = file.stream("PowerPoint Document").map { OldPowerPoint($0).text }
        return text?.lines.isEmpty == false || text?.title.isEmpty == false ? text : nil
      default: return nil
      }
    } catch {
      if error == .encrypted { throw error }
      return nil
    }
  }

  private static func toolText(
    of bytes: [UInt8], _ type: MediaType, _ limits: Limits
  ) throws(IngestError) -> OfficeText {
    let limits = ProcessLimits(duration: limits.toolDuration, output: limits.textBytes)
    let input = ChildProcess.inputPath
    let process =
      switch type {
      case .oldExcel:
        ChildProcess(
          tool: .xls2csv, arguments: ["-d", "utf-8", "-c", "\t", "-q0", input], limits: limits
        )
      case .oldPowerPoint:
        ChildProcess(
          tool: .catppt, arguments: ["-s", "cp1252", "-d", "utf-8", input], limits: limits)
      default:
        ChildProcess(
          tool: .catdoc, arguments: ["-s", "cp1252", "-d", "utf-8", "-w", input], limits: limits)
      }
    let result = try process.run(on: bytes)
    if result.output.contains(where: { $0 > 0x20 }) == false, result.exitCode != 0 {
      throw result.errors.contains("ncrypted")
        ? .encrypted : .damaged("\(process.tool.name): \(result.errors.prefix(200).description)")
    }
    var text = OfficeText()
    if let cut = result.cut { text.warnings.append(cut.warning(of: process.tool.name)) }
    let output = String(decoding: result.output, as: UTF8.self)
    if type == .oldExcel {
      for line in output.split(whereSeparator: { $0 == "\n" || $0 == "\u{0c}" }) {
        let cells = line.split(separator: "\t").map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
        text.add(cells.joined(separator: " | "), cells.count > 1 ? .table : nil)
      }
    } else {
      text.lines = LineSplitter(output).lines
    }
    return text
  }
}
