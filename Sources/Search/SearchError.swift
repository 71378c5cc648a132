package import InvertedIndex

/// Why a search gave no answer.
package enum SearchError: Error, Equatable, CustomStringConvertible {
  /// The query is not well formed. `byte` and `character` count from 0.
  case syntax(message: String, byte: Int, character: Int, hint: String)
  /// The query or the page asked for is beyond a limit.
  case tooComplex(String)
  case index(IndexError)

  package var description: String {
    switch self {
    case .syntax(let message, _, let character, let hint):
      "\(message) at character \(character + 1); \(hint)"
    case .tooComplex(let reason): reason
    case .index(let error): error.description
    }
  }
}
