import Glibc
import NIOCore

/// Tells systemd that the daemon lives, where it wants to hear that (`WatchdogSec=`): as long as both
/// the event loop and Swift's own threads get their turn. A daemon that hangs is started again.
enum Watchdog {
  static func feed(_ loop: any EventLoop) async {
    guard let interval = ServiceManager.watchdogInterval else { return }
    while !Task.isCancelled {
      if (try? await loop.submit {}.get()) != nil { ServiceManager.notify("WATCHDOG=1") }
      // A cancelled sleep ends the loop by its condition.
      try? await Task.sleep(for: interval / 2)
    }
  }
}
