/// Finds texts that are nearly the same among those that have come so far, by their sketches.
///
/// A text joins a group whose first text it resembles enough. Only those are compared that agree in
/// one of the bands of four bins each (Leskovec, Rajaraman and Ullman 2014, Mining of Massive Datasets,
/// chapter 3): of pairs that have 70 % in common one in eighty is missed, of 80 % one in 4,500.
package struct SketchGroups: Sendable {
  /// So much of both texts two of a group have in common: agency stories reprinted under another
  /// headline and with a sentence more or less.
  package static let leastResemblance = 0.7
  private static let bandCount = 16
  private static let bandWidth = 4
  /// Bands that so many groups share tell nothing: forms, reports of the weather.
  private static let mostOfBand: UInt8 = 64

  /// Groups that are remembered: further texts may join them, and begin none. About 700 bytes each.
  private let groupLimit: Int
  /// The bins of the first texts, one after another.
  private var firsts: [UInt16] = []
  /// The last group in a band, by a hash of the band, and how many are in it.
  private var bands: [UInt32: Band] = [:]
  /// For each band of each group the group before it there, -1 for none.
  private var previous: [Int32] = []
  /// Texts that joined a group.
  package private(set) var copyCount = 0

  private struct Band {
    var last: Int32
    var count: UInt8
  }

  package init(groupLimit: Int = 100_000) { self.groupLimit = groupLimit }

  /// Groups that are remembered.
  package var count: Int { firsts.count / TextSketch.binCount }

  /// The group of the next text; nil for one that is like no other.
  @discardableResult
  package mutating func join(_ sketch: TextSketch) -> Int? {
    if let group = groups(like: sketch).first {
      copyCount += 1
      return group
    }
    begin(sketch)
    return nil
  }

  /// The groups whose first text this one resembles enough, the oldest first.
  package func groups(like sketch: TextSketch) -> [Int] {
    var compared: Set<Int32> = []
    for (place, key) in Self.keys(of: sketch).enumerated() {
      var group = bands[key]?.last ?? -1
      while group >= 0 {
        compared.insert(group)
        group = previous[Int(group) * Self.bandCount + place]
      }
    }
    return compared.sorted().lazy.map(Int.init).filter { group in
      let bins = firsts[(group * TextSketch.binCount)...].prefix(TextSketch.binCount)
      return sketch.resemblance(bins) >= Self.leastResemblance
    }
  }

  /// Begins a group; its number, or nil where no more are remembered.
  @discardableResult
  package mutating func begin(_ sketch: TextSketch) -> Int? {
    let group = count
    guard group < groupLimit else { return nil }
    firsts += sketch.bins
    for key in Self.keys(of: sketch) {
      let band = bands[key]
      if let band, band.count >= Self.mostOfBand {
        previous.append(-1)
      } else {
        previous.append(band?.last ?? -1)
        bands[key] = Band(last: Int32(group), count: (band?.count ?? 0) + 1)
      }
    }
    return group
  }

  /// A hash of the bins of each band, and of which band it is: those of one hash are compared whole.
  private static func keys(of sketch: TextSketch) -> [UInt32] {
    (0..<bandCount).map { band in
      let packed = sketch.bins[(band * bandWidth)..<((band + 1) * bandWidth)].reduce(UInt64(0)) {
        $0 << 16 | UInt64($1)
      }
      let mixed = (packed ^ UInt64(band) << 59) &* 0x9E37_79B9_7F4A_7C15
      // The last four bits say which band it is, so that chains of two never meet.
      return UInt32(truncatingIfNeeded: mixed >> 36) << 4 | UInt32(band)
    }
  }
}
