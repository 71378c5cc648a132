import ArgumentParser
import Glibc

/// Text on its way to standard output or a file, gathered so that long lists cost few system calls.
struct Output {
  private var bytes: [UInt8] = []
  private let descriptor: Int32
  private let flushesLines: Bool

  init(_ descriptor: Int32 = STDOUT_FILENO) {
    self.descriptor = descriptor
    flushesLines = isatty(descriptor) == 1
  }

  mutating func write(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    if bytes.count >= 64 << 10 || flushesLines { flush() }
  }

  mutating func write(_ more: [UInt8]) {
    bytes += more
    write("")
  }

  mutating func write(line: [UInt8]) {
    bytes += line
    write("\n")
  }

  mutating func flush() {
    Self.put(bytes, to: descriptor)
    bytes.removeAll(keepingCapacity: true)
  }

  /// A line on standard error.
  static func say(_ text: String) {
    put(Array((text + "\n").utf8), to: STDERR_FILENO)
  }

  /// Standard error as it is, without a line's end.
  static func put(_ text: String) { put(Array(text.utf8), to: STDERR_FILENO) }

  /// A line on standard error about something wrong.
  static func complain(_ text: String) {
    say("mucluc: " + Safe.line(text))
  }

  static func exit(_ code: ExitCode) -> Never { Glibc.exit(code.rawValue) }

  /// Writes it all. A reader that is gone ends the program, quietly, as in any pipe.
  private static func put(_ bytes: [UInt8], to descriptor: Int32) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        // The part from `written` on.
        unsafe Glibc.write(
          descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
      }
      if count > 0 {
        written += count
      } else if errno != EINTR {
        Glibc.exit(errno == EPIPE ? 0 : 5)
      }
    }
  }
}

/// What a terminal is able and asked to show.
struct Terminal {
  let hasColour: Bool
  /// Nil when text is not to be broken.
  let width: Int?

  enum Colour: String, CaseIterable, ExpressibleByArgument {
    case auto
    case always
    case never
  }

  init(_ colour: Colour = .auto) {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let isRefused = unsafe getenv("NO_COLOR").map { unsafe $0.pointee != 0 } ?? false
    hasColour = colour == .always || colour == .auto && isTerminal && !isRefused
    width = isTerminal ? Self.columns : nil
  }

  private static var columns: Int {
    var size = winsize()
    // `size` is filled in by the call.
    let result = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
    return result == 0 && size.ws_col >= 40 ? Int(size.ws_col) : 80
  }

  /// In the language that the terminal asks for: English, else Vietnamese.
  static var didYouMean: String {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    // getenv's text is copied at once.
    let language = names.lazy.compactMap { name in
      unsafe getenv(name).map { unsafe String(cString: $0) }
    }.first { !$0.isEmpty }
    return language?.hasPrefix("en") == true ? "did you mean: " : "Có phải ý bạn là: "
  }

  func bold(_ text: String) -> String { styled(text, "1") }
  func dim(_ text: String) -> String { styled(text, "2") }
  func match(_ text: String) -> String { styled(text, "1;31") }

  private func styled(_ text: String, _ code: String) -> String {
    hasColour && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// Text from documents, made harmless for a terminal: no control character and no direction
/// override passes, for those can rewrite what is on the screen.
enum Safe {
  /// On one line.
  static func line(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.compactMap(scalar)))
  }

  /// Keeps line breaks.
  static func text(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { line(String($0)) }.joined(separator: "\n")
  }

  static func scalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x09...0x0D, 0x85, 0x2028, 0x2029: " "
    case 0..<0x20, 0x7F..<0xA0: nil
    case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: nil
    default: scalar
    }
  }
}

/// Text as a shell would read it back.
enum Shell {
  static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "-_./:@%+,=".utf8.contains(byte)
      }
    }
    return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
