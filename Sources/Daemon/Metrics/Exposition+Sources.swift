import Wire

extension Exposition {
  /// How the folders are kept that collections are made from.
  mutating func write(_ sources: [SourceStatus]) {
    func labels(_ source: SourceStatus) -> Labels {
      [("collection", source.collection), ("source", source.name)]
    }
    family(
      "mucluc_source_up", .gauge,
      "1 while a process looks after the folder of a source, or is done with it; 0 when the folder is"
        + " not there or the process has to be started again."
    ) { family in
      for source in sources {
        family.sample(source.pid != nil || source.state == .done ? 1 : 0, labels(source))
      }
    }
    family(
      "mucluc_source_restarts_total", .counter,
      "Processes of a source that had to be started again."
    ) { family in for source in sources { family.sample(source.restarts, labels(source)) } }
    family(
      "mucluc_source_files_total", .counter, "Files of a source by what came of them."
    ) { family in
      for source in sources {
        for count in source.files {
          family.sample(count.files, labels(source) + [("outcome", count.outcome)])
        }
      }
    }
    family(
      "mucluc_source_problems_total", .counter,
      "Files of a source that could not be read, or not wholly; mucluc problems names them."
    ) { family in for source in sources { family.sample(source.problemCount, labels(source)) } }
  }
}
