/// # Search
///
/// A question and a snapshot go in, ranked hits come out. Query text is parsed into a tree
/// (`Query/`), made into a plan for the words of this snapshot (`Planning/`), run over each segment
/// (`Scoring/`) and shown with snippets (`Highlight/`). A segment is searched twice: sets of bits
/// say which documents match, then bounds of blocks of 64 lead to the few whose scores count.
///
/// Ranking is BM25 over weighted fields plus the worth of neighbouring words. What is found and
/// how it is ordered are two things: `match` decides how many of the words a document must have;
/// every word it has adds to its score.
///
/// A word that was left open – its beginning and a star, a pattern, one that may be spelled otherwise –
/// stands for terms of the dictionary: a document has it when it has any of them. What is to stand
/// near something, in the title or in the body is looked for in the forward stream of the documents
/// that have the words at all. Words of fields are looked for in the values of columns, which are
/// read once for it; they and comparisons bind, and change no score.
///
/// A filter stands beside the words (`Filter/`): it says which documents there are for the search,
/// and changes no score. Hits are in the order of their scores, or of a column.
///
/// The room knows neither HTTP nor JSON.
package import InvertedIndex
import Vietnamese

/// Answers a request on a snapshot.
/// - Throws: `SearchError.syntax` in strict syntax only; `.tooComplex` beyond `SearchLimit`;
///   `.filter` and `.unknownColumn` for a filter that cannot be; `.index` when a file is damaged.
package func search(
  _ request: SearchRequest, in snapshot: Snapshot
) throws(SearchError) -> SearchReply {
  try request.checkPage()
  if request.collapse != nil, request.limit > 0 {
    return try searchCollapsed(request, in: snapshot)
  }
  var found: QueryRun?
  var reply = try run(request, in: snapshot) { run, reply throws(IndexError) in
    if request.limit > 0 {
      reply.hits = try run.hits(of: request, in: snapshot)
      if request.deadline?.hasPassed ?? false { reply.timedOut = true }
    }
    if !request.facets.isEmpty { try run.countFacets(of: request, in: snapshot, into: &reply) }
    if request.corrects { found = run }
  }
  if let found {
    reply.corrections = try request.corrections(besides: found, in: snapshot)
  }
  return reply
}

/// Runs a request, and hands what was found to `body`; not where there is nothing to search for.
func run(
  _ request: SearchRequest, in snapshot: Snapshot,
  _ body: (QueryRun, inout SearchReply) throws(IndexError) -> Void
) throws(SearchError) -> SearchReply {
  try request.check(in: snapshot)
  var reply = SearchReply()
  guard let root = try request.tree(in: snapshot, notedIn: &reply) else { return reply }
  reply.reading = request.reading(of: root)
  do throws(IndexError) {
    if let total = try request.knownCount(of: root, in: snapshot) {
      reply.total = total
      reply.requiredWords = 1
      reply.wordCount = 1
      return reply
    }
    let run = try QueryRun(root, reply.reading, request, snapshot)
    run.describe(in: &reply)
    try body(run, &reply)
  } catch {
    throw .index(error)
  }
  return reply
}

extension SearchRequest {
  /// Refuses pages beyond the limits.
  func checkPage() throws(SearchError) {
    let most = isPartOfMore ? SearchLimit.manyPages : SearchLimit.hits
    guard limit >= 0, limit <= most else {
      throw .tooComplex("limit is \(limit), it may be 0 to \(most)")
    }
    let depth = offset + limit
    let deepest = isPartOfMore ? SearchLimit.manyPages : SearchLimit.depth
    guard offset >= 0, depth <= deepest else {
      throw .tooComplex("offset + limit is \(depth), it may be up to \(deepest)")
    }
  }

  /// Refuses what cannot be asked of a snapshot.
  func check(in snapshot: Snapshot) throws(SearchError) {
    try filter?.check(snapshot, others: otherColumns)
    try sort?.check(snapshot, others: otherColumns)
    guard facets.count <= SearchLimit.facets else {
      throw .tooComplex("\(facets.count) facets, the limit is \(SearchLimit.facets)")
    }
    for facet in facets { try facet.check(snapshot, others: otherColumns) }
  }

