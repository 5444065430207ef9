// swift-tools-version: 6.2
import PackageDescription

// Rooms import only rooms below them (Sources/README.md draws the house). A dependency that is not
// written here does not compile: `MemberImportVisibility` and `InternalImportsByDefault` see to that.

let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func room(
  _ name: String, above rooms: [Target.Dependency], resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: rooms, resources: resources, swiftSettings: house)
}

func tests(_ name: String, of rooms: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: rooms, exclude: exclude, swiftSettings: house)
}

let package = Package(
  name: "remitd",
  products: [.executable(name: "remitd", targets: ["remitd"])],
  traits: [
    .trait(
      name: "CrashPoints",
      description: "Named points at every durable step at which a test may kill the daemon")
  ],
  targets: [
    // Doors: a module map and shims, no logic. Each is imported by its wall alone.
    .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CDisk"),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // The pure ground floor: words of the field, no clock, disk, locale or network.
    room("Findings", above: [], resources: [.embedInCode("Resources")]),
    room("Accounting", above: []),
    room("Care", above: ["Accounting"]),

    // Walls: the only importers of their door.
    room("XML", above: ["CXML"]),
    room("YAML", above: ["CYAML"]),
    room("SQLite", above: ["CSQLite"]),
    room("Crypto", above: ["CCrypto"]),
    room("Curl", above: ["CCurl"]),
    room("Disk", above: ["CDisk"]),

    room("Tables", above: ["Findings", "Accounting"]),
    room("JSON", above: ["Findings", "Accounting"]),
    room(
      "Mapping", above: ["Findings", "Accounting", "Care", "YAML", "Tables", "JSON"],
      resources: [.embedInCode("Shipped")]),

    // Bytes to facts, facts to decisions, decisions and mapping to entries: pure.
    room(
      "Decoding",
      above: ["Findings", "Accounting", "Care", "XML", "Crypto", "Tables"],
      resources: [.embedInCode("Resources")]),
    room("Matching", above: ["Accounting", "Care", "Mapping"]),
    room("Posting", above: ["Findings", "Accounting", "Care", "Mapping"]),

    // The outside: files in, memory, entries out.
    room("Intake", above: ["Findings", "XML", "Crypto", "Curl", "Disk"]),
    room(
      "Books",
      above: [
        "Findings", "Accounting", "Care", "Mapping", "Matching", "Posting", "SQLite", "Crypto",
      ]),
    room("Delivery", above: ["Findings", "Accounting", "Tables", "JSON", "Crypto", "Curl", "Disk"]),

    room(
      "Reports",
      above: [
        "Findings", "Accounting", "JSON", "Care", "Mapping", "Matching", "Posting", "Books", "Crypto",
      ]),
    room(
      "Pipeline",
      above: [
        "Findings", "Accounting", "Care", "Mapping", "Tables", "Decoding", "Matching", "Posting",
        "Intake", "Books", "Delivery", "Crypto", "Curl", "Disk",
      ]),
    .executableTarget(
      name: "remitd",
      dependencies: [
        "Findings", "Accounting", "JSON", "Care", "Mapping", "Tables", "Decoding", "Matching", "Posting",
        "Intake", "Books", "Delivery", "Reports", "Pipeline", "Crypto", "Curl", "Disk",
      ],
      resources: [.embedInCode("Templates")],
      swiftSettings: house),

    // Told by tests and measured by benchmarks: writers of the files that payers, banks and care systems make.
    .target(
      name: "Storybook", dependencies: ["Accounting", "Care"], path: "Tests/Storybook", swiftSettings: house),
    .executableTarget(
      name: "remitd-generate", dependencies: ["Storybook", "Accounting"], path: "Benchmarks/Generate",
      swiftSettings: house),
    .executableTarget(
      name: "remitd-combine", dependencies: ["Matching", "Storybook"], path: "Benchmarks/Combination",
      swiftSettings: house),
    tests("StorybookTests", of: ["Storybook", "Accounting"]),

    // Plays payers and banks without knowing a room of ours, and keeps what is true, for judging what we understand.
    .target(
      name: "PayerSimulator", path: "Tests/PayerSimulator", exclude: ["README.md"], swiftSettings: house),
    tests("PayerSimulatorTests", of: ["PayerSimulator"]),
    // Lives through its worlds with the real loops, and holds the books against what is true.
    .target(
      name: "Simulation",
      dependencies: [
        "PayerSimulator", "Storybook", "Findings", "Pipeline", "Books", "Posting", "Matching", "Accounting",
        "Care",
        "Disk",
      ], path: "Tests/Simulation", swiftSettings: house),
    tests("SimulationTests", of: ["Simulation", "PayerSimulator", "Books"]),
    .executableTarget(
      name: "remitd-payer-account", dependencies: ["Simulation", "PayerSimulator"],
      path: "Benchmarks/PayerAccount", swiftSettings: house),
    .executableTarget(
      name: "remitd-simulate", dependencies: ["Simulation", "PayerSimulator"], path: "Benchmarks/Simulate",
      swiftSettings: house),

    // What tests of several rooms share.
    .target(name: "TestSupport", dependencies: ["Disk"], path: "Tests/TestSupport", swiftSettings: house),

    tests("AccountingTests", of: ["Accounting"]),
    tests("WallTests", of: ["XML", "YAML", "SQLite", "Crypto", "Curl", "Disk", "TestSupport"]),
    tests("FindingsTests", of: ["Findings"]),
    tests("TablesTests", of: ["Tables", "JSON", "Findings", "Accounting"]),
    tests(
      "MappingTests", of: ["Mapping", "Posting", "JSON", "YAML", "Findings", "Accounting", "Care"],
      exclude: ["Broken", "Languages"]),
    tests("DecodingTests", of: ["Decoding", "Tables", "Crypto", "Findings", "Accounting", "Care"]),
    tests("MatchingTests", of: ["Matching", "Accounting", "Storybook"]),
    tests(
      "PostingTests",
      of: ["Posting", "Matching", "Mapping", "Accounting", "Care", "Findings", "Storybook"]),
    tests(
      "DeliveryTests",
      of: ["Delivery", "Intake", "Accounting", "Findings", "JSON", "Crypto", "Curl", "Disk", "TestSupport"],
      exclude: ["Payloads"]),
    tests(
      "PipelineTests",
      of: [
        "Pipeline", "Books", "Delivery", "Mapping", "Matching", "Posting", "Decoding", "Accounting", "Care",
        "Crypto", "Findings", "Disk", "Storybook", "SQLite",
      ]),
    tests(
      "ReportsTests",
      of: [
        "remitd", "Reports", "Pipeline", "Books", "Mapping", "Matching", "Posting", "Accounting", "JSON",
        "Care",
        "Findings", "Disk", "Storybook", "SQLite", "TestSupport",
      ]),
    // They run the program itself, which stands beside them.
    tests(
      "CrashTests",
      of: ["remitd", "Pipeline", "Books", "Crypto", "Accounting", "Storybook", "TestSupport"]),
    tests(
      "GoldenTests",
      of: [
        "remitd", "Pipeline", "Books", "Reports", "Mapping", "Posting", "Decoding", "Delivery", "Accounting",
        "JSON", "Care", "Findings", "Disk", "TestSupport",
      ], exclude: ["Stories", "Payloads"]),
    // They talk to real bookkeeping systems, where one is running (`make peers`).
    tests("PeerTests", of: ["remitd", "Curl", "JSON"]),
    // They hold the sources and the README against what is written about them.
    tests("HouseTests", of: ["remitd"]),
  ]
)
