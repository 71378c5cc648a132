import Documents
import TestSupport

@testable import InvertedIndex

enum SegmentSamples {
  /// A segment with posting lists of every layout.
  static func everyLayout() throws -> Segment {
    var random = Seed(11)
    var builder = SegmentBuilder()
    for number in 0..<260 {
      var body = SampleText.sentence(12, using: &random)
      if number % 40 == 0 { body += " hiếm hoi" }
      if number == 7 { body += " Ủy ban nhân dân (UBND) và UBND. Số 18/CT-TW." }
      try builder.addSample(key: "\(number)", title: "Tựa \(number % 9)", body: body)
    }
    let file = MemoryFile()
    try SegmentEncoder.encode(builder.finish(), id: 1, to: file)
    return try Segment(FileBytes(name: "segment-1.seg", file.bytes))
  }

  /// A disk with one committed segment of so many documents.
  static func committed(documents: Int) throws -> SimulatedDisk {
    var random = Seed(2)
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk)
    for number in 0..<documents {
      _ = try index.apply([.put(try SampleText.document("\(number)", using: &random))])
    }
    _ = try index.apply([.delete(try DocumentKey("0"))])
    try index.close()
    return disk
  }
}

extension SegmentSamples {
  /// A segment of three documents that has something in every section but the list of escapes.
  static func small() throws -> Segment {
    var random = Seed(1)
    var builder = SegmentBuilder(dictionary: try dictionary(&random, byteLimit: 1 << 10))
    try builder.addSample(
      key: "a/1", title: "Tựa bài",
      body: "Ủy ban nhân dân (UBND) họp. UBND bàn về nghị quyết 18/CT-TW.")
    try builder.addSample(key: "a/2", body: "Hòa bình và hoà bình, hoa bình.")
    var filed = Document(key: try DocumentKey("b/3"), title: "Hoà bình")
    filed.blocks = [Block(.paragraph, "Ủy ban nhân dân họp bàn.")]
    filed.dates = [DocumentDate(iso: "2023-01-04", role: .published)]
    filed.fields = [Field(.author, ["An", "Bình"]), Field("year", ["2023"])]
    filed.provenance.source = "/srv/b/3.html"
    try builder.addSample(filed)
    let view = Snapshot.View(
      segment: try segment(builder.finish()), live: LiveDocuments(count: 3))
    return try segment(try MergeSource([view]) { origins, _, _ in origins.reverse() })
  }

  static func segment(_ source: some SegmentSource) throws -> Segment {
    let file = MemoryFile()
    try SegmentEncoder.encode(source, id: 1, to: file)
    return try Segment(FileBytes(name: "segment-1.seg", file.bytes))
  }

  /// What some documents have in common.
  static func dictionary(
    _ random: inout Seed, byteLimit: Int = 4 << 10
  ) throws -> CompressionDictionary {
    var samples: [[UInt8]] = []
    for number in 0..<200 {
      samples.append(
        DocumentCodec.encode(try SampleText.document("\(number)", using: &random)))
    }
    guard let made = CompressionDictionary.learn(from: samples, byteLimit: byteLimit) else {
      preconditionFailure("nothing was learned")
    }
    return made
  }
}

extension SectionReader {
  /// The bytes of a section in the file.
  func place(_ section: Section) throws -> Range<Int> {
    guard case .damaged(_, let start, _) = damaged(section, "") else { return 0..<0 }
    return start..<(start + (try length(section)))
  }
}
