import Glibc
import Synchronization

/// Starts the user's browser on an address that others must not learn.
///
/// Every user of the machine can read the arguments of every process. So the browser is given the
/// name of a file that only this user may read, and the file leads on to the address, as Jupyter
/// does it.
final class PageStarter: Sendable {
  private let file = Mutex<String?>(nil)

  /// False when there is no `xdg-open`, or the file cannot be written.
  func open(_ address: String) -> Bool {
    guard let path = write(address) else { return false }
    file.withLock { $0 = path }
    var process: Int32 = 0
    // The words and the environment live until the call is over; the program copies them.
    var words: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("xdg-open"), strdup(path), nil]
    defer {
      unsafe free(words[0])
      unsafe free(words[1])
    }
    return unsafe posix_spawnp(&process, "xdg-open", nil, nil, &words, environ) == 0
  }

  /// Removes the file.
  func clean() {
    file.withLock { path in
      if let path { _ = unsafe unlink(path) }
      path = nil
    }
  }

  /// A new file below the runtime directory, else the temporary one; readable by its owner only.
  private func write(_ address: String) -> String? {
    let folder = variable("XDG_RUNTIME_DIR") ?? variable("TMPDIR") ?? "/tmp"
    var template = Array("\(folder)/mucluc-XXXXXX.html".utf8CString)
    // Makes the file with mode 0600 and puts its name in place.
    let descriptor = unsafe mkstemps(&template, 5)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let text = """
      <!doctype html><meta charset="utf-8"><title>mucluc</title>
      <meta http-equiv="refresh" content="0;url=\(address)">
      <a href="\(address)">mucluc</a>

      """
    let bytes = Array(text.utf8)
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    guard count == bytes.count else { return nil }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private func variable(_ name: String) -> String? {
    // getenv's text is copied at once.
    unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
