/// The HTML elements this room tells apart; everything else is `other`.
enum Tag: UInt8, CaseIterable, Sendable {
  case other
  case a, abbr, address, article, aside, audio, b, blockquote, body, br, button, canvas, caption
  case center, cite, code, dd, del, details, dialog, dir, div, dl, dt, em, embed, fieldset
  case figcaption, figure, font, footer, form, frame, h1, h2, h3, h4, h5, h6, head, header, hgroup
  case hr, html, i, iframe, img, input, ins, label, legend, li, link, main, map, menu, meta, nav
  case noscript, object, ol, optgroup, option, p, picture, pre, q, s, script, search, section
  case select, small, source, span, strong, style, sub, summary, sup, svg, table, tbody, td
  case template, textarea, tfoot, th, thead, time, title, tr, u, ul, video

  init(_ name: Span<UInt8>) {
    self = Self.byName[name] ?? .other
  }

  private static let byName = NameTable(
    allCases.filter { $0 != .other }.map { ("\($0)", $0) }, joining: { first, _ in first })
}

extension Tag {
  /// Starts and ends a block of text.
  var isBlock: Bool {
    switch self {
    case .address, .article, .aside, .blockquote, .body, .button, .caption, .center, .dd, .details,
      .dialog, .dir, .div, .dl, .dt, .fieldset, .figcaption, .figure, .footer, .form, .h1, .h2, .h3,
      .h4, .h5, .h6, .head, .header, .hgroup, .hr, .html, .iframe, .legend, .li, .main, .menu, .nav,
      .ol, .optgroup, .option, .p, .pre, .search, .section, .select, .summary, .table, .tbody, .td,
      .template, .textarea, .tfoot, .th, .thead, .title, .tr, .ul, .video, .audio, .object:
      true
    default:
      false
    }
  }

  /// Holds no text for the reader.
  var isSilent: Bool {
    switch self {
    case .script, .style, .template, .noscript, .svg, .canvas, .audio, .video, .embed,
      .iframe, .select, .option, .optgroup, .textarea, .map, .title, .frame:
      true
    default:
      false
    }
  }

  /// Has no content, so libxml2 closes it at once.
  var isVoid: Bool {
    switch self {
    case .br, .hr, .img, .input, .link, .meta, .source, .embed, .frame: true
    default: false
    }
  }

  /// 1 to 6 for headings, else nil.
  var headingLevel: Int? {
    guard rawValue >= Tag.h1.rawValue, rawValue <= Tag.h6.rawValue else { return nil }
    return Int(rawValue - Tag.h1.rawValue) + 1
  }

  var isList: Bool { self == .ul || self == .ol || self == .dl || self == .menu || self == .dir }
  var isStrong: Bool { self == .strong || self == .b }
}
