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
  /// A picture, perhaps of paper, which is read when that is asked for.
  case picture(format: String)
  /// Bytes that are no text in any charset.
  case binary(offset: Int)
  /// A password is needed.
  case encrypted
  /// The bytes break the rules of their format; what its reader said.
  case damaged(String)
  /// What is in it could only be meant to do harm.
  case refused(String)
  /// A program that reads the format is not installed, and the Debian package that has it.
  case missingTool(String, package: String)
  /// A packed file of more than so many bytes.
  case memberTooLarge(limit: Int)
  /// What was read before a limit was reached is kept, the rest was not read.
  case partial(BudgetExcess)
  /// Several documents, where one was asked for.
  case holdsMany
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
    case .picture(let format):
      "this is \(format), a picture: if it shows text, --ocr reads it"
    case .binary(let offset):
      "the file is binary data, not text (first control byte at \(offset))"
    case .encrypted:
      "the file is encrypted: take its password off, then add it again"
    case .damaged(let text):
      "the file is damaged: \(text)"
    case .refused(let why):
      "the file is refused: \(why)"
    case .missingTool(let name, let package):
      "\(name) is not installed, which reads this format: apt-get install \(package)"
    case .memberTooLarge(let limit):
      "the packed file has more than \(limit) bytes: unpack it and add it by itself"
    case .partial(let excess):
      excess.description
    case .holdsMany:
      "the file holds several documents: read them one by one"
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
    case .tooLarge, .memberTooLarge: .tooLarge
    case .unsupported: .unsupported
    case .picture: .picture
    case .binary: .binary
    case .encrypted: .encrypted
    case .damaged: .damaged
    case .refused: .refused
    case .missingTool: .missingTool
    case .partial: .partial
    case .holdsMany: .unsupported
    case .key: .badKey
    }
  }

  var stage: IngestProblem.Stage {
    switch self {
    case .unreadable, .unstable, .notAFile, .outOfMemory: .read
    case .tooLarge, .unsupported, .picture, .binary: .sniff
    case .missingTool: .parse
    case .encrypted, .damaged, .refused, .memberTooLarge, .partial, .holdsMany: .unpack
    case .key: .walk
    }
  }
}
