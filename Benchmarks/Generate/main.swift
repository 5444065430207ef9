import Glibc
import Storybook

func say(_ text: String) {
  var bytes = Array(text.utf8)
  bytes.append(0x0A)
  _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
}

func writeStory(into folder: String) throws {
  let name = folder.split(separator: "/").last.map(String.init) ?? ""
  guard let story = Story.all.first(where: { $0.name == name }) else {
    let known = Story.all.map(\.name).joined(separator: ", ")
    throw Request.Wrong(message: "no story is called \(name); known: \(known)")
  }
  try OutputFile.makeFolder(folder)
  try OutputFile.makeFolder(folder + "/inbox")
  for file in story.files { try OutputFile("\(folder)/inbox/\(file.name)").write(file.bytes) }
}

do {
  switch try Request(CommandLine.arguments.dropFirst()) {
  case .help: print(Request.usage, terminator: "")
  case .bank(let rows, let folder): try Volume.writeBank(rows: rows, into: folder)
  case .story(let folder): try writeStory(into: folder)
  case .volume(let volume, let folder): try volume.write(into: folder)
  }
} catch let wrong as Request.Wrong {
  say("remitd-generate: \(wrong.message)")
  exit(2)
} catch let failure as WritingFailed {
  say("remitd-generate: \(failure.path): \(failure.reason)")
  exit(3)
}
