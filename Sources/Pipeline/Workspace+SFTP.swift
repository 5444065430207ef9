import Curl
import Delivery
import Disk
import Mapping

extension Workspace {
  /// The place of a file drop on a server, or one that says why it cannot be asked.
  func place(
    _ sftp: Settings.SFTPFolder, _ isStopping: @escaping @Sendable () -> Bool
  ) -> any DropPlace {
    switch client(for: sftp, Self.deliveryLimits, isStopping: isStopping) {
    case .success(let client): SFTPPlace(client, sftp.path)
    case .failure(let missing): MissingPlace(missing.description)
    }
  }

  private static let deliveryLimits = TransferLimits(
    connect: 15_000, whole: 300_000, stall: 30_000, answerBytes: 256 << 20)

  func client(
    for sftp: Settings.SFTPFolder, _ limits: TransferLimits,
    isStopping: @escaping @Sendable () -> Bool = { false }
  ) -> Result<SFTPClient, MissingKey> {
    guard let hostKey = SSHHostKey(sftp.hostKey) else {
      preconditionFailure("settings admit only fingerprints as host keys")
    }
    let key: DiskPath
    switch sftp.keyFile {
    case .file(let file): key = path(file)
    case .credential(let name):
      guard let credentials, let file = FileName(name) else {
        return .failure(
          MissingKey("the key \(name) is a credential of systemd, and remitd does not run as its service"))
      }
      key = credentials / file
    }
    do {
      guard try FileStamp.ofWhatLies(at: key) != nil else {
        return .failure(MissingKey("there is no key file \(key.display) for \(sftp.user) at \(sftp.host)"))
      }
    } catch { return .failure(MissingKey(error.description)) }
    let server = SFTPServer(
      host: sftp.host, port: sftp.port, user: sftp.user,
      keyFile: String(decoding: key.bytes, as: UTF8.self), hostKey: hostKey)
    return .success(SFTPClient(server, limits, isStopping: isStopping))
  }
}

/// A key that is not where the settings say. The sentence is for an operator.
struct MissingKey: Error, CustomStringConvertible {
  let description: String
  init(_ sentence: String) { description = sentence }
}

extension Settings.SFTPFolder {
  var path: SFTPPath {
    guard let path = SFTPPath(folder) else {
      preconditionFailure("settings admit only absolute paths on servers")
    }
    return path
  }
}
