import Testing
import Wire

@Suite struct CollectionSettingsTests {
  private static func settings(_ text: String) throws -> CollectionSettings {
    try CollectionSettings(parsing: Array(text.utf8).span)
  }

  @Test func `a member that is null is as one that is left out`() throws {
    let settings = try Self.settings(
      #"{"description":null,"defaults":{"limit":null,"match":"all"},"ranking":{"title":3,"body":null}}"#
    )
    #expect(settings.description.isEmpty)
    #expect(settings.defaults.limit == nil)
    #expect(settings.defaults.match == .all)
    #expect(settings.ranking == ["title": 3])
    #expect(try Self.settings(#"{"defaults":null,"ranking":null}"#).isEmpty)
  }

  @Test(arguments: [
    (#"{"ranking":{"title":"much"}}"#, "/ranking/title"),
    (#"{"ranking":{"title":-1}}"#, "/ranking/title"),
    (#"{"ranking":{"title":1001}}"#, "/ranking/title"), (#"{"ranking":[1]}"#, "/ranking"),
    (#"{"defaults":{"limit":-1}}"#, "/defaults/limit"),
  ])
  func `what cannot be is refused with its place`(text: String, pointer: String) {
    do throws(Problem) {
      _ = try CollectionSettings(parsing: Array(text.utf8).span)
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.code == .invalidField)
      #expect(error.pointer == pointer)
    }
  }
}
