extension [UInt64] {
  /// Puts the value that `place` others are below where it is in order: smaller ones are before it
  /// then, larger ones behind. All values are different (quickselect, Hoare 1961,
  /// doi:10.1145/366622.366647).
  package mutating func settle(_ place: Int) {
    var values = mutableSpan
    var low = 0
    var high = values.count - 1
    while low < high {
      let pivot = values[(low + high) / 2]
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        return
      }
    }
  }
}
