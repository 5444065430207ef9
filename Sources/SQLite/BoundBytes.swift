/// Room for the bytes of the values bound for one run, so that SQLite neither allocates nor frees for each of them.
/// What does not fit is left to SQLite to copy.
struct BoundBytes: ~Copyable {
  private static let capacity = 4_096

  private var start: UnsafeMutableRawPointer?
  private var used = 0

  /// Where the copy lies until `clear()`; nothing where it does not fit. An empty value has a place too: a null
  /// pointer would mean NULL.
  mutating func keep(_ source: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
    guard source.count <= Self.capacity - used else { return nil }
    let room = start ?? .allocate(byteCount: Self.capacity, alignment: 16)
    start = room
    let place = room + used
    if let from = source.baseAddress { place.copyMemory(from: from, byteCount: source.count) }
    used += source.count
    return UnsafeRawPointer(place)
  }

  mutating func clear() { used = 0 }

  deinit { start?.deallocate() }
}
