/// Tells the charset of bytes that are not strict UTF-8 by what each candidate makes of them.
///
/// The bytes are read in every candidate charset and each reading is scored as Vietnamese; the
/// cheapest wins. Priors are in half bits, from how often each is met in Vietnamese archives
/// (TCVN3 and VNI by far the most). windows-1252 is what is left when nothing spells syllables.
struct CharsetDetector {
  /// One candidate's reading.
  private struct Reading {
    var charset: Charset
    var scorer: TextScorer
    var prior: Int
    var total: Int { scorer.cost + prior }
  }

  /// Price of a candidate before it is read.
  private static let candidates: [(charset: Charset, prior: Int)] = [
    (.utf8, 0), (.windows1252, 0), (.tcvn3, 0), (.vni, 0), (.windows1258, 5), (.viscii, 5),
    (.vps, 6), (.tcvn5712, 8), (.bkhcm2, 12),
  ]
  /// What a label is worth: about one rare syllable.
  private static let labelBonus = 30

  private let readings: [Reading]

  init(sample: Span<UInt8>, declared: Charset?) {
    var readings: [Reading] = []
    for (charset, prior) in Self.candidates {
      let bonus = charset == declared ? Self.labelBonus : 0
      readings.append(
        Reading(
          charset: charset, scorer: Self.score(sample, as: charset), prior: prior - bonus))
    }
    self.readings = readings.sorted { $0.total < $1.total }
  }

  private static func score(_ sample: Span<UInt8>, as charset: Charset) -> TextScorer {
    guard let table = ByteCharset.of(charset) else { return TextScorer.score(sample) }
    var scorer = TextScorer(foldsCase: charset.foldsCase)
    table.forEachScalar(in: sample) { scorer.push($0) }
    scorer.finish()
    return scorer
  }

  /// The charset, how sure it is (0 to 1), and false where it is only what is left.
  var verdict: (charset: Charset, confidence: Double, isConvincing: Bool) {
    for reading in readings {
      switch reading.charset {
      case .utf8, .windows1252:
        let isUTF8 = reading.charset == .utf8
        return (reading.charset, confidence(of: reading), isUTF8 || !looksVietnamese)
      default:
        guard isVietnamese(reading.scorer) else { continue }
        return (reading.charset, confidence(of: reading), true)
      }
    }
    return (.windows1252, 0, false)
  }

  /// Half of the words beyond ASCII must be syllables, and not only lone letters. Where these are
  /// few, the ASCII words speak too: an English page with one `©` is not Vietnamese.
  private func isVietnamese(_ scorer: TextScorer) -> Bool {
    guard scorer.share >= 0.5 else { return false }
    let whole = scorer.syllables - scorer.singles
    if whole >= 8 { return true }
    let plain = scorer.plainWords == 0 || scorer.plainSyllables * 2 >= scorer.plainWords
    return whole > 0 ? plain || whole * 8 > scorer.plainWords : plain && scorer.plainWords > 0
  }

  private var looksVietnamese: Bool {
    readings.contains { $0.charset != .utf8 && isVietnamese($0.scorer) }
  }

  /// From the margin to the next reading that spells something else: 1 − 2^-bits.
  private func confidence(of best: Reading) -> Double {
    let rivals = readings.filter { $0.charset != best.charset && $0.scorer.cost != best.scorer.cost }
    guard let rival = rivals.first else { return 0.5 }
    let bits = max(0, min(40, (rival.total - best.total) / 2))
    let margin = 1 - 1 / Double(UInt64(1) << UInt64(bits))
    return best.charset == .windows1252 ? margin * 0.5 : margin * (0.5 + best.scorer.share / 2)
  }
}
