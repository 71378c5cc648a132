extension Exposition {
  /// The process by the names that all clients of Prometheus give these.
  mutating func write(_ facts: ProcessFacts) {
    let all: [(String, Kind, String, Double?)] = [
      (
        "process_cpu_seconds_total", .counter, "User and system time of the process.",
        facts.cpuSeconds
      ),
      (
        "process_start_time_seconds", .gauge, "When the process started, seconds since 1970.",
        facts.startTime
      ),
      (
        "process_resident_memory_bytes", .gauge,
        "Memory of the process in RAM, mapped files included.", facts.residentBytes
      ),
      (
        "process_virtual_memory_bytes", .gauge, "Address space of the process.",
        facts.virtualBytes
      ),
      ("process_threads", .gauge, "Threads of the process.", facts.threads),
      ("process_open_fds", .gauge, "Open file descriptors.", facts.openDescriptors),
      (
        "process_max_fds", .gauge, "The most file descriptors that may be open.",
        facts.maximumDescriptors
      ),
    ]
    for (name, kind, help, value) in all {
      if let value { single(name, kind, help, value) }
    }
  }
}
