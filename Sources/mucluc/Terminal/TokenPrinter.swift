import Wire

/// The words of a text for people: a table on a terminal, else lines of tab-separated values.
struct TokenPrinter {
  let terminal: Terminal
  /// True for the table.
  let isTable: Bool

  init(terminal: Terminal) {
    self.terminal = terminal
    isTable = terminal.width != nil
  }

  func print(_ tokens: [TokenRecord], to output: inout Output) {
    if isTable {
      printTable(tokens, to: &output)
    } else {
      for token in tokens {
        output.write(values(of: token).joined(separator: "\t") + "\n")
      }
    }
  }

  /// Position, span, start, end, kind, surface, canonical, folded, marks and the mark byte.
  private func values(of token: TokenRecord) -> [String] {
    [
      "\(token.position)", "\(token.span)", "\(token.start)", "\(token.end)", token.kind,
      Safe.line(token.surface), Safe.line(token.canonical), Safe.line(token.folded),
      token.marks.joined(separator: " "), "\(token.markByte)",
    ]
  }
}

// MARK: - The table

extension TokenPrinter {
  private static let heading = ["WORD", "BYTES", "KIND", "SURFACE", "CANONICAL", "FOLDED", "MARKS"]
  private func printTable(_ tokens: [TokenRecord], to output: inout Output) {
    guard !tokens.isEmpty else {
      output.write(terminal.dim("no words") + "\n")
      return
    }
    let rows = fitted(tokens.map(cells))
    var widths = Self.heading.map(\.count)
    for row in rows {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], DisplayWidth.columns(of: cell))
      }
    }
    output.write(terminal.bold(line(Self.heading, widths)) + "\n")
    for (token, row) in zip(tokens, rows) {
      let line = line(row, widths)
      // Whole forms stand behind the words they are made of.
      output.write((token.kind == "whole" ? terminal.dim(line) : line) + "\n")
    }
  }

  private func cells(of token: TokenRecord) -> [String] {
    let last = token.position + token.span - 1
    return [
      token.span > 1 ? "\(token.position)–\(last)" : "\(token.position)",
      "\(token.start)–\(token.end)", token.kind, Safe.line(token.surface),
      Safe.line(token.canonical), Safe.line(token.folded), token.marks.joined(separator: " "),
    ]
  }

  /// Cuts long words, so that one address does not push all columns off the screen.
  private func fitted(_ rows: [[String]]) -> [[String]] {
    let words = 3..<6
    var others = 2 * Self.heading.count
    for column in Self.heading.indices where !words.contains(column) {
      let widest = rows.map { DisplayWidth.columns(of: $0[column]) }.max() ?? 0
      others += max(widest, Self.heading[column].count)
    }
    let widest = max(12, ((terminal.width ?? 80) - others) / words.count)
    return rows.map { row in
      row.enumerated().map { column, cell in
        words.contains(column) ? DisplayWidth.fitted(cell, in: widest) : cell
      }
    }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    var column = 0
    for (cell, width) in zip(cells, widths) {
      if !cell.isEmpty {
        line += String(repeating: " ", count: column - DisplayWidth.columns(of: line)) + cell
      }
      column += width + 2
    }
    return line
  }
}
