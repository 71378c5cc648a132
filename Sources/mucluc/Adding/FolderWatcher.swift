import CLinux
import Glibc
import Synchronization

/// Hears from the kernel in which folders something happens, by one inotify instance.
///
/// A folder is watched from before its names are read, so nothing falls between. Whether a watch
/// still tells the right path after folders were moved does not matter: the folder that it moved
/// from and the one that it moved to are both named, and walking these puts it right.
final class FolderWatcher: Sendable {
  private let descriptor: Int32
  private let state = Mutex(State())

  private struct State: Sendable {
    /// Folders by the number of their watch.
    var folders: [Int32: [UInt8]] = [:]
    /// Why some folders cannot be watched.
    var failure: Int32?
  }

  /// What has happened since it was last asked.
  struct News: Sendable {
    /// Folders in which something is new, changed or gone.
    var folders: Set<[UInt8]> = []
    /// The kernel could not keep up: anything may have changed.
    var isAll = false

    var isEmpty: Bool { folders.isEmpty && !isAll }
  }

  /// Nil when the system gives no instance: too many have one.
  init?() {
    descriptor = inotify_init1(Int32(O_CLOEXEC | O_NONBLOCK))
    if descriptor < 0 { return nil }
  }

  deinit { _ = close(descriptor) }

  /// The `errno` of the first folder that could not be watched: `ENOSPC` when the user's watches are
  /// used up.
  var failure: Int32? { state.withLock { $0.failure } }

  private static let events = UInt32(
    IN_CREATE | IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO
      | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK)

  /// Watches a folder; once more is as good as once.
  func watch(_ folder: [UInt8]) {
    let path = folder.map { CChar(bitPattern: $0) } + [0]
    let number = unsafe path.withUnsafeBufferPointer { buffer -> Int32 in
      // The array holds at least the zero, so it has an address.
      guard let base = buffer.baseAddress else { return -1 }
      return unsafe inotify_add_watch(descriptor, base, Self.events)
    }
    let code = errno
    state.withLock { state in
      if number >= 0 {
        state.folders[number] = folder
      } else if code != ENOENT, code != ENOTDIR {
        state.failure = state.failure ?? code
      }
    }
  }

  /// Waits for something to happen, so many milliseconds at most.
  func wait(milliseconds: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&request, 1, milliseconds)
  }

  /// Whether something has happened that nobody has asked for yet.
  var hasNews: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, 0) > 0
  }

  /// All that has come.
  func news() -> News {
    var news = News()
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count > 0 {
        take(buffer[..<count], into: &news)
      } else if count == 0 || errno != EINTR {
        return news
      }
    }
  }

  /// Events as the kernel writes them: watch, mask, cookie and length of the name, four bytes each,
  /// and the name.
  private func take(_ bytes: ArraySlice<UInt8>, into news: inout News) {
    func word(_ place: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
    }
    var place = bytes.startIndex
    state.withLock { state in
      while bytes.endIndex - place >= 16 {
        let (number, mask) = (Int32(bitPattern: word(place)), word(place + 4))
        place += 16 + Int(word(place + 12))
        if mask & UInt32(IN_Q_OVERFLOW) != 0 {
          news.isAll = true
        } else if mask & UInt32(IN_IGNORED) != 0 {
          state.folders[number] = nil
        } else if let folder = state.folders[number] {
          news.folders.insert(folder)
        }
      }
    }
  }
}
