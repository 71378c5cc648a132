/// How much of one file is read before the rest is given up, always with a warning.
package struct Limits: Sendable {
  /// Largest HTML file, in bytes.
  package var htmlBytes = 64 << 20
  /// Largest plain text file, in bytes.
  package var textBytesOfFile = 256 << 20
  /// Deepest nesting of elements that is kept; deeper ones keep their text only. Real pages: 51.
  package var depth = 512
  package var elements = 2_000_000
  /// Attributes of one tag: libxml2 compares each with all before it.
  package var attributes = 256
  /// Text of one page, in bytes.
  package var textBytes = 50 << 20
  /// One JSON-LD script, in bytes.
  package var linkedDataBytes = 1 << 20
  /// Time for one page.
  package var duration: Duration = .seconds(5)
  /// Time for one XML file: workbooks are larger than pages.
  package var xmlDuration: Duration = .seconds(20)
  /// Time for one run of a program that reads a format for us.
  package var toolDuration: Duration = .seconds(60)

  /// Containers in containers.
  package var containerDepth = 5
  /// Entries of one container.
  package var containerEntries = 10_000
  /// Bytes of one packed file.
  package var memberBytes = 64 << 20
  /// Bytes that all that is packed in one file may have together; ten times the file's size if that
  /// is more.
  package var unpackedBytes = 1 << 30
  /// How many times its size a container may unpack to, once that is more than `ratioGrace` bytes.
  package var unpackedRatio = 100
  package var ratioGrace = 1 << 20

  package init() {}

  /// Largest file of a type, in bytes.
  func bytes(of type: MediaType) -> Int {
    switch type {
    case .html: htmlBytes
    default: textBytesOfFile
    }
  }
}
