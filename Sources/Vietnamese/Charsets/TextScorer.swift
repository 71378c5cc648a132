/// How unlikely a text is as Vietnamese, in half bits, and how many of its words are syllables.
///
/// All readings of the same bytes are scored with this one model and the cheapest is believed: a
/// generative model of words, with syllables as rare as they are in news, law and Wikipedia, and
/// flat prices for what is not Vietnamese. It needs no segmentation and no training but counts.
struct TextScorer {
  /// Sum of the prices so far.
  private(set) var cost = 0
  /// Words with letters beyond ASCII that are syllables, and that are not.
  private(set) var syllables = 0
  private(set) var misfits = 0
  /// Different ones among `syllables`, of two letters or more (`à` is a word, but `©` read as `â`
  /// is one too), as far as they are counted: eight are as good as any number.
  private(set) var variety = 0
  private var different = InlineArray<8, UInt64>(repeating: 0)
  /// Those of the misfits that break no rule of spelling: rare words, or errors of a letter.
  private(set) var unmet = 0
  /// Signs no text has many of: control codes, currency, fractions, marks that stand alone.
  private(set) var strays = 0
  /// Words with a capital beyond ASCII behind a small letter, as no one writes.
  private(set) var oddCases = 0
  /// ASCII words of two letters or more, and how many of them could be syllables.
  private(set) var plainWords = 0
  private(set) var plainSyllables = 0

  private let model = TextModel.shared
  private let foldsCase: Bool

  private var word: UInt64 = 0
  private var count = 0
  private var tone = 0
  private var toneIndex = 0
  private var beginsWithCapital = false
  private var capitals = 0
  /// Small letters, but for those whose case the charset cannot tell.
  private var smalls = 0
  private var isForeign = false
  private var isMarked = false
  /// What the letters so far cost should they be no syllable.
  private var letterCost = 0
  /// A sign stood between letters and the word goes on behind it.
  private var signFollowedLetter = false

  /// - Parameter foldsCase: small toned letters may stand for capitals (TCVN3, VPS)
  init(foldsCase: Bool = false) {
    self.foldsCase = foldsCase
  }

  /// Takes the next scalar of the text.
  mutating func push(_ scalar: UInt32) {
    let code = model.codes[scalar]
    if code.bits != 0 {
      pushLetter(code, scalar)
    } else if scalar < 0x80 {
      endWord()
      signFollowedLetter = false
      if scalar < 0x20, !(0x09...0x0D).contains(scalar) { pushStray(36) }
    } else if scalar &- 0x300 < 0x70, count > 0 {
      pushMark(scalar)
    } else {
      pushSign(scalar)
    }
  }

  /// Ends the last word. Scores may be read after it.
  mutating func finish() {
    endWord()
    signFollowedLetter = false
  }

  private mutating func pushLetter(_ code: LetterCode, _ scalar: UInt32) {
    if signFollowedLetter {
      strays += 1
      cost += 16
      signFollowedLetter = false
    }
    if count < 8 { word |= code.letter << UInt64(5 * count) }
    if code.isCapital {
      if count == 0 { beginsWithCapital = true }
      capitals += 1
    } else if !foldsCase || scalar < 0x80 {
      smalls += 1
    }
    if code.letter >= LetterCode.lentLetter { isForeign = true }
    if code.tone != 0 { setTone(code.tone, at: count) }
    if scalar >= 0x80 {
      isMarked = true
      letterCost += scalar < 0x100 ? 16 : 20
    } else {
      letterCost += 11
    }
    count += 1
  }

  /// A combining mark goes on the letter before it; one that cannot makes the word foreign.
  private mutating func pushMark(_ scalar: UInt32) {
    isMarked = true
    letterCost += 20
    switch Mark(scalar) {
    case .tone(let new): setTone(Int(new.rawValue), at: count - 1)
    case .shape(let shape):
      let shift = UInt64(5 * (count - 1))
      guard count <= 8, let shaped = Self.shaped(word >> shift & 0x1F, shape) else {
        isForeign = true
        return
      }
      word = word & ~(0x1F << shift) | shaped << shift
    case .stroke, nil: isForeign = true
    }
  }

