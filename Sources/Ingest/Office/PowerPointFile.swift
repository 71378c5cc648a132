internal import Documents

/// A presentation (.pptx, ECMA-376 part 1, PresentationML): slides in their order, notes behind
/// each.
struct PowerPointFile {
  private(set) var text = OfficeText()

  init(_ package: Package, _ limits: Limits) {
    for slide in Self.slides(package, limits, &text.warnings) {
      let reader = SlideReader()
      package.read(slide, limits, into: reader, &text.warnings)
      if text.title.isEmpty { text.title = reader.title }
      for line in reader.lines where line.text != text.title || line.kind != .subheading {
        text.add(line.text, line.kind)
      }
      let links = Relations(package, of: slide, limits, &text.warnings)
      for notes in links.targets.values where notes.contains("notesSlide") {
        let reader = SlideReader(isNotes: true)
        package.read(notes, limits, into: reader, &text.warnings)
        for line in reader.lines { text.add(line.text, line.kind) }
      }
    }
    text.takeTitle()
    text.facts = package.facts(
      limits, ["docProps/app.xml", "docProps/core.xml"], &text.warnings)
  }

  /// In the order of the presentation; by number where that is not said.
  private static func slides(
    _ package: Package, _ limits: Limits, _ warnings: inout [String]
  ) -> [String] {
    let order = SlideOrder()
    package.read("ppt/presentation.xml", limits, into: order, &warnings)
    let links = Relations(package, of: "ppt/presentation.xml", limits, &warnings)
    let listed = order.ids.compactMap { links.targets[$0] }.filter { package[$0] != nil }
    return listed.isEmpty ? package.names("ppt/slides/slide", ".xml") : listed
  }
}

private final class SlideOrder: XMLReceiver {
  private(set) var ids: [String] = []
  var isFull: Bool { false }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    // The element has a number named `id`, too: the one wanted is `r:id`.
    if name == "sldId", let id = attributes[prefixed: "id"] { ids.append(id) }
  }
  func close(_ name: String) {}
  func text(_ bytes: Span<UInt8>) {}
}

/// Reads one slide, or the notes of one.
private final class SlideReader: XMLReceiver {
  private(set) var title = ""
  private(set) var lines: [(text: String, kind: Block.Kind?)] = []
  private let isNotes: Bool
  private var paragraph = FontText()
  private var font: String?
  private var isInText = false
  private var isTitle = false
  /// Numbers, dates and images of slides that stand on every one.
  private var isFrame = false
  private var tables: [TableText] = []
  var isFull: Bool { false }

  init(isNotes: Bool = false) { self.isNotes = isNotes }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    switch name {
    case "sp":
      isTitle = false
      isFrame = false
    case "ph":
      let type = attributes["type"] ?? ""
      isTitle = type == "title" || type == "ctrTitle"
      isFrame = type == "sldNum" || type == "dt" || type == "ftr" || type == "sldImg"
    case "r": font = nil
    case "latin": font = attributes["typeface"]
    case "t": isInText = true
    case "br": paragraph.add(" ")
    case "tbl": tables.append(TableText())
    case "tr": if !tables.isEmpty { tables[tables.count - 1].beginRow() }
    case "tc": if !tables.isEmpty { tables[tables.count - 1].beginCell() }
    default: break
    }
  }

  func close(_ name: String) {
    switch name {
    case "t": isInText = false
    case "p": endParagraph()
    case "tbl":
      for line in tables.popLast()?.lines ?? [] { lines.append((line.text, .table)) }
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) {
    guard isInText else { return }
    paragraph.add(String(repairing: bytes), font: font)
  }

  private func endParagraph() {
    let line = paragraph.take().collapsed()
    guard !line.isEmpty, !isFrame else { return }
    if !tables.isEmpty {
      tables[tables.count - 1].add(line)
    } else if isTitle, !isNotes {
      title = title.isEmpty ? line : title + " " + line
      lines.append((line, .subheading))
    } else {
      lines.append((line, isNotes ? .paragraph : nil))
    }
  }
}

/// The links of a part to others: `word/_rels/document.xml.rels`.
final class Relations: XMLReceiver {
  /// Id → name of a part, for links inside of the file.
  private(set) var targets: [String: String] = [:]
  private let folder: String
  var isFull: Bool { false }

  init(_ package: Package, of part: String, _ limits: Limits, _ warnings: inout [String]) {
    let cut = part.lastIndex(of: "/").map(part.index(after:)) ?? part.startIndex
    folder = String(part[..<cut])
    package.read(
      folder + "_rels/" + part[cut...] + ".rels", limits, into: self, &warnings)
  }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    guard name == "Relationship", attributes["TargetMode"] != "External",
      let id = attributes["Id"], let target = attributes["Target"]
    else { return }
    targets[id] = PartName.resolved(target, in: folder)
  }
  func close(_ name: String) {}
  func text(_ bytes: Span<UInt8>) {}
}

/// Names of parts: paths inside of a package.
enum PartName {
  /// `../notesSlides/n1.xml` in `ppt/slides/` → `ppt/notesSlides/n1.xml`.
  static func resolved(_ target: String, in folder: String) -> String {
    let full = target.hasPrefix("/") ? target : folder + target
    var parts: [Substring] = []
    for part in full.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}
