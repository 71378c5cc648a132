/// Plain values one after another, gathered and forgotten again millions of times.
///
/// Never copied, so that appending is a comparison and a store: an array asks each time whether it
/// has another owner.
@safe struct FlatArray<Element: BitwiseCopyable>: ~Copyable {
  // Owned by this value alone. `count` values of `capacity` are initialized.
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 64) {
    self.capacity = max(1, capacity)
    unsafe base = .allocate(capacity: self.capacity)
  }

  deinit { unsafe base.deallocate() }

  var isEmpty: Bool { count == 0 }

  var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "an index past the end")
      return unsafe base[index]
    }
    set {
      precondition(index >= 0 && index < count, "an index past the end")
      unsafe base[index] = newValue
    }
  }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func append(_ value: Element) {
    if count == capacity { grow(to: count + 1) }
    unsafe base[count] = value
    count &+= 1
  }

  @inline(never)
  private mutating func grow(to least: Int) {
    capacity = max(least, capacity * 2)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    unsafe larger.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = larger
  }
}
