internal import Documents

/// Title, author, dates and other facts from a page's head and its JSON-LD.
struct PageMetadata: Sendable {
  private(set) var title = ""
  private(set) var fields: [Field] = []
  private(set) var dates: [DocumentDate] = []
  /// What JSON-LD calls the date of publication, of whatever thing.
  private(set) var named: DocumentDate?
  /// When it was made, by names that do not say whether that is when it was published.
  private(set) var created: DocumentDate?
  /// The full text according to JSON-LD; a fallback when the page itself yields less.
  private(set) var articleBody = ""

  /// - Parameter heading: The page's first main heading, if it has one.
  init(_ head: PageHead, heading: String?) {
    let article = LinkedArticle(head.linkedData)
    readTitle(head, heading, article)
    readFields(head, article)
    readDates(head, article)
    articleBody = article.value("articleBody")?.text ?? ""
  }

  private mutating func readTitle(_ head: PageHead, _ heading: String?, _ article: LinkedArticle) {
    let site = head.metas["og:site_name"] ?? ""
    let candidates = [
      heading, article.value("headline")?.text, head.metas["og:title"], head.metas["twitter:title"],
      head.metas["dc.title"], head.title,
    ]
    for candidate in candidates {
      let text = CharacterReferences.resolved(candidate ?? "").collapsed()
      guard !text.isEmpty, text != site else { continue }
      title = TitleStamp.removed(from: Self.withoutSite(text, site: site))
      return
    }
  }

  /// "Headline - Site", "Headline | Site" → "Headline", when the tail is short or names the site.
  static func withoutSite(_ title: String, site: String) -> String {
    let letters = Array(title.utf8)
    for mark in [" | ", " – ", " — ", " - ", " » ", " :: "] {
      guard Bytes.contains(mark, in: letters), let last = title.ranges(of: mark).last else {
        continue
      }
      let head = title[..<last.lowerBound].trimmingSpaces()
      let tail = title[last.upperBound...].trimmingSpaces()
      let headWords = head.split(separator: " ").count
      let tailWords = tail.split(separator: " ").count
      let namesSite = !site.isEmpty && foldedForComparison(tail) == foldedForComparison(site)
      if namesSite || (mark != " - " && mark != " – ") && headWords >= 3 && tailWords <= 5
        || headWords >= 4 && tailWords <= 3
      {
        return head
      }
    }
    return title
  }

  private mutating func readFields(_ head: PageHead, _ article: LinkedArticle) {
    let metas = head.metas
    add(.author, article.value("author")?.texts ?? [])
    add(.author, (head.repeated["author"] ?? []) + (head.repeated["article:author"] ?? []))
    add(.author, [metas["dc.creator"], metas["byl"], metas["sailthru.author"]].compactMap { $0 })
    add(.site, [metas["og:site_name"], article.value("publisher")?.text].compactMap { $0 })
    add(
      .section, [article.value("articleSection")?.text, metas["article:section"]].compactMap { $0 })
    add(.description, [metas["description"], metas["og:description"]].compactMap { $0 })
    add(.url, [head.canonical, metas["og:url"] ?? ""].filter { $0.hasPrefix("http") })
    add(.keywords, Self.keywords(head, article))
    let language = head.language.split(whereSeparator: { $0 == "-" || $0 == "_" }).first
    add(.language, language.map { [$0.lowercased()] } ?? [])
  }

  private static func keywords(_ head: PageHead, _ article: LinkedArticle) -> [String] {
    var words = head.repeated["article:tag"] ?? []
    if words.isEmpty { words = article.value("keywords")?.texts ?? [] }
    if words.isEmpty { words = [head.metas["keywords"] ?? head.metas["news_keywords"] ?? ""] }
    return words.flatMap { $0.split(separator: ",").map { $0.trimmingSpaces() } }
  }

