internal import Documents
internal import Vietnamese

extension Extraction {
  /// Reads a message, and what is attached to it as documents of their own.
  func readMessage(_ bytes: [UInt8], _ file: SourceFile) throws(IngestError) {
    try budget.enter()
    defer { budget.leave() }
    let message = MIMEPart(bytes[...])
    if let page = SavedPage(message) {
      return give(try extractor.document(of: page, file, byteCount: bytes.count))
    }
    let contents = MailContents(message)
    give(try extractor.document(of: message, contents, file, byteCount: bytes.count))
    var names = EntryNames()
    for (i, attachment) in contents.attachments.enumerated() where !isStopped {
      try budget.check(entries: i + 1)
      read(attachment, number: i + 1, &names, file)
    }
  }

  private func read(
    _ attachment: MIMEPart, number: Int, _ names: inout EntryNames, _ file: SourceFile
  ) {
    let isMessage = attachment.type.value == "message/rfc822"
    let name = attachment.fileName ?? (isMessage ? "\(number).eml" : "\(number)")
    let unique = names.unique(EntryNames.decoded(Array(name.utf8)))
    attempt(file) { () throws(IngestError) in
      var part: SourceFile
      do throws(DocumentError) { part = try file.part(unique) } catch { throw .key(error) }
      part.declaredCharset = attachment.type["charset"]
      let bytes = attachment.content
      guard bytes.count <= limits.memberBytes else {
        return report(.memberTooLarge(limit: limits.memberBytes), at: part)
      }
      if isMessage {
        attempt(part) { () throws(IngestError) in try readMessage(bytes, part) }
      } else {
        read(bytes, part)
      }
    }
  }

  /// Reads a mailbox (mboxrd, and its older forms) message by message.
  ///
  /// A message has the key `FILE!/MESSAGE-ID`, which stays when the mailbox grows or is sorted; one
  /// without an id, or with the id of another, is told by its place.
  func readMailbox(_ stream: any ByteStream, _ file: SourceFile) throws(IngestError) {
    var lines = LineStream(stream)
    var message: [UInt8] = []
    var isTooLarge = false
    var wasBlank = true
    var box = Mailbox()
    while !isStopped, let line = try lines.next() {
      if wasBlank, line.starts(with: "From ".utf8) {
        give(&message, &isTooLarge, &box, file)
        wasBlank = false
        continue
      }
      wasBlank = line.allSatisfy { $0 == 0x0a || $0 == 0x0d }
      if message.count + line.count > limits.memberBytes { isTooLarge = true }
      if !isTooLarge { message += Mailbox.unescaped(line) }
    }
    give(&message, &isTooLarge, &box, file)
  }

  private func give(
    _ message: inout [UInt8], _ isTooLarge: inout Bool, _ box: inout Mailbox, _ file: SourceFile
  ) {
    defer {
      message = []
      isTooLarge = false
    }
    guard !message.isEmpty else { return }
    let name = box.name(of: message)
    attempt(file) { () throws(IngestError) in
      let part: SourceFile
      do throws(DocumentError) { part = try file.part(name) } catch { throw .key(error) }
      if isTooLarge { return report(.memberTooLarge(limit: limits.memberBytes), at: part) }
      attempt(part) { () throws(IngestError) in try readMessage(message, part) }
    }
  }
}

/// The messages of one mailbox and their names.
struct Mailbox {
  private var names = EntryNames()
  private var count = 0

  mutating func name(of message: [UInt8]) -> String {
    count += 1
    var end = 0
    let id = MailID.plain(MailHeaders(message[...], end: &end).text("message-id"))
    return names.unique(id.isEmpty ? "\(count)" : EntryNames.decoded(Array(id.utf8)))
  }

  /// `>From ` → `From `, as mboxrd writes lines that would begin a message.
  static func unescaped(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let mark = UInt8(ascii: ">")
    guard line.first == mark, line.drop(while: { $0 == mark }).starts(with: "From ".utf8) else {
      return line
    }
    return line.dropFirst()
  }

  /// A file of messages begins with such a line, and header lines follow.
  static func begins(_ head: [UInt8]) -> Bool {
    guard head.starts(with: "From ".utf8), let end = head.firstIndex(of: 0x0a) else { return false }
    let rest = head[(end + 1)...]
    guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return colon > rest.startIndex
      && rest[..<colon].allSatisfy { $0 > 0x20 && $0 < 0x7f || $0 == UInt8(ascii: ">") }
  }
}

enum MailID {
  /// `<a@b>` → `a@b`.
  static func plain(_ text: String) -> String {
    text.trimmingSpaces().filter { $0 != "<" && $0 != ">" && !$0.isWhitespace }
  }
}

/// A maildir's file: flags behind its name change when it is read, and its folder with it.
enum MaildirName {
  /// `/m/new/1.a.host` and `/m/cur/1.a.host:2,S` → `/m/cur/1.a.host`; other paths stay.
  static func stable(_ path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2, ["cur", "new"].contains(parts[parts.count - 2]) else { return path }
    let name = parts[parts.count - 1]
    let base = name.firstRange(of: ":2,").map { name[..<$0.lowerBound] } ?? name
    return (parts.dropLast(2) + ["cur", base]).joined(separator: "/")
  }

  /// What a walk has found, under a key that stays.
  static func source(_ item: WalkItem) -> SourceFile {
    let key = stable(item.key.text)
    guard key != item.key.text, let stableKey = try? DocumentKey(key) else {
      return SourceFile(key: item.key, modified: item.modified)
    }
    return SourceFile(key: stableKey, source: item.key.text, modified: item.modified)
  }
}
