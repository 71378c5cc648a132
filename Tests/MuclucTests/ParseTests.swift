import Client
import TestSupport
import Testing
import Wire

@Suite struct ParseTests {
  @Test func `a query is printed as an indented tree`() throws {
    let daemon = try RunningDaemon()
    let lines = [
      #"{"id":"1","title":"Mưa","body":"Mưa to, gió lớn.","date":"2022-03-05"}"#,
      #"{"id":"2","title":"Nắng","body":"Gió nhẹ."}"#,
    ]
    #expect(try daemon.run("add", "-", input: lines.joined(separator: "\n")).code == 0)
    let shown = try daemon.run("parse", "title:mưa", "NEAR/5", "x", "+gi*")
    #expect(shown.code == 0)
    #expect(shown.output.contains("├─ "))
    #expect(shown.output.contains("+ prefix gi*  gi · 1 word · gió"), "\(shown.output)")
    #expect(shown.errors.contains("NEAR stands between"))
    let json = try daemon.run("parse", "--json", "\"mưa to\"~3")
    let value = try JSONValue(parsing: Array(json.output.utf8).span)
    #expect(value["tree"]?["kind"] == .string("near"))
    let tree = try daemon.archive.parse("2 of (mưa gió)")
    #expect(tree.tree?.minimum == 2)
    #expect(tree.understood == "2 of (mưa gió)")
    #expect(try daemon.run("parse").code == 2)
    daemon.end()
  }

  @Test func `a mistake is shown with a mark under its place`() throws {
    let daemon = try RunningDaemon()
    #expect(try daemon.run("add", "-", input: #"{"id":"1","body":"Mưa to."}"#).code == 0)
    for command in ["search", "count", "parse"] {
      let refused = try daemon.run(command, "--syntax", "strict", "mưa tilte:to")
      #expect(refused.code == 4)
      #expect(refused.errors.contains("  mưa tilte:to\n      ^\n"), "\(refused.errors)")
      #expect(refused.errors.contains("did you mean \"title\"?"))
    }
    let filter = try daemon.run("search", "mưa", "--filter", "date >= 2020 AND autor = An")
    #expect(filter.code == 4)
    #expect(filter.errors.contains("  date >= 2020 AND autor = An\n                   ^\n"))
    daemon.end()
  }

  @Test func `the syntax is a help topic`() throws {
    let daemon = try RunningDaemon()
    for arguments in [["help", "syntax"], ["syntax"]] {
      let help = try Program.run(arguments, socket: daemon.socket, in: daemon.folder)
      #expect(help.code == 0)
      #expect(help.output.contains("2 of (a b \"c d\")"))
    }
    daemon.end()
  }

  @Test func `every part of the language finds over the socket what it should`() throws {
    let daemon = try RunningDaemon()
    let lines = [
      #"{"id":"1","title":"Bão lớn","body":"Mưa to gió lớn.","author":"Hà An","date":"2022-03-05"}"#,
      #"{"id":"2","title":"Tin","body":"Gió lớn rồi mưa to.","author":"Trần Hà","date":"2023"}"#,
      #"{"id":"3","body":"Bão tan, trời nắng.","date":"2019"}"#,
    ]
    #expect(try daemon.run("add", "-", input: lines.joined(separator: "\n")).code == 0)
    for (query, ids) in [
      ("title:bão", ["1"]), ("author:\"ha an\"", ["1"]), ("date:2022..2023", ["1", "2"]),
      ("date:\"tháng 3 năm 2022\"", ["1"]), ("mưa ONEAR/2 gió", ["1"]),
      ("mưa NEAR gió", ["1", "2"]), ("b?o", ["1", "3"]), ("*ắng", ["3"]), ("lắng~", ["3"]),
      ("2 of (bão mưa nắng)", ["1", "3"]), ("(bão OR mưa^5) -title:tin", ["1", "3"]),
    ] {
      let found = try daemon.run(
        "search", "--syntax", "strict", "--format", "ids", "--", query)
      #expect(Set(found.lines) == Set(ids), "\(query): \(found.output)\(found.errors)")
    }
    daemon.end()
  }
}
