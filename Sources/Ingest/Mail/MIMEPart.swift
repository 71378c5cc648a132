/// A message or a part of one, cut into the parts it holds (RFC 2046).
struct MIMEPart {
  let headers: MailHeaders
  let type: MailValue
  /// The body as it stands, still encoded.
  let body: ArraySlice<UInt8>
  private(set) var parts: [MIMEPart] = []
  /// Nested deeper than is read, or of more parts: what was cut is in no part.
  private(set) var isCut = false

  private static let depthLimit = 16
  private static let partLimit = 1000

  init(_ bytes: ArraySlice<UInt8>, depth: Int = 0) {
    var end = bytes.startIndex
    headers = MailHeaders(bytes, end: &end)
    body = bytes[end...]
    type = MailValue(headers["content-type"])
    guard type.value.hasPrefix("multipart/"), let boundary = type["boundary"], !boundary.isEmpty
    else { return }
    let pieces =
      depth < Self.depthLimit
      ? Self.pieces(of: body, boundary: Array("--\(boundary)".utf8)) : []
    parts = pieces.prefix(Self.partLimit).map { MIMEPart($0, depth: depth + 1) }
    isCut =
      depth == Self.depthLimit || pieces.count > parts.count || parts.contains(where: \.isCut)
  }

  /// The bytes that the part stands for.
  var content: [UInt8] {
    let encoding = String(
      decoding: Bytes.lowered(headers["content-transfer-encoding"] ?? []), as: UTF8.self)
    return TransferEncoding.decoded(body, encoding.trimmingSpaces())
  }

  var disposition: MailValue { MailValue(headers["content-disposition"]) }

  var fileName: String? { disposition["filename"] ?? type["name"] }

  /// Between the lines that begin with the boundary; a last one without an end goes to the end.
  private static func pieces(
    of body: ArraySlice<UInt8>, boundary: [UInt8]
  ) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start: Int?
    var at = body.startIndex
    while at < body.endIndex {
      let lineEnd = body[at...].firstIndex(of: 0x0a).map { $0 + 1 } ?? body.endIndex
      if body[at..<lineEnd].starts(with: boundary) {
        if let start { pieces.append(body[start..<max(start, at)]) }
        let rest = body[(at + boundary.count)..<lineEnd]
        if rest.starts(with: "--".utf8) { return pieces }
        start = lineEnd
      }
      at = lineEnd
    }
    if let start { pieces.append(body[start...]) }
    return pieces
  }
}
