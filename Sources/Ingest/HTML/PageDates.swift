internal import Documents

/// When a page was published, where its head does not say.
///
/// What is marked as a date near the headline comes first, then a short line near it and above the
/// text, then the day that the address names. Lists of other pages have dates, too: what is behind
/// the text, or in a part that says of itself that it is none, does not count. `lastResort` looks
/// farther, for pages on which nothing else was found.
struct PageDates {
  let page: Page
  /// Where the text begins and ends, and the headline of it.
  let text: Range<Int>
  let headline: Int
  /// Of the page, empty where it is not known.
  let address: String

  /// A line beside the headline is a date and few words besides.
  private static let mostWords = 12
  private static let mostBytes = 160
  /// Lines of a block that are looked at.
  private static let mostLines = 4
  /// So far from the headline a date may be marked.
  private static let reach = 12
  /// So far above it, or below the beginning of the text, a line may have one.
  static let margin = 3

  init(_ content: MainContent) {
    page = content.page
    let page = content.page
    address = page.head.address
    let first = content.isMain.firstIndex(of: true) ?? 0
    let last = content.isMain.lastIndex(of: true) ?? page.blocks.count - 1
    text = min(first, page.blocks.count)..<(last + 1)
    headline =
      page.blocks.prefix(first + 1).lastIndex { page.isIn(.h1, $0, levels: 4) } ?? first
  }

  /// - Parameter metadata: What the head says that is no proof by itself.
  func published(_ metadata: PageMetadata) -> DocumentDate? {
    stamp { $0.isPublished } ?? mark ?? metadata.named.map(local) ?? besideHeadline
      ?? stamp { _ in page.head.stamps.count == 1 } ?? metadata.created.map(local)
      ?? AddressDate.date(in: address).map { found($0, address, 0.8) }
  }

  /// What a reader sees beside the headline.
  private var displayed: DocumentDate? { mark ?? besideHeadline }

  private var mark: DocumentDate? {
    nearestMark(reach: Self.reach, before: text.upperBound) { !isAside($0) }
  }

  /// Of the page's own, the nearest to the headline, wherever it stands.
  private func stamp(where isMeant: (PageHead.Stamp) -> Bool) -> DocumentDate? {
    page.head.stamps.filter { isMeant($0) && !isAsideElement($0.element) }
      .min { distance(ofElement: $0.element) < distance(ofElement: $1.element) }
      .flatMap { date(of: $0) }
  }

  func found(_ date: FoundDate, _ raw: String, _ confidence: Double) -> DocumentDate {
    DocumentDate(iso: date.iso, role: .published, raw: raw, confidence: confidence)
  }
}

// MARK: - Marks

extension PageDates {
  private func distance(ofElement element: Int32) -> Int {
    distance(Int(page.elements[Int(element)].firstBlock))
  }

  /// From the headline; what is below it is nearer.
  private func distance(_ block: Int) -> Int {
    abs(block - headline) * 2 + (block < headline ? 1 : 0)
  }

  /// The date marked nearest to the headline.
  func nearestMark(reach: Int, before end: Int, where isAllowed: (Int) -> Bool) -> DocumentDate? {
    var best: (distance: Int, date: DocumentDate)?
    for stamp in page.head.stamps {
      let block = Int(page.elements[Int(stamp.element)].firstBlock)
      guard block < min(end, page.blocks.count), isAllowed(block) else { continue }
      let distance = distance(block)
      guard distance <= 2 * reach, distance < best?.distance ?? .max, let date = date(of: stamp)
      else { continue }
      best = (distance, date)
    }
    for element in page.elements {
      guard
        !element.words.isDisjoint(with: [.date, .dateline]) || element.traits.contains(.published)
          || element.tag == .time
      else { continue }
      let blocks = Int(element.firstBlock)..<min(Int(element.endBlock), page.blocks.count)
      guard !blocks.isEmpty, blocks.count <= 3, blocks.lowerBound < end else { continue }
      for block in blocks where isAllowed(block) {
        let distance = distance(block)
        guard distance <= 2 * reach, distance < best?.distance ?? .max,
          let date = date(in: block, confidence: 0.8)
        else { continue }
        best = (distance, date)
      }
    }
    return best?.date
  }

  private func date(of stamp: PageHead.Stamp) -> DocumentDate? {
    PageMetadata.iso(stamp.text).map {
      DocumentDate(iso: $0, role: .published, raw: stamp.text, confidence: 0.9)
    }
  }

