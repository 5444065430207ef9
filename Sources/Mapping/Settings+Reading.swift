package import Findings

extension Settings {
  /// Reads and checks `remitd.yaml`. All findings come at once; settings exist only if none of them is an error.
  package static func read(_ bytes: [UInt8], file: String) -> (Settings?, [Finding]) {
    var reader = SettingsReader(file: file)
    let settings = reader.read(bytes)
    let findings = reader.inspector.findings.shown(with: [file: bytes])
    return (findings.hasErrors ? nil : settings, findings.kept)
  }
}
