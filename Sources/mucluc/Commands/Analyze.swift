import ArgumentParser
import Daemon
import Wire

struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the words of a text as the index sees them.",
    discussion: """
      Needs no daemon. Reads standard input line by line when no text is given. start and end count
      bytes of UTF-8 in the line, position counts words.

      EXAMPLES
        mucluc analyze 'Uỷ ban MTTQ khoá XI'
        mucluc analyze --json < text.txt
      """)

  @Flag(help: "One JSON line for each line: {\"tokens\":[…]}.")
  var json = false

  @Argument(help: "The text; several words are joined.")
  var text: [String] = []

  func run() throws {
    var output = Output()
    if text.isEmpty {
      var lines = try LineReader("-")
      while let line = try lines.next() {
        // Bytes that are not UTF-8 become U+FFFD; offsets count in the text after that.
        print(String(decoding: line, as: UTF8.self), to: &output)
      }
    } else {
      print(text.joined(separator: " "), to: &output)
    }
    output.flush()
  }

  private func print(_ text: String, to output: inout Output) {
    let tokens = TextAnalysis.tokens(of: text)
    if json {
      output.write(line: TokenRecord.json(tokens))
      return
    }
    for token in tokens {
      let cells = [
        "\(token.position)" + (token.span > 1 ? "+\(token.span - 1)" : ""),
        "\(token.start)-\(token.end)", token.kind, Safe.line(token.surface), token.canonical,
        token.folded,
      ]
      output.write(cells.joined(separator: "\t") + "\n")
    }
  }
}
