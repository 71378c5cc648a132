import Documents
import InvertedIndex
import Search
import Wire

/// Deletes what a query finds.
struct Deletion: Sendable {
  let query: DeleteQuery

  /// Titles shown of what would be deleted.
  private static let shownRows = 10
  /// Putting all of a large collection in order takes seconds; what is not done then fails whole.
  private static let seconds = 60

  /// What would be deleted now.
  /// - Throws: what a search throws; `timed_out`.
  func preview(_ index: Index) throws(Problem) -> DeletePreview {
    let hits = try hits(index.snapshot())
    do throws(IndexError) {
      let first = try hits.hits(0..<min(Self.shownRows, hits.count))
      return DeletePreview(
        matched: hits.count, understood: hits.reply.understood,
        warnings: hits.reply.warnings.map(\.message),
        documents: first.map { .init(id: $0.key, title: $0.title) })
    } catch {
      throw Problem(error)
    }
  }

  /// Deletes. To be called where nothing else writes: what is deleted is what is there then, down to
  /// the last write that was answered.
  ///
  /// - Parameter task: Told how far it is; ends it before its time: what is deleted by then stays so.
  func delete(
    _ index: Index, _ manifest: FileManifest?, _ task: RunningTask? = nil
  ) throws(Problem) -> BulkReport {
    do throws(IndexError) { try index.refresh() } catch { throw Problem(error) }
    let hits = try hits(index.snapshot())
    do throws(IndexError) {
      var writer = BulkWriter(index, manifest)
      for start in stride(from: 0, to: hits.count, by: 1_024) {
        if task?.isCanceled == true { break }
        task?.progress(start, of: hits.count, "documents")
        let range = start..<min(start + 1_024, hits.count)
        for (place, key) in try hits.keys(range).enumerated() {
          guard let key = try? DocumentKey(key) else { continue }
          try writer.delete(key, line: range.lowerBound + place + 1)
        }
      }
      try writer.flush()
      return writer.report
    } catch {
      throw Problem(error)
    }
  }

  private func hits(_ snapshot: Snapshot) throws(Problem) -> AllHits {
    let hits: AllHits
    do throws(SearchError) {
      var request = SearchRequest(query.text)
      request.filter = try query.filter.map(SearchFilter.init)
      request.match = .init(rawValue: query.match.rawValue) ?? .all
      request.accents = .init(rawValue: query.accents.rawValue) ?? .auto
      request.syntax = .init(rawValue: query.syntax.rawValue) ?? .lenient
      request.isRelaxable = false
      request.weights.widenBelow = 0
      request.content = .keys
      request.deadline = Deadline(after: .seconds(Self.seconds))
      hits = try AllHits(request, in: snapshot)
    } catch {
      throw Problem(error)
    }
    guard !hits.reply.timedOut else {
      throw Problem(
        .timedOut, "what matches was not found within \(Self.seconds) s: nothing is deleted",
        hint: "narrow the query, or delete in several steps")
    }
    return hits
  }
}
