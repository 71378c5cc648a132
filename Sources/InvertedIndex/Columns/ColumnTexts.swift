/// The distinct texts of a column in order, each written as what it has more than the one before.
///
/// ```
/// texts = { length text { shared length rest }[up to 15] }*        lengths are varints
/// ```
/// Every sixteenth text is whole, and where it begins is kept, so that a look-up is a binary search
/// and at most sixteen steps.
@safe struct ColumnTexts: @unchecked Sendable {
  // Immutable memory of the file, kept by `owner`.
  let count: Int
  private let bytes: UnsafeRawBufferPointer
  private let starts: PackedNumbers
  private let owner: SectionReader

  static let groupSize = 16

  init(
    _ bytes: UnsafeRawBufferPointer, starts: PackedNumbers, count: Int, _ owner: SectionReader
  ) {
    unsafe self.bytes = unsafe bytes
    self.starts = starts
    self.count = count
    self.owner = owner
  }

  static func groupCount(_ count: Int) -> Int { (count + groupSize - 1) / groupSize }

  /// Takes texts in order.
  struct Writer: Equatable {
    private(set) var count = 0
    /// Where each group begins.
    private(set) var starts: [UInt64] = []
    private var writer = ByteWriter()
    private var previous: [UInt8] = []

    var bytes: [UInt8] { writer.bytes }

    mutating func append(_ text: [UInt8]) {
      if count % groupSize == 0 {
        starts.append(UInt64(writer.count))
        writer.writeVarint(text.count)
        writer.write(text)
      } else {
        let shared = zip(previous, text).prefix { $0 == $1 }.count
        writer.writeVarint(shared)
        writer.writeVarint(text.count - shared)
        writer.write(text[shared...])
      }
      previous = text
      count += 1
    }
  }

  func text(at index: Int) throws(IndexError) -> [UInt8] {
    precondition(index >= 0 && index < count, "a text past the end")
    var found: [UInt8] = []
    var last = index / Self.groupSize * Self.groupSize
    try forEach(inGroup: index / Self.groupSize) { text in
      found = text
      last += 1
      return last <= index
    }
    return found
  }

  /// The first text that is not before `key`.
  func lowerBound(_ key: [UInt8]) throws(IndexError) -> Int {
    var low = 0
    var high = Self.groupCount(count)
    // The last group whose head is before the key.
    while low < high {
      let middle = (low + high) / 2
      if try head(ofGroup: middle).lexicographicallyPrecedes(key) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low > 0 else { return 0 }
    var index = (low - 1) * Self.groupSize
    try forEach(inGroup: low - 1) { text in
      guard text.lexicographicallyPrecedes(key) else { return false }
      index += 1
      return true
    }
    return index
  }

  /// Calls `body` with every text in order.
  func forEachText(_ body: ([UInt8]) -> Void) throws(IndexError) {
    for group in 0..<Self.groupCount(count) {
      try forEach(inGroup: group) { text in
        body(text)
        return true
      }
    }
  }

  private func head(ofGroup group: Int) throws(IndexError) -> [UInt8] {
    var head: [UInt8] = []
    try forEach(inGroup: group) { text in
      head = text
      return false
    }
    return head
  }

  /// Calls `body` with the texts of a group in order, as long as it says to go on.
  private func forEach(
    inGroup group: Int, _ body: ([UInt8]) -> Bool
  ) throws(IndexError) {
    let start = starts[group]
    guard unsafe start <= bytes.count else {
      throw owner.damaged(.columns, "a group of texts begins past their end")
    }
    var reader = unsafe ByteReader(
      UnsafeRawBufferPointer(rebasing: bytes[start...]), file: owner.file.name)
    var text: [UInt8] = []
    for index in 0..<min(Self.groupSize, count - group * Self.groupSize) {
      if index > 0 {
        let shared = try reader.readVarint()
        guard shared <= UInt64(text.count) else {
          throw owner.damaged(.columns, "a text shares more than the one before has")
        }
        text.removeSubrange(Int(shared)...)
      }
      let length = try reader.readCount()
      unsafe text.append(contentsOf: try reader.readBytes(length))
      if !body(text) { return }
    }
  }
}