  /// The first source that has a usable value wins.
  private mutating func add(_ name: Field.Name, _ values: [String]) {
    guard !fields.contains(where: { $0.name == name }) else { return }
    var clean: [String] = []
    for value in values.prefix(32) {
      let text = CharacterReferences.resolved(value).collapsed()
      let isLink = name != .url && text.hasPrefix("http")
      if !text.isEmpty, !isLink, text.utf8.count <= 1000, !clean.contains(text) {
        clean.append(text)
      }
    }
    if !clean.isEmpty { fields.append(Field(name, clean)) }
  }
}

// MARK: - Dates

extension PageMetadata {
  private mutating func readDates(_ head: PageHead, _ article: LinkedArticle) {
    let published =
      [article.value("datePublished")?.text] + Self.published.map { head.metas[$0] }
      + [article.value("dateCreated")?.text]
    add(Self.first(published, .published, confidence: 0.95))
    let modified = [article.value("dateModified")?.text] + Self.modified.map { head.metas[$0] }
    add(Self.first(modified, .modified, confidence: 0.9))
    named = Self.first(
      [LinkedArticle.firstText(of: "datePublished", in: head.linkedData)], .published,
      confidence: 0.8)
    created = Self.first(
      Self.created.map { head.metas[$0] }
        + [LinkedArticle.firstText(of: "uploadDate", in: head.linkedData)],
      .published, confidence: 0.7)
  }

  private mutating func add(_ date: DocumentDate?) {
    if let date { dates.append(date) }
  }

  /// Names of `<meta>`, those that say most first.
  private static let published = [
    "article:published_time", "og:article:published_time", "og:published_time",
    "article:published", "article.published", "article:published_date", "article:post_date",
    "article:publicationdate", "datepublished", "date_published", "pubdate", "dc.date.issued",
    "dcterms.issued", "dc.date.publication", "dc.date", "dc:date", "dcterms.created",
    "date", "publish-date",
    "publish_date", "publishdate", "publisheddate", "published-date", "published_date",
    "published_time", "publish_time", "publication_date", "publicationdate", "publication-date",
    "originalpublicationdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "citation_publication_date", "citation_date", "citation_online_date", "bt:pubdate", "rbpubdate",
    "vr:published_time", "rnews:datepublished", "mediator_published_time", "og:publish_date",
    "og:pubdate", "og:datepublished", "og:regdate", "video:release_date", "release_date",
    "displaydate", "dateposted", "dcsext.articlefirstpublished",
    "shareaholic:article_published_time", "twt-published-at",
  ]
  private static let created = [
    "article.created", "article:created", "article_date_original", "datecreated", "date_created",
    "content_create_date", "created", "dcterms.date", "dc.date.created",
    "dc.created", "dc:created", "doc_date", "analyticsattributes.articledate", "gentime", "ptime",
    "pdate", "timestamp", "uploaddate",
  ]
  private static let modified = [
    "article:modified_time", "og:updated_time", "og:modified_time", "og:article:modified_time",
    "article:modified", "article:modified_date", "datemodified", "dateupdate", "dateupdated",
    "dcterms.modified", "dc.modified", "dc.date.modified", "last-modified", "lastmodified",
    "lastmod", "last_modified", "modified", "modified_time", "modificationdate", "revision_date",
    "revised", "bt:moddate", "updated_time", "lastdate", "utime",
  ]

  private static func first(
    _ values: [String?], _ role: DocumentDate.Role, confidence: Double
  ) -> DocumentDate? {
    for case let value? in values {
      guard let iso = iso(value.trimmingSpaces()) else { continue }
      return DocumentDate(iso: iso, role: role, raw: value, confidence: confidence)
    }
    return nil
  }

