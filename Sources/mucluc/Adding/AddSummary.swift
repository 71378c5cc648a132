import Wire

/// What `add` did, for people and for programs.
struct AddSummary {
  /// The daemon's answers together.
  var report = BulkReport()
  /// Files that were looked at, not counting those of JSON lines.
  var files = 0
  /// Passed over without a word: links, hidden entries, pipes and devices.
  var skipped = (links: 0, hidden: 0, special: 0)
  var duration = Duration.zero
  private var problems: [Problem] = []
  private var problemCount = 0

  /// How many problems the JSON spells out.
  private static let maximumProblems = 1_000

  private struct Problem {
    var path: String
    var code: String
    var reason: String
  }

  mutating func note(path: String, code: String, reason: String) {
    problemCount += 1
    if problems.count < Self.maximumProblems {
      problems.append(Problem(path: path, code: code, reason: reason))
    }
  }

  var hasFailures: Bool { problemCount > 0 || report.rejected > 0 }

  var text: String {
    var parts = [
      "\(Numbers.grouped(report.created)) added", "\(Numbers.grouped(report.updated)) replaced",
      "\(Numbers.grouped(report.unchanged)) unchanged",
    ]
    let failed = max(problemCount, report.rejected)
    if failed > 0 { parts.append("\(Numbers.grouped(failed)) failed") }
    if skipped.links > 0 { parts.append("\(Numbers.count(skipped.links, "link")) passed over") }
    if skipped.hidden > 0 { parts.append("\(Numbers.grouped(skipped.hidden)) hidden passed over") }
    if skipped.special > 0 {
      parts.append("\(Numbers.grouped(skipped.special)) that are no files passed over")
    }
    let seconds = Int(duration / .microseconds(1))
    return parts.joined(separator: ", ") + "; " + Numbers.duration(microseconds: seconds)
  }

  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("received", report.received)
      json.member("created", report.created)
      json.member("updated", report.updated)
      json.member("unchanged", report.unchanged)
      json.member("rejected", report.rejected)
      json.member("files", files)
      json.object("skipped") { json in
        json.member("links", skipped.links)
        json.member("hidden", skipped.hidden)
        json.member("special", skipped.special)
      }
      json.array("problems") { json in
        for problem in problems {
          json.object { json in
            json.member("path", problem.path)
            json.member("code", problem.code)
            json.member("reason", problem.reason)
          }
        }
      }
      json.member("took_us", Int(duration / .microseconds(1)))
    }
    return json.bytes
  }
}
