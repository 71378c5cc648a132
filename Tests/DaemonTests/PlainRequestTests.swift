import Testing

@testable import Daemon

/// Which requests are read without the whole implementation of HTTP, and what is read of them.
@Suite struct PlainRequestTests {
  private func read(_ text: String) -> PlainRequest? { PlainRequest(Array(text.utf8)[...]) }

  @Test func `a plain request is read as it was sent`() throws {
    let request = try #require(
      read(
        "POST /v1/search?x=%20 HTTP/1.1\r\nHost: localhost\r\nX-Request-ID:  a b \r\n"
          + "content-length: 9\r\nConnection: Keep-Alive\r\n\r\n{\"q\":\"a\"}"))
    #expect(request.method == "POST")
    #expect(request.path == "/v1/search")
    #expect(request.target == "/v1/search?x=%20")
    #expect(
      request.headers == [
        .init("host", "localhost"), .init("x-request-id", "a b"), .init("content-length", "9"),
        .init("connection", "Keep-Alive"),
      ])
    #expect(request.body == Array(#"{"q":"a"}"#.utf8))
  }

  @Test(arguments: [
    "PUT / HTTP/1.1\r\nHost: x\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n",
    "get / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
    "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET /mặt HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\nHost: x\n\n",
    "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nX: a\u{0}\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nX: á\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n: a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nTE: trailers\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\n{}",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n{}",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n{}",
    "POST / HTTP/1.1\r\nHost: x\r\n\r\n{}",
    "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
  ])
  func `what could be read in two ways is not plain`(text: String) {
    #expect(read(text) == nil)
  }

  @Test func `no part of a plain request is one`() {
    let whole = "POST /v1/count HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{\"q\":\"a\"}"
    for length in 0..<whole.utf8.count {
      #expect(PlainRequest(Array(whole.utf8)[..<length]) == nil, "\(length) bytes")
    }
    #expect(read(whole) != nil)
  }
}
