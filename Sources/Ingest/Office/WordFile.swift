internal import Documents

/// A Word file (.docx, ECMA-376 part 1, WordprocessingML).
struct WordFile {
  private(set) var text = OfficeText()

  init(_ package: Package, _ limits: Limits) {
    let styles = WordStyles()
    package.read("word/styles.xml", limits, into: styles, &text.warnings)
    let body = WordReader(styles)
    package.read("word/document.xml", limits, into: body, &text.warnings)
    text.title = body.text.title
    // Headers first and once: many sections repeat the same one.
    var seen: Set<String> = []
    add(package.names("word/header", ".xml"), .boilerplate, package, styles, limits, &seen)
    text.lines += body.text.lines
    for name in ["word/footnotes.xml", "word/endnotes.xml"] where package[name] != nil {
      let notes = WordReader(styles)
      package.read(name, limits, into: notes, &text.warnings)
      text.lines += notes.text.lines
    }
    let comments = WordReader(styles)
    package.read("word/comments.xml", limits, into: comments, &text.warnings)
    text.lines += comments.text.lines
    add(package.names("word/footer", ".xml"), .boilerplate, package, styles, limits, &seen)
    text.facts = package.facts(
      limits, ["docProps/app.xml", "docProps/core.xml"], &text.warnings)
  }

  private mutating func add(
    _ names: [String], _ kind: Block.Kind, _ package: Package, _ styles: WordStyles,
    _ limits: Limits, _ seen: inout Set<String>
  ) {
    for name in names {
      let reader = WordReader(styles, kind: kind)
      package.read(name, limits, into: reader, &text.warnings)
      for line in reader.text.lines where seen.insert(line.text).inserted {
        // A page number alone says nothing.
        if line.text.contains(where: \.isLetter) { text.add(line.text, kind) }
      }
    }
  }
}
