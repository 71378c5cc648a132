/// An XML file that is one document: TEI, an office file in one piece, or anything.
struct XMLFile {
  private(set) var text: OfficeText

  /// - Throws: `.refused`, `.damaged`.
  init(_ bytes: [UInt8], isTEI: Bool, limits: Limits) throws(IngestError) {
    let receivers = Self.receivers(XMLRoot.name(of: bytes).map(XMLRoot.localName), isTEI: isTEI)
    var outcome = XMLOutcome()
    for receiver in receivers {
      outcome = try XMLReader.read(bytes, limits: limits, into: receiver)
    }
    text = (receivers.last as? any OfficeReader)?.text ?? OfficeText()
    text.warnings += outcome.warnings
  }

  /// Styles are read before the text: Word writes them in front, LibreOffice too, but neither must.
  private static func receivers(_ root: String?, isTEI: Bool) -> [any XMLReceiver] {
    switch root {
    case "worddocument", "package":
      let styles = WordStyles()
      return [styles, WordReader(styles)]
    case "document":
      let styles = OpenDocumentStyles()
      return [styles, OpenDocumentReader(styles)]
    default: return [XMLTextReader(isTEI: isTEI)]
    }
  }
}

/// A reader whose events make the text of a file.
protocol OfficeReader: XMLReceiver {
  var text: OfficeText { get }
}

extension WordReader: OfficeReader {}
extension OpenDocumentReader: OfficeReader {}
extension XMLTextReader: OfficeReader {}
