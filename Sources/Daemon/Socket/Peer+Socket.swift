import CLinux

extension Peer {
  /// Who is at the other end, asked of the kernel; nil when it does not say.
  static func of(_ connection: Int32) -> Peer? {
    var found = linux_peer()
    guard unsafe linux_peer_of(connection, &found) == 0, found.process > 0 else { return nil }
    return Peer(
      process: found.process, user: found.user, group: found.group, groups: groups(of: connection))
  }

  /// The supplementary groups that the peer had when it connected; none when there are more than fit,
  /// which gives fewer rights, never more.
  private static func groups(of connection: Int32) -> Set<UInt32> {
    for room in [64, 4_096] {
      var groups = [UInt32](repeating: 0, count: room)
      // The kernel writes no more than there is room for.
      let count = unsafe linux_peer_groups(connection, &groups, Int32(room))
      if count >= 0 { return Set(groups.prefix(Int(count))) }
    }
    return []
  }
}
