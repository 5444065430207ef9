import Curl
package import Delivery
package import Mapping

/// What stands behind a destination of the settings, for an administration's entries on the accounts of a chart.
package typealias Connect = (
  Settings.Outlet, Settings.Administration, Workspace, LedgerChart
) -> any Delivery.Destination

/// Makes destinations of settings.
package enum Connection {
  /// - Parameter isStopping: ends what waits for another machine.
  package static func make(isStopping: @escaping @Sendable () -> Bool = { false }) -> Connect {
    { outlet, administration, workspace, chart in
      switch outlet.kind {
      case .fileDrop(let drop):
        switch drop.place {
        case .folder(let folder):
          FileDrop(
            FolderPlace(workspace.path(folder)), drop.files(for: administration), chart,
            reached: CrashPoint.dropping)
        case .sftp(let sftp):
          FileDrop(
            workspace.place(sftp, isStopping), drop.files(for: administration), chart,
            reached: CrashPoint.dropping)
        }
      case .tryton(let tryton): connect(tryton, workspace, isStopping)
      case .partner(let partner): connect(partner, workspace, chart, isStopping)
      }
    }
  }

  private static func connect(
    _ tryton: Settings.Tryton, _ workspace: Workspace, _ isStopping: @escaping @Sendable () -> Bool
  ) -> any Delivery.Destination {
    let secret: String
    do { secret = try workspace.secrets.value(of: tryton.secret) } catch {
      return Unready(error.sentence)
    }
    let access: TrytonAddress.Access =
      switch tryton.access {
      case .user(let user): .password(user: user, password: secret)
      case .key: .key(secret)
      }
    return Tryton(
      TrytonAddress(url: tryton.url, database: tryton.database, company: tryton.company, access: access),
      over: HTTPClient(isStopping: isStopping))
  }
}

extension Connection {
  private static func connect(
    _ partner: Settings.Partner, _ workspace: Workspace, _ chart: LedgerChart,
    _ isStopping: @escaping @Sendable () -> Bool
  ) -> any Delivery.Destination {
    let secret: String
    do {
      secret =
        try partner.secret.map { name throws(Secrets.Missing) in try workspace.secrets.value(of: name) } ?? ""
    } catch {
      return Unready(error.sentence)
    }
    return Partner(
      PartnerAddress(
        url: partner.url, lookUp: partner.lookUp,
        headers: partner.headers.map { HTTPRequest.Header($0.name, $0.value) }, secret: secret,
        accepted: Set(partner.accepted), known: Set(partner.known)),
      partner.body.map { EntryForm($0) } ?? .usual, chart, over: HTTPClient(isStopping: isStopping))
  }
}

extension Settings.FileDrop {
  func files(for administration: Settings.Administration) -> any DropFormat {
    switch format {
    case .hledger: JournalDrop(HledgerJournal())
    case .ledger: JournalDrop(LedgerJournal())
    case .beancount: JournalDrop(BeancountJournal())
    case .csv: JournalDrop(CSVJournal())
    case .gnucash: JournalDrop(GnuCashJournal())
    case .datev: DATEVBatch(of: owner)
    case .auditFile32: AuditFileDrop(.v32, of: administration.company)
    case .auditFile40: AuditFileDrop(.v40, of: administration.company)
    }
  }
}

extension Settings.FileDrop {
  private var owner: DATEVBatch.Owner {
    guard let datev else { preconditionFailure("settings admit the format with its owner only") }
    return DATEVBatch.Owner(
      consultant: datev.consultant, client: datev.client, accountLength: datev.accountLength,
      fiscalYear: datev.fiscalYear)
  }
}

extension Settings.Administration {
  /// As audit files name it.
  var company: AuditFile.Company {
    AuditFile.Company(name: name, commerceNumber: commerceNumber ?? "", taxNumber: taxNumber ?? "")
  }
}
