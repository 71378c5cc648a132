internal import Documents

// MARK: - Where nothing is near the headline

extension PageDates {
  /// Looks where dates of other things stand, too: lines that say what their date is, marks and short
  /// lines anywhere in the text and right behind it, titles, and the data that scripts carry.
  ///
  /// - Parameters:
  ///   - isDated: The page says when it was changed: then what only may be the date is left.
  ///   - source: The page as it came, for its scripts.
  func lastResort(isDated: Bool, source: [UInt8]) -> DocumentDate? {
    if let date = labelled(.published) ?? markedAnywhere ?? inTitle ?? dateline
      ?? ScriptDate(source).date
    {
      return date
    }
    if isDated { return nil }
    return labelled(.modified) ?? inAnyLine
  }

  /// So far behind the text its date may stand.
  private static let behind = 6

  private var markedAnywhere: DocumentDate? {
    nearestMark(reach: .max / 4, before: text.upperBound + Self.behind) { !isElsewhere($0) }
  }

  /// Of another page, or of a comment on this one.
  private func isElsewhere(_ block: Int) -> Bool {
    if isAside(block) || page.blocks[block].linkShare > 0.5 { return true }
    // Behind the text come lists of other pages.
    if block >= text.upperBound, page.isIn(.li, page.blocks[block], levels: 3) { return true }
    var element = page.blocks[block].element
    while element >= 0, page.elements[Int(element)].tag != .body {
      let words = page.elements[Int(element)].words
      if !words.isDisjoint(with: Self.others), words.isDisjoint(with: [.content, .article, .main]) {
        return true
      }
      element = page.elements[Int(element)].parent
    }
    return false
  }

  private static let others: LabelWords = [.related, .comment, .nav, .sidebar, .teaser, .ad]

  /// The line nearest to the headline that has a date and few words besides.
  private var inAnyLine: DocumentDate? {
    let blocks =
      max(0, headline - Self.margin)..<min(text.upperBound + Self.margin, page.blocks.count)
    for block in blocks where !isElsewhere(block) {
      if let date = date(in: block, confidence: 0.5) { return date }
    }
    return nil
  }

  /// The text begins with its date: "27.1.2022 – Bei der Erinnerung …".
  private var dateline: DocumentDate? {
    for block in text.prefix(6) where page.blocks[block].digits >= 3 {
      let start = String(page.string(of: page.blocks[block]).prefix(60))
      let dash = Bytes.firstIndex(of: Array(" - ".utf8), in: Array(start.utf8))
      guard
        let end = start.firstIndex(where: { "|–—:".contains($0) })
          ?? dash.map({ start.utf8.index(start.startIndex, offsetBy: $0) })
      else { continue }
      let head = String(start[..<end])
      if let date = StampScanner.date(in: head) { return found(date, head, 0.5) }
    }
    return nil
  }

  /// "08.11.2021 | Hội thảo trực tuyến", "Thông báo (9/11/2022)"
  private var inTitle: DocumentDate? {
    let heading = page.blocks.dropFirst(headline).first.map(page.string) ?? ""
    for title in [page.head.title, page.head.metas["og:title"] ?? "", heading] {
      guard title.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }) else { continue }
      let title = title.collapsed()
      if let stamp = TitleStamp.stamp(in: title), let date = StampScanner.date(in: String(stamp)) {
        return found(date, title, 0.6)
      }
      guard let mark = title.firstIndex(where: { "|–:".contains($0) }) else { continue }
      let head = String(title[..<mark])
      if head.utf8.count <= 24, let date = StampScanner.date(in: head) {
        return found(date, title, 0.6)
      }
    }
    return nil
  }
}

// MARK: - Lines that say what they are

extension PageDates {
  /// The first line in or behind the text, or near the headline, that says in words what its date is.
  func labelled(_ role: DocumentDate.Role) -> DocumentDate? {
    let labels = role == .published ? Self.publishedLabels : Self.modifiedLabels
    for block in max(0, headline - Self.margin)..<page.blocks.count {
      for line in lines(of: block) {
        guard StampScanner.date(in: line) != nil else { continue }
        let lower = Array(line.lowered().utf8)
        for label in labels {
          guard let place = Bytes.firstIndex(of: label, in: lower),
            let date = StampScanner.date(
              in: String(decoding: lower[(place + label.count)...].prefix(50), as: UTF8.self))
          else { continue }
          var found = found(date, line, 0.6)
          found.role = role
          return found
        }
      }
    }
    return nil
  }

  private static let publishedLabels = [
    "ngày đăng", "đăng ngày", "đăng lúc", "ngày xuất bản", "published", "posted", "date:",
    "veröffentlicht", "erschienen", "erstellt", "publiziert", "datum", "publié", "mis en ligne",
    "pubblicato", "publicado", "geplaatst", "опубликовано", "pressemitteilung vom",
  ].map { Array($0.utf8) }
  private static let modifiedLabels = [
    "cập nhật", "updated", "last modified", "last edited", "aktualisiert", "letzte änderung",
    "zuletzt", "stand:", "mis à jour", "mise à jour", "modifié", "aggiornato", "actualizado",
    "atualizado",
  ].map { Array($0.utf8) }
}
