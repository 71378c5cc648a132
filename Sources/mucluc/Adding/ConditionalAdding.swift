import ArgumentParser
import Client
import Wire

/// Writes one document of JSON if the archive has the version of it that the caller knows.
struct ConditionalAdding {
  private let archive: Archive
  private let collection: String
  private let version: Int

  /// - Parameter version: That must be there; 0 when there must be no such document.
  init(_ archive: Archive, _ collection: String, version: Int) {
    self.archive = archive
    self.collection = collection
    self.version = version
  }

  /// - Parameter path: A file that holds the document, or - for standard input.
  /// - Throws: `ClientError`, as `version_conflict` when it is another version by now.
  func add(_ path: String) throws -> AddSummary {
    let begin = ContinuousClock.now
    let document = try document(in: path)
    let written = try archive.put(document, in: collection, ifVersion: version)
    var summary = AddSummary()
    summary.report.documents.received = 1
    switch written.result {
    case "created": summary.report.documents.created = 1
    case "unchanged": summary.report.documents.unchanged = 1
    default: summary.report.documents.updated = 1
    }
    summary.duration = ContinuousClock.now - begin
    return summary
  }

  private func document(in path: String) throws -> DocumentRecord {
    var source = try ByteSource(path)
    var bytes: [UInt8] = []
    while true {
      let piece = try source.next()
      if piece.isEmpty { break }
      bytes += piece
      guard bytes.count <= Wire.maximumDocumentByteCount else {
        throw ValidationError(
          "The document has more than \(Wire.maximumDocumentByteCount) bytes: split it.")
      }
    }
    let document: DocumentRecord
    do throws(Problem) { document = try DocumentRecord(json: bytes.span) } catch {
      throw ClientError.refused(error)
    }
    guard document.ifVersion == nil else {
      throw ValidationError("The document says if_version itself: leave --if-version out.")
    }
    return document
  }
}
