import Search
import Wire

/// What the command line asks for.
struct Options {
  var index = ""
  /// The documents to build an index of; nil to answer queries.
  var source: Source?
  var accents = SearchRequest.Accents.fold
  var ranking = Ranking.default
  /// Whether building ends with documents in an order that brings those with the same words
  /// together.
  var isReordered = false
  /// Megabytes that building may take.
  var memory = 512
  /// What hits must be apart from the words, as in `mucluc search --filter`.
  var filter: SearchFilter?
  /// The column that hits are in the order of, `-` before it from the last on.
  var sort: SortOrder?
  /// After which a query is given up.
  var timeoutMilliseconds = SearchQuery("").timeoutMilliseconds

  enum Source {
    /// JSON lines.
    case records(String)
    /// A document a line, its words parted by spaces.
    case tokens(String)
  }

  enum Ranking: String {
    /// What the daemon does: BM25, the worth of neighbours, other spellings, short forms.
    case `default`
    /// BM25 alone, every word as typed: what the peers do. Titles keep their weight: impacts are
    /// stored with it, and with other weights they would bound nothing.
    case bm25
  }

  private enum Switch: String {
    case on
    case off
  }

  init(_ arguments: ArraySlice<String>) throws(Failure) {
    var rest = arguments
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else {
        throw Failure("\(name) needs a value\n\(Self.usage)")
      }
      switch name {
      case "--index": index = value
      case "--build": source = .records(value)
      case "--build-tokens": source = .tokens(value)
      case "--accents": accents = try Self.choice(name, value)
      case "--ranking": ranking = try Self.choice(name, value)
      case "--reorder": isReordered = try Self.choice(name, value) == Switch.on
      case "--memory": memory = try Self.number(name, value)
      case "--filter":
        do { filter = try SearchFilter(parsing: value) } catch { throw Failure("\(error)") }
      case "--sort":
        let isDescending = value.hasPrefix("-")
        sort = SortOrder(String(value.dropFirst(isDescending ? 1 : 0)), isDescending: isDescending)
      case "--timeout": timeoutMilliseconds = try Self.number(name, value)
      default: throw Failure("\(name) is no option\n\(Self.usage)")
      }
    }
    if index.isEmpty { throw Failure("--index is missing\n\(Self.usage)") }
  }

  private static func choice<Value: RawRepresentable<String>>(
    _ name: String, _ value: String
  ) throws(Failure) -> Value {
    guard let choice = Value(rawValue: value) else { throw Failure("\(name) cannot be \(value)") }
    return choice
  }

  private static func number(_ name: String, _ value: String) throws(Failure) -> Int {
    guard let number = Int(value), number > 0 else { throw Failure("\(name) cannot be \(value)") }
    return number
  }

  private static let usage = """
    usage: bench-driver --index DIR --build FILE | --build-tokens FILE [--reorder on|off]
                        [--memory MEGABYTES]
           bench-driver --index DIR [--accents fold|exact|auto] [--ranking default|bm25]
                        [--filter FILTER] [--sort FIELD] [--timeout MILLISECONDS]
    """
}

/// Why the program gave up.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
