/// A source whose beginning has been looked at.
struct HeldBack<Source: ByteSource>: ByteSource {
  private var source: Source
  private var held: [[UInt8]] = []

  init(_ source: Source) { self.source = source }

  mutating func head() throws -> [UInt8] {
    var head: [UInt8] = []
    while head.count < 4_096 {
      let piece = try source.next()
      if piece.isEmpty { break }
      held.append(piece)
      head += piece
    }
    return head
  }

  mutating func next() throws -> [UInt8] {
    held.isEmpty ? try source.next() : held.removeFirst()
  }
}
