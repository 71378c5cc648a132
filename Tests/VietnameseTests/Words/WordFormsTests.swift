import Testing
import Vietnamese

@Suite struct WordFormsTests {
  @Test(arguments: [
    ("Nghĩa", "nghĩa|nghia"), ("ĐƯỜNG", "đường|duong"), ("u\u{0323}\u{031B}", "ự|u"),
    ("so\u{0302}\u{0301}", "số|so"), ("sé\u{0302}n", "sến|sen"),
    ("me\u{0323}\u{0302}nh", "mệnh|menh"),
    ("trẹ\u{0302}t", "trệt|tret"), ("d\u{0336}i", "đi|di"), ("D\u{0335}ông", "đông|dong"),
    ("a\u{0342}o", "ão|ao"), ("o\u{0341}c", "óc|oc"),
  ])
  func `marks in any order and normal form make one key`(word: String, expected: String) {
    #expect(scalars(keys(word)) == scalars(expected))
  }

  @Test(arguments: [
    ("hòe", "hoè"), ("khóai", "khoái"), ("gìơ", "giờ"), ("qúa", "quá"), ("qùynh", "quỳnh"),
    ("thủơ", "thuở"), ("ủy", "uỷ"), ("lúât", "luất"), ("bìêt", "bìêt"), ("nguỳên", "nguyền"),
    ("gỉêng", "giểng"), ("gín", "gín"), ("tìa", "tìa"), ("tuả", "tủa"), ("khuỷu", "khuỷu"),
    ("ngúêu", "nguếu"),
  ])
  func `a tone on the wrong letter moves to the nucleus`(word: String, expected: String) {
    #expect(scalars(canonical(word)) == scalars(expected))
  }

  @Test(arguments: [
    ("Curaçao", "curaçao|curacao"), ("MALMÖ", "malmö|malmo"), ("cafè", "cafè|cafe"),
    ("Ærø", "ærø|aero"), ("ĞÜN", "ğün|gun"), ("İzmir", "izmir|izmir"),
    ("I\u{0307}zmir", "izmir|izmir"),
    ("Łódź", "łódź|lodz"), ("Æðey", "æðey|aedey"), ("Straẞe", "straße|strasse"),
    ("hòà", "hòà|hoa"), ("mạ̈", "mạ\u{0308}|ma"), ("gàp", "gàp|gap"), ("Ħal", "ħal|hal"),
  ])
  func `foreign words are only composed and put in lower case`(word: String, expected: String) {
    #expect(scalars(keys(word)) == scalars(expected))
  }

  @Test(arguments: [
    ("Киев", "киев|киев"), ("ЧАЙ", "чай|чаи"), ("Αθήνα", "αθήνα|αθηνα"), ("ＴＯＡ\u{0300}", "toà|toa"),
    ("ﬁlm", "film|film"), ("ĐＯ\u{301}", "đó|do"), ("m²", "m2|m2"), ("한국", "한국|한국"), ("ㅎ", "ᄒ|ᄒ"),
    ("\u{1112}\u{1161}\u{11AB}", "한|한"), ("ｶﾞ", "ガ|カ"), ("Ⅻ", "xii|xii"),
  ])
  func `other alphabets get Unicode's forms`(word: String, expected: String) {
    #expect(scalars(keys(word)) == scalars(expected))
  }

  @Test(arguments: [
    ("Ðông", "đông|dong"), ("Ɖi", "đi|di"), ("QÐ", "qđ|qd"), ("ðž", "ðž|dz"), ("Fðw", "fđw|fdw"),
    ("lǎng", "lăng|lang"), ("hǎǒ", "hǎǒ|hao"), ("ǎxz", "ǎxz|axz"), ("Тân", "tân|tan"),
    ("ОКnhé", "oknhé|oknhe"), ("Жan", "жan|жan"), ("на\u{0300}", "на\u{0300}|на"),
    ("th\u{200D}ủy", "thuỷ|thuy"), ("nh\u{AD}à", "nhà|nha"), ("\u{2066}tỉnh\u{2069}", "tỉnh|tinh"),
    ("a\u{34F}\u{0301}", "á|a"), ("b\u{E0061}a", "ba|ba"),
  ])
  func `look-alikes and invisible scalars do not hide a word`(word: String, expected: String) {
    #expect(scalars(keys(word)) == scalars(expected))
  }

  @Test func `a key ends before the scalar that would pass the limit`() {
    let forms = wordForms(of: "b" + String(repeating: "ế", count: 200))
    #expect(forms.canonical.count == 253)
    #expect(forms.folded.count == 85)
    let foreign = wordForms(of: "ñb" + String(repeating: "ç", count: 2000))
    #expect(foreign.canonical.count == 255)
    #expect(foreign.folded.count == 128)
  }
}
