import ArgumentParser
import Daemon
import Wire

struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the words of a text as the index sees them.",
    discussion: """
      Needs no daemon. Reads standard input line by line when no text is given.

      A table on a terminal. Else one line for each word, its values set apart by
      tabs: position, span (how many positions it covers), start and end (bytes of
      UTF-8 in the line), kind (word, number, ideograph, or whole for a form that
      spans its parts), surface, canonical, folded, marks (stroke, circumflex, breve,
      horn, grave, acute, hook, tilde, dot; of words that are no syllables only
      stroke, shape, tone) and the byte that holds them (255: compared letter by
      letter).

      EXAMPLES
        mucluc analyze 'Uỷ ban MTTQ khoá XI'
        mucluc analyze < text.txt | cut -f7
        mucluc analyze --json < text.txt
      """)

  @Flag(help: "One JSON line for each line: {\"tokens\":[…]}, with the same members.")
  var json = false

  @Argument(help: "The text; several words are joined.")
  var text: [String] = []

  func run() throws {
    var output = Output()
    let printer = TokenPrinter(terminal: Terminal())
    if text.isEmpty {
      var lines = try LineReader("-")
      var isFirst = true
      while let line = try lines.next() {
        if !isFirst, printer.isTable, !json { output.write("\n") }
        isFirst = false
        // Bytes that are not UTF-8 become U+FFFD; offsets count in the text after that.
        print(String(decoding: line, as: UTF8.self), with: printer, to: &output)
      }
    } else {
      print(text.joined(separator: " "), with: printer, to: &output)
    }
    output.flush()
  }

  private func print(_ text: String, with printer: TokenPrinter, to output: inout Output) {
    let tokens = TextAnalysis.tokens(of: text)
    if json {
      output.write(line: TokenRecord.json(tokens))
    } else {
      printer.print(tokens, to: &output)
    }
  }
}
