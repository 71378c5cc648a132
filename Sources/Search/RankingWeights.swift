import InvertedIndex

/// The numbers behind the order of hits, each with the reason for its default.
package struct RankingWeights: Sendable, Equatable {
  /// BM25's saturation of term frequency (Robertson and Zaragoza 2009,
  /// doi:10.1561/1500000019); 1.2 is the usual value.
  package var k1: Float = 1.2
  /// BM25's share of length normalization; 0.75 is the usual value.
  package var b: Float = 0.75
  /// An occurrence in the title counts for so many in the body.
  package var title: Float = 2
  /// An occurrence in navigation or in headlines of other documents counts for so much.
  package var low: Float = 0.2
  /// The worth of two neighbours of the query that are neighbours in the document, against one
  /// word as rare as they are together. Meaning in Vietnamese sits in pairs of syllables (`mặt trận`,
  /// `tổ quốc`). On four judged sets, typed and unaccented, the mean nDCG@10 is 0.839 with 0,
  /// 0.8785 with 0.5, 0.8784 with 0.6 and 0.877 with 1, where sets of short questions lose.
  package var pairs: Float = 0.6
  /// A pair that goes on from another one, so that three words or more stand as in the query,
  /// counts for so many. The mean nDCG@10 on the judged sets is 0.876 with 1, 0.878 with 2 and 3.
  package var runs: Float = 3
  /// So many of the best hits are looked at again for the marks of neighbours and for runs, or as many
  /// as are asked for. The mean nDCG@10 on the judged sets is 0.8820 with 12, 0.8822 with 16, 0.8823
  /// with 20, 0.8821 with 32, 64 and 256.
  package var pairDepth = 16
  /// A syllable typed without marks, in a query that has marks elsewhere, against the same
  /// syllable with marks: `Thuỳ Tram` finds Trâm, after Tram. Low, since most of them are meant as
  /// they stand: `ma tuý` has nothing to do with `má`.
  package var unmarkedAmongMarked: Float = 0.25
  /// A word in its other spelling by i or y (Quí and Quý), which may be another name (Vi and Vy).
  package var otherSpelling: Float = 0.8
  /// A short form for its long form, and the other way round, where it has one reading: MTTQ and
  /// Mặt trận Tổ quốc mean the same, but who typed the one is a little more interested in it.
  package var acronym: Float = 0.8
  /// In a query without marks, the worth of a word's likely readings (`mặt` for `mat`) against the
  /// word itself. Mean nDCG@10 of unaccented queries on the judged sets: 0.878 with 0, 0.880 with
  /// 0.5, which gains on three of four; 0.25 and 1 were worse than 0.5.
  package var readings: Float = 0.5
  /// Fewer documents than this with the marks as typed are too few: others are let in, ranked
  /// lower. A page of hits.
  package var widenBelow = 10
  /// A document word with all marks of the query and more, where too few have exactly those.
  package var wider: Float = 0.3
  /// A document word with other marks, where too few have those of the query.
  package var otherMarks: Float = 0.1

  package init() {}

  /// Those that posting lists know of.
  var impact: ImpactWeights { ImpactWeights(k1: k1, b: b, title: title, low: low) }
}
