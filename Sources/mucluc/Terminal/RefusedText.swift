import Client
import Wire

/// A query or filter that the daemon refused, shown with a mark under the place.
struct RefusedText: Error {
  let problem: Problem
  let text: String

  /// Runs a request; what it refuses at a place of `text` is thrown as this.
  ///
  /// - Parameter pointer: which member of the request the text is: `/q`, `/filter`.
  static func showing<Reply>(
    _ text: String, at pointer: String, _ body: () throws(ClientError) -> Reply
  ) throws -> Reply {
    do throws(ClientError) {
      return try body()
    } catch {
      if case .refused(let problem) = error, problem.pointer == pointer, problem.position != nil {
        throw RefusedText(problem: problem, text: text)
      }
      throw error
    }
  }

  /// The text and the mark, two lines.
  var lines: String { Self.pointer(in: text, at: problem.position?.byte ?? 0) }

  /// Columns of text before the mark that are shown at most.
  private static let room = 60

  /// - Parameter byte: a UTF-8 offset.
  static func pointer(in text: String, at byte: Int) -> String {
    let bytes = Array(text.utf8)
    let place = max(0, min(byte, bytes.count))
    var before = Safe.line(String(decoding: bytes[..<place], as: UTF8.self))
    let behind = Safe.line(String(decoding: bytes[place...], as: UTF8.self))
    if DisplayWidth.columns(of: before) > room {
      var kept = before
      while DisplayWidth.columns(of: kept) > room - 1 { kept.removeFirst() }
      before = "…" + kept
    }
    let space = String(repeating: " ", count: DisplayWidth.columns(of: before))
    return "  \(before)\(DisplayWidth.fitted(behind, in: room))\n  \(space)^"
  }
}
