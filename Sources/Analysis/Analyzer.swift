import Vietnamese

/// Turns text into tokens; one for indexing and querying alike.
///
/// One per writer or per query: it keeps the forms it has met and a cache from raw words to forms,
/// so that a word is normalized once. It is not Sendable and grows with the vocabulary; `reset()`
/// gives the memory back.
package struct Analyzer: ~Copyable {
  /// The forms behind the tokens so far. Numbers stay valid until `reset()`.
  package private(set) var forms = FormTable()

  /// What each form means to the rules, by form.
  private(set) var meanings: [WordMeaning] = []
  var words = WordCache()
  var normalizer = WordNormalizer()
  var dateForms = DateForms()
  /// Where the words of a chain are joined.
  var joined: [UInt8] = []
  /// The position of the next word.
  var position: UInt32 = 0
  /// True until the first word of a sentence is out.
  var startsSentence = true
  /// Tokens before this index belong to other texts.
  var firstToken = 0

  /// False in the plain twin that tests compare with: it looks at every word by the rules.
  let takesShortcuts: Bool

  package init() {
    takesShortcuts = true
  }

  init(takesShortcuts: Bool) {
    self.takesShortcuts = takesShortcuts
  }

  /// Forgets all forms and begins to number them from 0.
  package mutating func reset() {
    forms = FormTable()
    meanings = []
    words.removeAll()
    dateForms = DateForms()
  }

  /// Appends the tokens of a text in the order of their positions; positions count from 0.
  ///
  /// A whole form comes behind its last part and has the position of its first. Offsets are bytes
  /// of `text`, which must be valid UTF-8 of less than 4 GB.
  package mutating func analyze(_ text: Span<UInt8>, into tokens: inout [Token]) {
    precondition(text.count < UInt32.max, "a text has less than 4 GB")
    position = 0
    startsSentence = true
    firstToken = tokens.count
    var index = 0
    while index < text.count {
      if takesShortcuts { index = readWords(text, from: index, into: &tokens) }
      if index < text.count { index = readOther(text, from: index, into: &tokens) }
    }
  }

  /// The number of a form; its meaning is looked up when it is new.
  mutating func intern(canonical: [UInt8], folded: [UInt8]) -> FormID {
    let form = forms.intern(canonical: canonical, folded: folded)
    if meanings.count < forms.count { meanings.append(.of(canonical)) }
    return form
  }
}
