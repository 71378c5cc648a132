import ArgumentParser
import Client
import Wire

struct SynonymsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synonyms",
    abstract: "Say which words mean the same.",
    discussion: """
      A file has a set a line: words with = between them stand for each other,
      those before > are also looked for as those behind it; ^0.5 at the end is
      what the other words count for (0.8 if not said). What was typed always
      counts for 1. # begins a comment. What is put replaces what was there.

      EXAMPLES
        mucluc synonyms list
        mucluc synonyms put dong-nghia.txt
        echo 'xe máy = mô tô' | mucluc synonyms put -
        mucluc synonyms rm
      """,
    subcommands: [List.self, Put.self, Remove.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print them, as put reads them.")

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var collection: CollectionOption

    @Flag(help: "Print {\"sets\":[…]}.")
    var json = false

    func run() throws {
      let list = try daemon.archive().synonyms(of: collection.collection)
      var output = Output()
      if json { output.write(line: list.json) } else { output.write(Safe.text(list.text)) }
      output.flush()
      if list.sets.isEmpty { throw Exit.nothingFound }
    }
  }

  struct Put: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put those of a file in place of what was there.")

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var collection: CollectionOption

    @Argument(help: "A set a line; - for standard input.")
    var file: String

    func run() throws {
      var lines = try LineReader(file)
      var text = ""
      while let line = try lines.next() { text += String(decoding: line, as: UTF8.self) + "\n" }
      let list: SynonymList
      do throws(Problem) { list = try SynonymList(text: text) } catch {
        Output.complain("\(file): \(error.detail) (\(error.hint ?? ""))")
        throw Exit.usage
      }
      try daemon.archive().setSynonyms(list, of: collection.collection)
      Output.say("\(Numbers.count(list.sets.count, "set")) of synonyms")
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rm", abstract: "Forget them all.")

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var collection: CollectionOption

    func run() throws {
      try daemon.archive().setSynonyms(SynonymList(), of: collection.collection)
    }
  }
}
