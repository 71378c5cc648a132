import Testing

@testable import Daemon

@Suite struct ProgressTests {
  @Test func `a body that comes too slowly is told from one that comes`() {
    let progress = Progress()
    progress.beginAnswer()
    let later = ContinuousClock.now + .seconds(70)
    let grace = Duration.seconds(60)
    #expect(!progress.dawdles(now: .now, after: grace, bytesPerSecond: 1_024))
    #expect(progress.dawdles(now: later, after: grace, bytesPerSecond: 1_024))
    progress.received(80 * 1_024)
    #expect(!progress.dawdles(now: later, after: grace, bytesPerSecond: 1_024))
  }

  @Test func `who has sent everything may wait for the answer`() {
    let progress = Progress()
    progress.beginAnswer()
    progress.endReading()
    let later = ContinuousClock.now + .seconds(3_600)
    #expect(!progress.dawdles(now: later, after: .seconds(60), bytesPerSecond: 1_024))
    #expect(progress.isAnswering)
    progress.endAnswer()
    #expect(!progress.isAnswering)
  }

  @Test func `an idle connection is no dawdler`() {
    let later = ContinuousClock.now + .seconds(3_600)
    #expect(!Progress().dawdles(now: later, after: .seconds(60), bytesPerSecond: 1_024))
  }
}
