import Documents
import Ingest

/// Prints what is read from files and folders, for looking at by eye.
func show(_ paths: [String]) {
  let walk = Walk(paths)
  for event in walk {
    switch event {
    case .problem(let problem): print("PROBLEM \(problem.code.rawValue) \(problem)\n")
    case .file(let item):
      do {
        show(try Extractor().document(at: item))
      } catch {
        print("PROBLEM \(IngestProblem(path: item.key.text, error: error))\n")
      }
    }
  }
  print("skipped: \(walk.skipped)")
}

private func show(_ document: Document) {
  let facts = document.provenance
  print("== \(document.key)\n   \(facts.mediaType) \(facts.charset) \(document.status)")
  print("TITLE \(document.title)")
  for field in document.fields {
    print("  \(field.name): \(field.values.joined(separator: " | "))")
  }
  for date in document.dates {
    print("  \(date.role.name) \(date.iso) (\(date.confidence)) «\(date.raw)»")
  }
  for warning in document.warnings { print("  ! \(warning)") }
  for block in document.blocks { print("  [\(block.kind.name)] \(block.text)") }
  print("")
}
