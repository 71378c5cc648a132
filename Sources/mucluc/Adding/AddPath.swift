/// A path to bring an archive up to date with.
struct AddPath {
  /// As it was typed, or as the file system has it.
  var bytes: [UInt8]
  /// How many files are known of the whole that it is a part of; nil where it is a whole itself.
  var whole: Int?
  /// The folder that it is a part of, as text; nil where it is a whole itself.
  var root: String?

  init(_ path: String) { bytes = Array(path.utf8) }

  init(whole path: [UInt8]) { bytes = path }

  /// A folder that something happened in, of which the rest is known.
  init(_ path: [UInt8], partOf whole: Int, of root: String) {
    bytes = path
    self.whole = whole
    self.root = root
  }

  /// Documents come as lines.
  var isStandardInput: Bool { bytes == Array("-".utf8) }
}
