import Documents
import Ingest

/// Writes `OUT/dates.tsv`: the name of each page that says when it was published, and the date.
func writeDates(_ folder: String, to out: String) {
  var lines: [String] = []
  for case .file(let item) in Walk([folder]) {
    guard let document = try? Extractor().document(at: item),
      let date = document.dates.first(where: { $0.role == .published })
    else { continue }
    let name = item.key.text.split(separator: "/").last.map(String.init) ?? ""
    lines.append("\(name)\t\(date.iso)")
  }
  write(lines.joined(separator: "\n"), to: "\(out)/dates.tsv")
}
