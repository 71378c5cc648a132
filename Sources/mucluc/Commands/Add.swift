import ArgumentParser
import Wire

struct Add: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add files, folders or JSON documents.",
    usage: "mucluc add [<options>] <path> ...",
    discussion: """
      Files are read here, whatever their charset, and sent to the daemon; folders
      are walked. A file's id is its absolute path; what is in a file has the id
      FILE!/NAME. Read are text, Markdown, web pages, PDF (with poppler-utils
      installed), Word, Excel (until 2003 with catdoc), PowerPoint, OpenDocument,
      RTF, EPUB, mail, feeds, XML, csv and web archives, also packed: zip, tar, 7z,
      rar, one in another.

      Added again, only what changed is read: a file that is as it was costs a look
      at its times, one that moved keeps its documents. Documents of files that are
      gone stay; mucluc sync deletes them.

      Files named .ndjson or .jsonl, and - for standard input, hold one JSON
      document a line: {"id":"…","title":"…","body":"…"}, other members become
      fields. With "if_version" a line is written only if the document has that
      version still (get --json says _version), with 0 only if there is none.
      --if-version says it of one document, which may then have several lines.

      Files are read by worker processes, which may crash or hang or want too much
      memory at the cost of that one file. What cannot be read is named with the
      reason and the rest goes on (exit code 5); mucluc problems lists it
      afterwards. It is tried again when it has changed. A text that is cut short
      does not take the place of a fuller one.

      Scanned paper is read when --ocr is given, after everything else. What was added
      without it is read anew then: only files that have scanned paper.

      With --watch it goes on as files change, a moment after they are at rest;
      where the kernel cannot watch all folders it says so and looks at all of them
      from time to time. SIGTERM and Ctrl-C end it.

      Whatever was counted is on disk and can be found. Ctrl-C ends cleanly; the
      same command again goes on.

      EXAMPLES
        mucluc add /srv/archive
        mucluc add --watch /srv/archive
        mucluc add -c bao page1.html page2.html
        zstdcat news.jsonl.zst | mucluc add -
        mucluc add --if-version 0 bien-ban.json
      """)

  @OptionGroup var adding: AddingOptions

  @Option(
    help: ArgumentHelp(
      "Write the one JSON document only if it has this version, 0 if there is none.",
      valueName: "number"))
  var ifVersion: Int?

  @Argument(
    help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "path"),
    completion: .file())
  var paths: [String]

  func validate() throws {
    if adding.watch, paths.contains("-") {
      throw ValidationError("--watch goes with files and folders, not with standard input.")
    }
    if let ifVersion {
      guard ifVersion >= 0 else {
        throw ValidationError("--if-version is a number that get --json says, or 0.")
      }
      guard paths.count == 1, !adding.watch else {
        throw ValidationError("--if-version goes with one JSON document.")
      }
    }
  }

  func run() throws {
    guard let ifVersion else { return try adding.run(adding.options, paths) }
    let archive = adding.daemon.archive()
    let collection = adding.collection.collection
    let summary = try ConditionalAdding(archive, collection, version: ifVersion).add(paths[0])
    var output = Output()
    if adding.json { output.write(line: summary.json) } else { output.write(summary.text + "\n") }
    output.flush()
  }
}
