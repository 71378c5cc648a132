import Testing
import Vietnamese

@testable import Analysis

@Suite struct DateFormsTests {
  @Test func `a date has the form put in for it or none`() throws {
    var forms = DateForms()
    var all: [CalendarDate] = []
    for year in 1990..<2010 {
      for month in 1...12 {
        all.append(try #require(CalendarDate(year: year, month: month)))
        for day in 1...28 {
          all.append(try #require(CalendarDate(year: year, month: month, day: day)))
        }
      }
      for quarter in 1...4 { all.append(try #require(CalendarDate(year: year, quarter: quarter))) }
    }
    #expect(Set(all.map(\.bits)).count == all.count)
    for (number, date) in all.enumerated() {
      #expect(forms[date] == nil)
      forms.insert(FormID(number), for: date)
      #expect(forms[date] == FormID(number))
    }
    // Others have taken most places; what is left is right.
    let left = all.enumerated().filter { forms[$0.element] != nil }
    #expect(left.count > 500)
    for (number, date) in left { #expect(forms[date] == FormID(number)) }
  }
}
