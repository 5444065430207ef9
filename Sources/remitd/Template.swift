/// A mapping with its settings that an implementer starts from; its bytes are part of the program. The files are links
/// to `mappings/<name>/`, so that there is one text of each.
struct Template: Sendable {
  var name: String
  /// `remitd.yaml` belongs in the root of a workspace, the others beside the mapping.
  var files: [(name: String, bytes: [UInt8])]

  static let all = [homeCare]

  static let homeCare = Template(
    name: "home-care",
    files: [
      ("remitd.yaml", PackageResources.home_care_remitd_yaml),
      ("mapping.yaml", PackageResources.home_care_mapping_yaml),
      ("chart.csv", PackageResources.home_care_chart_csv),
      ("payers.csv", PackageResources.home_care_payers_csv),
      ("payer-ibans.csv", PackageResources.home_care_payer_ibans_csv),
      ("bank-accounts.csv", PackageResources.home_care_bank_accounts_csv),
      ("bank-others.csv", PackageResources.home_care_bank_others_csv),
      ("revenue.csv", PackageResources.home_care_revenue_csv),
      ("reasons.csv", PackageResources.home_care_reasons_csv),
    ])
}
