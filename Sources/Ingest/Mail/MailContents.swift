/// Which parts of a message are its text, and which are files of their own.
struct MailContents {
  private(set) var bodies: [MIMEPart] = []
  private(set) var attachments: [MIMEPart] = []
  private(set) var isEncrypted = false

  init(_ message: MIMEPart) { collect(message) }

  private mutating func collect(_ part: MIMEPart) {
    switch part.type.value {
    case "multipart/alternative": collectBest(of: part.parts)
    case "multipart/related":
      for (i, inner) in part.parts.enumerated() {
        if i == 0 { collect(inner) } else if !Self.isOrnament(inner) { attachments.append(inner) }
      }
    case "multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime":
      isEncrypted = true
    case let type where type.hasPrefix("multipart/"):
      for inner in part.parts { collect(inner) }
    default: collectLeaf(part)
    }
  }

  private mutating func collectLeaf(_ part: MIMEPart) {
    if Self.isText(part), part.disposition.value != "attachment", part.fileName == nil {
      bodies.append(part)
    } else if !Self.isOrnament(part) {
      attachments.append(part)
    }
  }

  /// The same text in several forms: the plain one, unless it is but a stub beside the HTML.
  private mutating func collectBest(of parts: [MIMEPart]) {
    let plain = parts.first { Self.isText($0) && $0.type.value != "text/html" }
    let rich = parts.last { $0.type.value == "text/html" || $0.type.value.hasPrefix("multipart/") }
    let plainCount = plain?.content.count { $0 > 0x20 } ?? 0
    // Markup is most of an HTML mail; its text is rarely more than a third.
    if let plain, plainCount > 0, plainCount * 12 >= (rich?.body.count ?? 0) || rich == nil {
      bodies.append(plain)
      if let rich, rich.type.value.hasPrefix("multipart/") { collectFiles(of: rich) }
    } else if let rich {
      collect(rich)
    } else if let first = parts.first {
      collect(first)
    }
  }

  /// Files that lie beside an HTML form which is not read.
  private mutating func collectFiles(of part: MIMEPart) {
    for inner in part.parts where !Self.isText(inner) && !Self.isOrnament(inner) {
      if inner.type.value.hasPrefix("multipart/") {
        collectFiles(of: inner)
      } else {
        attachments.append(inner)
      }
    }
  }

  private static func isText(_ part: MIMEPart) -> Bool {
    ["", "text/plain", "text/html", "text/enriched", "text"].contains(part.type.value)
  }

  /// Pictures of the page, signatures and reports of delivery: nothing a reader would miss.
  private static func isOrnament(_ part: MIMEPart) -> Bool {
    let type = part.type.value
    if type.hasPrefix("image/") {
      return part.headers["content-id"] != nil || part.disposition.value == "inline"
    }
    return [
      "application/pgp-signature", "application/pkcs7-signature",
      "application/x-pkcs7-signature", "message/delivery-status", "text/rfc822-headers", "text/css",
      "application/ms-tnef",
    ].contains(type)
  }
}
