import Glibc

/// A line on standard error that is written over as work goes on; only on a terminal.
struct ProgressLine {
  private let isShown = isatty(STDERR_FILENO) == 1
  private var last: ContinuousClock.Instant?
  private var isOpen = false

  /// Shows the text, ten times a second at most.
  mutating func show(_ text: () -> String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if let last, now - last < .milliseconds(100) { return }
    last = now
    isOpen = true
    Output.put("\r\u{1B}[K" + text())
  }

  /// Takes the line away, so that others can be written.
  mutating func end() {
    guard isOpen else { return }
    isOpen = false
    Output.put("\r\u{1B}[K")
  }
}
