/// What a browser must know before it is answered: made anew at each start, and never written down.
///
/// The token is in the address that the user opens, behind `#`, so that it is in no request line, no
/// log and no Referer. The page hands it in once, by a POST, and gets two secrets in return:
///
/// - a cookie, which scripts cannot read (HttpOnly) and which other sites' requests do not carry
///   (SameSite=Strict);
/// - a key, which the page keeps in the storage of its origin and sends in a header. Cookies do not
///   keep ports apart: another server on another port of 127.0.0.1 gets them when the browser goes
///   there, and would be able to use them. The key it never gets.
struct Session: Sendable {
  let token = Session.secret()
  let cookie = Session.secret()
  let key = Session.secret()

  /// The request header that holds the key.
  static let keyHeader = "x-mucluc-key"

  /// The name of the cookie: of several servers each has its own.
  static func cookieName(port: Int) -> String { "mucluc-\(port)" }

  func setCookie(port: Int) -> String {
    "\(Self.cookieName(port: port))=\(cookie); Path=/; HttpOnly; SameSite=Strict"
  }

  /// Whether a request has both.
  func admits(cookies: [String], key: String?, port: Int) -> Bool {
    let prefix = Self.cookieName(port: port) + "="
    let values = cookies.joined(separator: ";").split(separator: ";").compactMap { part in
      let text = part.drop { $0 == " " }
      return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }
    let hasCookie = values.contains { Self.areEqual($0, cookie) }
    return Self.areEqual(key ?? "", self.key) && hasCookie
  }

  /// Compares in a time that does not say where two texts begin to differ.
  static func areEqual(_ first: String, _ second: String) -> Bool {
    guard first.utf8.count == second.utf8.count else { return false }
    return zip(first.utf8, second.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// 256 bits from the kernel's generator, in hexadecimal digits.
  private static func secret() -> String {
    var random = SystemRandomNumberGenerator()
    return (0..<32).map { _ in
      let byte = UInt8.random(in: 0...255, using: &random)
      return String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}
