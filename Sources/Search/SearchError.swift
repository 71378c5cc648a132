package import InvertedIndex

/// Why a search gave no answer.
package enum SearchError: Error, Equatable, CustomStringConvertible {
  /// The query is not well formed. `byte` and `character` count from 0.
  case syntax(message: String, byte: Int, character: Int, hint: String)
  /// The filter or the order is not well formed, or compares what cannot be compared.
  case filter(message: String, place: SearchFilter.Place?, hint: String)
  /// No document has such a column. `part` is `filter` or `sort`.
  case unknownColumn(String, part: String, place: SearchFilter.Place?, known: [String])
  /// The query or the page asked for is beyond a limit.
  case tooComplex(String)
  case index(IndexError)

  package var description: String {
    switch self {
    case .syntax(let message, _, let character, let hint):
      "\(message) at character \(character + 1); \(hint)"
    case .filter(let message, let place, let hint):
      message + Self.text(place) + "; " + hint
    case .unknownColumn(let name, _, let place, let known):
      "no document has a field \"\(name)\"\(Self.text(place)); known are"
        + " \(known.joined(separator: ", "))"
    case .tooComplex(let reason): reason
    case .index(let error): error.description
    }
  }

  private static func text(_ place: SearchFilter.Place?) -> String {
    place.map { " at character \($0.character + 1) of the filter" } ?? ""
  }
}
