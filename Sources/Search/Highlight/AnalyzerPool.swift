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
  /// For each form, the sort of its folded key, see `KeySorts`.
  private var sorts: [UInt8] = []

  /// The sorts of all forms that were met.
  func keySorts() -> [UInt8] {
    for form in sorts.count..<max(sorts.count, analyzer.forms.count) {
      sorts.append(UInt8(KeySorts.sort(of: analyzer.forms.folded(FormID(form)))))
    }
    return sorts
  }

  /// The tokens of a text, in an array that is used again.
  func tokens(of text: Span<UInt8>) -> [Token] {
    tokens.removeAll(keepingCapacity: true)
    analyzer.analyze(text, into: &tokens)
    return tokens
  }
}

/// Sorts of folded keys, of which there are 64: most words of a text are told from those of a query
/// without looking at their letters.
struct KeySorts {
  private var bits: UInt64 = 0

  mutating func insert(_ key: [UInt8]) { bits |= 1 << UInt64(Self.sort(of: key[...])) }

  func contains(_ sort: UInt8) -> Bool { bits >> UInt64(sort) & 1 == 1 }

  static func sort(of key: ArraySlice<UInt8>) -> Int {
    guard let first = key.first, let last = key.last else { return 0 }
    return (Int(first) &* 7 &+ Int(last) &* 13 &+ key.count &* 29) & 63
  }
}
