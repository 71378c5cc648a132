internal import Documents

/// What the styles of a Word file say: what a paragraph is, and which font it is set in.
final class WordStyles: XMLReceiver {
  private struct Style {
    var name = ""
    var parent: String?
    var font: String?
  }

  private var styles: [String: Style] = [:]
  private var current: String?
  private var isInDefaults = false
  private var defaultFont: String?
  private var defaultStyle: String?
  var isFull: Bool { false }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    switch name {
    case "docDefaults": isInDefaults = true
    case "style":
      current = attributes["styleId"]
      if let current {
        styles[current] = Style()
        if attributes["default"] == "1", attributes["type"] == "paragraph" {
          defaultStyle = current
        }
      }
    case "name": if let current { styles[current]?.name = attributes["val"]?.lowercased() ?? "" }
    case "basedOn": if let current { styles[current]?.parent = attributes["val"] }
    case "rFonts":
      guard let font = attributes["ascii"] ?? attributes["hAnsi"] else { return }
      if isInDefaults { defaultFont = font } else if let current { styles[current]?.font = font }
    default: break
    }
  }

  func close(_ name: String) {
    if name == "docDefaults" { isInDefaults = false }
    if name == "style" { current = nil }
  }

  func text(_ bytes: Span<UInt8>) {}

  /// The font of a style, from it or those it is based on; nil where none names one.
  func font(of style: String) -> String? {
    var next: String? = style
    for _ in 0..<16 {
      guard let id = next, let style = styles[id] else { return nil }
      if let font = style.font { return font }
      next = style.parent
    }
    return nil
  }

  /// The font of text whose paragraph has the style.
  func paragraphFont(_ style: String?) -> String? {
    (style ?? defaultStyle).flatMap(font(of:)) ?? defaultStyle.flatMap(font(of:)) ?? defaultFont
  }

  enum Role {
    case title
    case kind(Block.Kind)
  }

  /// What paragraphs of a style are; nil for plain ones. Names of built-in styles are English in
  /// every edition of Word, their ids are not.
  func role(of style: String) -> Role? {
    var next: String? = style
    for _ in 0..<16 {
      guard let id = next, let style = styles[id] else { return nil }
      if let role = Self.role(named: style.name) { return role }
      next = style.parent
    }
    return nil
  }

  static func role(named name: String) -> Role? {
    if name == "title" { return .title }
    if name.hasPrefix("heading") { return .kind(.subheading) }
    if name.hasPrefix("toc") || name == "header" || name == "footer" { return .kind(.boilerplate) }
    switch name {
    case "caption": return .kind(.caption)
    case "subtitle": return .kind(.subheading)
    case "quote", "intense quote", "block text": return .kind(.quote)
    case _ where name.hasPrefix("list"): return .kind(.list)
    default: return nil
    }
  }
}
