import TestSupport
import Testing
import Wire

/// What the program says of itself, to people, to shells and to `man`.
@Suite struct HelpTests {
  private static let checkout = #filePath.split(separator: "/").dropLast(3)
    .reduce("") { $0 + "/" + $1 }

  /// Each command, with the commands it is below.
  private static func commands(_ json: JSONValue, below path: [String] = []) -> [[String]] {
    (json["subcommands"]?.array ?? []).flatMap { command -> [[String]] in
      let name = path + [command["commandName"]?.string ?? ""]
      return name == ["help"] ? [] : [name] + commands(command, below: name)
    }
  }

  private static func commands(in folder: TemporaryFolder) throws -> [[String]] {
    let dump = try Program.run(["--experimental-dump-help"], in: folder)
    let json = try JSONValue(parsing: Array(dump.output.utf8).span)
    return commands(try #require(json["command"]))
  }

  @Test func `the help of every command reads well in a terminal of 80 columns`() throws {
    let folder = TemporaryFolder()
    let commands = try Self.commands(in: folder)
    #expect(commands.count > 25)
    for command in [[]] + commands {
      let help = try Program.run(["help"] + command, in: folder)
      #expect(help.code == 0)
      for line in help.lines where line.count > 80 {
        Issue.record("help \(command.joined(separator: " ")): \(line.count) columns: \(line)")
      }
    }
  }

  @Test func `a mistyped command is named with the one that was meant`() throws {
    let folder = TemporaryFolder()
    let wrong = try Program.run(["serch", "lúa"], in: folder)
    #expect(wrong.code == 2)
    #expect(
      wrong.errors == "mucluc: there is no command \"serch\" (did you mean mucluc search?)\n")
    let strange = try Program.run(["help", "xyzzy"], in: folder)
    #expect(strange.code == 2 && strange.errors.contains("mucluc help lists"))
    #expect(try Program.run(["--version"], in: folder).output == Wire.version + "\n")
  }

  @Test func `a request of one's own is answered as it is`() throws {
    let daemon = try RunningDaemon()
    let added = try daemon.run(
      "query", "post", "/v1/collections/main/documents", "-",
      input: #"{"id":"1","body":"Lúa chín."}"# + "\n")
    #expect(added.code == 0 && added.output.contains(#""created":1"#), "\(added.errors)")
    let found = try daemon.run("query", "POST", "/v1/search", #"{"q":"lua"}"#)
    #expect(found.output.hasSuffix("}\n") && found.output.contains(#""id":"1""#))
    #expect(try daemon.run("query", "GET", "/v1/count?q=l%C3%BAa").output.contains(#""value":1"#))
    let refused = try daemon.run("query", "GET", "/v1/count?q=a&limt=1")
    #expect(refused.code == 5 && refused.output.contains(#""code":"unknown_field""#))
    let syntax = try daemon.run("query", "GET", "/v1/search?q=%22a&syntax=strict")
    #expect(syntax.code == 4)
    #expect(try daemon.run("query", "GET", "v1/status").code == 2)
    #expect(try daemon.run("query", "GET", "/v1/count?q=lúa").code == 2)
    daemon.end()
  }

  @Test func `shells complete the names of collections and fields`() throws {
    let daemon = try RunningDaemon()
    _ = try daemon.run("add", "-", input: #"{"id":"1","body":"Một.","chuyen_muc":"a"}"#)
    _ = try daemon.run("add", "-c", "bai-viet", "-", input: #"{"id":"1","body":"Một."}"#)
    func completed(_ words: String...) throws -> [String] {
      try Program.run(
        ["---completion"] + words, socket: daemon.socket, in: daemon.folder,
        variables: ["SAP_SHELL=bash"]
      ).lines
    }
    #expect(
      try completed("search", "--", "--collection", "2", "0", "search", "-c", "") == [
        "bai-viet", "main",
      ])
    let orders = try completed("search", "--", "--sort", "2", "0", "search", "--sort", "")
    #expect(orders.contains("score") && orders.contains("chuyen_muc"), "\(orders)")
    let facets = try completed(
      "search", "--", "--facet", "4", "0", "search", "-c", "bai-viet", "-f", "")
    #expect(facets.contains("source") && !facets.contains("chuyen_muc"), "\(facets)")
    daemon.end()
    #expect(try completed("search", "--", "--collection", "2", "0", "search", "-c", "") == [])
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `the completion script of a shell is one`(shell: String) throws {
    let folder = TemporaryFolder()
    let script = try Program.run(["--generate-completion-script", shell], in: folder)
    #expect(script.code == 0 && script.output.contains("diacritics"))
    guard Program.isInstalled("/usr/bin/\(shell)") else { return }
    try TextFile.write(script.output, to: folder.path + "/script")
    let checked = try Program.run(
      ["-n", folder.path + "/script"], in: folder, program: "/usr/bin/\(shell)")
    #expect(checked.code == 0, "\(checked.errors)")
  }

  @Test(.enabled(if: Program.isInstalled("/usr/bin/python3")))
  func `every command has its manual page`() throws {
    let folder = TemporaryFolder()
    let made = try Program.run(
      [Self.checkout + "/Config/man/generate.py", Program.path, folder.path], in: folder,
      program: "/usr/bin/python3")
    #expect(made.code == 0, "\(made.errors)")
    for command in try Self.commands(in: folder) where command.count == 1 && command != ["syntax"] {
      let page = try TextFile.read(folder.path + "/man1/mucluc-\(command[0]).1")
      #expect(page.contains(".SH SYNOPSIS") && page.contains("mucluc"))
    }
    #expect(try TextFile.read(folder.path + "/man1/mucluc.1").contains("EXIT CODES"))
    #expect(try TextFile.read(folder.path + "/man7/mucluc-query.7").contains("NEAR/5"))
    #expect(try TextFile.read(folder.path + "/man5/mucluc.toml.5").contains(".SH \"[server]\""))
  }
}
