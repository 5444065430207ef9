import Crypto
import Testing

@Suite struct CryptoTests {
  // FIPS 180-2, appendix B, and the message of no bytes.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `a digest is the one the standard gives`(text: String, hex: String) {
    #expect(SHA256.digest(text).hex == hex)
    #expect(SHA256.digest(Array(text.utf8)).hex == hex)
  }

  @Test func `pieces give the digest of the whole, and the next message starts anew`() {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let whole = SHA256.digest(bytes)
    var hash = SHA256()
    for size in [1, 63, 64, 65, 4_096] {
      for start in stride(from: 0, to: bytes.count, by: size) {
        hash.update(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(hash.finish() == whole)
    }
  }

  @Test func `a digest survives being written down`() {
    let digest = SHA256.digest("abc")
    #expect(Digest(hex: digest.hex) == digest)
    #expect(Digest(digest.bytes) == digest)
    #expect(digest.bytes.prefix(4) == [0xba, 0x78, 0x16, 0xbf])
    #expect(Digest(hex: "ba78") == nil)
    #expect(Digest(hex: digest.hex.uppercased()) == nil)
    #expect(Digest([1, 2, 3]) == nil)
  }
}
