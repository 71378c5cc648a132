import TestSupport
import Testing
import Vietnamese

/// Text that is Unicode already and was once read in the wrong charset.
@Suite struct RepairTests {
  @Test(arguments: 1...3)
  func `mojibake of any depth is undone`(depth: Int) {
    var text = SampleText.vietnamese
    for _ in 0..<depth { text = FactEncoder.mojibake(text) }
    let (repaired, repair) = repair(text)
    #expect(repaired == SampleText.vietnamese)
    #expect(repair.mojibakeWords > 50 && repair.legacy == nil && repair.restoredLetters == 0)
  }

  @Test(arguments: ["\u{FFFD}", ""])
  func `letters that lost a byte are found by their syllable`(mark: String) {
    let text = "người học sinh đọc sách về Đồng Tháp, một đời nghèo khổ, được trường thưởng Ấn Độ"
    for depth in 1...2 {
      var broken = text
      for _ in 0..<depth { broken = FactEncoder.mojibake(broken, lost: mark) }
      let (repaired, repair) = repair(broken)
      #expect(repaired == text)
      #expect(repair.restoredLetters >= 7)
    }
  }

  @Test(
    arguments: [
      ("chÃ­nh phá»§ lÃ m viá»‡c", "chính phủ làm việc"),
      ("vÃ cÃ¡c báº¡n lÃ m bÃ i, thÃ nh phá»‘", "và các bạn làm bài, thành phố"),
      ("tiáº¿ng nháºn chÃnh thá»©c", "tiếng nhận chính thức"),
      ("â€œNgÃ y mai â€“ tá»‘tâ€¦â€\u{9D}", "“Ngày mai – tốt…”"),
      ("MÃ¼ller uá»‘ng cÃ  phÃª á»Ÿ cafÃ©", "Müller uống cà phê ở café"),
      ("ÄHQG vÃ  HÄND thÃ nh phá»‘ Há»“ ChÃ­ Minh", "ĐHQG và HĐND thành phố Hồ Chí Minh"),
    ])
  func `spaces and hyphens that were bytes are read as such`(broken: String, text: String) {
    #expect(repair(broken).text == text)
  }

  @Test(
    arguments: [
      ("há»c sinh", "học sinh"), ("lÃ m", "làm"), ("nhÃ", "nhà"),
      ("thÃnh lÃ vÃ  xÃ£", "thành là và xã"),
      ("nháºn", "nhận"),
    ])
  func `a few words that cannot be text are guessed`(broken: String, text: String) {
    #expect(repair(broken).text == text)
  }

