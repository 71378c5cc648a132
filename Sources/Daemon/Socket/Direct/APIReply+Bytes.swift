import NIOHTTP1

extension APIReply {
  /// The whole reply as HTTP/1.1 sends it.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(body.count + 256)
    func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
    append("HTTP/1.1 ")
    append(String(status))
    append(" ")
    append(HTTPResponseStatus(statusCode: status).reasonPhrase)
    append("\r\nContent-Type: ")
    append(mediaType)
    append("\r\nContent-Length: ")
    append(String(body.count))
    for header in headers {
      append("\r\n")
      append(header.name)
      append(": ")
      append(header.value)
    }
    append("\r\n\r\n")
    bytes.append(contentsOf: body)
    return bytes
  }
}
