import Books
import Mapping
import Testing

/// Since when something waits is told by documents, not by when they arrived (POSTING.md rule 10).
struct TakebackSinceTests {
  @Test
  func `since when a takeback waits for its credit line does not depend on the order of specifications`()
    throws
  {
    let mapping = try TemplateMapping(recognition: .none).files
    let files = try Samples.files(of: "takeback-over-three-payments")
    let straight = try TrialWorkspace(mapping)
    for file in files { try straight.take(file.name, file.bytes) }
    let turned = try TrialWorkspace(mapping)
    for file in files.reversed() { try turned.take(file.name, file.bytes) }
    #expect(try straight.endState().difference(to: try turned.endState()) == [])
  }
}
