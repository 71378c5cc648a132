import Vietnamese

/// The forms of dates met before, since the same few come again and again.
///
/// A year has a page with a place for each of its days, months and quarters, so that the dates of a
/// text, which are mostly of the last years, are near each other in memory.
struct DateForms {
  private static let years = 1900...2099
  private static let pageSize = 512

  /// A page for dates without a year, then one for each year; a page is empty until its first date
  /// comes, as queries have few. Forms have 1 added, 0 is free.
  private var pages: [[FormID]] = []

  /// The form of a date, or nil where it is not here.
  subscript(date: CalendarDate) -> FormID? {
    guard let page = Self.page(of: date), page < pages.count, !pages[page].isEmpty else {
      return nil
    }
    let form = pages[page][Self.place(of: date)]
    return form == 0 ? nil : form - 1
  }

  /// Remembers the form of a date, if its year has a page.
  mutating func insert(_ form: FormID, for date: CalendarDate) {
    guard let page = Self.page(of: date) else { return }
    if pages.isEmpty { pages = Array(repeating: [], count: Self.years.count + 1) }
    if pages[page].isEmpty { pages[page] = Array(repeating: 0, count: Self.pageSize) }
    pages[page][Self.place(of: date)] = form + 1
  }

  private static func page(of date: CalendarDate) -> Int? {
    guard let year = date.year else { return 0 }
    return years ~= year ? year - years.lowerBound + 1 : nil
  }

  /// A row of 32 days for each month, that of the month itself first; a row of quarters behind them.
  private static func place(of date: CalendarDate) -> Int {
    if let quarter = date.quarter { return 13 * 32 + quarter }
    return (date.month ?? 0) * 32 + (date.day ?? 0)
  }
}
