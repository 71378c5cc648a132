import Wire

/// `POST /v1/analyze`: the words of a text as the index sees them.
struct AnalyzeRoute: Sendable {
  let engine: Engine

  func register(in router: inout Router) {
    router.on("POST", "/v1/analyze") { [self] request, _ throws(Problem) in
      let fields = try await request.fields()
      return try await engine.searches.run(request.cancellation) { () throws(Problem) in
        var fields = fields
        guard let text = try fields.string("text") else {
          throw Problem(
            .invalidField, "the text is missing", pointer: "/text", hint: "send {\"text\":\"…\"}")
        }
        try fields.finish()
        return APIReply(body: TokenRecord.json(TextAnalysis.tokens(of: text)))
      }
    }
  }
}