  func isAside(_ block: Int) -> Bool { isAsideElement(page.blocks[block].element) }

  private func isAsideElement(_ start: Int32) -> Bool {
    var element = start
    var isInFooter = false
    while element >= 0 {
      let traits = page.elements[Int(element)].traits
      if !traits.isDisjoint(with: [.roleAside, .hidden, .comment]) { return true }
      switch page.elements[Int(element)].tag {
      case .nav, .aside: return true
      case .footer: isInFooter = true
      // The foot of an article is the article's.
      case .article: return false
      default: break
      }
      element = page.elements[Int(element)].parent
    }
    return isInFooter
  }
}

// MARK: - Lines

extension PageDates {
  /// Of the lines around the headline, the first below it that is short and has a date, or else above.
  private var besideHeadline: DocumentDate? {
    let below =
      headline..<max(
        headline, min(text.lowerBound + Self.margin, headline + Self.reach, text.upperBound))
    let above = max(0, headline - Self.margin)..<headline
    for block in Array(below) + above.reversed() where !isAside(block) {
      if let date = date(in: block, confidence: 0.7) { return date }
    }
    return nil
  }

  /// In one of the first lines of a block, if that line is short.
  func date(in block: Int, confidence: Double) -> DocumentDate? {
    for line in lines(of: block) {
      if let date = StampScanner.date(in: line) { return found(date, line, confidence) }
    }
    return nil
  }

  /// The first lines of a block that are short and have digits enough for a date.
  func lines(of block: Int) -> [String] {
    let block = page.blocks[block]
    guard block.digits >= 3 else { return [] }
    let lines = page.text[block.range].prefix(Self.mostLines * Self.mostBytes).split {
      $0 == 0x0a || $0 == UInt8(ascii: "|")
    }
    return lines.prefix(Self.mostLines)
      .filter { $0.count <= Self.mostBytes }
      .filter { $0.count { $0 == 0x20 } <= Self.mostWords }
      .map { String(decoding: $0, as: UTF8.self) }
      .filter { !Self.isOfSomeone($0) }
  }

  /// "Registriert: 18.09.2008": when somebody joined a forum.
  private static func isOfSomeone(_ line: String) -> Bool {
    let line = Bytes.lowered(line.utf8)
    return membership.contains { Bytes.firstIndex(of: $0, in: line) != nil }
  }

  private static let membership = [
    "registriert", "joined", "member since", "mitglied seit", "dabei seit", "inscrit", "tham gia",
    "gia nhập", "\u{a9}",
  ].map { Array($0.utf8) }
}

// MARK: - The day of the site

extension PageDates {
  /// A time in UTC near midnight, as the day that the address names or the page displays: these are
  /// the site's own. A time without a zone may be one in UTC.
  func local(_ date: DocumentDate) -> DocumentDate {
    let isUTC = date.iso.hasSuffix("Z") || date.iso.hasSuffix("+00:00")
    let hasZone = isUTC || date.iso.dropFirst(16).first != nil
    guard isUTC || !hasZone, let own = DateScanner.dates(in: date.iso).first,
      let minute = own.minute
    else { return date }
    if isUTC, let day = nextDay(of: own) {
      var local = date
      local.iso = day.iso
      return local
    }
    let shown = isUTC ? displayed : nil
    let shownDay = shown.flatMap { DateScanner.dates(in: $0.iso).first }
    for case let day? in [AddressDate.date(in: address), shownDay] {
      // Evening in UTC is the next day east of it, and its morning the day before in the west.
      guard minute >= 12 * 60 ? own.isDay(before: day) : day.isDay(before: own) else { continue }
      var local = date
      var day = day
      day.minute = nil
      local.iso = day.iso
      return local
    }
    return date
  }

  /// A field that takes days only has midnight at the site's place: in UTC, 17:00 of the day before
  /// in Việt Nam, 22:00 or 23:00 in the middle of Europe.
  private func nextDay(of time: FoundDate) -> FoundDate? {
    let language = page.head.language.prefix { $0.isLetter }.lowercased()
    let midnights =
      language == "vi" ? [17] : Self.middleEuropean.contains(language) ? [22, 23] : []
    guard let minute = time.minute, minute % 60 == 0, midnights.contains(minute / 60) else {
      return nil
    }
    return time.nextDay
  }

  private static let middleEuropean: Set<String> = [
    "de", "fr", "it", "nl", "pl", "cs", "da", "sv", "nb", "no", "hu", "sl", "sk", "hr",
  ]
}
