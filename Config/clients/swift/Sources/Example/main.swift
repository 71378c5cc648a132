// Adds two documents, searches them, and shows what an error looks like.
//
//   MUCLUC_SOCKET=/tmp/mucluc.sock swift run --package-path Config/clients/swift Example

import Client
import Wire

let archive = Archive()  // or Archive(socket: "/tmp/mucluc.sock")

var first = DocumentRecord(id: "tin-1")
first.title = "Khai giảng năm học mới"
first.body = "Sáng nay các trường khai giảng."
first.fields = [.init("author", ["An"])]
var second = DocumentRecord(id: "tin-2")
second.title = "Mùa lúa chín"
second.body = "Ủy ban nhân dân xã thăm đồng."

do {
  let report = try archive.add([first, second], to: "swift-example")
  print("\(report.created) new, \(report.unchanged) as before, \(report.rejected) refused")

  var query = SearchQuery("uy ban")
  query.collections = ["swift-example"]
  let results = try archive.search(query)
  for hit in results.hits {
    print(hit.title, hit.snippets.first?.text ?? "")
  }

  query.text = "khai giang"
  query.filter = "author = An"
  print(try archive.count(query).value, "by An")

  query.filter = "autor = An"
  _ = try archive.count(query)
} catch ClientError.refused(let problem) {
  // A code to decide by, a detail and a hint to show.
  print("refused: \(problem.code.rawValue): \(problem.detail) (\(problem.hint ?? ""))")
} catch {
  print("failed: \(error)")
}
