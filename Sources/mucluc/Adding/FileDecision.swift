import Ingest
import Wire

/// What is to be done about a file that a walk has met.
enum FileDecision: Equatable {
  /// It is as it was, as far as the file system tells.
  case unchanged
  /// Its content may be as it was: the hash tells.
  case compare
  case read
  /// It is, or may be, as it was, but for scanned paper in it that is to be read now.
  case scan

  /// - Parameters:
  ///   - known: what the archive knows of the path.
  ///   - ocr: the languages in which scanned paper is read, as the archive writes them; empty where
  ///     it is not.
  init(_ known: FileRecord?, _ stamp: FileStamp, ocr: String = "") {
    guard let known, known.status != .pending, known.status != .unreadable,
      // A program that was missing may be there now.
      known.problem?.code != IngestProblem.Code.missingTool.rawValue,
      known.version == Extractor.version, let old = known.stamp
    else {
      self = .read
      return
    }
    let isSame = old == FileRecord.Stamp(stamp)
    let wantsScan = !ocr.isEmpty && !known.ocr.isEmpty && known.ocr != ocr
    let mayBeSame =
      isSame && !stamp.isRacy(seen: known.seen)
      || old.byteCount == stamp.byteCount && !known.hash.isEmpty
    if wantsScan, mayBeSame {
      self = .scan
    } else if isSame, !stamp.isRacy(seen: known.seen) {
      self = .unchanged
    } else {
      self = old.byteCount == stamp.byteCount && !known.hash.isEmpty ? .compare : .read
    }
  }
}
