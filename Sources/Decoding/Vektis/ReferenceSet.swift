/// Which references a file has used: 64-bit hashes in open addressing, at most 22 bytes a reference, so that a file of
/// ten million lines can be checked. Two references with one hash (1 in 37 million for a file of a million lines) would
/// be reported as one used twice: the file waits for a person, no cent goes wrong.
struct ReferenceSet {
  private var slots: [UInt64]
  private var count = 0

  init() { slots = Array(repeating: 0, count: 1 << 10) }

  /// FNV-1a, stirred so that its low bits are as good as its high ones; never 0, which marks an empty slot.
  struct Hash {
    private var sum: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ byte: UInt8) { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }

    var value: UInt64 {
      var hash = sum
      hash ^= hash >> 33
      hash = hash &* 0xff51_afd7_ed55_8ccd
      hash ^= hash >> 33
      return hash == 0 ? 1 : hash
    }
  }

  static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash = Hash()
    for byte in bytes { hash.add(byte) }
    return hash.value
  }

  func contains(_ hash: UInt64) -> Bool { slots[slot(of: hash)] == hash }

  /// False if it was there already.
  mutating func insert(_ hash: UInt64) -> Bool {
    let free = slot(of: hash)
    guard slots[free] != hash else { return false }
    slots[free] = hash
    count += 1
    if count * 4 > slots.count * 3 { grow() }
    return true
  }

  private func slot(of hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0, slots[slot] != hash { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    for hash in old where hash != 0 { slots[slot(of: hash)] = hash }
  }
}
