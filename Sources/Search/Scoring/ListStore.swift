import InvertedIndex

/// Keeps what the lists of a query on one segment point to.
@safe final class ListStore {
  let segment: Segment
  let norms: EffectiveLengths
  /// The weights of places.
  let weights: ImpactWeights
  /// Every place the same.
  let plainWeights = ImpactWeights(k1: 1, b: 0, title: 1, low: 1)
  /// The frequencies behind codes, by `weights` and by `plainWeights`.
  let values: UnsafePointer<Float>
  let plainValues: UnsafePointer<Float>
  /// The class of length of each document, and the bounds of impacts by class and code.
  let classes: UnsafePointer<UInt8>
  let bounds: UnsafePointer<UInt8>
  private let tables: UnsafeMutablePointer<Float>
  private var buffers: [UnsafeMutableRawPointer] = unsafe []

  private static let codeCount = 16

  init(_ segment: Segment, _ weights: RankingWeights, _ norms: EffectiveLengths) {
    self.segment = segment
    self.norms = norms
    self.weights = weights.impact
    unsafe classes = segment.impactBounds.classes
    unsafe bounds = segment.impactBounds.table
    unsafe tables = .allocate(capacity: 2 * Self.codeCount)
    let frequencies =
      segment.frequencies(weights.impact) + segment.frequencies(plainWeights)
    for (index, value) in frequencies.enumerated() {
      unsafe (tables + index).initialize(to: value)
    }
    unsafe values = UnsafePointer(tables)
    unsafe plainValues = UnsafePointer(tables + Self.codeCount)
  }

  deinit {
    unsafe tables.deallocate()
    for index in unsafe buffers.indices { unsafe buffers[index].deallocate() }
  }

  /// Copies a list to memory that lives as long as the store, and adds its impacts.
  func keep(_ list: CountedList) -> CountedPostings {
    let count = list.documents.count
    let size = count * (MemoryLayout<DocID>.stride + MemoryLayout<Float>.stride + 1)
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: max(1, size), alignment: 8)
    unsafe buffers.append(buffer)
    let documents = unsafe buffer.bindMemory(to: DocID.self, capacity: count)
    let frequencies = unsafe (buffer + count * MemoryLayout<DocID>.stride)
      .bindMemory(to: Float.self, capacity: count)
    let impacts = unsafe (buffer + size - count).bindMemory(to: UInt8.self, capacity: count)
    for index in 0..<count {
      let document = list.documents[index]
      let frequency = list.frequencies[index]
      unsafe documents[index] = document
      unsafe frequencies[index] = frequency
      unsafe impacts[index] = norms.impact(frequency, document)
    }
    return unsafe CountedPostings(
      count: count, documents: UnsafePointer(documents), frequencies: UnsafePointer(frequencies),
      impacts: UnsafePointer(impacts))
  }
}
