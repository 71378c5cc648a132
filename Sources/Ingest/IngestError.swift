package import Documents

/// Why a file gave no document.
package enum IngestError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A system call failed; `errno` says how.
  case unreadable(call: String, errno: Int32)
  /// The file kept changing while it was read.
  case unstable
  /// A folder, a pipe, a device: anything but a regular file.
  case notAFile(String)
  case tooLarge(byteCount: Int, limit: Int)
  /// A known format that this program does not read.
  case unsupported(format: String)
  /// Bytes that are no text in any charset.
  case binary(offset: Int)
  case key(DocumentError)
  case outOfMemory

  package var description: String {
    switch self {
    case .unreadable(let call, let number):
      "cannot read the file: \(call): \(errorText(number))"
    case .unstable:
      "the file changed while it was read, three times in a row: add it again when it is at rest"
    case .notAFile(let what):
      "this is \(what), not a file: name a file or a folder of files"
    case .tooLarge(let count, let limit):
      "the file has \(count) bytes, the limit for its type is \(limit): split it"
    case .unsupported(let format):
      "\(format) is not supported: convert it to plain text or HTML first"
    case .binary(let offset):
      "the file is binary data, not text (first control byte at \(offset))"
    case .key(let error):
      "\(error)"
    case .outOfMemory:
      "there is not enough memory to read the file"
    }
  }

  /// One word for the report, from a closed list.
  package var code: IngestProblem.Code {
    switch self {
    case .unreadable, .outOfMemory: .unreadable
    case .unstable: .unstable
    case .notAFile: .notAFile
    case .tooLarge: .tooLarge
    case .unsupported: .unsupported
    case .binary: .binary
    case .key: .badKey
    }
  }

  var stage: IngestProblem.Stage {
    switch self {
    case .unreadable, .unstable, .notAFile, .outOfMemory: .read
    case .tooLarge, .unsupported, .binary: .sniff
    case .key: .walk
    }
  }
}
