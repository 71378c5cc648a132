import Vietnamese

/// Forms of dates met lately, since the same few come again and again.
///
/// A date has one place, which the next date that belongs there takes.
struct DateForms {
  private static let shift: UInt64 = 64 - 11
  /// What no date packs to.
  private static let free: UInt64 = 0

  /// Dates by their bits, and the form of each; empty until the first one, as queries have few.
  private var dates: [UInt64] = []
  private var forms: [FormID] = []

  /// The form of a date, or nil where it is not here.
  subscript(date: CalendarDate) -> FormID? {
    guard !dates.isEmpty else { return nil }
    let bits = date.bits
    let place = Self.place(of: bits)
    return dates[place] == bits ? forms[place] : nil
  }

  mutating func insert(_ form: FormID, for date: CalendarDate) {
    if dates.isEmpty {
      dates = Array(repeating: Self.free, count: 1 << Int(64 - Self.shift))
      forms = Array(repeating: 0, count: dates.count)
    }
    let bits = date.bits
    let place = Self.place(of: bits)
    dates[place] = bits
    forms[place] = form
  }

  private static func place(of bits: UInt64) -> Int {
    Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }
}
