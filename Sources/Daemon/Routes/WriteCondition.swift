import Documents
import InvertedIndex
import Wire

/// What must be so for a change to be made: `if_version` in the URL, or `If-Match` and
/// `If-None-Match` (RFC 9110, section 13.1) with what `ETag` said.
struct WriteCondition: Sendable, Equatable {
  /// The version that the document must have; 0 when there must be none, nil for any.
  var version: SequenceNumber?

  /// - Parameter version: 0 when there must be none.
  init(version: SequenceNumber) { self.version = version }

  /// Nil when nothing is asked for.
  init?(_ request: APIRequest, _ fields: inout RequestFields) throws(Problem) {
    let asked = try fields.int("if_version", in: 0...Int.max).map { SequenceNumber($0) }
    let match = try request.header("if-match").map { text throws(Problem) in
      try Self.version(text, "if-match")
    }
    let none = request.header("if-none-match")
    guard none ?? "*" == "*" else {
      throw Problem(
        .invalidField, "if-none-match is \((none ?? "").prefix(60)); only * is known here",
        hint: "If-None-Match: * makes a new document only")
    }
    guard asked != nil || match != nil || none != nil else { return nil }
    guard [asked != nil, match != nil, none != nil].filter({ $0 }).count == 1 else {
      throw Problem(
        .invalidField, "several conditions at once", pointer: "/if_version",
        hint: "give one of if_version, If-Match and If-None-Match")
    }
    version = asked ?? (none != nil ? 0 : match ?? nil)
  }

  /// `"17"`, or `*` for a document of any version, which is nil.
  private static func version(
    _ text: String, _ header: String
  ) throws(Problem) -> SequenceNumber? {
    if text == "*" { return nil }
    let inner = text.hasPrefix("\"") && text.hasSuffix("\"") ? text.dropFirst().dropLast() : ""
    guard let number = SequenceNumber(inner), number > 0 else {
      throw Problem(
        .invalidField, "\(header) is \(text.prefix(60)); it should be a version as ETag says it",
        hint: "If-Match: \"17\"")
    }
    return number
  }

  /// - Throws: `version_conflict`.
  func check(_ key: DocumentKey, in index: Index) throws(Problem) {
    // What was written and cannot be searched yet counts, too.
    do throws(IndexError) { try index.refresh() } catch { throw Problem(error) }
    try check(key, in: index.snapshot())
  }

  /// The same of a moment after which nothing was written.
  func check(_ key: DocumentKey, in snapshot: Snapshot) throws(Problem) {
    let found: SequenceNumber?
    do throws(IndexError) { found = try snapshot.versionedDocument(for: key)?.version } catch {
      throw Problem(error)
    }
    let isMet = version.map { $0 == found ?? 0 } ?? (found != nil)
    guard !isMet else { return }
    throw Problem(
      .versionConflict,
      found.map { "document \"\(key.text.prefix(200))\" has version \($0)" }
        ?? "there is no document \"\(key.text.prefix(200))\"",
      pointer: "/if_version", hint: "read it again, and change what is there now")
  }
}
