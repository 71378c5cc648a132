package import Wire

/// A reply as the routes make it.
package struct APIReply: Sendable {
  package var status: Int
  package var mediaType: String
  package var headers: [APIRequest.Header]
  package var body: [UInt8]
  /// What is to be sent behind `body`, as it comes; nil where that is all. A reply whose pieces end
  /// with an error is cut off, so that nobody takes it for whole.
  package var pieces: Body?

  /// A reply whose length is not known when it begins.
  package init(mediaType: String, pieces: Body) {
    self.init(mediaType: mediaType, body: [])
    self.pieces = pieces
  }

  package init(
    status: Int = 200, mediaType: String = "application/json",
    headers: [APIRequest.Header] = [], body: [UInt8]
  ) {
    self.status = status
    self.mediaType = mediaType
    self.headers = headers
    self.body = body
  }

  /// A reply made of one JSON object.
  package init(status: Int = 200, _ members: (inout JSONWriter) -> Void) {
    var json = JSONWriter()
    json.object(members)
    self.init(status: status, body: json.bytes)
  }

  package init(_ problem: Problem) {
    var headers: [APIRequest.Header] = []
    if problem.code.status == 503 { headers.append(.init("retry-after", "1")) }
    self.init(
      status: problem.code.status, mediaType: Problem.mediaType, headers: headers,
      body: problem.json)
  }
}
