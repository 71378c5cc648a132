import ArgumentParser
import Daemon
import Documents
import Ingest
import Wire

struct Extract: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what would be read from files, without adding them.",
    discussion: """
      Needs no daemon. Folders are walked. A file that cannot be read is named with the reason, and
      the rest goes on (exit code 5).

      EXAMPLES
        mucluc extract page.html
        mucluc extract --json /srv/archive | jq -c '{title, author, charset}'
      """)

  @Flag(help: "One JSON line for each file.")
  var json = false

  @Argument(help: ArgumentHelp("Files or folders.", valueName: "file"))
  var files: [String]

  func run() throws {
    let extractor = Extractor()
    var output = Output()
    var failures = 0
    var isFirst = true
    for event in Walk(files) {
      switch document(of: event, extractor) {
      case .success(let document):
        print(DocumentRecord(document), isFirst: isFirst, to: &output)
        isFirst = false
      case .failure(let failure):
        output.flush()
        failures += 1
        Output.complain(failure.problem.description)
      }
    }
    output.flush()
    if failures > 0 { throw Exit.failed }
  }

  private struct Failure: Error {
    let problem: IngestProblem
  }

  private func document(
    of event: WalkEvent, _ extractor: Extractor
  ) -> Result<Document, Failure> {
    switch event {
    case .problem(let problem): return .failure(Failure(problem: problem))
    case .file(let item):
      do throws(IngestError) { return .success(try extractor.document(at: item)) } catch {
        return .failure(Failure(problem: IngestProblem(path: item.key.text, error: error)))
      }
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
