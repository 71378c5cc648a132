import ArgumentParser
import Daemon
import Documents
import Ingest
import Wire

struct Extract: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what would be read from files, without adding them.",
    discussion: """
      Needs no daemon. Folders are walked. A file that cannot be read is named with
      the reason, and the rest goes on (exit code 5).

      EXAMPLES
        mucluc extract page.html
        mucluc extract --ocr scans/
        mucluc extract --json /srv/archive | jq -c '{title, author, charset}'
      """)

  @Flag(help: "One JSON line for each document.")
  var json = false

  @OptionGroup var scans: ScanArguments

  @Argument(help: ArgumentHelp("Files or folders.", valueName: "file"), completion: .file())
  var files: [String]

  func run() throws {
    var extractor = Extractor()
    extractor.scans = scans.options
    var output = Output()
    var failures = 0
    var isFirst = true
    for event in Walk(files) {
      read(event, extractor) { part in
        switch part {
        case .document(let document):
          print(DocumentRecord(document), isFirst: isFirst, to: &output)
          isFirst = false
        case .problem(let problem):
          output.flush()
          failures += 1
          Output.complain(problem.description)
        }
      }
    }
    output.flush()
    if failures > 0 { throw Exit.failed }
  }

  private func read(_ event: WalkEvent, _ extractor: Extractor, _ take: (Extracted) -> Void) {
    switch event {
    case .problem(let problem): take(.problem(problem))
    case .file(let item): extractor.extract(item, take)
    }
  }

  private func print(_ record: DocumentRecord, isFirst: Bool, to output: inout Output) {
    if json {
      output.write(line: record.extractJSON)
      return
    }
    if !isFirst { output.write("\n") }
    DocumentPrinter(terminal: Terminal()).print(record, to: &output)
  }
}