  /// The query as a tree, and how it was read; nil where there is nothing to search for.
  func tree(
    in snapshot: Snapshot, notedIn reply: inout SearchReply
  ) throws(SearchError) -> QueryNode? {
    let parsed = try QueryParser.parse(
      text, syntax: syntax, fields: QueryFields(snapshot, others: otherColumns))
    reply.match = match
    reply.warnings = parsed.warnings
    guard var root = parsed.root ?? everything else {
      reply.warnings.append(QueryWarning(message: "the query has no words", byte: 0))
      return nil
    }
    if accents == .auto, let decoded = TypedKeys.decode(root, in: snapshot) {
      root = decoded
      reply.warnings.append(
        QueryWarning(
          message: "read as typed with Telex or VNI keys: \(root.description)", byte: 0))
    }
    reply.root = root
    return root
  }

  /// What is searched for without words: with a filter, an order or facets, every document.
  private var everything: QueryNode? {
    filter != nil || sort != nil || !facets.isEmpty ? .list(QueryList()) : nil
  }

  /// How the words may have been meant: only where none of them has a mark.
  func reading(of root: QueryNode) -> QueryReading? {
    guard let readings, accents == .auto, root.isPlain else { return nil }
    var count = 0
    var hasSyllable = false
    let isMarked = root.anyWord { word in
      count += 1
      hasSyllable = hasSyllable || looksLikeSyllable(word.canonical.span)
      return word.isMarked
    }
    if isMarked || !hasSyllable || count > TextReading.wordLimit { return nil }
    return QueryReading(text, root, readings)
  }
}

/// A query run to its best candidates, relaxed and widened as the request allows.
struct QueryRun {
  private(set) var outcome: Outcome
  private var isRelaxed = false
  /// Documents that match before anything was relaxed or widened.
  private(set) var totalAsTyped: Int

  /// One pass over the snapshot.
  struct Outcome {
    let plan: Plan
    /// The best, as deep as was asked for or was looked at again.
    var candidates: [Candidate] = []
    /// Whether the first candidates were looked at again, and what read their words then.
    var looksAgain = false
    var readings: ReadingScorer?
    var total = 0
    var mostMatched = 0
    var timedOut = false
  }

  /// - Parameter reading: how the words may have been meant, where that counts.
  init(
    _ root: QueryNode, _ reading: QueryReading?, _ request: SearchRequest, _ snapshot: Snapshot
  ) throws(IndexError) {
    outcome = try Self.pass(root, reading, request, snapshot, isWidened: false)
    totalAsTyped = outcome.total
    // Not the page asked for decides what is too few: every page and every count must agree.
    if outcome.total < request.weights.widenBelow, outcome.plan.canWiden, !outcome.timedOut {
      let wider = try Self.pass(root, reading, request, snapshot, isWidened: true)
      if wider.total > outcome.total { outcome = wider }
    }
    if outcome.total == 0, request.match == .most, request.isRelaxable, outcome.mostMatched > 0,
      !outcome.timedOut
    {
      outcome = try Self.pass(
        root, reading, request, snapshot, isWidened: outcome.plan.rule.isWidened,
        required: outcome.mostMatched)
      isRelaxed = true
    }
  }

  /// Whether the candidate at this place was looked at again.
  func looksAgain(at index: Int?, _ weights: RankingWeights) -> Bool {
    outcome.looksAgain && (index.map { $0 < weights.pairDepth } ?? false)
  }

  func describe(in reply: inout SearchReply) {
    reply.total = outcome.total
    reply.requiredWords = outcome.plan.minimum
    reply.wordCount = outcome.plan.wordCount
    reply.relaxed = isRelaxed
    reply.widened = outcome.plan.rule.isWidened
    reply.timedOut = outcome.timedOut
    reply.expansions = outcome.plan.expansions
    for (prefix, terms) in zip(outcome.plan.prefixes, outcome.plan.prefixTerms) {
      describe(prefix, terms, in: &reply)
    }
  }

  /// Says what a word that was left open stands for.
  private func describe(_ prefix: Prefix, _ terms: PrefixExpansion, in reply: inout SearchReply) {
    let noted = SearchReply.Prefix(
      text: prefix.form == .beginning ? prefix.word.surface : prefix.text, words: terms.termCount,
      scored: terms.scoredCount)
    reply.prefixes.append(noted)
    guard noted.scored < noted.words else { return }
    let stands = "\(prefix.text) stands for \(noted.words) words:"
    switch prefix.form {
    case .beginning where prefix.isScored:
      reply.warnings.append(
        QueryWarning(
          message: "\(stands) the \(noted.scored) most frequent count for the order", byte: 0))
    case .beginning: break
    case .pattern:
      reply.warnings.append(
        QueryWarning(
          message: "\(stands) only the \(noted.scored) most frequent are searched for", byte: 0))
    case .fuzzy:
      reply.warnings.append(
        QueryWarning(
          message: "\(stands) only the \(noted.scored) nearest are searched for", byte: 0)
      )
    }
  }

