import Analysis

/// Tells files of another version from damaged ones.
///
/// Every file but `CURRENT` begins with seven bytes that name its kind and one that is its major
/// version. A newer major version may differ in everything behind them, so nothing behind them is
/// read. A segment says more: the revision of its sections and that of the rules of analysis.
enum FileVersion {
  /// Reads the first eight bytes.
  ///
  /// - Throws: `.version` for a file of this kind of another major version, `.damaged` for
  ///   anything else.
  static func require(
    _ magic: [UInt8], of reader: inout ByteReader, in file: FileBytes, _ kind: String
  ) throws(IndexError) {
    let found = unsafe Array(try reader.readBytes(8))
    if found == magic { return }
    if found.dropLast() == magic.dropLast(), found[7] > magic[7] {
      throw .version(file: file.name, found: UInt32(found[7]), supported: UInt32(magic[7]))
    }
    throw .damaged(file: file.name, offset: 0, reason: "this is not \(kind)")
  }

  /// - Throws: `.outdated` for a segment that an older program made, `.version` for a newer one.
  static func requireCurrent(_ sections: SectionReader) throws(IndexError) {
    let file = sections.file.name
    if sections.analyzer > AnalysisVersion.current {
      throw .version(file: file, found: sections.analyzer, supported: AnalysisVersion.current)
    }
    if sections.analyzer < AnalysisVersion.current {
      throw .outdated(
        file: file,
        reason: "analysis \(sections.analyzer), now \(AnalysisVersion.current)")
    }
    if sections.revision < SegmentLayout.version {
      throw .outdated(
        file: file, reason: "format \(sections.revision), now \(SegmentLayout.version)")
    }
  }
}
