import TestSupport
import Testing
import Wire

/// What `analyze` shows to people and to programs.
@Suite struct AnalyzeTests {
  @Test func `a pipe gets values set apart by tabs`() throws {
    let run = try Program.run(
      ["analyze", "Đường số 7, TP.HCM"], in: TemporaryFolder())
    #expect(run.code == 0)
    #expect(
      run.lines == [
        "0\t1\t0\t9\tword\tĐường\tđường\tduong\tstroke horn horn grave\t63",
        "1\t1\t10\t14\tword\tsố\tsố\tso\tcircumflex acute\t66",
        "2\t1\t15\t16\tnumber\t7\t7\t7\t\t255",
        "3\t1\t18\t20\tword\tTP\ttp\ttp\t\t255",
        "4\t1\t21\t24\tword\tHCM\thcm\thcm\t\t255",
        "3\t2\t18\t24\twhole\tTP.HCM\ttphcm\ttphcm\t\t255",
      ])
  }

  @Test func `marks of other words are told by their kind`() throws {
    let run = try Program.run(["analyze", "Krông HĐND Pắk naïve"], in: TemporaryFolder())
    let marks = run.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false)[8] }
    #expect(marks == ["shape", "stroke", "shape tone", "shape"])
  }

  @Test func `JSON has the same members`() throws {
    let run = try Program.run(["analyze", "--json", "tuổi"], in: TemporaryFolder())
    #expect(
      run.output == """
        {"tokens":[{"surface":"tuổi","canonical":"tuổi","folded":"tuoi",\
        "marks":["circumflex","hook"],"mark_byte":104,"start":0,"end":6,"position":0,"span":1,\
        "kind":"word"}]}

        """)
  }

  @Test func `a terminal gets a table with a heading`() throws {
    let shown = try PseudoTerminal.run(
      ["analyze", "chữ 漢 Vie\u{323}\u{302}t"], in: TemporaryFolder())
    #expect(
      shown == """
        \u{1B}[1mWORD  BYTES  KIND       SURFACE  CANONICAL  FOLDED  MARKS\u{1B}[0m
        0     0–5    word       chữ      chữ        chu     horn tilde
        1     6–9    ideograph  漢       漢         漢
        2     10–18  word       Vie\u{323}\u{302}t     việt       viet    circumflex dot

        """)
  }

  @Test func `there is no colour where NO_COLOR is set`() throws {
    let shown = try PseudoTerminal.run(
      ["analyze", "quý III"], variables: ["NO_COLOR=1"], in: TemporaryFolder())
    #expect(!shown.contains("\u{1B}"))
    #expect(shown.contains("whole"))
  }

  @Test func `a long word is cut, and the columns stand`() throws {
    let text = String(repeating: "x", count: 300) + " 漢a"
    let shown = try PseudoTerminal.run(
      ["analyze", text], columns: 80, variables: ["NO_COLOR=1"], in: TemporaryFolder())
    let lines = shown.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines[1].contains("x… "))
  }

  @Test func `text cannot steer the terminal`() throws {
    let shown = try PseudoTerminal.run(
      ["analyze", "a\u{200E}\u{1B}[31mb \u{202E}c\u{9B}d"], variables: ["NO_COLOR=1"],
      in: TemporaryFolder())
    let scalars = shown.unicodeScalars.map(\.value)
    #expect(!scalars.contains { [0x1B, 0x9B, 0x202E, 0x200E].contains($0) })
  }
}
