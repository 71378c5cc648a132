import Documents
import Glibc
import Ingest

/// Writes, for each page, a file of one line a block: its text, a tab, its features by commas. The
/// first line of `names.txt` has the names of the features.
func writeFeatures(_ folder: String, to out: String) {
  write(ContentFeatures.names.joined(separator: ","), to: "\(out)/names.txt")
  for case .file(let item) in Walk([folder]) {
    guard let content = try? FileReader().read(item),
      let features = try? ContentFeatures(of: content.bytes)
    else { fatalError("cannot read \(item.key)") }
    let lines = zip(features.texts, features.rows).map { text, row in
      let plain = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
      return String(plain) + "\t" + row.map { "\($0)" }.joined(separator: ",")
    }
    let name = item.key.text.split(separator: "/").last.map(String.init) ?? ""
    write(lines.joined(separator: "\n"), to: "\(out)/\(name).tsv")
  }
}
