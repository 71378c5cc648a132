import Wire

extension APIRequest {
  /// The request's members: of the URL for GET, of the JSON body else.
  ///
  /// - Throws: `unsupported_media_type`, `body_too_large`, `bad_json` or `invalid_field`.
  func fields() async throws(Problem) -> RequestFields {
    if method == "GET" || method == "HEAD" { return try RequestFields(query: target.query) }
    try refuseQuery()
    try requireMediaType(["application/json"])
    let bytes = try await body.collect(upTo: Wire.maximumRequestByteCount)
    return try RequestFields(parsing: bytes.span)
  }

  /// Takes any of these media types. None at all, and what `curl -d` puts there unasked, are taken
  /// for what the path expects.
  func requireMediaType(_ types: [String]) throws(Problem) {
    let undeclared = ["", "application/x-www-form-urlencoded", "application/octet-stream"]
    guard !types.contains(mediaType), !undeclared.contains(mediaType) else { return }
    throw Problem(
      .unsupportedMediaType, "the body is declared as \(mediaType)",
      hint: "send Content-Type: \(types.joined(separator: " or "))")
  }

  private func refuseQuery() throws(Problem) {
    guard let item = target.query.first else { return }
    throw Problem(
      .unknownField, "\"\(item.name)\" stands in the URL of a \(method) request",
      pointer: "/\(item.name)", hint: "put it into the JSON body, or use GET")
  }
}
