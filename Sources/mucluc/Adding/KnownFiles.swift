import Client
import Ingest
import Wire

/// The files below one path as the archive knows them, and which of them a walk has met.
///
/// About 350 bytes a file are held.
struct KnownFiles {
  private var files: [String: Known] = [:]
  /// Paths by what the files hold, made when it is first asked for.
  private var paths: [String: [String]]?
  /// Sizes of files that may turn up elsewhere.
  private var sizes: Set<Int64> = []

  private struct Known {
    var record: FileRecord
    var isMet = false
  }

  init() {}

  /// Asks the daemon. A collection that is not there yet knows nothing; to who may write and not read
  /// it says nothing, and all is read again.
  init(below root: String, in collection: String, of archive: Archive) throws(ClientError) {
    do throws(ClientError) {
      try archive.files(below: root, in: collection) { add($0) }
    } catch {
      guard case .refused(let problem) = error,
        problem.code == .collectionNotFound || problem.code == .peerNotAllowed
      else { throw error }
    }
  }

  private mutating func add(_ record: FileRecord) {
    if let stamp = record.stamp, record.isFound { sizes.insert(stamp.byteCount) }
    files[record.path] = Known(record: record)
  }

  var count: Int { files.count }

  /// What is known of a file that is there; it counts as met from now on.
  mutating func meet(_ path: String) -> FileRecord? {
    guard var known = files[path] else { return nil }
    known.isMet = true
    files[path] = known
    return known.record
  }

  /// Whether a file of this size may be one that was elsewhere.
  func mayHaveMoved(byteCount: Int64) -> Bool { byteCount > 0 && sizes.contains(byteCount) }

  /// A file with the same content that is not where it was; it counts as met from now on.
  ///
  /// Only a file of the same kind of name serves: names tell Markdown from plain text.
  mutating func takeMoved(to path: String, hash: FileHash) -> FileRecord? {
    if paths == nil { fillPaths() }
    for old in paths?[hash.description] ?? [] {
      guard let known = files[old], !known.isMet, known.record.version == Extractor.version,
        Self.suffix(old) == Self.suffix(path),
        FileStamp(ofFileAt: PathText.bytes(of: old)) == nil
      else { continue }
      files[old]?.isMet = true
      return known.record
    }
    return nil
  }

  private mutating func fillPaths() {
    var found: [String: [String]] = [:]
    for (path, known) in files where known.record.isFound && !known.record.hash.isEmpty {
      found[known.record.hash, default: []].append(path)
    }
    for hash in found.keys { found[hash]?.sort() }
    paths = found
  }

  private static func suffix(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return name.lastIndex(of: ".").map { name[$0...].lowercased() } ?? ""
  }

  /// Files that no walk has met, by path.
  var unmet: [FileRecord] {
    files.values.filter { !$0.isMet }.map(\.record).sorted { $0.path < $1.path }
  }

  /// Devices of which a file was met, as they were when the files were read.
  var metDevices: Set<Int64> {
    Set(files.values.lazy.filter(\.isMet).compactMap(\.record.stamp?.device))
  }
}
