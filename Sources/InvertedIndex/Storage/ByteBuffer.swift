/// Bytes that lists are encoded into, millions of them: a write is a comparison and a store.
///
/// Never copied, and kept from list to list, so that no list takes memory of its own.
@safe struct ByteBuffer: ~Copyable {
  // Owned by the buffer alone. `count` bytes of `capacity` are written; whatever stores bytes has
  // called `reserve` for them.
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 1 << 12) {
    self.capacity = max(64, capacity)
    unsafe base = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { unsafe base.deallocate() }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func write<Value: FixedWidthInteger>(_ value: Value) {
    reserve(MemoryLayout<Value>.size)
    unsafe base.storeBytes(of: value.littleEndian, toByteOffset: count, as: Value.self)
    count &+= MemoryLayout<Value>.size
  }

  /// LEB128, as `ByteWriter` writes it.
  @inline(__always)
  mutating func writeVarint(_ value: UInt64) {
    reserve(10)
    var rest = value
    while rest >= 0x80 {
      unsafe base.storeBytes(
        of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: count, as: UInt8.self)
      count &+= 1
      rest >>= 7
    }
    unsafe base.storeBytes(
      of: UInt8(truncatingIfNeeded: rest), toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  mutating func write(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    unsafe (base + count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  mutating func write(zeros: Int) {
    reserve(zeros)
    unsafe (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: zeros)
    count += zeros
  }

  /// Appends zeros up to a multiple of `alignment`, counted from a place.
  mutating func pad(to alignment: Int, from start: Int) {
    let rest = (count - start) % alignment
    if rest > 0 { write(zeros: alignment - rest) }
  }

  /// Replaces bytes that are written already.
  ///
  /// - Precondition: all of them are before `count`.
  mutating func patch<Value: FixedWidthInteger>(_ value: Value, at offset: Int) {
    precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= count, "a patch past the end")
    unsafe base.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
  }

  /// Appends numbers of `bits` bits each, 57 at most, lowest bit first, without gaps between them.
  ///
  /// - Parameter value: the number at a place; it needs no more than `bits` bits.
  @inline(__always)
  mutating func pack(count numbers: Int, bits: Int, _ value: (Int) -> UInt64) {
    guard bits > 0 else { return }
    // Each store is of eight bytes, the last one behind all whole bytes.
    reserve(BitPacking.byteCount(numbers, bits: bits) + 8)
    var register: UInt64 = 0
    var fill = 0
    var target = unsafe base + count
    for index in 0..<numbers {
      // Seven bits are left at most, so that the next number fits in.
      register |= value(index) &<< UInt64(fill)
      fill &+= bits
      unsafe target.storeBytes(of: register.littleEndian, as: UInt64.self)
      unsafe target += fill &>> 3
      register >>= UInt64(fill & ~7)
      fill &= 7
    }
    unsafe target.storeBytes(of: register.littleEndian, as: UInt64.self)
    count += BitPacking.byteCount(numbers, bits: bits)
  }

  /// What was written, for as long as `body` runs.
  func withBytes<Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Makes room for more bytes.
  @inline(__always)
  mutating func reserve(_ more: Int) {
    if count &+ more > capacity { grow(to: count + more) }
  }

  @inline(never)
  private mutating func grow(to least: Int) {
    capacity = max(least, capacity * 2)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    unsafe larger.copyMemory(from: base, byteCount: count)
    unsafe base.deallocate()
    unsafe base = larger
  }
}
