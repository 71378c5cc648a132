@testable import InvertedIndex

/// The layouts of posting lists written the plain way, from arrays of arrays: what the encoders are
/// compared with.
enum PlainLists {
  static func encode(
    _ documents: [DocID], _ counts: [PostingCounts], _ layout: PostingLayout,
    _ model: ImpactModel, norms: [Float], _ codes: CountCodes
  ) -> [UInt8] {
    switch layout {
    case .packed: return packed(documents, counts)
    case .blocked, .ranked:
      return addressed(documents, counts, layout, model, norms: norms, codes)
    }
  }

  /// Numbers of so many bits, lowest bit first.
  static func pack(_ values: [UInt64], bits: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (values.count * bits + 7) / 8)
    for (index, value) in values.enumerated() {
      for bit in 0..<bits where value >> UInt64(bit) & 1 == 1 {
        let place = index * bits + bit
        bytes[place / 8] |= 1 << UInt8(place % 8)
      }
    }
    return bytes
  }

  private static func packed(_ documents: [DocID], _ counts: [PostingCounts]) -> [UInt8] {
    var skips = ByteWriter()
    var blocks = ByteWriter()
    var previous: Int64 = -1
    for start in stride(from: 0, to: documents.count, by: 128) {
      let part = start..<min(start + 128, documents.count)
      var columns: [[UInt64]] = [[], [], [], []]
      for index in part {
        columns[0].append(UInt64(Int64(documents[index]) - previous - 1))
        columns[1].append(UInt64(counts[index].frequency - 1))
        columns[2].append(UInt64(counts[index].title))
        columns[3].append(UInt64(counts[index].low))
        previous = Int64(documents[index])
      }
      let widths = columns.map { 64 - ($0.max() ?? 0).leadingZeroBitCount }
      let isPlain = widths[1...].allSatisfy { $0 == 0 }
      blocks.write(UInt8(widths[0]) | (isPlain ? 0 : 128))
      if !isPlain { blocks.write(widths[1...].map { UInt8($0) }) }
      for (column, bits) in zip(columns, widths) { blocks.write(pack(column, bits: bits)) }
      skips.write(UInt32(previous))
      skips.write(UInt32(blocks.count))
    }
    return documents.count > 128 ? skips.bytes + blocks.bytes : blocks.bytes
  }

  private static func addressed(
    _ documents: [DocID], _ counts: [PostingCounts], _ layout: PostingLayout,
    _ model: ImpactModel, norms: [Float], _ codes: CountCodes
  ) -> [UInt8] {
    let rows = Array(zip(documents, counts))
    var blocks = Array(repeating: [(DocID, PostingCounts)](), count: (norms.count + 63) / 64)
    for row in rows { blocks[Int(row.0) / 64].append(row) }
    var list = ByteWriter()
    list.write(
      blocks.map { rows in
        rows.map { document, counts in
          ImpactModel.impact(
            frequency: model.weights.frequency(counts), norm: norms[Int(document)])
        }.max() ?? 0
      })
    if layout == .ranked {
      list.pad(to: 8)
      list.write(array: blocks.map { $0.reduce(UInt64(0)) { $0 | 1 << UInt64($1.0 % 64) } })
      let named = blocks.map { pack($0.map { UInt64(codes.code(of: $0.1)) }, bits: 4) }
      writeStarts(named.map(\.count), to: &list)
      list.write(named.joined())
    } else {
      list.pad(to: 4)
      writeStarts(blocks.map(\.count), to: &list)
      list.write(documents.map { UInt8($0 % 64) })
      list.write(pack(counts.map { UInt64(codes.code(of: $0)) }, bits: 4))
    }
    list.pad(to: 4)
    let shares = rows.map { document, counts in
      ImpactModel.share(
        frequency: model.weights.frequency(counts), norm: norms[Int(document)])
    }
    let best = shares.indices.sorted {
      shares[$0] != shares[$1] ? shares[$0] > shares[$1] : $0 < $1
    }.prefix(BestPostings.limit)
    list.write(array: best.map { documents[$0] })
    let exceptions = rows.filter { codes.code(of: $0.1) >= CountCodes.firstEscape }
    list.write(UInt32(exceptions.count))
    for group in 0..<(norms.count + 4095) / 4096 {
      list.write(UInt32(exceptions.filter { Int($0.0) / 4096 < group }.count))
    }
    for row in exceptions { list.write(UInt16(truncatingIfNeeded: row.0)) }
    for row in exceptions { list.write(codes.rareCode(of: row.1)) }
    for (place, row) in exceptions.enumerated()
    where codes.rareCode(of: row.1) == CountCodes.rareEscape {
      list.write(UInt32(place))
      list.write(row.1.packed)
    }
    return list.bytes
  }

  private static func writeStarts(_ sizes: [Int], to list: inout ByteWriter) {
    var before = [0]
    for size in sizes { before.append(before[before.count - 1] + size) }
    let groups = (0...sizes.count / 1024).map { before[$0 * 1024] }
    list.write(array: groups.map { UInt32($0) })
    list.write(
      array: before.enumerated().map { UInt16($0.element - groups[$0.offset / 1024]) })
    list.pad(to: 4)
  }
}
