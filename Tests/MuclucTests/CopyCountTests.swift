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
    daemon.end()
  }
}
