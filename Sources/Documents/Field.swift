/// A named fact about a document, with one value or several.
package struct Field: Sendable, Equatable {
  package var name: Name
  package var values: [String]

  package init(_ name: Name, _ values: [String]) {
    self.name = name
    self.values = values
  }

  /// A field's name as callers write it. The well-known ones have a constant here.
  package struct Name: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let text: String
    package init(_ text: String) { self.text = text }
    package init(stringLiteral text: String) { self.text = text }
    package var description: String { text }

    package static let author: Name = "author"
    package static let photographer: Name = "photographer"
    package static let agency: Name = "agency"
    package static let section: Name = "section"
    package static let place: Name = "place"
    package static let site: Name = "site"
    package static let url: Name = "url"
    package static let keywords: Name = "keywords"
    package static let language: Name = "language"
    package static let description: Name = "description"
    /// How many pages, and where each begins: see `PageStarts`.
    package static let pages: Name = "pages"
    /// Pages without text that --ocr would read.
    package static let unreadPages: Name = "unread_pages"
    package static let pageStarts: Name = "page_starts"
  }
}
