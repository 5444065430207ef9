import Disk
import Glibc
import Mapping
import Pipeline

extension Secrets {
  /// Those that this process was started with, and files below a workspace.
  static func ofThisProcess(_ workspace: DiskPath) -> Secrets {
    Secrets { name in
      switch name {
      case .environment(let variable):
        guard let value = getenv(variable) else {
          return .failure(Missing("the environment has no \(variable), which the settings name as a secret"))
        }
        return .success(String(cString: value))
      case .file(let path):
        return read(
          path.split(separator: "/").reduce(workspace) { folder, part in
            FileName(String(part)).map { folder / $0 } ?? folder
          }, named: name)
      case .credential(let credential):
        guard let folder = getenv("CREDENTIALS_DIRECTORY"), let file = FileName(credential) else {
          return .failure(
            Missing(
              "\(name) comes from systemd, which has not started this process: LoadCredential= is missing"))
        }
        return read(DiskPath(String(cString: folder)) / file, named: name)
      }
    }
  }

  /// Without the line end that editors leave.
  private static func read(_ path: DiskPath, named name: SecretName) -> Result<String, Missing> {
    do {
      guard let bytes = try DurableFile.read(path) else { return .failure(Missing("\(name) is not there")) }
      guard let text = String(validating: bytes, as: UTF8.self), bytes.count < 10_000 else {
        return .failure(Missing("\(name) is no text"))
      }
      return .success(String(text.prefix { !$0.isNewline }))
    } catch {
      return .failure(Missing("\(name) cannot be read: \(error)"))
    }
  }
}
