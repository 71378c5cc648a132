import InvertedIndex
import Synchronization
import Wire

/// The saved searches of all users: what people look for is their own affair, so each sees its own.
///
/// ```
/// DATA/saved.ndjson      one a line, with its user; replaced as a whole
/// ```
final class SavedSearches: Sendable {
  static let maximumPerUser = 100
  private static let fileName = "saved.ndjson"

  private let directory: FileDirectory
  private let entries: Mutex<[Entry]>

  struct Entry: Sendable {
    var user: UInt32
    var saved: SavedSearch
  }

  init(in data: String) throws(IndexError) {
    directory = try FileDirectory(path: data)
    var entries: [Entry] = []
    if try directory.list().contains(Self.fileName) {
      let file = try directory.open(Self.fileName)
      // The file is mapped as long as it lives.
      let bytes = withExtendedLifetime(file) { unsafe Array(file.raw) }
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        // A line that cannot be read is no reason not to start.
        guard let json = try? JSONValue(parsing: Array(line).span),
          let user = json["user"]?.int.flatMap(UInt32.init(exactly:)),
          let saved = try? SavedSearch(json: json)
        else { continue }
        entries.append(Entry(user: user, saved: saved))
      }
    }
    self.entries = Mutex(entries)
  }

  /// Those of a user, by name.
  func all(of user: UInt32) -> [SavedSearch] {
    entries.withLock { $0.filter { $0.user == user }.map(\.saved) }.sorted { $0.name < $1.name }
  }

  func find(_ name: String, of user: UInt32) -> SavedSearch? {
    all(of: user).first { $0.name == name }
  }

  /// Keeps a search, in the place of one of its name; true when there was none. Writes a file: for a
  /// thread that may wait.
  func put(_ saved: SavedSearch, of user: UInt32) throws(Problem) -> Bool {
    try change { entries throws(Problem) in
      if let place = entries.firstIndex(where: { $0.user == user && $0.saved.name == saved.name }) {
        entries[place].saved = saved
        return false
      }
      guard entries.count(where: { $0.user == user }) < Self.maximumPerUser else {
        throw Problem(
          .conflict, "\(Self.maximumPerUser) searches are saved already",
          hint: "remove one that is not needed")
      }
      entries.append(Entry(user: user, saved: saved))
      return true
    }
  }

  /// False when there was none.
  func remove(_ name: String, of user: UInt32) throws(Problem) -> Bool {
    try change { entries throws(Problem) in
      let before = entries.count
      entries.removeAll { $0.user == user && $0.saved.name == name }
      return entries.count < before
    }
  }

  /// Makes a change when it could be written down.
  private func change<Output>(
    _ body: (inout [Entry]) throws(Problem) -> Output
  ) throws(Problem) -> Output {
    let result = entries.withLock { entries -> Result<Output, Problem> in
      do throws(Problem) {
        var next = entries
        let output = try body(&next)
        do throws(IndexError) { try write(next) } catch { throw Problem(error) }
        entries = next
        return .success(output)
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  private func write(_ entries: [Entry]) throws(IndexError) {
    var lines = JSONWriter()
    for entry in entries {
      lines.object { json in
        json.member("user", entry.user)
        entry.saved.writeMembers(to: &json)
      }
      lines.endLine()
    }
    let partial = Self.fileName + ".new"
    let file = try directory.create(partial)
    defer { file.close() }
    try file.append(lines.bytes)
    try file.sync()
    try directory.rename(partial, to: Self.fileName)
    try directory.sync()
  }
}
