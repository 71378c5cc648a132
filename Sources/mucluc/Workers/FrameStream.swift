import Glibc

/// Frames over two descriptors that this value owns.
///
/// Buffers are arrays whose bounds the calls are given, so that no pointer outlives a call.
struct FrameStream: ~Copyable {
  private let input: Int32
  private let output: Int32

  init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
  }

  deinit {
    _ = close(input)
    _ = close(output)
  }

  enum Failure: Error {
    /// The other side has closed, in the middle of a frame or not.
    case ended
    case timedOut
    case malformed
    /// A frame of more than `Frame.maximumByteCount` bytes.
    case tooLarge
    case interrupted
  }

  func send(_ frame: Frame) throws(Failure) { try Self.send(frame, to: output) }

  static func send(_ frame: Frame, to output: Int32) throws(Failure) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(frame.payload.count + 5)
    let count = UInt32(frame.payload.count)
    for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
    bytes.append(frame.kind.rawValue)
    bytes += frame.payload
    var sent = 0
    while sent < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        // The part from `sent` on.
        unsafe write(output, buffer.baseAddress.map { unsafe $0 + sent }, buffer.count - sent)
      }
      if written > 0 { sent += written } else if errno != EINTR { throw .ended }
    }
  }

  /// The next frame.
  ///
  /// - Parameters:
  ///   - deadline: after which `timedOut` is thrown; nil to wait as long as it takes.
  ///   - isInterrupted: asked five times a second.
  func receive(
    until deadline: ContinuousClock.Instant? = nil, unless isInterrupted: () -> Bool = { false }
  ) throws(Failure) -> Frame {
    let head = try take(5, deadline, isInterrupted)
    let count = (0..<4).reduce(0) { $0 | Int(head[$1]) << (8 * $1) }
    guard let kind = Frame.Kind(rawValue: head[4]) else { throw .malformed }
    guard count <= Frame.maximumByteCount else { throw .tooLarge }
    return Frame(kind: kind, payload: try take(count, deadline, isInterrupted))
  }

  private func take(
    _ count: Int, _ deadline: ContinuousClock.Instant?, _ isInterrupted: () -> Bool
  ) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      try wait(until: deadline, isInterrupted)
      let received = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe read(input, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled)
      }
      if received == 0 { throw .ended }
      if received > 0 { filled += received } else if errno != EINTR { throw .ended }
    }
    return bytes
  }

  private func wait(
    until deadline: ContinuousClock.Instant?, _ isInterrupted: () -> Bool
  ) throws(Failure) {
    guard let deadline else { return }
    while true {
      var request = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&request, 1, 200) > 0 { return }
      if isInterrupted() { throw .interrupted }
      if ContinuousClock.now >= deadline { throw .timedOut }
    }
  }
}
