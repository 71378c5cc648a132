import Ingest
import Wire

extension FileRecord.Stamp {
  init(_ stamp: FileStamp) {
    self.init(
      device: Int64(bitPattern: stamp.device), inode: Int64(bitPattern: stamp.inode),
      byteCount: stamp.byteCount, modified: stamp.modified, changed: stamp.changed)
  }
}

extension FileRecord.Fault {
  init(_ problem: IngestProblem) {
    self.init(
      stage: problem.stage.rawValue, code: problem.code.rawValue, reason: problem.reason,
      offset: problem.offset)
  }
}

extension FileRecord {
  /// Whether something of the file can be found.
  var isFound: Bool { (status == .complete || status == .partial) && documents > 0 }
}
