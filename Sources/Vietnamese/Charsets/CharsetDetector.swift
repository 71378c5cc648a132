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
  /// The ASCII words of the document's head.
  private let context: TextScorer

  init(_ bytes: Span<UInt8>, declared: Charset?) {
    let words = DetectionSample.words(of: bytes)
    let sample = words.span
    context = DetectionSample.plainWords(of: bytes)
    var readings: [Reading] = []
    let mayBeUTF8 = Self.hasSequence(sample)
    for (charset, prior) in Self.candidates where charset != .utf8 || mayBeUTF8 {
      let bonus = charset == declared ? Self.labelBonus : 0
      readings.append(
        Reading(
          charset: charset, scorer: Self.score(sample, as: charset), prior: prior - bonus))
    }
    self.readings = readings.sorted { $0.total < $1.total }
  }

  /// True where two bytes or more stand as in UTF-8. Without any there is nothing that speaks for
  /// it, and a single ê of windows-1252 would be replaced as if it were damage.
  private static func hasSequence(_ sample: Span<UInt8>) -> Bool {
    for index in sample.indices
    where sample[index] >= 0xC2 && UTF8Decoding.validPrefix(sample, at: index) > 1 {
      return true
    }
    return false
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
      case .utf8:
        return (.utf8, confidence(of: reading), true)
      case .windows1252:
        return (.windows1252, confidence(of: reading), strayShare(reading.scorer) <= 0.25)
      default:
        guard isVietnamese(reading.scorer) || isFarFromWestern(reading), !isTCVN3(reading) else {
          continue
        }
        return (reading.charset, confidence(of: reading), true)
      }
    }
    return (.windows1252, 0, false)
  }

  /// TCVN 5712-1 has letters where TCVN3 files have windows-1252 punctuation. It must make more
  /// syllables with them than TCVN3 does, not just likelier signs.
  private func isTCVN3(_ reading: Reading) -> Bool {
    reading.charset == .tcvn5712
      && readings.contains {
        $0.charset == .tcvn3 && $0.scorer.syllables >= reading.scorer.syllables
      }
  }

  /// Half of the words beyond ASCII must be syllables. Where only few different ones are met, the
  /// ASCII words speak too: neither `©` nor `Loïc` makes an English page Vietnamese.
  private func isVietnamese(_ scorer: TextScorer) -> Bool {
    guard scorer.share >= 0.5 else { return false }
    if scorer.variety >= 6 || scorer.variety >= 3 && scorer.share >= 0.9 { return true }
    let foreign = context.plainWords - context.plainSyllables
    // A letter alone is a word in French too: `c’est-à-dire`.
    if scorer.variety == 0, scorer.misfits > 0 || foreign * 4 > context.plainSyllables {
      return false
    }
    if scorer.variety == 2, scorer.share == 1, foreign <= 16 { return true }
    return scorer.variety + context.plainWords > 0 && foreign <= context.plainSyllables
  }

  /// True where hardly anything but syllables is so much likelier than windows-1252 that a few
  /// names and short forms beside them do not matter: `thống Donald Trump`, `Sở GD-ĐT`.
  private func isFarFromWestern(_ reading: Reading) -> Bool {
    let scorer = reading.scorer
    let foreign = context.plainWords - context.plainSyllables
    guard scorer.variety > scorer.misfits, scorer.strays == 0, foreign <= 3 * scorer.variety,
      let western = readings.first(where: { $0.charset == .windows1252 })
    else { return false }
    return western.total - reading.total >= 34 + 30 * scorer.misfits
  }

  /// Of the words and signs beyond ASCII, the share that no Western text has.
  private func strayShare(_ scorer: TextScorer) -> Double {
    let all = scorer.syllables + scorer.misfits + scorer.strays
    return all == 0 ? 0 : Double(scorer.strays) / Double(all)
  }

  /// From the margin to the next reading that spells something else: 1 − 2^-bits.
  private func confidence(of best: Reading) -> Double {
    let rivals = readings.filter {
      $0.charset != best.charset && $0.scorer.cost != best.scorer.cost
    }
    guard let rival = rivals.first else { return 0.5 }
    let bits = max(0, min(40, (rival.total - best.total) / 2))
    let margin = 1 - 1 / Double(UInt64(1) << UInt64(bits))
    switch best.charset {
    case .windows1252: return margin * 0.8 * (1 - strayShare(best.scorer))
    case .utf8: return margin * (1 - strayShare(best.scorer) / 2)
    default: return margin * (0.5 + best.scorer.share / 2)
    }
  }
}
