import Wire

/// How a request is answered from beginning to end by one thread: it needs nothing but the request,
/// which is there, and a thread that may search.
struct DirectRoute: Sendable {
  /// Takes the members of the request, when it came, and the request.
  typealias Answer =
    @Sendable (RequestFields, ContinuousClock.Instant, APIRequest) throws(Problem) -> APIReply

  let need: Router.Need
  /// Whose permit it takes; nil where it takes no time.
  let pool: WorkPool?
  let counts: RouteCounts
  let answer: Answer
}
