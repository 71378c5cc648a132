internal import Documents
internal import Synchronization

/// What the files of a folder repeat, as one process found out and another may use.
package struct FolderSample: Sendable, Equatable {
  /// The absolute path of the folder.
  package var path: [UInt8]
  /// How the names of the files end, in lower case.
  package var suffix: [UInt8]
  /// Last change of the names in the folder, in nanoseconds since 1970: past another it is no use.
  package var changed: Int64
  package var repeated: RepeatedBlocks

  package init(path: [UInt8], suffix: [UInt8], changed: Int64, repeated: RepeatedBlocks) {
    self.path = path
    self.suffix = suffix
    self.changed = changed
    self.repeated = repeated
  }

  /// Which files of a folder tell about one: those whose names end as its own does, in lower case.
  package static func suffix(of name: [UInt8]) -> [UInt8] {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return [] }
    return Bytes.lowered(name[dot...])
  }
}

/// Finds out what the files of a folder repeat, by reading a few of them.
///
/// The source of a file is its folder, and stands for a site. Of the files there whose names end alike
/// those with the smallest hash of their names are read: the same ones whatever is read first, and
/// nearly the same ones when files come and go. So a file gives the same document whether its folder
/// is read at once or in parts, as long as the folder is as it is.
package final class Neighbours: Sendable {
  /// So many files are read of a folder.
  static let sampleCount = 24
  /// Larger files are no pages.
  private static let fileLimit = 256 << 10
  /// Folders that are remembered.
  private static let folderLimit = 64

  private let known = Mutex<[Folder: RepeatedBlocks]>([:])

  /// A folder as it is now, and which of its files.
  private struct Folder: Hashable {
    var path: [UInt8]
    var suffix: [UInt8]
    /// Last change of its names, in nanoseconds since 1970.
    var changed: Int64
  }

  init() {}

  /// Takes over what another process has found out.
  package func learn(_ sample: FolderSample) {
    remember(
      Folder(path: sample.path, suffix: sample.suffix, changed: sample.changed), sample.repeated)
  }

  private func remember(_ folder: Folder, _ repeated: RepeatedBlocks) {
    known.withLock { known in
      if known.count >= Self.folderLimit { known.removeAll() }
      known[folder] = repeated
    }
  }

  /// What the files beside one repeat; nothing where they cannot be read.
  func repeated(beside item: WalkItem, _ extractor: Extractor) -> RepeatedBlocks {
    let slash = item.relative.lastIndex(of: PathName.slash)
    let folder = slash.map { Array(item.relative[..<$0]) } ?? []
    let suffix = FolderSample.suffix(of: Array(item.relative[(slash.map { $0 + 1 } ?? 0)...]))
    do throws(IngestError) {
      var file = try FileDescriptor.folder(item.root)
      for part in folder.split(separator: PathName.slash) {
        file = try file.entry(Array(part), isFolder: true)
      }
      let place = Folder(
        path: PathName.join(item.root, folder), suffix: suffix, changed: try file.status().changed)
      if let found = known.withLock({ $0[place] }) { return found }
      let names = try FolderListing.names(in: file).filter {
        FolderSample.suffix(of: $0) == suffix && $0.first != UInt8(ascii: ".")
      }
      let found =
        names.count < RepeatedBlocks.leastCount
        ? RepeatedBlocks.none
        : RepeatedBlocks(of: Self.sample(of: names, item.root, folder, extractor))
      remember(place, found)
      extractor.onFolderSample?(
        FolderSample(
          path: place.path, suffix: suffix, changed: place.changed, repeated: found))
      return found
    } catch {
      return .none
    }
  }

  /// The documents of a few files, in the order of the hashes of their names.
  private static func sample(
    of names: [[UInt8]], _ root: [UInt8], _ folder: [UInt8], _ extractor: Extractor
  ) -> [Document] {
    var extractor = extractor
    extractor.comparesNeighbours = false
    let chosen = names.map { (hash: hash($0), name: $0) }.sorted {
      $0.hash != $1.hash ? $0.hash < $1.hash : $0.name.lexicographicallyPrecedes($1.name)
    }
    let reader = FileReader(limit: fileLimit)
    return chosen.prefix(sampleCount).compactMap { chosen in
      guard
        let item = try? WalkItem(
          root: root, relative: PathName.join(folder, chosen.name),
          stamp: FileStamp(device: 0, inode: 0, byteCount: 0, modified: 0, changed: 0)),
        let content = try? reader.read(item),
        let type = try? MediaType.sniffed(content.bytes, name: item.key.text), type.isArticle
      else { return nil }
      return try? extractor.document(from: content.bytes, type, SourceFile(key: item.key))
    }
  }

  /// FNV-1a, mixed: names that differ in a digit are far apart.
  private static func hash(_ name: [UInt8]) -> UInt64 {
    var hash = name.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    hash = (hash ^ hash >> 32) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 29
  }
}
