/// Words that stand on pages everywhere and belong to no document.
///
/// The built-in list is for first runs and mirrors `Config/boilerplate.tsv`; a longer one can be
/// read from a file of the same form: a role, a tab, a phrase.
package struct PhraseList: Sendable {
  /// What a phrase says about the lines after it.
  package enum Role: String, Sendable, CaseIterable {
    /// Only this line is not the document's own.
    case line
    /// The document is over: links to others, comments or forms follow.
    case tail
    /// A line that begins with the phrase is not the document's own.
    case prefix
  }

  private var roles: [String: Role] = [:]
  private var prefixes: [String] = []

  package init(_ entries: [(Role, String)]) {
    for (role, phrase) in entries { add(role, phrase) }
  }

  /// Reads lines of `role<TAB>phrase`; `#` starts a comment.
  ///
  /// - Throws: `PhraseListError` naming the first bad line.
  package init(parsing text: String) throws(PhraseListError) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, let role = Role(rawValue: String(parts[0])) else {
        throw PhraseListError(line: index + 1)
      }
      add(role, String(parts[1]))
    }
  }

  /// What `text` is, if it is one of the phrases; case and punctuation at its ends do not count.
  func role(of text: String) -> Role? {
    let folded = foldedForComparison(text)
    if let role = roles[folded] { return role }
    return prefixes.contains { folded.utf8.starts(with: $0.utf8) } ? .prefix : nil
  }

  private mutating func add(_ role: Role, _ phrase: String) {
    let folded = foldedForComparison(phrase)
    guard !folded.isEmpty else { return }
    if role == .prefix { prefixes.append(folded) } else { roles[folded] = role }
  }
}

/// A line of a phrase list that is not `role<TAB>phrase`.
package struct PhraseListError: Error, Equatable, CustomStringConvertible {
  package let line: Int
  package var description: String {
    "line \(line) of the phrase list is not a role (line, tail, prefix), a tab and a phrase"
  }
}

extension PhraseList {
  package static let builtIn = PhraseList(builtInEntries)

  static let builtInEntries: [(Role, String)] =
    builtInLines.map { (.line, $0) } + builtInTails.map { (.tail, $0) }
    + builtInPrefixes.map { (.prefix, $0) }

  private static let builtInLines = [
    "Phiên bản di động", "Xem thêm", "Đọc thêm", "Trang chủ", "Về trang chủ", "Lên đầu trang",
    "Về đầu trang",
    "In trang", "In bài viết", "Gửi email", "Gửi bình luận", "Chia sẻ", "Chia sẻ bài viết",
    "Thích", "Theo dõi", "Lưu bài viết", "Đăng nhập", "Đăng ký", "Tìm kiếm", "Quảng cáo",
    "Bản in", "Nghe đọc bài", "Cỡ chữ", "Facebook", "Twitter", "Zalo", "view Search",
    "Print", "Share", "Tweet", "Back to top", "Advertisement", "Read more",
  ]
  private static let builtInTails = [
    "Tin cùng chuyên mục", "Cùng chuyên mục", "Tin liên quan", "Bài viết liên quan",
    "Bài liên quan", "Tin phổ biến", "Tin khác", "Các tin khác", "Các tin đã đưa", "Tin mới",
    "Tin mới nhất", "Tin mới hơn", "Tin cũ hơn", "Tin nổi bật", "Có thể bạn quan tâm",
    "Đọc nhiều", "Đọc nhiều nhất", "Xem nhiều", "Xem nhiều nhất", "Bình luận",
    "Bình luận nhiều", "Ý kiến bạn đọc", "Ý kiến của bạn", "Viết bình luận",
    "Để lại bình luận", "Gửi ý kiến", "Latest news", "Other news", "Related news",
    "Related articles", "Write your comment", "Leave a comment", "Comments",
  ]
  private static let builtInPrefixes = [
    "Ý kiến của bạn sẽ được", "Vui lòng gõ tiếng Việt có dấu", "Bản quyền thuộc về",
    "Giấy phép hoạt động báo chí", "Ghi rõ nguồn khi phát hành lại",
    "Trang thông tin điện tử tổng hợp", "Lượt xem:", "Số lượt xem:", "Lượt truy cập",
  ]
}
