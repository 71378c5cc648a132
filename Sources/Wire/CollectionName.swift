/// The name of a collection: `[a-z0-9][a-z0-9_-]{0,63}`, so that it can be a directory's name and
/// part of a URL as it is.
public struct CollectionName: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  /// - Throws: `Problem` `invalid_field`.
  public init(_ text: String) throws(Problem) {
    let utf8 = Array(text.utf8)
    guard let first = utf8.first, utf8.count <= 64, Self.isAlphanumeric(first),
      utf8.allSatisfy({ Self.isAlphanumeric($0) || $0 == 0x5F || $0 == 0x2D })
    else {
      throw Problem(
        .invalidField, "\"\(text.prefix(80))\" cannot be the name of a collection",
        pointer: "/collection",
        hint: "1 to 64 of a-z, 0-9, _ and -, a letter or digit first")
    }
    self.text = text
  }

  private init(known text: String) { self.text = text }

  /// Where documents go when nobody says where.
  public static let main = CollectionName(known: Wire.defaultCollection)

  public var description: String { text }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }
}
