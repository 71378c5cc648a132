/// Where lists of known sizes begin that follow each other in one array, and where the last ends.
func listStarts(_ sizes: [Int]) -> [Int] {
  var starts = [0]
  starts.reserveCapacity(sizes.count + 1)
  for size in sizes { starts.append(starts[starts.count - 1] + size) }
  return starts
}
