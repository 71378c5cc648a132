/// What a page says about itself outside its text.
struct PageHead: Sendable {
  /// Of `<title>`.
  var title = ""
  /// `<meta>` by name, property or itemprop in lower case; the first value of each.
  var metas: [String: String] = [:]
  /// Every value of names that may repeat (authors, tags).
  var repeated: [String: [String]] = [:]
  /// JSON-LD scripts, as found.
  var linkedData: [[UInt8]] = []
  /// `datetime` values of `<time>`, in order, and whether they are marked as the publishing date.
  var times: [(iso: String, isPublished: Bool)] = []
  var language = ""
  var canonical = ""

  /// Where the page is to be found, as it says itself.
  var address: String { canonical.isEmpty ? metas["og:url"] ?? "" : canonical }

  mutating func add(meta name: String, _ content: String) {
    guard !content.isEmpty, metas.count < 400 else { return }
    if metas[name] == nil { metas[name] = content }
    repeated[name, default: []].append(content)
  }
}
