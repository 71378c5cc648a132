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
  /// Dates that elements of the page give beside their text, in order.
  var stamps: [Stamp] = []
  var language = ""
  var canonical = ""

  /// `datetime` of `<time>`, `content` of what a property says to be a date, `title` of `<abbr>`.
  struct Stamp: Sendable {
    var text: String
    var element: Int32
    /// Marked as the publishing date.
    var isPublished: Bool
  }

  /// Where the page is to be found, as it says itself.
  var address: String { canonical.isEmpty ? metas["og:url"] ?? "" : canonical }

  mutating func add(meta name: String, _ content: String) {
    guard !content.isEmpty, metas.count < 400 else { return }
    if metas[name] == nil { metas[name] = content }
    repeated[name, default: []].append(content)
  }
}
