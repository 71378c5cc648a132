import Testing

@testable import Ingest

@Suite struct `A filter of files` {
  private func takes(_ filter: FileFilter, _ path: String) -> Bool {
    filter.takes(Array(path.utf8))
  }

  @Test func `that is empty takes all`() {
    #expect(FileFilter().isEmpty && takes(FileFilter(), "a/b.txt"))
  }

  @Test func `compares patterns without a slash with names, also of folders on the way`() {
    let filter = FileFilter(includes: ["*.pdf", "công báo*"], excludes: ["nháp", "~*"])
    #expect(takes(filter, "2020/a.pdf") && takes(filter, "công báo số 1.html"))
    #expect(!takes(filter, "a.txt") && !takes(filter, "pdf/a.txt"))
    #expect(!takes(filter, "nháp/a.pdf") && !takes(filter, "2020/nháp/sâu/a.pdf"))
    #expect(!takes(filter, "~a.pdf") && takes(filter, "bản nháp/a.pdf"))
    #expect(filter.leavesOut(Array("2020/nháp".utf8)) && !filter.leavesOut(Array("2020".utf8)))
  }

  @Test func `compares patterns with a slash with the path below the folder`() {
    let filter = FileFilter(includes: ["2020/*.txt", "/luật"], excludes: ["2020/tạm/*"])
    #expect(takes(filter, "2020/a.txt") && takes(filter, "luật/sâu/b.doc"))
    #expect(!takes(filter, "2021/a.txt") && !takes(filter, "x/2020/a.txt"))
    #expect(!takes(filter, "2020/tạm/a.txt"))
    #expect(filter.takes(Array("/srv/kho/2020/a.txt".utf8), below: Array("/srv/kho".utf8)))
    #expect(!filter.takes(Array("/srv/kho/a.txt".utf8), below: Array("/srv/kho".utf8)))
  }
}
