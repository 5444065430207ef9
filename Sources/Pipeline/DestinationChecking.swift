package import Accounting
import Care
import Delivery
package import Findings
package import Mapping

/// Compares a destination with what the mapping of an administration will ask of it.
package enum DestinationChecking {
  /// - Returns: what is in the way; where the destination cannot be asked, why.
  /// - Throws: what keeps the destination from being reached at all.
  package static func findings(
    of administration: Settings.Administration, in workspace: Workspace, on today: CalendarDate
  ) throws -> [Finding] {
    guard let outlet = workspace.settings.destination(administration.destination) else { return [] }
    let files = try workspace.readMapping(of: administration)
    guard let mapping = files.mapping else { return files.findings.kept }
    let connect = Connection.make()
    let destination = connect(outlet, administration, workspace, LedgerChart(mapping))
    guard var checked = destination as? any CheckedDestination else {
      // What cannot be reached says why when it is asked for anything.
      return [unready(destination, administration)]
    }
    do throws(DeliveryFailure) {
      return try checked.check(Wanted(mapping, of: administration, on: today))
    } catch {
      let position = Position(file: "remitd.yaml")
      switch error {
      case .refused(let sentence):
        return [
          Finding(
            "refused", at: position, sentence,
            remedy: "correct the destination \(outlet.id), or what it names at the other side")
        ]
      case .shutOut(let sentence):
        return [
          Finding(
            "shut-out", at: position, sentence,
            remedy:
              "put the right secret where `secret` of the destination \(outlet.id) points; entries wait meanwhile"
          )
        ]
      case .unreachable, .outcomeUnknown, .conflicting: throw error
      }
    }
  }

  private static func unready(
    _ destination: any Delivery.Destination, _ administration: Settings.Administration
  ) -> Finding {
    Finding(
      "unready", at: Position(file: "remitd.yaml"),
      (destination as? Unready)?.sentence ?? "the destination cannot be compared with a mapping",
      remedy:
        "put the destination \(administration.destination) right and check again; until then entries of "
        + "\(administration.id) wait")
  }
}

extension Wanted {
  init(_ mapping: Mapping, of administration: Settings.Administration, on today: CalendarDate) {
    let payers = mapping.payers.map(\.value)
    let events = Event.allCases.filter { $0 != .bank }.map { mapping.journal(of: $0) }
    let journals = Set(
      events + mapping.ownAccounts.filter { $0.value.bookedBy == .gateway }.map(\.value.journal))
    self.init(
      accounts: LedgerChart(mapping).all,
      itemAccounts: Set(
        payers.flatMap { [$0.debtor, $0.takeback, $0.advance, $0.settlement].compactMap { $0 } }),
      journals: journals.sorted(),
      relations: Dictionary(grouping: payers, by: \.payer).sorted { $0.key.text < $1.key.text }.map {
        (payer: $0.key.text, relation: $0.value.compactMap(\.relation).first)
      }, today: today, mapping: administration.mapping)
  }
}
