/// A piece of a document that reads as one: a paragraph, a caption, a list item.
///
/// Phrases and proximity never reach across two blocks.
package struct Block: Sendable, Equatable {
  package var kind: Kind
  /// Plain text in NFC or as found; never markup.
  package var text: String

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// What a block is to its reader. Raw values are on disk: never renumber.
  package enum Kind: UInt8, Sendable, CaseIterable {
    case paragraph = 0
    /// The opening summary of an article.
    case lead = 1
    case subheading = 2
    /// The words beside a picture.
    case caption = 3
    case list = 4
    case table = 5
    case quote = 6
    /// "Hạnh Nguyên", "Ảnh: Quang Vinh".
    case byline = 7
    /// The title said again; kept for the reader, not counted twice.
    case titleRepeat = 8
    /// Headlines of other documents.
    case related = 9
    /// Navigation, forms, notices: text that is not the document's own.
    case boilerplate = 10

    /// The word for it in JSON.
    package var name: String {
      switch self {
      case .paragraph: "paragraph"
      case .lead: "lead"
      case .subheading: "subheading"
      case .caption: "caption"
      case .list: "list"
      case .table: "table"
      case .quote: "quote"
      case .byline: "byline"
      case .titleRepeat: "title_repeat"
      case .related: "related"
      case .boilerplate: "boilerplate"
      }
    }

    package init?(name: String) {
      guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
      self = kind
    }
  }
}
