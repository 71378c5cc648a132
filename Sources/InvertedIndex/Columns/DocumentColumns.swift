package import Documents

/// Columns that every document may have, whatever its fields.
package enum ColumnName {
  /// The day or time that a document gives for itself: published, else modified.
  package static let date = "date"
  /// When its source was last changed, by the clock of UTC.
  package static let modified = "modified"
  /// Bytes of its source.
  package static let size = "size"
  package static let source = "source"
  package static let mediaType = "media_type"
  package static let charset = "charset"
  package static let status = "status"

  package static let standing = [date, modified, size, source, mediaType, charset, status]
}

extension Document {
  /// Calls `body` with each value that a column has of the document.
  ///
  /// A field of its own goes before what is known of how it was read, so that a caller's `status`
  /// or `size` is what filters see. `date` is what the document says of itself.
  package func forEachColumnValue(_ body: (_ column: String, ColumnValue) -> Void) {
    for field in fields where field.name.text != ColumnName.date && !field.name.text.isEmpty {
      for text in field.values {
        if let value = ColumnValue(text) { body(field.name.text, value) }
      }
    }
    if let date { body(ColumnName.date, .time(date)) }
    func add(_ column: String, _ value: ColumnValue?) {
      guard let value, !fields.contains(where: { $0.name.text == column }) else { return }
      body(column, value)
    }
    add(ColumnName.modified, provenance.modified.map { .time(Self.seconds(nanoseconds: $0)) })
    add(ColumnName.size, provenance.byteCount.flatMap { ColumnValue(String($0)) })
    add(ColumnName.source, Self.text(provenance.source))
    add(ColumnName.mediaType, Self.text(provenance.mediaType))
    add(ColumnName.charset, Self.text(provenance.charset))
    add(ColumnName.status, .text(Array(status.name.utf8)))
  }

  private var date: Int64? {
    for role in [DocumentDate.Role.published, .modified] {
      for date in dates where date.role == role {
        if let time = ColumnTime(date.iso) { return time.seconds.lowerBound }
      }
    }
    guard let field = first(Field.Name(ColumnName.date)) else { return nil }
    return ColumnTime(field)?.seconds.lowerBound
  }

  /// Paths and the like are texts, even those that look like a number.
  private static func text(_ text: String) -> ColumnValue? {
    let bytes = Array(text.utf8)
    return bytes.isEmpty || bytes.count > ColumnValue.longestText ? nil : .text(bytes)
  }

  private static func seconds(nanoseconds: Int64) -> Int64 {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension Document.Status {
  /// The word for it in the column.
  fileprivate var name: String {
    switch self {
    case .complete: "complete"
    case .partial: "partial"
    case .empty: "empty"
    }
  }
}
