extension Index {
  /// Checks every structure on disk, after a commit of what was applied. Searches and writes go on.
  ///
  /// - Parameters:
  ///   - others: names of files beside the index that are no part of it.
  ///   - goesOn: asked before each segment; false leaves out the rest.
  /// - Throws: `.io` when the directory cannot be read.
  package func check(
    besides others: Set<String> = [],
    progress: @escaping (CheckProgress) -> Void = { _ in },
    while goesOn: () -> Bool = { true }
  ) throws(IndexError) -> CheckReport {
    var missing: IndexError?
    do throws(IndexError) { try commit() } catch { missing = error }
    var report = try IndexCheck.run(
      in: directory, besides: others, progress: progress, while: goesOn)
    if let missing { report.note("the newest documents are in the log only: \(missing)") }
    return report
  }
}
