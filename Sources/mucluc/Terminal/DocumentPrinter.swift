import Documents
import Wire

/// A document for people.
struct DocumentPrinter {
  let terminal: Terminal

  /// Told by the pages' numbers in the text.
  private static let pageStarts = Field.Name.pageStarts.text

  /// - Parameter marks: where a query matches, in bytes.
  func print(_ record: DocumentRecord, _ marks: MarksResult? = nil, to output: inout Output) {
    let title = record.title.isEmpty ? Safe.line(record.id) : ""
    output.write(terminal.bold(title))
    output.write(
      shown(record.title, marks?.title ?? [], Safe.line) { terminal.bold($0) } + "\n")
    for (name, value) in facts(of: record) where !value.isEmpty {
      output.write(terminal.dim("\(name): ") + Safe.line(value) + "\n")
    }
    for warning in record.warnings {
      output.write(terminal.dim("note: ") + Safe.line(warning) + "\n")
    }
    let pages = record.fields.first { $0.name == Self.pageStarts }.flatMap { PageStarts($0.values) }
    for (index, block) in record.blocks.enumerated() {
      let kind = block.kind == "paragraph" ? "" : terminal.dim("[\(block.kind)] ")
      let blocks = marks?.blocks ?? []
      let text = paged(
        block.text, index < blocks.count ? blocks[index] : [],
        pages?.starts(inBlock: index) ?? [])
      output.write("\n" + kind + text + "\n")
    }
  }

  /// A text with its matches, and the number of each page where it begins.
  private func paged(
    _ text: String, _ marks: [Range<Int>], _ starts: [(page: Int, byte: Int)]
  ) -> String {
    let bytes = Array(text.utf8)
    var result = ""
    var begin = 0
    func show(upTo end: Int) {
      let piece = String(decoding: bytes[begin..<end], as: UTF8.self)
      let own = marks.map { $0.clamped(to: begin..<end) }.filter { !$0.isEmpty }
      result += shown(piece, own.map { $0.lowerBound - begin..<$0.upperBound - begin }, Safe.text) {
        $0
      }
      begin = end
    }
    for start in starts where (begin...bytes.count).contains(start.byte) {
      show(upTo: start.byte)
      result += terminal.dim("[tr. \(start.page)] ")
    }
    show(upTo: bytes.count)
    return result
  }

  /// A text with its matches in their colour, and the rest in its own.
  private func shown(
    _ text: String, _ marks: [Range<Int>], _ safe: (String) -> String, _ rest: (String) -> String
  ) -> String {
    let bytes = Array(text.utf8)
    func piece(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    var shown = ""
    var end = 0
    for mark in marks where mark.lowerBound >= end && mark.upperBound <= bytes.count {
      shown += rest(safe(piece(end..<mark.lowerBound)))
      shown += terminal.match(safe(piece(mark)))
      end = mark.upperBound
    }
    return shown + rest(safe(piece(end..<bytes.count)))
  }

  private func facts(of record: DocumentRecord) -> [(String, String)] {
    var facts = [("id", record.id)]
    if record.source != record.id { facts.append(("source", record.source)) }
    for field in record.fields where field.name != Self.pageStarts {
      facts.append((field.name, field.values.joined(separator: "; ")))
    }
    for date in record.dates { facts.append(("date (\(date.role))", date.iso)) }
    facts.append(("charset", record.charset))
    if record.status != "complete" { facts.append(("status", record.status)) }
    return facts
  }
}