  @Test func `one quoted line in a clean document is repaired alone`() {
    let lines = SampleText.vietnamese.split(separator: "\n").map(String.init)
    let quoted = "Thư cũ: " + FactEncoder.mojibake("kính gửi các bạn ở xa")
    let text = lines[0] + "\n" + quoted + "\nXÃ\u{A0}HỘI\n" + lines[2]
    let (repaired, repair) = repair(text)
    #expect(
      repaired == lines[0] + "\nThư cũ: kính gửi các bạn ở xa\nXÃ\u{A0}HỘI\n" + lines[2])
    #expect((3...5).contains(repair.mojibakeWords))
  }

  @Test(arguments: ["tcvn3", "vni", "viscii", "vps"])
  func `legacy text stored as windows-1252 is read again`(name: String) throws {
    let encoder = FactEncoder(name)
    let text = SampleText.vietnamese.lowercased()
      .unicodeScalars.filter { encoder.encode(String($0)) != nil }
    let gold = String(String.UnicodeScalarView(text))
    let stored = FactEncoder.stored(encoder.encodeLossy(gold))
    let (repaired, repair) = repair(stored)
    #expect(repaired == gold && repair.legacy?.rawValue == name && repair.mojibakeWords == 0)
  }

  @Test func `one pasted paragraph of an old file is read again`() throws {
    let lines = SampleText.vietnamese.split(separator: "\n").map(String.init)
    let old = "công văn số 12 về việc lập danh mục tài liệu lưu trữ lịch sử của tỉnh"
    let stored = FactEncoder.stored(try #require(FactEncoder("tcvn3").encode(old)))
    let (repaired, repair) = repair(
      [lines[0], stored, "Hoà Âu là", lines[2]].joined(separator: "\n"))
    #expect(repaired == [lines[0], old, "Hoà Âu là", lines[2]].joined(separator: "\n"))
    #expect(repair.legacy == .tcvn3)
  }

  @Test func `the ư that programs dropped from TCVN3 comes back`() throws {
    let text = "người dân được nước máy, đường và trường mới như thường lệ; lương tăng"
    let stored = FactEncoder.stored(try #require(FactEncoder("tcvn3").encode(text)))
    for lost in ["", "-"] {
      #expect(repair(stored.replacing("\u{AD}", with: lost)).text == text)
    }
  }

  @Test(
    arguments: [
      ("Vi&#7879;t Nam", "Việt Nam", 1), ("Vi&#x1EC7;t", "Việt", 1),
      (
        "H&agrave; N&#7897;i &agrave; &ldquo;&#273;&#7865;p&rdquo; &amp; xa",
        "Hà Nội à “đẹp” & xa", 8
      ),
      ("&#7903; nh&agrave;, &quot;xa&quot;", "ở nhà, &quot;xa&quot;", 2),
      ("&#272;&#7889;i &#272;&#7897;i", "Đối Đội", 4), ("Vi&#7879t", "Vi&#7879t", 0),
      ("viết &eacute; là é", "viết &eacute; là é", 0),
      ("a &lt; b &amp;&amp; c", "a &lt; b &amp;&amp; c", 0),
      ("&#99999999999; &#xD800;a &; &#; a&#0;b", "&#99999999999; &#xD800;a &; &#; a&#0;b", 0),
      ("AT&T; R&D; x&y;", "AT&T; R&D; x&y;", 0),
    ])
  func `character references in words become letters`(text: String, expected: String, count: Int) {
    let (repaired, repair) = repair(text)
    #expect(repaired == expected && repair.references == count)
  }

  @Test(arguments: SampleText.foreign + SampleText.cleanVietnamese)
  func `clean text comes back as it was`(text: String) {
    let (repaired, repair) = repair(text)
    #expect(scalars(repaired) == scalars(text) && repair == .none)
    let decoded = decode(Array(text.utf8), declared: "windows-1252")
    #expect(scalars(decoded.text) == scalars(text))
  }

  @Test(
    arguments: [
      "Where a text shows “Ã©” or Ã¨” for letters, UTF-8 was read as something else.",
      "Ở đâu thấy «Ã©» thay cho é thì tệp đã bị đọc sai bảng mã.", #"Chữ "Ã©" là é viết sai."#,
      "'Ã©'", "des suites comme « Ã© », «\u{A0}Ã¨\u{A0}» ou bien « Ã§ » dans un texte",
    ])
  func `a letter in quotes is an example, not an error`(text: String) {
    #expect(repair(text).text == text)
  }

  @Test(
    arguments: [
      ("â€œÃ\u{94}â€\u{9D}", "“Ô”"), ("“cafÃ©” ngon", "“café” ngon"), ("á»Ÿ", "ở"),
      ("nÃ³i “Ã´” rá»“i Ä‘i", "nói “ô” rồi đi"),
    ])
  func `quotes do not keep other words from repair`(broken: String, text: String) {
    #expect(repair(broken).text == text)
  }

  @Test func `an article comes back as it was`() {
    for text in [SampleText.vietnamese, SampleText.foreign.joined(separator: "\n")] {
      #expect(scalars(repair(text).text) == scalars(text))
    }
  }

  @Test(arguments: 0..<48)
  func `repairing twice changes nothing more`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    let words = SampleText.vietnamese.split(separator: " ").map(String.init)
    var text = ""
    for _ in 0..<60 {
      let word = words.randomElement(using: &random) ?? ""
      switch Int.random(in: 0..<8, using: &random) {
      case 0: text += FactEncoder.mojibake(word)
      case 1: text += FactEncoder.mojibake(word, lost: "")
      case 2: text += FactEncoder.mojibake(FactEncoder.mojibake(word), lost: "\u{FFFD}")
      case 3: text += FactEncoder.stored(FactEncoder("tcvn3").encodeLossy(word))
      case 4:
        text += "Ã\u{A0}»º£áâ€".unicodeScalars.shuffled(using: &random).map { String($0) }.joined()
      default: text += seed % 3 == 0 ? FactEncoder.mojibake(word) : word
      }
      text += Int.random(in: 0..<9, using: &random) == 0 ? "\n" : " "
    }
    let once = repair(text).text
    let (twice, more) = repair(once)
    #expect(twice == once && more == .none)
  }

  @Test(
    .enabled(if: !SharedData.lines(of: "data/querylog/legal_questions_ptit.tsv").isEmpty))
  func `ten thousand clean lines come back as they were`() {
    let files = ["legal_questions_ptit.tsv", "vlsp2025_questions.tsv"]
    let clean = files.flatMap { SharedData.lines(of: "data/querylog/" + $0) }
    #expect(clean.count > 10_000)
    for line in clean {
      #expect(repair(String(line)).repair == .none)
    }
  }
}
