import Documents
import TestSupport

@testable import Search

/// A random filter, what it means for a document, computed from the document's own texts, and how
/// people would write it.
struct PlainFilter {
  var filter: SearchFilter
  var text: String
  var isMet: (Document) -> Bool

  static func random(_ random: inout Seed, depth: Int = 2) -> PlainFilter {
    switch depth == 0 ? 9 : Int.random(in: 0..<8, using: &random) {
    case 0:
      let part = Self.random(&random, depth: depth - 1)
      return PlainFilter(filter: .not(part.filter), text: "NOT (\(part.text))") { !part.isMet($0) }
    case 1, 2:
      let parts = (0..<2).map { _ in Self.random(&random, depth: depth - 1) }
      return PlainFilter(
        filter: .all(parts.map(\.filter)),
        text: parts.map { "(\($0.text))" }.joined(separator: " and ")
      ) { document in parts.allSatisfy { $0.isMet(document) } }
    case 3:
      let parts = (0..<2).map { _ in Self.random(&random, depth: depth - 1) }
      return PlainFilter(
        filter: .any(parts.map(\.filter)),
        text: parts.map { "(\($0.text))" }.joined(separator: " HOẶC ")
      ) { document in parts.contains { $0.isMet(document) } }
    default: return condition(&random)
    }
  }

  private static func condition(_ random: inout Seed) -> PlainFilter {
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1: return dates(&random)
    case 2: return years(&random)
    case 3:
      let name =
        ["An", "Bình", "007", "-12", "2021", "2021-05-06", "2021-05", "ai"]
        .randomElement(using: &random) ?? ""
      return PlainFilter(condition("author", .equals([name])), "author = \"\(name)\"") { document in
        values(document, "author").contains { $0 == name || isDate($0) && $0.hasPrefix(name) }
      }
    case 4:
      let ids = (0..<3).map { _ in "\(Int.random(in: 0..<200, using: &random))" }
      return PlainFilter(
        condition("id", .equals(ids)), "id IN [\(ids.joined(separator: ", "))]"
      ) { ids.contains($0.key.text) }
    case 5:
      let name =
        ["date", "rare", "source", "modified", "author", "id"].randomElement(using: &random) ?? ""
      return PlainFilter(condition(name, .exists), "\(name) EXISTS") { document in
        name == "id" || !values(document, name).isEmpty
      }
    case 6:
      let start = "/srv/tin/\(Int.random(in: 1...3, using: &random))/1"
      return PlainFilter(condition("source", .begins(start)), "source:\(start)*") { document in
        values(document, "source").contains { $0.hasPrefix(start) }
      }
    default:
      let status = Bool.random(using: &random) ? "partial" : "complete"
      return PlainFilter(condition("status", .equals([status])), "status = \(status)") {
        values($0, "status") == [status]
      }
    }
  }

  /// Dates are compared as texts: those of one form are in the order of their days.
  private static func dates(_ random: inout Seed) -> PlainFilter {
    let text = SampleText.date(using: &random)
    let literal = String(text.prefix(text.count > 10 ? 16 : 10))
    let sign = ["=", "<", "<=", ">", ">="].randomElement(using: &random) ?? "="
    let filter =
      sign == "="
      ? condition("date", .equals([literal])) : condition("date", range(sign, literal))
    return PlainFilter(filter, "date \(sign) \(literal)") { document in
      values(document, "date").contains { value in
        let isInside = value.hasPrefix(literal)
        switch sign {
        case "=": return isInside
        case "<": return value < literal
        case "<=": return value < literal || isInside
        case ">": return value > literal && !isInside
        default: return value >= literal
        }
      }
    }
  }

  private static func years(_ random: inout Seed) -> PlainFilter {
    let year = Int.random(in: 1988..<2032, using: &random)
    let sign = ["=", "<", "<=", ">", ">="].randomElement(using: &random) ?? "="
    let filter =
      sign == "="
      ? condition("year", .equals(["\(year)"])) : condition("year", range(sign, "\(year)"))
    return PlainFilter(filter, "year\(sign)\(year)") { document in
      values(document, "year").compactMap { Int($0) }.contains { value in
        switch sign {
        case "=": value == year
        case "<": value < year
        case "<=": value <= year
        case ">": value > year
        default: value >= year
        }
      }
    }
  }

  private init(_ filter: SearchFilter, _ text: String, _ isMet: @escaping (Document) -> Bool) {
    self.init(filter: filter, text: text, isMet: isMet)
  }

  private init(filter: SearchFilter, text: String, isMet: @escaping (Document) -> Bool) {
    self.filter = filter
    self.text = text
    self.isMet = isMet
  }

  private static func condition(_ column: String, _ test: SearchFilter.Test) -> SearchFilter {
    .condition(SearchFilter.Condition(column, test))
  }

  private static func range(_ sign: String, _ text: String) -> SearchFilter.Test {
    let bound = SearchFilter.Bound(text, isInclusive: sign.count > 1)
    return sign.hasPrefix("<") ? .range(lower: nil, upper: bound) : .range(lower: bound, upper: nil)
  }

  private static func isDate(_ text: String) -> Bool { text.count == 10 && text.contains("-") }

  /// What a document says, as texts; dates as `2021-01-01T00:00`.
  static func values(_ document: Document, _ column: String) -> [String] {
    switch column {
    case "date":
      let role: DocumentDate.Role =
        document.dates.contains { $0.role == .published } ? .published : .modified
      guard let date = document.dates.first(where: { $0.role == role }) else { return [] }
      let first = "0000-01-01T00:00"
      return [String(date.iso.prefix(16)) + first.dropFirst(min(16, date.iso.count))]
    case "source": return document.provenance.source.isEmpty ? [] : [document.provenance.source]
    case "modified": return document.provenance.modified.map { ["\($0)"] } ?? []
    case "status": return [document.status == .complete ? "complete" : "partial"]
    default: return document.fields.first { $0.name.text == column }?.values ?? []
    }
  }
}

extension SearchFilter {
  /// The same without places in a text.
  var placeless: SearchFilter {
    switch self {
    case .condition(let condition): .condition(Condition(condition.column, condition.test))
    case .not(let filter): .not(filter.placeless)
    case .all(let filters): .all(filters.map(\.placeless))
    case .any(let filters): .any(filters.map(\.placeless))
    }
  }
}