  /// ISO 8601 to the minute with its zone, or the day; other forms as lines of pages have them, and
  /// `20221109` and seconds or milliseconds since 1970.
  static func iso(_ text: String) -> String? {
    guard let date = DateScanner.dates(in: text).first, date.day != nil, date.year != nil else {
      return day(ofDigits: text) ?? StampScanner.date(in: String(text.prefix(80)))?.iso
    }
    let day = String(date.iso.prefix(10))
    guard text.utf8.count >= 16, text.hasPrefix(day) else { return day }
    let rest = text.utf8.dropFirst(10)
    guard rest.first == UInt8(ascii: "T") || rest.first == 0x20, date.minute != nil else {
      return day
    }
    let clock = String(date.iso.dropFirst(10).prefix(6))
    return day + clock + zone(in: String(text.dropFirst(16)))
  }

  private static func day(ofDigits text: String) -> String? {
    guard text.utf8.prefix(14).allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(text)
    else { return nil }
    switch text.utf8.count {
    case 8, 14: return AddressDate.date(in: "/" + text.prefix(8))?.iso
    case 10: return FoundDate(secondsSince1970: number).iso
    case 13: return FoundDate(secondsSince1970: number / 1000).iso
    default: return nil
    }
  }

  /// "+07:00", "Z" or nothing.
  private static func zone(in rest: String) -> String {
    if rest.hasSuffix("Z") { return "Z" }
    guard let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }) else { return "" }
    let digits = rest[sign...].dropFirst().filter(\.isNumber)
    guard digits.count == 4 else { return "" }
    return "\(rest[sign])\(digits.prefix(2)):\(digits.suffix(2))"
  }
}

/// The article among a page's JSON-LD objects.
private struct LinkedArticle {
  private var objects: [JSONValue] = []

  init(_ scripts: [[UInt8]]) {
    for script in scripts {
      if let value = JSONValue(script) { collect(value, depth: 0) }
    }
  }

  /// From the first object that is an article and has the key.
  func value(_ key: String) -> JSONValue? { objects.lazy.compactMap { $0[key] }.first }

  /// The first text that a key has anywhere, for scripts that are not JSON, and for other kinds of
  /// things than articles.
  static func firstText(of key: String, in scripts: [[UInt8]]) -> String? {
    let name = Array("\"\(key)\"".utf8)
    let quote = UInt8(ascii: "\"")
    for script in scripts {
      guard let place = Bytes.firstIndex(of: name, in: script, from: 0) else { continue }
      var start = place + name.count
      while start < script.count, script[start] <= 0x20 || script[start] == UInt8(ascii: ":") {
        start += 1
      }
      guard start < script.count, script[start] == quote,
        let end = script[(start + 1)...].prefix(64).firstIndex(of: quote)
      else { continue }
      return String(decoding: script[(start + 1)..<end], as: UTF8.self)
    }
    return nil
  }

  private mutating func collect(_ value: JSONValue, depth: Int) {
    guard depth < 4, objects.count < 64 else { return }
    switch value {
    case .array(let items): for item in items { collect(item, depth: depth + 1) }
    case .object:
      if isArticle(value) { objects.append(value) }
      for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
        if let inner = value[key] { collect(inner, depth: depth + 1) }
      }
    default: break
    }
  }

  private func isArticle(_ value: JSONValue) -> Bool {
    (value["@type"]?.texts ?? []).contains {
      $0.hasSuffix("Article") || $0.hasSuffix("Posting") || $0 == "Report" || $0 == "WebPage"
        || $0 == "Recipe"
    }
  }
}

extension String {
  /// Every run of white space as one space, none at the ends.
  func collapsed() -> String {
    isCollapsed ? self : split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Whether there are single spaces only, between words: most texts that are asked are so.
  private var isCollapsed: Bool {
    var wasSpace = true
    for byte in utf8 {
      switch byte {
      case 0x20:
        if wasSpace { return false }
        wasSpace = true
      // Other white space is among the control characters, or begins with one of these: U+0085 and
      // U+00A0, U+1680, U+2000 and those behind it, U+3000.
      case 0..<0x20, 0xc2, 0xe2, 0xe3: return false
      // U+1680, or a letter of Vietnamese: the next byte tells.
      case 0x9a: return false
      default: wasSpace = false
      }
    }
    return !wasSpace || utf8.isEmpty
  }
}
