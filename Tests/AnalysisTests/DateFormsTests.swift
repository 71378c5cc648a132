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
    }
    for (number, date) in all.enumerated() { #expect(forms[date] == FormID(number)) }
  }

  @Test func `a date without a year is not that day of any year`() throws {
    var forms = DateForms()
    let day = try #require(CalendarDate(month: 4, day: 30))
    forms.insert(7, for: day)
    #expect(forms[day] == 7)
    for year in [1899, 1900, 1975, 2099, 2100] {
      #expect(forms[try #require(CalendarDate(year: year, month: 4, day: 30))] == nil)
    }
  }

  @Test(arguments: [1000, 1899, 2100, 2999])
  func `a year far off has no page`(year: Int) throws {
    var forms = DateForms()
    let date = try #require(CalendarDate(year: year, month: 4, day: 30))
    forms.insert(7, for: date)
    #expect(forms[date] == nil)
  }
}
