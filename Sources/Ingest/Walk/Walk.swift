/// Lists the regular files below some paths, in the same order every time.
///
/// Files come by the bytes of their paths as text, as a database has them. Links, pipes, sockets and devices inside a
/// folder are passed over and counted; hidden entries too, unless asked for. A folder that cannot be
/// opened is a problem, and the walk goes on.
package final class Walk: Sequence, IteratorProtocol {
  /// What was passed over without a word.
  package struct Skipped: Sendable, Equatable {
    package var links = 0
    package var hidden = 0
    package var special = 0
    /// Files and folders that the filter leaves out.
    package var filtered = 0
  }

  package private(set) var skipped = Skipped()

  private let includesHidden: Bool
  private let filter: FileFilter
  /// The folder that the filter's paths begin below; nil for that of the walk.
  private let filterFolder: [UInt8]?
  private let onFolder: (_ path: [UInt8]) -> Void
  private var roots: [[UInt8]]
  private var folders: [Folder] = []
  /// Folders seen, by device and inode: a bind mount may lead back up.
  private var seen: Set<[UInt64]> = []

  /// Deepest nesting of folders; each holds one open file.
  private static let depthLimit = 128

  /// - Parameters:
  ///   - paths: Files or folders, absolute or from the working directory.
  ///   - filter: which files below folders are read; what a caller names itself is.
  ///   - filterFolder: the absolute path of the folder that the filter's paths begin below; nil for
  ///     the folders of the walk.
  ///   - onFolder: called with each folder before its names are read.
  package init(
    _ paths: [[UInt8]], includesHidden: Bool = false, filter: FileFilter = FileFilter(),
    below filterFolder: [UInt8]? = nil,
    onFolder: @escaping (_ path: [UInt8]) -> Void = { _ in }
  ) {
    roots = paths.reversed()
    self.includesHidden = includesHidden
    self.filter = filter
    self.filterFolder = filterFolder
    self.onFolder = onFolder
  }

  package convenience init(_ paths: [String], includesHidden: Bool = false) {
    self.init(paths.map { Array($0.utf8) }, includesHidden: includesHidden)
  }

  package func next() -> WalkEvent? {
    while true {
      if let folder = folders.last {
        guard let name = folder.names.popLast() else {
          folders.removeLast()
          continue
        }
        if let event = visit(name, in: folder) { return event }
      } else if let path = roots.popLast() {
        if let event = start(at: path) { return event }
      } else {
        return nil
      }
    }
  }
}

// MARK: - Steps

extension Walk {
  private func start(at path: [UInt8]) -> WalkEvent? {
    do throws(IngestError) {
      guard !path.isEmpty, !path.contains(0) else {
        throw .unreadable(call: "open", errno: noEntry)
      }
      let full = try PathName.absolute(path)
      let status = try Self.status(of: full)
      switch status.kind {
      case .folder:
        try enter(FileDescriptor.folder(full), root: full, relative: [])
        return nil
      case .file:
        return .file(try item(at: full, status))
      case .link: throw .notAFile("a link")
      case .other(let what): throw .notAFile(what)
      }
    } catch {
      return .problem(problem(at: path, error))
    }
  }

  /// The caller named this path, so a link is followed; not for a guest, who learns nothing of what
  /// is in a folder that is closed to it.
  private static func status(of path: [UInt8]) throws(IngestError) -> FileStatus {
    guard Guest.current != nil, let slash = path.lastIndex(of: PathName.slash),
      slash + 1 < path.count
    else { return try FileStatus.of(path, followingLink: true) }
    let folder = try FileDescriptor.folder(Array(path[..<slash]))
    return try FileStatus.of(Array(path[(slash + 1)...]), in: folder.number)
  }

  private func item(at path: [UInt8], _ status: FileStatus) throws(IngestError) -> WalkItem {
    let slash = path.lastIndex(of: PathName.slash) ?? 0
    let folder = slash == 0 ? [PathName.slash] : Array(path[..<slash])
    return try WalkItem(root: folder, relative: Array(path[(slash + 1)...]), status: status)
  }

  private func visit(_ name: [UInt8], in folder: Folder) -> WalkEvent? {
    if !includesHidden, name.first == UInt8(ascii: ".") {
      skipped.hidden += 1
      return nil
    }
    let relative = PathName.join(folder.relative, name)
    if leavesOut(relative, in: folder) {
      skipped.filtered += 1
      return nil
    }
    do throws(IngestError) {
      let status = try FileStatus.of(name, in: folder.file.number)
      switch status.kind {
      case .file:
        guard takes(relative, in: folder) else {
          skipped.filtered += 1
          return nil
        }
        return .file(try WalkItem(root: folder.root, relative: relative, status: status))
      case .folder:
        guard folders.count < Self.depthLimit else {
          return .problem(tooDeep(PathName.join(folder.root, relative)))
        }
        try enter(folder.file.entry(name, isFolder: true), root: folder.root, relative: relative)
      case .link: skipped.links += 1
      case .other: skipped.special += 1
      }
      return nil
    } catch {
      return .problem(problem(at: PathName.join(folder.root, relative), error))
    }
  }

  private func leavesOut(_ relative: [UInt8], in folder: Folder) -> Bool {
    !filter.isEmpty && filter.leavesOut(filtered(relative, in: folder))
  }

  private func takes(_ relative: [UInt8], in folder: Folder) -> Bool {
    filter.isEmpty || filter.takes(filtered(relative, in: folder))
  }

  /// The path that the filter's patterns are compared with.
  private func filtered(_ relative: [UInt8], in folder: Folder) -> [UInt8] {
    guard let top = filterFolder, folder.root.starts(with: top) else { return relative }
    let between = folder.root.dropFirst(top.count).drop { $0 == PathName.slash }
    return PathName.join(Array(between), relative)
  }

  private func enter(
    _ file: consuming FileDescriptor, root: [UInt8], relative: [UInt8]
  ) throws(IngestError) {
    let status = try file.status()
    guard seen.insert([status.device, status.inode]).inserted else { return }
    onFolder(PathName.join(root, relative))
    let names = try FolderListing.namesInOrderOfPaths(in: file)
    folders.append(Folder(file: file, root: root, relative: relative, names: names.reversed()))
  }

  private func problem(at path: [UInt8], _ error: IngestError) -> IngestProblem {
    var problem = IngestProblem(path: PathName.text(path), error: error)
    problem.stage = .walk
    if case .unreadable(_, noEntry) = error {
      problem.code = .notFound
      problem.reason = "there is no such file or folder: check the path"
    }
    return problem
  }

  private func tooDeep(_ path: [UInt8]) -> IngestProblem {
    IngestProblem(
      path: PathName.text(path), stage: .walk, code: .tooDeep,
      reason: "folders nest deeper than \(Self.depthLimit) here: add this folder by itself")
  }
}

/// A folder being walked; the names still to visit, last first.
private final class Folder {
  let file: FileDescriptor
  let root: [UInt8]
  let relative: [UInt8]
  var names: [[UInt8]]

  init(file: consuming FileDescriptor, root: [UInt8], relative: [UInt8], names: [[UInt8]]) {
    self.file = file
    self.root = root
    self.relative = relative
    self.names = names
  }
}
