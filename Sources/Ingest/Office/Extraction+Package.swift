internal import Documents

extension Extraction {
  /// Reads a zip archive: an office file, a book, a web archive, or just an archive.
  func readZip(_ input: any ByteInput, _ file: SourceFile) throws(IngestError) {
    switch try packageKind(input) {
    case nil: try readArchive(input, file)
    case .wacz: try readArchive(input, file) { $0.hasPrefix("archive/") }
    case .epub: try readBook(input, file)
    case .word:
      try give(input, file, .word) {
        $0.hasPrefix("word/")
      } read: {
        WordFile($0, $1).text
      }
    case .excel:
      try give(input, file, .excel) {
        $0.hasPrefix("xl/")
      } read: {
        ExcelFile($0, $1).text
      }
    case .powerPoint:
      try give(input, file, .powerPoint) {
        $0.hasPrefix("ppt/")
      } read: {
        PowerPointFile($0, $1).text
      }
    case .openDocument(let type):
      try give(input, file, type) {
        !$0.contains("/") || $0 == "META-INF/manifest.xml"
      } read: { (package, limits) throws(IngestError) in
        var text = try OpenDocumentFile(package, limits).text
        if type == .openSlides { text.takeTitle() }
        return text
      }
    }
  }

  private func packageKind(_ input: any ByteInput) throws(IngestError) -> Package.Kind? {
    let archive = try ArchiveReader(input)
    var names: Set<String> = []
    var mimetype = ""
    do throws(IngestError) {
      while names.count <= limits.containerEntries, let entry = try archive.nextEntry() {
        let name = EntryNames.decoded(entry.name)
        names.insert(name)
        if name == "mimetype" {
          mimetype = String(decoding: try archive.read(upTo: 100), as: UTF8.self).collapsed()
        }
      }
    } catch {
      // What is damaged is told when it is read.
    }
    try input.seek(to: 0)
    return try Package.kind(of: names, mimetype: mimetype)
  }

  /// The parts of a package that are XML and wanted, all within the budget.
  func package(
    _ input: any ByteInput, _ file: SourceFile, where isWanted: (String) -> Bool
  ) throws(IngestError) -> Package {
    try budget.enter()
    defer { budget.leave() }
    let archive = try ArchiveReader(input)
    var package = Package()
    var out = 0
    var entries = 0
    do throws(IngestError) {
      while let entry = try archive.nextEntry() {
        entries += 1
        try budget.check(entries: entries)
        let name = EntryNames.decoded(entry.name)
        guard entry.isFile, Self.isXML(name), isWanted(name) || name.hasPrefix("docProps/") else {
          continue
        }
        if entry.isEncrypted { throw .encrypted }
        do throws(IngestError) {
          package.add(name, try member(of: archive, input, &out))
        } catch {
          if case .damaged = error {
            package.warnings.append("\(name): \(error)")
          } else {
            throw error
          }
        }
      }
    } catch {
      if package.parts.isEmpty || error == .encrypted { throw error }
      package.warnings.append(error.description)
    }
    return package
  }

  private static func isXML(_ name: String) -> Bool {
    name.hasSuffix(".xml") || name.hasSuffix(".rels") || name.hasSuffix(".opf")
  }

  private func give(
    _ input: any ByteInput, _ file: SourceFile, _ type: MediaType,
    where isWanted: (String) -> Bool,
    read: (Package, Limits) throws(IngestError) -> OfficeText
  ) throws(IngestError) {
    let package = try package(input, file, where: isWanted)
    var text = try read(package, limits)
    text.warnings = package.warnings + text.warnings
    if text.lines.isEmpty, text.title.isEmpty, let reason = text.warnings.first {
      throw .damaged(reason)
    }
    give(
      extractor.document(of: text, type, file, byteCount: input.byteCount, charset: "utf-8"))
  }
}

extension Package {
  /// Reads a part if it is there; what is lost of it becomes a warning.
  func read(
    _ name: String, _ limits: Limits, into receiver: any XMLReceiver, _ warnings: inout [String]
  ) {
    guard let bytes = self[name] else { return }
    do throws(IngestError) {
      warnings += try XMLReader.read(bytes, limits: limits, into: receiver).warnings.map {
        "\(name): \($0)"
      }
    } catch {
      warnings.append("\(name): \(error)")
    }
  }

  /// What the file says about itself.
  func facts(_ limits: Limits, _ names: [String], _ warnings: inout [String]) -> OfficeFacts {
    let reader = FactsReader()
    for name in names { read(name, limits, into: reader, &warnings) }
    return reader.facts
  }
}
