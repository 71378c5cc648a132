import Glibc

/// Orders documents so that those with the same words are neighbours: lists get dense where they are
/// not empty, and a search reads fewer blocks.
///
/// Recursive graph bisection (Dhulipala, Kabiljo, Karrer, Ottaviano, Pupyrev, Shalita 2016,
/// doi:10.1145/2939672.2939862). Documents are cut in two halves; those that gain most by being in
/// the other half change places, until it is not worth it; then each half is cut. What is gained is
/// bits of the gaps in the lists, as a logarithm of how often a term occurs in either half. Gains
/// are those of the half-way logarithm, and the halves are parted at the median of all gains instead of
/// sorting them, as Mackenzie, Petri, Moffat 2021 (doi:10.1145/3404835.3462991) do. Unlike both, cuts
/// are at multiples of a document block, so that a leaf is one block of the lists.
@safe struct GraphBisection: ~Copyable {
  /// Rounds of exchange at each cut, at most. Ten instead take 1.7 times as long, and lists meet in
  /// two blocks of a hundred less.
  static let rounds = 5
  /// Documents that are not cut any more.
  static let leaf = PostingLayout.blockSize

  /// Where the terms of each document start, and those. Valid as long as `order(_:)` runs. Indexes
  /// are in bounds: starts are those of the graph, terms are below its number of terms.
  private let starts: UnsafePointer<Int>
  private let terms: UnsafePointer<UInt16>
  /// For each term: documents of the left half that have it, and of the right one times 2³².
  private let degrees: UnsafeMutablePointer<UInt64>
  /// What is won when a document with the term goes to the other half.
  private let leftGains: UnsafeMutablePointer<Float>
  private let rightGains: UnsafeMutablePointer<Float>
  /// Documents in their order so far.
  private var order: [UInt32]
  /// Whether a document is in the right half of the cut that is being made.
  private var isRight: [Bool]
  /// How much each document is drawn to the right, as a number that sorts like it, and which it is.
  private var wishes: [UInt64]
  /// The terms of the range that is being cut.
  private var used: [UInt16] = []
  private var spareWishes: [UInt64] = []
  private var spareOrder: [UInt32] = []
  private let logarithms: [Float]

  /// The documents of a graph in their new order.
  static func order(_ graph: borrowing DocumentGraph) -> [UInt32] {
    unsafe graph.starts.withUnsafeBufferPointer { starts in
      unsafe graph.terms.withUnsafeBufferPointer { terms in
        // Without terms there is nothing to go by.
        guard let starts = starts.baseAddress, let terms = terms.baseAddress else {
          return Array(0..<UInt32(graph.documentCount))
        }
        var bisection = unsafe GraphBisection(
          starts, terms, documents: graph.documentCount, terms: graph.termCount)
        bisection.cut(0..<graph.documentCount)
        return bisection.order
      }
    }
  }

  private init(
    _ starts: UnsafePointer<Int>, _ terms: UnsafePointer<UInt16>, documents: Int, terms count: Int
  ) {
    unsafe self.starts = starts
    unsafe self.terms = terms
    unsafe degrees = .allocate(capacity: count)
    unsafe degrees.initialize(repeating: 0, count: count)
    unsafe leftGains = .allocate(capacity: count)
    unsafe leftGains.initialize(repeating: 0, count: count)
    unsafe rightGains = .allocate(capacity: count)
    unsafe rightGains.initialize(repeating: 0, count: count)
    order = Array(0..<UInt32(documents))
    isRight = [Bool](repeating: false, count: documents)
    wishes = [UInt64](repeating: 0, count: documents)
    logarithms = (0..<4096).map { log2(Float(max(1, $0))) }
  }

  deinit {
    unsafe degrees.deallocate()
    unsafe leftGains.deallocate()
    unsafe rightGains.deallocate()
  }

