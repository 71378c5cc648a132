// The short forms that texts explain, with how many texts do.
//
//     swift run -c release --package-path Benchmarks acronyms < TEXTS > PAIRS.tsv
//
// Each line is read as one document. A row holds the count, the short form and the words, parted by
// tabs, sorted by short form and words.
import Analysis

func text(_ key: ArraySlice<UInt8>) -> String { String(decoding: key, as: UTF8.self) }

func run() {
  var analyzer = Analyzer()
  var tokens: [Token] = []
  var counts: [String: Int] = [:]
  while let line = readLine() {
    tokens.removeAll(keepingCapacity: true)
    analyzer.analyze(line.utf8.span, into: &tokens)
    var pairs: Set<String> = []
    for found in acronyms(in: line.utf8.span, tokens: tokens[...], forms: analyzer.forms) {
      var words: [String] = []
      for form in found.longForms { words.append(text(analyzer.forms.canonical(form))) }
      let short = text(analyzer.forms.canonical(found.shortForm))
      pairs.insert(short + "\t" + words.joined(separator: " "))
    }
    for pair in pairs { counts[pair, default: 0] += 1 }
  }
  for (pair, count) in counts.sorted(by: { $0.key < $1.key }) { print("\(count)\t\(pair)") }
}

run()
