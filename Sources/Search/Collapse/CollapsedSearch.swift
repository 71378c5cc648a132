import InvertedIndex

/// Candidates that are looked at for a page of collapsed hits.
private enum CollapseDepth {
  /// At first so many times those of the page,
  static let factor = 4
  /// and so many more.
  static let margin = 40
  /// At most.
  static let limit = 2_000
}

/// A search whose hits that are nearly the same are one: the best of them, which names the others.
///
/// The ranking is gone through until the page is full, and no farther than `CollapseDepth.limit`, or
/// than the page itself would be; duplicates behind that are not known of. Totals and facets are those of
/// all documents.
func searchCollapsed(
  _ request: SearchRequest, in snapshot: Snapshot
) throws(SearchError) -> SearchReply {
  let wanted = request.offset + request.limit
  let deepest = max(wanted, CollapseDepth.limit)
  var deeper = request
  deeper.offset = 0
  deeper.limit = min(deepest, CollapseDepth.factor * wanted + CollapseDepth.margin)
  while true {
    var isEnough = true
    var found: QueryRun?
    var reply = try run(deeper, in: snapshot) { run, reply throws(IndexError) in
      let collapsed = try CollapsedHits(run.candidates, in: snapshot, deadline: request.deadline)
      isEnough =
        collapsed.groups.count >= wanted || run.candidates.count < deeper.limit
        || deeper.limit >= deepest || !collapsed.isComplete
      guard isEnough else { return }
      let page = collapsed.groups.dropFirst(request.offset).prefix(request.limit)
      reply.hits = try run.hits(
        page.map(\.candidate)[...], ranks: page.map(\.rank), of: deeper, in: snapshot)
      for (index, group) in page.enumerated() {
        for duplicate in group.duplicates {
          let segment = snapshot.segments[duplicate.segment].segment
          reply.hits[index].duplicates.append(try segment.keyText(of: duplicate.document))
        }
      }
      if !request.facets.isEmpty { try run.countFacets(of: request, in: snapshot, into: &reply) }
      if !collapsed.isComplete { reply.timedOut = true }
      found = run
    }
    if isEnough {
      if request.corrects, let found {
        reply.corrections = try request.corrections(besides: found, in: snapshot)
      }
      return reply
    }
    deeper.limit = min(deepest, deeper.limit * CollapseDepth.factor)
  }
}
