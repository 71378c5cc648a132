import Documents
import Ingest

/// Writes `OUT/dates.tsv`: the name of each page that says when it was published, or else when it was
/// changed, and the date: that by which the index finds it.
func writeDates(_ folder: String, to out: String) {
  var lines: [String] = []
  var extractor = Extractor()
  extractor.comparesNeighbours = false
  for case .file(let item) in Walk([folder]) {
    guard let document = try? extractor.document(at: item),
      let date = document.dates.first(where: { $0.role == .published })
        ?? document.dates.first(where: { $0.role == .modified })
    else { continue }
    let name = item.key.text.split(separator: "/").last.map(String.init) ?? ""
    lines.append("\(name)\t\(date.iso)\t\(date.raw.prefix(80).split(separator: "\n").joined())")
  }
  write(lines.joined(separator: "\n"), to: "\(out)/dates.tsv")
}
