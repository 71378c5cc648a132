import Client
import TestSupport
import Testing
import Wire

@Suite struct CopyCountTests {
  @Test func `a run says how many texts are nearly the same as others`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    let story = (1...9).map { number in
      "Đoạn \(number): người dân ấp \(number * 3) kể lại đêm giữ đê dài nhất trong đời, khi nước tràn qua"
        + " chân cống thứ \(number * 7) và cả xóm vác bao cát chạy \(number + 20) lượt dưới mưa."
    }
    try folder.write("báo-a.txt", "Đêm giữ đê\n\n" + story.joined(separator: "\n\n") + "\n")
    try folder.write(
      "báo-b.txt", "Trắng đêm vì con đê\n\n" + story.dropLast().joined(separator: "\n\n") + "\n")
    try folder.write(
      "báo-c.txt", "Giữ đê\n\n" + story.joined(separator: "\n\n") + "\n\nTheo TTXVN\n")
    try folder.write(
      "khác.txt", "Mùa cá linh\n\nNước về, cá linh theo lũ vào đồng, chợ quê đông hẳn lên.\n")
    let done = try folder.sync()
    #expect(done["near_copies"]?.int == 2, "\(done)")
    #expect(try folder.sync()["near_copies"]?.int == 0)
    let run = try daemon.run("add", "-c", "khac", folder.path)
    #expect(run.output.contains("2 documents nearly the same as others"), "\(run.output)")
    let copies = try daemon.archive.similar(to: folder.path + "/báo-a.txt", copies: true)
    #expect(copies?.results.total.value == 2)

    // What comes in a later run is compared with what is there.
    try folder.write("báo-d.txt", "Giữ đê trong đêm\n\n" + story.joined(separator: "\n\n") + "\n")
    #expect(try folder.sync()["near_copies"]?.int == 1)
    let family = ["báo-a.txt", "báo-b.txt", "báo-c.txt", "báo-d.txt"].map { folder.path + "/" + $0 }
    #expect(try daemon.run("copies").output == family.map { $0 + "\n" }.joined() + "\n")
    #expect(try daemon.archive.copies(of: family[2]).families.first?.documents == family)
    folder.move("báo-b.txt", to: "số-b.txt")
    folder.delete("báo-a.txt")
    try folder.sync()
    let left = ["báo-c.txt", "báo-d.txt", "số-b.txt"].map { folder.path + "/" + $0 }
    let json = try daemon.run("copies", "--json", left[0]).lines
    #expect(json.count == 1 && left.allSatisfy { json[0].contains($0) }, "\(json)")
    #expect(!json[0].contains("báo-a.txt"))
    #expect(try daemon.run("copies", folder.path + "/khác.txt").code == 1)
    daemon.end()
  }

  @Test func `what lines of a dump repeat is boilerplate`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    let notice = "Bạn đọc có tin xin gửi về hộp thư toà soạn, số 7 ngõ Chùa Cả"
    let lines = (0..<40).map { number in
      let story = (0..<3).map { part in
        "Nhà số \(number * 31 + part) ở xóm \(number) dệt \(number * part + 31) thước lụa, bán cho khách"
          + " phường \(number * 5) với giá \(part * 17 + number * 3) nghìn đồng một thước, còn"
          + " \(number + 40) thước để dành cho phiên chợ ngày \(part + number * 2)."
      }
      let body = (story + [notice]).joined(separator: "\\n\\n")
      return #"{"id":"bài-\#(number)","title":"Lụa \#(number)","body":"\#(body)","mục":"Làng"}"#
    }
    try folder.write(
      "kho.ndjson", (lines + ["không phải JSON"]).joined(separator: "\n") + "\n")
    try folder.sync(code: 5)
    for number in [0, 23, 24, 39] {
      let document = try daemon.run("get", "bài-\(number)", "--json").output
      #expect(document.contains(#"{"kind":"boilerplate","text":"\#(notice)"#), "\(document)")
      #expect(document.contains(#""mục":"Làng""#))
    }
    #expect(try daemon.run("problems").output.contains("kho.ndjson"))
    daemon.end()
  }

  @Test func `what a site repeats is known from earlier runs`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    let notice = "Bạn đọc có tin xin gửi về hộp thư toà soạn, số 7 ngõ Chùa Cả"
    func write(day: Int, count: Int = 2) throws {
      try folder.makeFolder("0\(day)")
      for number in 0..<count {
        let story = (0..<3).map { part in
          "Nhà số \(day * 31 + number * 7 + part) ở xóm \(day + number) dệt \(day * part + 31) thước lụa,"
            + " bán cho khách phường \(number * 5 + day) với giá \(part * 17 + day * 3) nghìn đồng một"
            + " thước, còn \(number + day + 40) thước để dành cho phiên chợ ngày \(part + day * 2)."
        }
        try folder.write(
          "0\(day)/\(number).txt",
          "Lụa ngày \(day)\n\n" + story.joined(separator: "\n\n") + "\n\n\(notice)\n")
      }
    }
    func isMarked(_ name: String) throws -> Bool {
      try daemon.run("get", folder.path + "/" + name, "--json").output
        .contains(#"{"kind":"boilerplate","text":"\#(notice)"#)
    }
    // Folders with too few files to tell by themselves.
    for day in 1...3 { try write(day: day) }
    try folder.sync()
    #expect(try !isMarked("01/0.txt"))
    try write(day: 4)
    try folder.sync("--workers", "2")
    #expect(try isMarked("04/0.txt") && isMarked("04/1.txt"))
    #expect(try daemon.archive.repeats().sites.map(\.name) == [folder.path])
    daemon.end()
  }

  @Test func `what was marked by its folder is known in others, too`() throws {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    let notice = "Bạn đọc có tin xin gửi về hộp thư toà soạn, số 7 ngõ Chùa Cả"
    func write(_ day: Int, _ count: Int) throws {
      try folder.makeFolder("0\(day)")
      for number in 0..<count {
        let story = (0..<3).map { part in
          "Nhà số \(day * 31 + number * 7 + part) ở xóm \(day + number) đan được"
            + " \(number * part + 31) chiếc nón, bán cho khách phường \(number * 5 + day) với giá"
            + " \(part * 17 + number * 3) nghìn đồng, còn \(number + day + 40) chiếc để dành cho"
            + " phiên chợ ngày \(part + day * 2)."
        }
        try folder.write(
          "0\(day)/\(number).txt",
          "Nón ngày \(day)\n\n" + story.joined(separator: "\n\n") + "\n\n\(notice)\n")
      }
    }
    func isMarked(_ name: String) throws -> Bool {
      try daemon.run("get", folder.path + "/" + name, "--json").output
        .contains(#"{"kind":"boilerplate","text":"\#(notice)"#)
    }
    try write(1, 9)
    try folder.sync()
    #expect(try isMarked("01/0.txt"))
    try write(2, 1)
    try folder.sync()
    #expect(try isMarked("02/0.txt"))
    daemon.end()
  }
}
