/// A file of a story, as it falls into the inbox.
package struct StoryFile: Sendable, Hashable {
  /// The number in front gives the order of arrival.
  package var name: String
  package var bytes: [UInt8]

  package init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// A folder of `samples/`. Its `story.md` and `mapping/` are written by people, its `inbox/` by the writers here.
package struct Story: Sendable {
  /// The name of the folder.
  package var name: String
  package var files: [StoryFile]

  package static var all: [Story] {
    [.homeCareMonth, .secondReturn, .awardedMode, .careSystemPosts]
  }

  /// Numbers the files in the order in which they arrive.
  init(_ name: String, arriving files: [(String, [UInt8])]) {
    self.name = name
    self.files = files.enumerated().map { index, file in
      StoryFile((index < 9 ? "0" : "") + "\(index + 1)-" + file.0, file.1)
    }
  }
}
