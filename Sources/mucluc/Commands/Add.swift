import ArgumentParser
import Client
import Wire

struct Add: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add files, folders or JSON documents.",
    usage: "mucluc add [<options>] <path> ...",
    discussion: """
      Files are read here, whatever their charset, and sent to the daemon; folders
      are walked. A file's id is its absolute path; added again it is replaced, or
      left alone when nothing in it has changed. Read are text, Markdown, web pages,
      PDF (with poppler-utils installed), Word, Excel (until 2003 with catdoc),
      PowerPoint, OpenDocument, RTF, EPUB, mail, feeds, XML, csv and web archives,
      also packed: zip, tar, 7z, rar, one in another. What is in a file has the id
      FILE!/NAME. Files named .ndjson or .jsonl, and - for standard input, hold
      one JSON document a line: {"id":"…","title":"…","body":"…"}, other members
      become fields.

      A file that cannot be read is named with the reason and the rest goes on (exit
      code 5). Whatever was counted as added is on disk and can be found.

      EXAMPLES
        mucluc add /srv/archive
        mucluc add -c bao page1.html page2.html
        zstdcat news.jsonl.zst | mucluc add -
      """)

  @OptionGroup var daemon: DaemonOptions
  @OptionGroup var collection: CollectionOption

  @Flag(help: "Walk into hidden files and folders too.")
  var hidden = false

  @Flag(help: "Print what was done as JSON.")
  var json = false

  @Argument(
    help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "path"),
    completion: .file())
  var paths: [String]

  func run() throws {
    let archive = daemon.archive()
    // Found out before anything is read.
    _ = try archive.status()
    let adding = Adding(
      to: Uploader(archive: archive, collection: collection.collection), includesHidden: hidden)
    let summary = try adding.add(paths)
    var output = Output()
    if json { output.write(line: summary.json) } else { output.write(summary.text + "\n") }
    output.flush()
    if summary.hasFailures { throw Exit.failed }
  }
}
