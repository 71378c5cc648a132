import CLinux
import Glibc
import Search
import Testing
import Wire

@testable import Daemon

/// How long threads run at a stretch, as the kernel has it.
@Suite struct TimeSliceTests {
  /// Kernels before 6.12 take a wish and forget it.
  private static func isKnown() async throws -> Bool {
    let pool = WorkPool(permits: 1, queueLimit: 1)
    let slice = try await pool.run { () throws(Problem) in
      linux_set_time_slice(300_000) == 0 ? linux_time_slice(0) : 0
    }
    await pool.close()
    return slice == 300_000
  }

  @Test func `a search has usual slices, short ones when it takes long, and what follows has not`()
    async throws
  {
    guard try await Self.isKnown() else { return }
    let pool = WorkPool(permits: 1, queueLimit: 1)
    let usual = try await pool.run { () throws(Problem) in linux_time_slice(0) }
    _ = try await pool.run { () throws(Problem) in
      _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, 3)
      TimeSlice.settle(.short)
      #expect(linux_time_slice(0) == TimeSlice.short.rawValue)
    }
    let slices = try await pool.run { () throws(Problem) in
      let begin = ContinuousClock.now
      let deadline = Deadline(milliseconds: 30_000, since: begin, orWhen: Cancellation())
      var slices: [UInt64] = []
      #expect(!deadline.hasPassed)
      // On a machine that is very busy even that took long.
      if ContinuousClock.now - begin < Courtesy.patience { slices.append(linux_time_slice(0)) }
      while ContinuousClock.now - begin < Courtesy.patience * 2 {}
      #expect(!deadline.hasPassed)
      slices.append(linux_time_slice(0))
      #expect(getpriority(Int32(PRIO_PROCESS.rawValue), 0) == 3)
      return slices
    }
    #expect(slices.last == TimeSlice.short.rawValue)
    #expect(slices.dropLast().allSatisfy { $0 == usual })
    #expect(try await pool.run { () throws(Problem) in linux_time_slice(0) } == usual)
    await pool.close()
  }

  @Test func `a thread that asked for nothing is as the kernel made it`() async throws {
    let pool = WorkPool(permits: 1, queueLimit: 1)
    let usual = try await pool.run { () throws(Problem) in linux_time_slice(0) }
    _ = try await pool.run { () throws(Problem) in TimeSlice.change(to: .long) }
    #expect(try await pool.run { () throws(Problem) in linux_time_slice(0) } == usual)
    await pool.close()
  }

  @Test func `long work has the slices of its pool`() async throws {
    guard try await Self.isKnown() else { return }
    let pool = WorkPool(permits: 1, queueLimit: 1, slice: .long)
    for _ in 0..<2 {
      let slice = try await pool.run { () throws(Problem) in linux_time_slice(0) }
      #expect(slice == TimeSlice.long.rawValue)
    }
    await pool.close()
  }
}
