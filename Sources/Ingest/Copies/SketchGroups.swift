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
  private static let mostOfBand = 64

  /// Groups that are remembered: further texts may join them, and begin none. About 700 bytes each.
  private let groupLimit: Int
  private var firsts: [TextSketch] = []
  private var bands: [UInt64: [Int32]] = [:]
  /// Texts that joined a group.
  package private(set) var copyCount = 0

  package init(groupLimit: Int = 100_000) { self.groupLimit = groupLimit }

  /// The group of the next text; nil for one that is like no other.
  @discardableResult
  package mutating func join(_ sketch: TextSketch) -> Int? {
    let keys = Self.keys(of: sketch)
    var compared: Set<Int32> = []
    for key in keys { compared.formUnion(bands[key] ?? []) }
    let group = compared.sorted().first {
      firsts[Int($0)].resemblance(sketch) >= Self.leastResemblance
    }
    if let group {
      copyCount += 1
      return Int(group)
    }
    guard firsts.count < groupLimit else { return nil }
    for key in keys where bands[key, default: []].count < Self.mostOfBand {
      bands[key, default: []].append(Int32(firsts.count))
    }
    firsts.append(sketch)
    return nil
  }

  /// The bins of a band as one number, and which band it is: 15 bits of each bin are enough.
  private static func keys(of sketch: TextSketch) -> [UInt64] {
    (0..<bandCount).map { band in
      sketch.bins[(band * bandWidth)..<((band + 1) * bandWidth)].reduce(UInt64(band)) {
        $0 << 15 | UInt64($1 & 0x7FFF)
      }
    }
  }
}
