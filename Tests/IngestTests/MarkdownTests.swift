import Documents
import Testing

@testable import Ingest

@Suite struct `Markdown text` {
  @Test func `becomes blocks without marks`() throws {
    let text = """
      ---
      title: "Canh chua"
      date: 2023-09-20
      author: Út Thủy
      ---
      # Canh chua

      Món *ngon* mùa [nước nổi](x.md), xem ![ảnh nồi canh](a.png) và `code`.

      ## Cách nấu
      1. Rửa **cá**
      - Nêm nếm

      > Không đảo mạnh
      > kẻo nát.

      | Thay | Khi |
      |---|---|
      | Cá rô | Mùa khô |

      ```
      let x_y = 1
      ```
      Dòng cuối snake_case\\_giữ
      """
    let document = try document(text, name: "/a.md")
    #expect(document.title == "Canh chua")
    #expect(document.date(.published) == "2023-09-20")
    #expect(document.first(.author) == "Út Thủy")
    #expect(
      document.blocks == [
        Block(.paragraph, "Món ngon mùa nước nổi, xem ảnh nồi canh và code."),
        Block(.subheading, "Cách nấu"), Block(.list, "1. Rửa cá"), Block(.list, "- Nêm nếm"),
        Block(.quote, "Không đảo mạnh kẻo nát."), Block(.table, "Thay | Khi"),
        Block(.table, "Cá rô | Mùa khô"), Block(.paragraph, "let x_y = 1"),
        Block(.paragraph, "Dòng cuối snake_case_giữ"),
      ])
  }

  @Test func `reads underlined headings`() throws {
    let document = try document(
      "Tên bài\n=======\n\nĐoạn.\n\nPhần hai\n--------\nHết.", name: "/a.md")
    #expect(document.title == "Tên bài")
    #expect(document.blocks.map(\.kind) == [.paragraph, .subheading, .paragraph])
  }
}

@Suite struct `JSON from pages` {
  @Test(arguments: [
    ("{\"a\": [1, \"b\", {\"c\": null}], }", "b"),
    ("{\"a\":\"x\\u1ec7\\n\\ud83d\\ude00\"}", "xệ\n😀"),
    ("{\"a\":\"dòng\nmới\"}", "dòng mới"), ("{\"a\":{\"name\":\"N\"}}", "N"),
  ])
  func `is read leniently`(text: String, expected: String) {
    #expect(JSONValue(Array(text.utf8))?["a"]?.text == expected)
  }

  @Test(arguments: ["", "{", "{\"a\"", "[1", "{\"a\":\"b", "{a:1}", "\"\\u12\""])
  func `that is broken is nothing`(text: String) { #expect(JSONValue(Array(text.utf8)) == nil) }

  @Test func `nested without end is refused`() {
    #expect(JSONValue([UInt8](repeating: UInt8(ascii: "["), count: 100_000)) == nil)
  }
}
