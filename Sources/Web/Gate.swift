import HTTPTypes
import Synchronization
import Wire

/// The port that was listened on, known as soon as it is.
final class Listener: Sendable {
  private let number = Atomic<Int>(0)

  var port: Int { number.load(ordering: .acquiring) }

  func begin(port: Int) { number.store(port, ordering: .releasing) }
}

/// Lets in what a browser sends from the page itself, or from its address line, and nothing else.
struct Gate {
  let port: Int

  /// - Throws: `browser_request`.
  func check(_ request: HTTPRequest) throws(Problem) {
    let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
    guard let host = request.authority?.lowercased(), hosts.contains(host) else {
      // A foreign name that was made to point here: its page would count as ours.
      let name = (request.authority ?? "").prefix(100)
      throw Problem(
        .browserRequest, "the Host is \"\(name)\", not this server",
        hint: "open http://\(hosts[0])/")
    }
    let fields = request.headerFields
    if let origin = fields[.origin], origin != "http://\(host)" {
      throw Problem(
        .browserRequest, "the request comes from \(origin.prefix(100)), which is not this page")
    }
    // Sent by browsers since 2020 to 2023; where it is missing the two checks above have to do.
    if let name = HTTPField.Name("sec-fetch-site"), let site = fields[name],
      site != "same-origin", site != "none", !isNavigation(request)
    {
      throw Problem(.browserRequest, "the request comes from another page (\(site.prefix(20)))")
    }
  }

  /// A link to the page itself may be anywhere: without the cookie and the key it shows nothing.
  private func isNavigation(_ request: HTTPRequest) -> Bool {
    guard let name = HTTPField.Name("sec-fetch-mode") else { return false }
    return request.method == .get && request.headerFields[name] == "navigate"
      && request.path?.hasPrefix("/v1") == false
  }
}