  /// The code of a vowel with a shape put on it.
  private static func shaped(_ letter: UInt64, _ shape: Letter.Shape) -> UInt64? {
    switch (letter, shape) {
    case (1, .breve): 2
    case (1, .circumflex): 3
    case (4, .circumflex): 5
    case (7, .circumflex): 8
    case (7, .horn): 9
    case (10, .horn): 11
    default: nil
    }
  }

  private mutating func setTone(_ new: Int, at index: Int) {
    if tone != 0 { isForeign = true }
    tone = new
    toneIndex = index
  }

  private mutating func pushSign(_ scalar: UInt32) {
    let followedLetter = count > 0
    endWord()
    switch SignClass(scalar) {
    case .joining:
      cost += 12
      signFollowedLetter = false
    case .common:
      cost += 12
      signFollowedLetter = followedLetter
    case .foreignLetter:
      cost += 20
      signFollowedLetter = false
    case .stray:
      pushStray(20)
      signFollowedLetter = followedLetter
    case .broken:
      pushStray(36)
      signFollowedLetter = false
    }
  }

  private mutating func pushStray(_ price: Int) {
    strays += 1
    cost += price
  }

  private mutating func endWord() {
    guard count > 0 else { return }
    let price = syllableCost()
    cost += price ?? (16 + letterCost)
    count(isSyllable: hasPlainCase && price ?? .max < SyllableCosts.unmet)
    if isMarked, price == SyllableCosts.unmet { unmet += 1 }
    word = 0
    count = 0
    tone = 0
    beginsWithCapital = false
    capitals = 0
    smalls = 0
    isForeign = false
    isMarked = false
    letterCost = 0
  }

  private func syllableCost() -> Int? {
    guard !isForeign, count <= 7,
      let price = model.costs.cost(of: word, count: count, tone: tone, toneIndex: toneIndex)
    else { return nil }
    return hasPlainCase ? price : price + 28
  }

  /// nam, Nam or NAM; not nAm.
  private var hasPlainCase: Bool {
    capitals == 0 || smalls == 0 || capitals == 1 && beginsWithCapital
  }

  private mutating func count(isSyllable: Bool) {
    if isMarked {
      if !hasPlainCase { oddCases += 1 }
      if isSyllable { syllables += 1 } else { misfits += 1 }
      if isSyllable, count > 1 { addDifferent() }
    } else if count > 1 {
      plainWords += 1
      if isSyllable { plainSyllables += 1 }
    }
  }
}

extension TextScorer {
  private mutating func addDifferent() {
    let key = word << 3 | UInt64(tone)
    guard variety < different.count else { return }
    for index in 0..<variety where different[index] == key { return }
    different[variety] = key
    variety += 1
  }

  /// Scores a whole text of UTF-8.
  static func score(_ text: Span<UInt8>) -> TextScorer {
    var scorer = TextScorer()
    var index = 0
    while index < text.count { scorer.push(nextScalar(text, &index)) }
    scorer.finish()
    return scorer
  }

  /// Of the words and signs beyond ASCII, the share that are syllables; 0 where there are none.
  var share: Double {
    let all = syllables + misfits + strays
    return all == 0 ? 0 : Double(syllables) / Double(all)
  }
}

/// The tables of the model behind one reference: scorers are made for single words.
private final class TextModel: Sendable {
  let costs = SyllableCosts()
  let codes = LetterCodes.shared

  static let shared = TextModel()
}

/// What a sign beyond ASCII says about a reading that has it.
private enum SignClass {
  /// Stands between letters in clean text: dashes, apostrophes, no-break space.
  case joining
  /// Quotation marks, ellipsis, degree, paragraph.
  case common
  case foreignLetter
  case stray
  /// No text at all: U+FFFD, C1 controls.
  case broken

  init(_ scalar: UInt32) {
    switch scalar {
    case 0xA0, 0xB7, 0x2010...0x2015, 0x2018, 0x2019, 0x200B...0x200F, 0xFEFF: self = .joining
    case 0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xB1, 0xB2, 0xBB, 0xD7, 0x201C...0x201E, 0x2022, 0x2026,
      0x20AC, 0x2122:
      self = .common
    case 0xFFFD, 0x80...0x9F: self = .broken
    case 0xA1...0xBF, 0xF7, 0x2C6, 0x2DC, 0x2000...0x2BFF: self = .stray
    default: self = .foreignLetter
    }
  }
}
