import Client
import Ingest
import Wire

/// The files below one path as the archive knows them, beside a walk that meets them.
///
/// Rows come a page at a time in the order of the walk, that of the bytes of paths, and go when they
/// were met: held is one page, and the rows that the walk has passed without meeting them, which are
/// those of files that are gone or passed over.
struct KnownFiles {
  private var rows: FileRows
  private var unmetRows: [[UInt8]: FileRecord] = [:]
  /// Rows so far.
  private(set) var count = 0
  /// Devices of which a file was met, as they were when the files were read.
  private(set) var metDevices: Set<Int64> = []
  private let isKept: (String) -> Bool

  /// Of unmet rows, made when all are there: paths by what the files hold, and their sizes.
  private var paths: [String: [String]] = [:]
  private var sizes: Set<Int64> = []

  /// - Parameter isKept: whether a file that is gone would be anybody's matter.
  init(_ rows: FileRows, where isKept: @escaping (String) -> Bool = { _ in true }) {
    self.rows = rows
    self.isKept = isKept
  }

  /// Whether all rows have come: what is unknown now is new, or moved.
  private(set) var isAtEnd = false

  /// What is known of a file that is there; it counts as met from now on. To be called in the order
  /// of a walk.
  mutating func meet(_ path: String) throws(ClientError) -> FileRecord? {
    let bytes = path.utf8
    while let row = try rows.peek() {
      if row.path.utf8.lexicographicallyPrecedes(bytes) {
        pass(row)
      } else if row.path.utf8.elementsEqual(bytes) {
        rows.advance()
        count += 1
        if let stamp = row.stamp { metDevices.insert(stamp.device) }
        return row
      } else {
        break
      }
    }
    if try rows.peek() == nil { isAtEnd = true }
    // A folder that cannot be opened has a row of its own, and comes with what is in folders.
    guard !unmetRows.isEmpty, let row = unmetRows.removeValue(forKey: Array(bytes)) else {
      return nil
    }
    if let stamp = row.stamp { metDevices.insert(stamp.device) }
    return row
  }

  private mutating func pass(_ row: FileRecord) {
    rows.advance()
    count += 1
    if isKept(row.path) { unmetRows[Array(row.path.utf8)] = row }
  }

  /// Passes what is left: the walk is over.
  mutating func readToEnd() throws(ClientError) {
    while let row = try rows.peek() { pass(row) }
    isAtEnd = true
    for row in unmetRows.values where row.isFound && !row.hash.isEmpty {
      paths[row.hash, default: []].append(row.path)
      if let stamp = row.stamp { sizes.insert(stamp.byteCount) }
    }
    for hash in paths.keys { paths[hash]?.sort() }
  }

  /// Whether a file of this size may be one that was elsewhere; asked at the end.
  func mayHaveMoved(byteCount: Int64) -> Bool { byteCount > 0 && sizes.contains(byteCount) }

  /// A file with the same content that is not where it was; it counts as met from now on.
  ///
  /// Only a file of the same kind of name serves: names tell Markdown from plain text.
  mutating func takeMoved(to path: String, hash: FileHash) -> FileRecord? {
    for old in paths[hash.description] ?? [] {
      guard let row = unmetRows[Array(old.utf8)], row.version == Extractor.version,
        Self.suffix(old) == Self.suffix(path),
        FileStamp(ofFileAt: PathText.bytes(of: old)) == nil
      else { continue }
      unmetRows[Array(old.utf8)] = nil
      return row
    }
    return nil
  }

  private static func suffix(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return name.lastIndex(of: ".").map { name[$0...].lowercased() } ?? ""
  }

  /// Files that no walk has met, by path.
  var unmet: [FileRecord] {
    unmetRows.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }
}

/// Rows of the manifest below a path, a page at a time in the order of the bytes of their paths.
struct FileRows {
  private let root: String
  private let collection: String
  private let archive: Archive?
  private var page: [FileRecord] = []
  private var next = 0
  private var last: String?
  private var isLastPage: Bool

  private static let pageCount = 2_000

  init(below root: String, in collection: String, of archive: Archive) {
    self.root = root
    self.collection = collection
    self.archive = archive
    isLastPage = false
  }

  /// None at all.
  init() {
    (root, collection, archive, isLastPage) = ("/", "", nil, true)
  }

  /// The next row, which stays the next; nil behind the last.
  ///
  /// A collection that is not there yet knows nothing; to who may write and not read it says nothing,
  /// and all is read again.
  mutating func peek() throws(ClientError) -> FileRecord? {
    if next < page.count { return page[next] }
    guard !isLastPage, let archive else { return nil }
    do throws(ClientError) {
      page = try archive.files(
        below: root, in: collection, after: last, limit: Self.pageCount)
    } catch {
      guard case .refused(let problem) = error,
        problem.code == .collectionNotFound || problem.code == .peerNotAllowed
      else { throw error }
      page = []
    }
    next = 0
    isLastPage = page.count < Self.pageCount
    last = page.last?.path
    return page.first
  }

  /// Goes on to the row behind the one that was looked at.
  mutating func advance() { next += 1 }
}
