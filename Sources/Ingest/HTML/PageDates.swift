internal import Documents

/// When a page was published, where its head does not say.
///
/// What is marked as a date near the headline comes first, then a short line near it and above the
/// text, then the day that the address names. Lists of other pages have dates, too: what is behind
/// the text, or in a part that says of itself that it is none, does not count.
struct PageDates {
  private let page: Page
  /// Where the text begins and ends, and the headline of it.
  private let text: Range<Int>
  private let headline: Int

  /// A line beside the headline is a date and few words besides.
  private static let mostWords = 12
  private static let mostBytes = 160
  /// So far from the headline a date may be marked.
  private static let reach = 12
  /// So far above it, or below the beginning of the text, a line may have one.
  private static let margin = 3

  init?(_ content: MainContent) {
    guard let first = content.isMain.firstIndex(of: true),
      let last = content.isMain.lastIndex(of: true)
    else { return nil }
    page = content.page
    text = first..<(last + 1)
    let page = content.page
    headline = page.blocks[...first].lastIndex { page.isIn(.h1, $0, levels: 4) } ?? first
  }

  /// - Parameter address: of the page, empty where it is not known.
  func published(address: String) -> DocumentDate? {
    marked ?? besideHeadline ?? Self.date(inAddress: address)
  }

  /// The date marked nearest to the headline.
  private var marked: DocumentDate? {
    var best: (distance: Int, date: DocumentDate)?
    for element in page.elements {
      guard
        element.words.contains(.date) || element.traits.contains(.published)
          || element.tag == .time
      else { continue }
      let blocks = Int(element.firstBlock)..<min(Int(element.endBlock), page.blocks.count)
      guard !blocks.isEmpty, blocks.count <= 3, blocks.lowerBound < text.upperBound else {
        continue
      }
      for block in blocks where !isAside(block) {
        let distance = abs(block - headline) * 2 + (block < headline ? 1 : 0)
        guard distance <= 2 * Self.reach, distance < best?.distance ?? .max,
          let date = date(in: block, confidence: 0.8)
        else { continue }
        best = (distance, date)
      }
    }
    return best?.date
  }

  /// Of the lines around the headline, the first below it that is short and has a date, or else above.
  private var besideHeadline: DocumentDate? {
    let below =
      headline..<min(text.lowerBound + Self.margin, headline + Self.reach, text.upperBound)
    let above = max(0, headline - Self.margin)..<headline
    for block in Array(below) + above.reversed()
    where page.blocks[block].wordCount <= Self.mostWords && !isAside(block) {
      if let date = date(in: block, confidence: 0.7) { return date }
    }
    return nil
  }

  private func date(in block: Int, confidence: Double) -> DocumentDate? {
    let block = page.blocks[block]
    guard block.byteCount <= Self.mostBytes else { return nil }
    let text = page.string(of: block)
    return StampScanner.date(in: text).map {
      DocumentDate(iso: $0.iso, role: .published, raw: text, confidence: confidence)
    }
  }

  private func isAside(_ block: Int) -> Bool {
    var element = page.blocks[block].element
    while element >= 0 {
      let traits = page.elements[Int(element)].traits
      if !traits.isDisjoint(with: [.roleAside, .hidden, .comment]) { return true }
      if [.nav, .footer, .aside].contains(page.elements[Int(element)].tag) { return true }
      element = page.elements[Int(element)].parent
    }
    return false
  }

  /// A time in UTC near midnight, as the day that the address names: the address has the site's own.
  static func local(_ date: DocumentDate, address: String) -> DocumentDate {
    guard date.iso.hasSuffix("Z") || date.iso.hasSuffix("+00:00"),
      let named = Self.date(inAddress: address),
      let day = DateScanner.dates(in: named.iso).first,
      let own = DateScanner.dates(in: date.iso).first,
      day.isDay(before: own) || own.isDay(before: day)
    else { return date }
    var local = date
    local.iso = named.iso
    return local
  }

  /// `…/2022/01/21/…`, as newspapers and blogs name their pages.
  private static func date(inAddress address: String) -> DocumentDate? {
    let parts = address.split(separator: "/").map { Int($0.prefix { $0 != "?" }) }
    for place in parts.indices.dropLast(2) {
      guard let year = parts[place], let month = parts[place + 1], let day = parts[place + 2],
        (1990...2200).contains(year), isDay(day, month, year)
      else { continue }
      let date = FoundDate(year: year, month: month, day: day, range: 0..<0)
      return DocumentDate(iso: date.iso, role: .published, raw: address, confidence: 0.8)
    }
    return nil
  }
}