  /// All that were kept, best first.
  var candidates: [Candidate] { outcome.candidates }

  /// The hits of the page.
  func hits(of request: SearchRequest, in snapshot: Snapshot) throws(IndexError) -> [Hit] {
    let page = outcome.candidates.dropFirst(request.offset).prefix(request.limit)
    return try hits(page, ranks: Array(page.indices), of: request, in: snapshot)
  }

  /// The hits of some candidates.
  ///
  /// - Parameter ranks: their places among all.
  func hits(
    _ page: ArraySlice<Candidate>, ranks: [Int], of request: SearchRequest, in snapshot: Snapshot
  ) throws(IndexError) -> [Hit] {
    var hits: [Hit] = []
    hits.reserveCapacity(page.count)
    for candidate in page {
      snapshot.segments[candidate.segment].segment.expectKey(of: candidate.document)
    }
    for candidate in page { hits.append(try snapshot.hit(candidate, request.sort)) }
    if request.content == .full, !page.isEmpty { try fill(&hits, page, request, snapshot) }
    if request.explains, request.sort == nil { try explain(&hits, page, ranks, request, snapshot) }
    return hits
  }

  /// Counts values over all documents that match, whatever page was asked for.
  func countFacets(
    of request: SearchRequest, in snapshot: Snapshot, into reply: inout SearchReply
  ) throws(IndexError) {
    var counters = request.facets.map(FacetCounter.init)
    reply.timedOut =
      try !forEachMatching(request, in: snapshot) { segment, matches throws(IndexError) in
        for index in counters.indices { try counters[index].add(matches, of: segment) }
      } || reply.timedOut
    reply.facets = try counters.map { counter throws(IndexError) in try counter.facet() }
  }

  /// Calls `body` with each segment and its documents that match.
  ///
  /// - Returns: false when time ran out before all segments were gone through.
  private func forEachMatching(
    _ request: SearchRequest, in snapshot: Snapshot,
    _ body: (Segment, DocumentSet) throws(IndexError) -> Void
  ) throws(IndexError) -> Bool {
    let average = EffectiveLengths.average(snapshot, request.weights)
    for (number, whole) in snapshot.segments.enumerated() {
      let view = try request.filter?.view(of: whole) ?? whole
      var scorer = try SegmentScorer(
        outcome.plan, on: view, number: number, averageLength: average, weights: request.weights,
        pairs: FoundPairs())
      guard let matches = try scorer.matches(request.deadline) else { return false }
      try body(view.segment, matches)
    }
    return true
  }

  /// Adds what the scores are made of.
  private func explain(
    _ hits: inout [Hit], _ page: ArraySlice<Candidate>, _ ranks: [Int], _ request: SearchRequest,
    _ snapshot: Snapshot
  ) throws(IndexError) {
    let explainer = Explainer(run: self, request: request, snapshot: snapshot)
    for (index, candidate) in page.enumerated() {
      let place = DocumentPlace(segment: candidate.segment, document: candidate.document)
      hits[index].explanation = try explainer.scores(
        of: place, rank: ranks[index]
      ).score()
    }
  }

  /// Adds the documents, marks and snippets.
  private func fill(
    _ hits: inout [Hit], _ page: ArraySlice<Candidate>, _ request: SearchRequest,
    _ snapshot: Snapshot
  ) throws(IndexError) {
    guard request.showsMatches else {
      for (index, candidate) in page.enumerated() {
        let segment = snapshot.segments[candidate.segment].segment
        hits[index].document = try segment.storedDocument(candidate.document).head
      }
      return
    }
    var highlighter = Highlighter(outcome.plan, request.snippets)
    var guides: [Int: BlockGuide] = [:]
    for (index, candidate) in page.enumerated() {
      let segment = snapshot.segments[candidate.segment].segment
      let document = try segment.storedDocument(candidate.document)
      hits[index].document = document.head
      // Of a thousand hits that takes long; those that are left go without snippets.
      if let deadline = request.deadline, deadline.hasPassed { continue }
      if guides[candidate.segment] == nil, request.snippets.count > 0 {
        guides[candidate.segment] = BlockGuide(outcome.plan, in: segment)
      }
      let bounds = try guides[candidate.segment]?.bounds(of: candidate.document, document)
      highlighter.highlight(document, bounds ?? nil, in: &hits[index])
    }
  }

