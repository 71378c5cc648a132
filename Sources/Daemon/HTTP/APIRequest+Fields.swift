import Wire

extension APIRequest {
  /// The request's members: of the URL for GET, of the JSON body else.
  ///
  /// - Throws: `unsupported_media_type`, `body_too_large`, `bad_json` or `invalid_field`.
  func fields() async throws(Problem) -> RequestFields {
    try checkForm()
    return try fields(
      in: takesQuery ? [] : await body.collect(upTo: Wire.maximumRequestByteCount))
  }

  /// The same where the whole body is there.
  func fields(of body: [UInt8]) throws(Problem) -> RequestFields {
    try checkForm()
    return try fields(in: body)
  }

  private var takesQuery: Bool { method == "GET" || method == "HEAD" }

  private func checkForm() throws(Problem) {
    if takesQuery { return }
    try refuseQuery()
    try requireMediaType(["application/json"])
  }

  private func fields(in body: [UInt8]) throws(Problem) -> RequestFields {
    takesQuery ? try RequestFields(query: target.query) : try RequestFields(parsing: body.span)
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
