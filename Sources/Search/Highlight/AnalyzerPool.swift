import Analysis
import Synchronization

/// Analyzers that have met many words already.
///
/// The texts of ten hits hold a thousand different words; an analyzer that knows them is many
/// times faster than a new one. Each has one user at a time.
final class AnalyzerPool: Sendable {
  static let shared = AnalyzerPool()

  /// Forms after which an analyzer is not worth its memory any more.
  private static let formLimit = 1 << 20

  private let idle = Mutex<[WarmAnalyzer]>([])

  /// An analyzer for the caller alone, until it is put back.
  func take() -> WarmAnalyzer { idle.withLock { $0.popLast() } ?? WarmAnalyzer() }

  func putBack(_ warm: WarmAnalyzer) {
    if warm.analyzer.forms.count < Self.formLimit { idle.withLock { $0.append(warm) } }
  }
}

/// An analyzer behind a reference, so that it can be kept.
///
/// `@unchecked Sendable`: it is either in the pool, where nobody uses it, or with the one caller
/// that took it out under the pool's lock.
final class WarmAnalyzer: @unchecked Sendable {
  var analyzer = Analyzer()
  private var tokens: [Token] = []

  /// The tokens of a text, in an array that is used again.
  func tokens(of text: Span<UInt8>) -> [Token] {
    tokens.removeAll(keepingCapacity: true)
    analyzer.analyze(text, into: &tokens)
    return tokens
  }
}
