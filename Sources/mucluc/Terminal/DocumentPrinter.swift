import Wire

/// A document for people.
struct DocumentPrinter {
  let terminal: Terminal

  func print(_ record: DocumentRecord, to output: inout Output) {
    output.write(terminal.bold(Safe.line(record.title.isEmpty ? record.id : record.title)) + "\n")
    for (name, value) in facts(of: record) where !value.isEmpty {
      output.write(terminal.dim("\(name): ") + Safe.line(value) + "\n")
    }
    for warning in record.warnings {
      output.write(terminal.dim("note: ") + Safe.line(warning) + "\n")
    }
    for block in record.blocks {
      let kind = block.kind == "paragraph" ? "" : terminal.dim("[\(block.kind)] ")
      output.write("\n" + kind + Safe.text(block.text) + "\n")
    }
  }

  private func facts(of record: DocumentRecord) -> [(String, String)] {
    var facts = [("id", record.id)]
    if record.source != record.id { facts.append(("source", record.source)) }
    for field in record.fields { facts.append((field.name, field.values.joined(separator: "; "))) }
    for date in record.dates { facts.append(("date (\(date.role))", date.iso)) }
    facts.append(("charset", record.charset))
    if record.status != "complete" { facts.append(("status", record.status)) }
    return facts
  }
}
