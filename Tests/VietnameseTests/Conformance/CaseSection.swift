/// What a section of the cases is about; the name is what its rows' first column begins with.
enum CaseSection: String, CaseIterable {
  case letters = "S01"
  case normalForms = "S02"
  case oldStyle = "S03"
  case misplaced = "S04"
  case quAndGi = "S05"
  case fixedPoints = "S06"
  case foreign = "S07"
  case lookalikes = "S08"
  case letterCase = "S09"
  case legacyBytes = "S10"
  case mojibake = "S11"
  case typing = "S12"
  case tokens = "S13"
  case match = "S14"
  case alternates = "S15"
  case acronyms = "S16"

  /// An expected value as an answer gives it: nothing may be written as a dash.
  func expected(_ value: String) -> String {
    self == .acronyms && value == "-" ? "" : value
  }
}
