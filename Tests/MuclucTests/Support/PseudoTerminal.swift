import Glibc
import TestSupport
import Testing

/// A terminal that is a file, to see what the program shows to people.
final class PseudoTerminal {
  /// The end that reads what was shown.
  private let descriptor: Int32
  /// What a program opens as its output.
  let path: String

  init(columns: UInt16 = 100) throws {
    descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(descriptor >= 0)
    // What unlockpt and ptsname do; Swift sees neither.
    var lock: Int32 = 0
    var number: Int32 = 0
    let unlocked = unsafe ioctl(descriptor, Self.setLock, &lock)
    let numbered = unsafe ioctl(descriptor, Self.getNumber, &number)
    try #require(unlocked == 0 && numbered == 0)
    path = "/dev/pts/\(number)"
    var size = winsize(ws_row: 25, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    let sized = unsafe ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    try #require(sized == 0)
  }

  deinit { close(descriptor) }

  /// TIOCSPTLCK and TIOCGPTN.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  /// What the program shows on a terminal, line ends as in a file.
  static func run(
    _ arguments: [String], columns: UInt16 = 100, variables: [String] = [],
    in folder: TemporaryFolder
  ) throws -> String {
    let terminal = try PseudoTerminal(columns: columns)
    let child = try Child(
      arguments, socket: "/nonexistent/socket", input: "/dev/null", output: terminal.path,
      errors: folder.path + "/errors", variables: variables)
    let shown = terminal.readAll()
    #expect(child.wait() == 0)
    return shown.replacing("\r\n", with: "\n")
  }

  /// Reads until the program has closed its end.
  private func readAll() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
      } else if count == 0 || errno != EINTR {
        // EIO: nobody has the other end open.
        return String(decoding: bytes, as: UTF8.self)
      }
    }
  }
}