  private static func pass(
    _ root: QueryNode, _ reading: QueryReading?, _ request: SearchRequest, _ snapshot: Snapshot,
    isWidened: Bool, required: Int? = nil
  ) throws(IndexError) -> Outcome {
    let plan = Plan(
      root, request, in: snapshot, isWidened: isWidened, required: required,
      acronyms: root.hasPlainWords ? try snapshot.acronyms() : nil)
    var outcome = Outcome(plan: plan)
    let depth = request.limit == 0 ? 0 : request.offset + request.limit
    if depth == 0, request.filter == nil, !(request.deadline?.hasPassed ?? false),
      let count = try plan.knownCount()
    {
      outcome.total = count
      return outcome
    }
    let usesPairs =
      depth > 0 && request.sort == nil && request.weights.pairs > 0 && !plan.pairs.isEmpty
    let looksAgain = usesPairs && (plan.looksAgain || reading != nil)
    var hits = TopHits(
      capacity: looksAgain ? max(depth, request.weights.pairDepth) : depth, in: snapshot)
    let average = EffectiveLengths.average(snapshot, request.weights)
    let pairs = usesPairs ? try FoundPairs(plan, in: snapshot) : FoundPairs()
    var looks: [SecondLook] = []
    var sorted = request.sort.map { SortedHits($0, capacity: depth, in: snapshot) }
    for (index, whole) in snapshot.segments.enumerated() {
      let view = try request.filter?.view(of: whole) ?? whole
      var scorer = try SegmentScorer(
        plan, on: view, number: index, averageLength: average, weights: request.weights,
        pairs: pairs)
      let isDone =
        sorted == nil
        ? try scorer.run(
          segment: index, into: &hits, counts: request.countsTotal, deadline: request.deadline)
        : try scorer.run(into: &sorted, deadline: request.deadline)
      outcome.total += scorer.total
      outcome.mostMatched = max(outcome.mostMatched, scorer.mostMatched)
      if looksAgain { looks.append(scorer.secondLook) }
      if !isDone {
        outcome.timedOut = true
        break
      }
    }
    outcome.candidates = sorted?.candidates ?? hits.takeSorted()
    outcome.total = max(outcome.total, outcome.candidates.count)
    outcome.looksAgain = looksAgain
    if looksAgain {
      outcome.readings = reading.map {
        ReadingScorer(plan, $0, in: snapshot, weights: request.weights)
      }
      try rescore(
        &outcome.candidates, looks, outcome.readings, in: snapshot,
        depth: request.weights.pairDepth, wanted: depth)
    }
    return outcome
  }

  /// Memory is fetched so many candidates ahead.
  private static let foresight = 3

  /// Looks again at the first `depth` candidates. Those behind keep their order.
  ///
  /// - Parameter wanted: of so many the scores must be right; those behind them may be too low.
  private static func rescore(
    _ candidates: inout [Candidate], _ looks: [SecondLook], _ readings: ReadingScorer?,
    in snapshot: Snapshot, depth: Int, wanted: Int
  ) throws(IndexError) {
    var first = Array(candidates.prefix(depth))
    var best = LargestScores(count: wanted)
    // Lists tell the score of most. Documents are read for the others, those that may have the
    // largest scores first, until no other can be among the best.
    var rescorers = [Rescorer?](repeating: nil, count: looks.count)
    var open: [(most: Float, base: Float, index: Int)] = []
    for index in first.indices {
      let segment = first[index].segment
      if rescorers[segment] == nil {
        rescorers[segment] = try looks[segment].rescorer(readings)
      }
      if index + Self.foresight < first.count {
        let next = first[index + Self.foresight]
        rescorers[next.segment]?.expect(next.document)
      }
      let found = first[index].score
      guard let told = rescorers[segment]?.told(first[index].document, found: found) else {
        continue
      }
      first[index].score = told.score
      if let most = told.most {
        open.append((most, told.base, index))
      } else {
        best.insert(told.score)
      }
    }
    open.sort { $0.most > $1.most }
    for (most, base, index) in open {
      // A little more: the sums are rounded.
      if most * 1.0001 < best.least { break }
      let document = first[index].document
      let score = base + (try rescorers[first[index].segment]?.pairs(of: document) ?? 0)
      first[index].score = score
      best.insert(score)
    }
    first.sort { snapshot.precedes($0, $1) }
    candidates.replaceSubrange(0..<first.count, with: first)
  }
}
