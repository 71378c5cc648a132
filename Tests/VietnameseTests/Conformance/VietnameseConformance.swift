import TestSupport
import Testing

/// The cases of `cases.tsv`, or of the file that MUCLUC_CASES names, against the real code.
///
///     swift test --filter Vietnamese
///     MUCLUC_CASES=other.tsv swift test --filter VietnameseConformance
///
/// Prints each case that fails and, for every section of the file, how many passed.
@Suite struct VietnameseConformance {
  @Test(.serialized, arguments: CaseFile.chosen.sections)
  func `the cases of a section hold`(section: String) {
    let rows = CaseFile.chosen.cases.filter { $0.section == section }
    let failures = rows.compactMap { row in
      complaint(about: row).map { "FAILED \(row.id)\t\(row.input)\t\($0)" }
    }
    for failure in failures { Issue.record(Comment(rawValue: failure)) }
    let count = "\(section): passed \(rows.count - failures.count) of \(rows.count)"
    print((failures + [count]).joined(separator: "\n"))
  }

  @Test func `the file of cases can be read`() {
    #expect(!CaseFile.chosen.cases.isEmpty, "no cases in \(CaseFile.chosen.path)")
    #expect(CaseFile.chosen.badLines.isEmpty, "not section, id, input, canonical, folded, note")
  }

  @Test func `our own file has every section, and no id twice`() {
    let prefixes = Set(CaseFile.own.sections.map { $0.prefix(3) })
    #expect(prefixes == Set(CaseSection.allCases.map { $0.rawValue[...] }))
    #expect(Set(CaseFile.own.cases.map(\.id)).count == CaseFile.own.cases.count)
  }

  @Test func `a case that does not hold is found`() {
    for section in CaseSection.allCases {
      var row = SharedCase(
        section: section.rawValue, id: "", input: "ghế", canonical: "bàn", folded: "ban", note: "")
      #expect(complaint(about: row) != nil)
      row.section = "S99"
      #expect(complaint(about: row) == "no such section")
    }
  }

  /// What is wrong with the program's answer to a case, or nil where it is the expected one.
  private func complaint(about row: SharedCase) -> String? {
    guard let section = CaseSection(rawValue: String(row.section.prefix(3))) else {
      return "no such section"
    }
    let answer = CaseAnswer(to: row, of: section)
    if let problem = answer.problem { return problem }
    // `==` on strings would not see a difference of normal form.
    if scalars(answer.canonical) != scalars(section.expected(row.canonical)) {
      return "expected \(row.canonical), is \(answer.canonical)"
    }
    if row.folded == "-" { return nil }
    if let folded = answer.folded, scalars(folded) != scalars(row.folded) {
      return "expected folded \(row.folded), is \(folded)"
    }
    return nil
  }
}
