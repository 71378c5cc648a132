import Documents
import Glibc
import Ingest

// usage: extract DATA OUT
//        extract show PATH…
//        extract features FOLDER OUT
//        extract dates DATA OUT
//
// Extracts every page of DATA/chunks/html and DATA/article/html (the extraction set) and writes the
// text of each document to OUT/chunks/NAME.html.txt and OUT/article/NAME.txt, without the blocks
// that are not its own. Prints pages and bytes per CPU second of extraction alone.

struct Run {
  var pages = 0
  var bytes = 0
  var cpu = 0.0
}

func cpuSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

func write(_ text: String, to path: String) {
  guard let file = unsafe fopen(path, "w") else { fatalError("cannot write \(path)") }
  unsafe fputs(text, file)
  unsafe fclose(file)
}

/// The document's own running text: what a reader would call the article. Captions, bylines and
/// repeats of the title are the document's too, but not part of the running text.
func mainText(_ document: Document) -> String {
  document.blocks.lazy
    .filter { block in
      switch block.kind {
      case .paragraph, .lead, .subheading, .list, .table, .quote: true
      case .caption, .byline, .titleRepeat, .related, .boilerplate: false
      }
    }
    .map(\.text).joined(separator: "\n")
}

func extract(_ folder: String, to out: String, droppingExtension: Bool) -> Run {
  var run = Run()
  let extractor = Extractor()
  for case .file(let item) in Walk([folder]) {
    guard let content = try? FileReader().read(item) else { fatalError("cannot read \(item.key)") }
    let start = cpuSeconds()
    let document = try? extractor.document(from: content.bytes, SourceFile(key: item.key))
    run.cpu += cpuSeconds() - start
    run.pages += 1
    run.bytes += content.bytes.count
    var name = item.key.text.split(separator: "/").last.map(String.init) ?? ""
    if droppingExtension, name.hasSuffix(".html") { name.removeLast(5) }
    write(document.map(mainText) ?? "", to: "\(out)/\(name).txt")
  }
  return run
}

if CommandLine.arguments.dropFirst().first == "show" {
  show(Array(CommandLine.arguments.dropFirst(2)))
  exit(0)
}
if CommandLine.arguments.count == 4, CommandLine.arguments[1] == "dates" {
  writeDates("\(CommandLine.arguments[2])/chunks/html", to: CommandLine.arguments[3])
  exit(0)
}
if CommandLine.arguments.count == 4, CommandLine.arguments[1] == "features" {
  writeFeatures(CommandLine.arguments[2], to: CommandLine.arguments[3])
  exit(0)
}
guard CommandLine.arguments.count == 3 else {
  print(
    "usage: extract DATA OUT | extract show PATH… | extract features FOLDER OUT"
      + " | extract dates DATA OUT")
  exit(2)
}
let (data, out) = (CommandLine.arguments[1], CommandLine.arguments[2])
unsafe mkdir(out, 0o755)
for part in ["chunks", "article"] {
  unsafe mkdir("\(out)/\(part)", 0o755)
  let run = extract(
    "\(data)/\(part)/html", to: "\(out)/\(part)", droppingExtension: part == "article")
  let rate = Int(Double(run.pages) / run.cpu)
  let megabytes = Int(Double(run.bytes) / run.cpu / 1e6)
  print("\(part): \(run.pages) pages, \(rate) pages/s, \(megabytes) MB/s")
}
