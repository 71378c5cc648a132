import Glibc
import NIOCore

extension Peer {
  /// Who is at the other end, asked of the kernel; nil when it does not say.
  static func of(_ channel: any Channel) -> EventLoopFuture<Peer?> {
    // struct ucred { pid, uid, gid }: Glibc's module leaves it out.
    typealias Credentials = (process: Int32, user: UInt32, group: UInt32)
    guard let provider = channel as? any SocketOptionProvider else {
      return channel.eventLoop.makeSucceededFuture(nil)
    }
    // The kernel fills in 12 bytes, which is the size of three 32-bit numbers.
    let credentials: EventLoopFuture<Credentials> = provider.unsafeGetSocketOption(
      level: .socket, name: .init(rawValue: SO_PEERCRED))
    return credentials.and(groups(of: provider, on: channel.eventLoop)).map { found, groups in
      found.process > 0
        ? Peer(process: found.process, user: found.user, group: found.group, groups: groups) : nil
    }
    .flatMapErrorThrowing { _ in nil }
  }

  /// `SO_PEERGROUPS` of Linux, which Glibc's module leaves out.
  private static let groupsOption: CInt = 59

  /// The supplementary groups that the peer had when it connected. What the kernel does not fill in
  /// stays 0: so group 0 is taken from nowhere but the primary group. None when there are more than
  /// fit, which gives fewer rights, never more.
  private static func groups(
    of provider: any SocketOptionProvider, on loop: any EventLoop
  ) -> EventLoopFuture<Set<UInt32>> {
    let few: EventLoopFuture<InlineArray<64, UInt32>> = provider.unsafeGetSocketOption(
      level: .socket, name: .init(rawValue: groupsOption))
    return few.map { set(of: $0.span) }.flatMapError { _ in
      let many: EventLoopFuture<InlineArray<4_096, UInt32>> = provider.unsafeGetSocketOption(
        level: .socket, name: .init(rawValue: groupsOption))
      return many.map { set(of: $0.span) }.flatMapErrorThrowing { _ in [] }
    }
  }

  private static func set(of groups: Span<UInt32>) -> Set<UInt32> {
    var set: Set<UInt32> = []
    for index in groups.indices where groups[index] != 0 { set.insert(groups[index]) }
    return set
  }
}