  /// Cuts a range of the order in two, and each half again.
  private mutating func cut(_ range: Range<Int>) {
    guard range.count > Self.leaf else { return }
    let blocks = (range.count + Self.leaf - 1) / Self.leaf
    let middle = range.lowerBound + blocks / 2 * Self.leaf
    count(range, middle)
    for _ in 0..<Self.rounds where !exchange(range, middle) { break }
    for term in used { unsafe degrees[Int(term)] = 0 }
    cut(range.lowerBound..<middle)
    cut(middle..<range.upperBound)
  }

  /// Counts how often each term is in either half.
  private mutating func count(_ range: Range<Int>, _ middle: Int) {
    used.removeAll(keepingCapacity: true)
    for place in range {
      let document = Int(order[place])
      let isRight = place >= middle
      self.isRight[document] = isRight
      let one: UInt64 = isRight ? 1 << 32 : 1
      for index in unsafe starts[document]..<starts[document + 1] {
        let term = unsafe Int(terms[index])
        if unsafe degrees[term] == 0 { used.append(UInt16(truncatingIfNeeded: term)) }
        unsafe degrees[term] &+= one
      }
    }
  }

  /// Brings the documents that gain most to the other half; false when too few went for another
  /// round.
  private mutating func exchange(_ range: Range<Int>, _ middle: Int) -> Bool {
    findGains(left: middle - range.lowerBound, right: range.upperBound - middle)
    spareWishes.removeAll(keepingCapacity: true)
    for place in range {
      let document = Int(order[place])
      let wish = wish(of: document) << 32 | UInt64(document)
      wishes[document] = wish
      spareWishes.append(wish)
    }
    spareWishes.settle(middle - range.lowerBound)
    let least = spareWishes[middle - range.lowerBound]
    // Each half in the order that its documents had: the next cut begins with that, and it may be
    // that of time.
    spareOrder.removeAll(keepingCapacity: true)
    var left = range.lowerBound
    for place in range {
      let document = order[place]
      if wishes[Int(document)] >= least {
        spareOrder.append(document)
      } else {
        order[left] = document
        left += 1
      }
    }
    for (index, document) in spareOrder.enumerated() { order[middle + index] = document }
    var moved = 0
    for place in range where isRight[Int(order[place])] != (place >= middle) {
      move(Int(order[place]))
      moved += 1
    }
    return moved * 256 > range.count
  }

  /// What each term adds to the gain of moving a document out of the one half or the other.
  private mutating func findGains(left: Int, right: Int) {
    let halves = logarithm(right) - logarithm(left)
    for term in used {
      let term = Int(term)
      let left = unsafe Int(degrees[term] & 0xFFFF_FFFF)
      let right = unsafe Int(degrees[term] >> 32)
      // n log₂(N / n) bits hold n documents of N; with one more they grow by about log₂(N / n).
      unsafe leftGains[term] = logarithm(right + 1) - logarithm(left) - halves
      unsafe rightGains[term] = logarithm(left + 1) - logarithm(right) + halves
    }
  }

  private func logarithm(_ number: Int) -> Float {
    number < logarithms.count ? logarithms[number] : log2(Float(number))
  }

  private func wish(of document: Int) -> UInt64 {
    var sum: Float = 0
    if isRight[document] {
      for index in unsafe starts[document]..<starts[document + 1] {
        unsafe sum -= rightGains[Int(terms[index])]
      }
    } else {
      for index in unsafe starts[document]..<starts[document + 1] {
        unsafe sum += leftGains[Int(terms[index])]
      }
    }
    let bits = sum.bitPattern
    return UInt64(bits >> 31 == 0 ? bits | 1 << 31 : ~bits)
  }

  private mutating func move(_ document: Int) {
    let wasRight = isRight[document]
    isRight[document] = !wasRight
    let right: UInt64 = 1 << 32
    let change = wasRight ? 1 &- right : right &- 1
    for index in unsafe starts[document]..<starts[document + 1] {
      unsafe degrees[Int(terms[index])] &+= change
    }
  }
}
