import Client
import Wire

/// Runs a file of queries and prints their hits in the form that evaluation tools read.
struct BatchSearch {
  let archive: Archive
  /// What all queries share.
  let template: SearchQuery
  let format: Search.Format
  let tag: String

  /// Queries in one request.
  private static let queriesAtOnce = 64

  func run(file: String) throws {
    var lines = try LineReader(file)
    var output = Output()
    var failures = 0
    var queries: [SearchQuery] = []
    while let line = try lines.next() {
      if line.allSatisfy({ $0 <= 0x20 }) { continue }
      do throws(Problem) {
        queries.append(try query(line))
      } catch {
        failures += 1
        Output.complain("\(file):\(lines.number): \(error)")
      }
      if queries.count == Self.queriesAtOnce { failures += try run(&queries, &output) }
    }
    failures += try run(&queries, &output)
    output.flush()
    if failures > 0 { throw Exit.failed }
  }

  private func query(_ line: [UInt8]) throws(Problem) -> SearchQuery {
    let json: JSONValue
    do { json = try JSONValue(parsing: line.span) } catch { throw Problem(error) }
    let id = json["_id"] ?? json["id"] ?? json["qid"]
    guard let id = id?.string ?? id?.int.map(String.init) else {
      throw Problem(.invalidField, "the query has no _id", hint: "{\"_id\":\"q1\",\"text\":\"…\"}")
    }
    guard let text = (json["text"] ?? json["q"] ?? json["query"])?.string else {
      throw Problem(
        .invalidField, "query \(id) has no text", hint: "{\"_id\":\"q1\",\"text\":\"…\"}")
    }
    var query = template
    query.text = text
    query.id = id
    if format == .trec || format == .ids {
      query.content = .keys
      query.highlight = nil
    }
    return query
  }

  /// Prints the hits of the queries, in their order; returns how many failed.
  private func run(_ queries: inout [SearchQuery], _ output: inout Output) throws -> Int {
    guard !queries.isEmpty else { return 0 }
    defer { queries.removeAll() }
    var failures = 0
    for (query, result) in zip(queries, try archive.search(all: queries)) {
      switch result {
      case .success(let results): print(results, of: query.id ?? "", to: &output)
      case .failure(let problem):
        failures += 1
        Output.complain("query \(query.id ?? ""): \(problem)")
      }
    }
    return failures
  }

  private func print(_ results: SearchResults, of query: String, to output: inout Output) {
    if format == .json {
      output.write(line: results.json)
      return
    }
    for (index, hit) in results.hits.enumerated() {
      let rank = results.offset + index + 1
      switch format {
      case .ids: output.write("\(query)\t\(hit.id)\n")
      case .tsv:
        let title = Safe.line(hit.title)
        output.write("\(query)\t\(rank)\t\(hit.score)\t\(hit.id)\t\(title)\n")
      default:
        let document = word(hit.id)
        output.write("\(word(query)) Q0 \(document) \(rank) \(Float(hit.score)) \(tag)\n")
      }
    }
  }

  /// Columns are parted by spaces, so that an id with one must do without it.
  private func word(_ id: String) -> String {
    id.contains(where: \.isWhitespace)
      ? id.split(whereSeparator: \.isWhitespace).joined(separator: "_") : id
  }
}
