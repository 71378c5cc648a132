/// What can be wrong with data given to this room; texts never are.
package enum VietnameseError: Error, Equatable, CustomStringConvertible {
  /// A line of a table of variants cannot be read.
  case variants(line: Int, text: String)

  package var description: String {
    switch self {
    case .variants(let line, let text):
      "variants, line \(line): expected a weight from 0 to 1 and at least two spellings, parted by "
        + "tabs, but found “\(text)”; correct or remove the line"
    }
  }
}
