import Documents
import InvertedIndex
import Search
import Wire

// The engine's errors as the wire's: the sentence stays, the code is from the closed list.

extension Problem {
  init(_ error: IndexError) {
    self.init(Self.code(of: error), error.description)
  }

  init(_ error: SearchError) {
    switch error {
    case .syntax(let message, let byte, let character, let hint):
      self.init(
        .querySyntax, message, pointer: "/q",
        position: .init(byte: byte, character: character), hint: hint)
    case .filter(let message, let place, let hint):
      self.init(
        .filterSyntax, message, pointer: "/filter", position: .init(place), hint: hint)
    case .unknownColumn(let name, let part, let place, let known):
      let near = Spelling.nearest(to: name, in: known)
      self.init(
        .unknownColumn, "no document has a field \"\(name)\"", pointer: "/\(part)",
        position: .init(place),
        hint: (near.map { "did you mean \"\($0)\"? " } ?? "")
          + "known: \(known.joined(separator: ", "))")
    case .tooComplex(let reason): self.init(.queryTooComplex, reason, pointer: "/q")
    case .index(let error): self.init(error)
    }
  }

  init(_ error: DocumentError) {
    self.init(.invalidField, error.description, pointer: "/id")
  }

  private static func code(of error: IndexError) -> Code {
    if error.isDiskFull { return .diskFull }
    switch error {
    case .io, .locked: return .internal
    case .damaged: return .indexCorrupt
    case .version, .outdated: return .indexVersion
    case .documentTooLarge: return .bodyTooLarge
    case .readOnly: return .readOnly
    case .closed: return .shuttingDown
    }
  }
}

extension Problem.Position {
  fileprivate init?(_ place: SearchFilter.Place?) {
    guard let place else { return nil }
    self.init(byte: place.byte, character: place.character)
  }
}

extension DocumentKey {
  /// The key that a request names.
  /// - Throws: `invalid_field` where it cannot be one.
  init(named text: String) throws(Problem) {
    do throws(DocumentError) { self = try DocumentKey(text) } catch { throw Problem(error) }
  }
}
