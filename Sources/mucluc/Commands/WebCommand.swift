import ArgumentParser
import Client
import Web

struct WebCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "web",
    abstract: "Search in a browser of this machine.",
    discussion: """
      Serves one page on 127.0.0.1 and prints the address to open. Who knows the
      address may search with your rights for as long as the command runs: it holds
      a secret that is new each time, and nobody else can reach the archive by it.
      Only reading is passed on. End it with Ctrl-C.

      EXAMPLES
        mucluc web --open
        mucluc web --port 8181 --socket /tmp/mucluc.sock
      """)

  @OptionGroup var daemon: DaemonOptions

  @Option(help: ArgumentHelp("A port of its own; a free one if not said.", valueName: "n"))
  var port = 0

  @Flag(help: "Open the page in the browser, too.")
  var open = false

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
  }

  func run() async throws {
    let settings = WebSettings(socket: daemon.socket ?? Archive.defaultSocket, port: port)
    let opens = open
    let starter = PageStarter()
    let server = WebServer(settings) { address in
      var output = Output()
      output.write(address + "\n")
      output.flush()
      if opens, !starter.open(address) {
        Output.say("note: no browser could be started; open the address by hand")
      }
    }
    do throws(WebError) { try await server.run() } catch {
      Output.complain(error.description)
      throw Exit.failed
    }
    starter.clean()
  }
}
