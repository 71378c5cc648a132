import Testing
import Vietnamese

@testable import Analysis

/// What a run says of dots and numbers, against the rules.
@Suite struct RunWordTests {
  @Test func `a stop ends a sentence where the rules say so, for every letter behind it`() {
    for scalar in UInt32(0x21)...0x1EFF {
      guard let letter = Unicode.Scalar(scalar) else { continue }
      for blanks in ["", " ", "  ", "   "] {
        let text = Array("xa.\(blanks)\(letter)y".utf8)
        guard let stop = Stop(in: text.span, at: 2) else { continue }
        #expect(stop.next == 3 + blanks.utf8.count)
        #expect(stop.endsSentence == endsSentence(0x2E, text.span, at: 2, next: 3), "\(letter)")
      }
    }
  }

  @Test(arguments: ["xa. Ta", "xa.  ta", "xa. 5a", "xa. Đi", "xa. Ôi"])
  func `a stop is seen before usual letters`(text: String) {
    #expect(Stop(in: Array(text.utf8).span, at: 2) != nil)
  }

  @Test func `a stop at the end of a text is for the rules`() {
    for text in ["xa.", "xa. ", "xa.  "] { #expect(Stop(in: Array(text.utf8).span, at: 2) == nil) }
  }

  @Test func `digits are those of ASCII`() {
    for byte in UInt8.min...UInt8.max {
      for place in UInt64(0)..<8 {
        // The bytes beside it must not matter.
        for beside in [0, UInt64.max] {
          let bytes = beside & ~(0xFF << (8 * place)) | UInt64(byte) << (8 * place)
          #expect((nonDigitBits(bytes) >> (8 * place) & 0x80 == 0) == (0x30...0x39).contains(byte))
        }
      }
    }
  }

  @Test(arguments: [
    "xa 5 nhà nghiêng ngả", "xa 2021, nghiêng ngả", "xa 15) nghiêng ngả", "xa 7% nghiêng ngả",
    "xa 12. Nghiêng ngả", "xa 1234567 nghiêng ngả", "xa 5  nghiêng ngả", "xa 5 tấn nghiêng ngả",
  ])
  func `a plain number ends behind its digits`(text: String) {
    let bytes = Array(text.utf8)
    #expect(
      endOfPlainNumber(in: bytes.span, at: 3, bytes.span.bytes(at: 3))
        == digitsEnd(bytes.span, from: 3))
  }

  @Test(arguments: [
    "xa 05 nhà nghiêng ngả", "xa 1.000 nghiêng ngả", "xa 3,5 nghiêng ngả", "xa 5kg nghiêng ngả",
    "xa 5 tháng 3 nghiêng", "xa 5 - 7 nghiêng ngả", "xa 5/7 nghiêng ngả", "xa 5 – 7 nghiêng ngả",
    "xa 12345678 nghiêng", "xa(5) nghiêng ngả nhà", "xa-5 nghiêng ngả nhà ở",
  ])
  func `other numbers are for the rules`(text: String) {
    let bytes = Array(text.utf8)
    #expect(endOfPlainNumber(in: bytes.span, at: 3, bytes.span.bytes(at: 3)) == nil)
  }
}
