// swift-tools-version: 6.2
import PackageDescription

// Two builds of the same sources:
//   - the normal build, which `swift test` and Swift packages use;
//   - the shipped build (SMOTE_EMBEDDED=1): Embedded Swift, which needs no Swift
//     runtime, so that libsmote.so depends on libc and libm alone.
let environment = Context.environment
let embedded = environment["SMOTE_EMBEDDED"] == "1"

let swiftSettings: [SwiftSetting] =
  [.treatAllWarnings(as: .error)]
  + (embedded
    // Each function in a section of its own: Embedded Swift compiles what a module uses of another
    // into both, and the linker drops one by sections.
    ? [
      .enableExperimentalFeature("Embedded"),
      .unsafeFlags(["-wmo", "-Xfrontend", "-function-sections"]),
    ]
    : [])

// The distance kernels are worth nothing unoptimised, in tests as elsewhere.
let kernelSettings = swiftSettings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

var kernels: [Target] = [
  .target(name: "KernelBaseline", dependencies: ["CKernels"], swiftSettings: kernelSettings)
]
#if arch(x86_64)
  // One source (a symbolic link), compiled once per CPU level.
  for (level, march) in [("V3", "x86-64-v3"), ("V4", "x86-64-v4")] {
    kernels.append(
      .target(
        name: "Kernel\(level)", dependencies: ["CKernels"],
        swiftSettings: kernelSettings + [
          .define("KERNEL_\(level.uppercased())"), .unsafeFlags(["-Xcc", "-march=\(march)"]),
        ]))
  }
#endif

// Flags of the shared library alone. They sit on a target of their own, because
// SwiftPM would hand those of any other target to the test bundle too.
let linkerFlags: [String] =
  [
    "-use-ld=lld",
    "-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/SmoteLink/exports.map",
    "-Xlinker", "-z", "-Xlinker", "now",
    "-Xlinker", "-z", "-Xlinker", "relro",
    "-Xlinker", "-z", "-Xlinker", "noexecstack",
    "-Xlinker", "-z", "-Xlinker", "nodelete",
    "-Xlinker", "--gc-sections",
  ]
  + (embedded ? ["-enable-experimental-feature", "Embedded"] : ["-static-stdlib"])
  + (environment["SMOTE_SONAME"].map { ["-Xlinker", "-soname=\($0)"] } ?? [])

let package = Package(
  name: "smote",
  products: [
    .library(name: "smote", type: .dynamic, targets: ["SmoteC", "SmoteLink"])
  ]
    + (embedded ? [] : [.library(name: "Smote", targets: ["Smote"])]),
  targets: kernels + [
    .target(name: "CSmote"),
    .target(name: "CKernels"),
    .target(name: "CSupport"),
    .target(
      name: "SmoteEngine",
      dependencies: ["CSmote", "CKernels", "CSupport"]
        + kernels.map { .target(name: $0.name) },
      swiftSettings: swiftSettings),
    .target(
      name: "SmoteC", dependencies: ["SmoteEngine", "CSmote", "CSupport", "CKernels"],
      swiftSettings: swiftSettings),
    .target(
      name: "SmoteLink",
      exclude: ["exports.map"],
      linkerSettings: [.linkedLibrary("m"), .unsafeFlags(linkerFlags)]),
  ]
    + (embedded
      ? []
      : [
        .target(
          name: "Smote", dependencies: ["SmoteC", "CSmote"],
          swiftSettings: swiftSettings),
        .executableTarget(
          name: "quickstart", dependencies: ["Smote"], path: "examples/swift",
          swiftSettings: swiftSettings),
        .executableTarget(
          name: "identity", dependencies: ["Smote"], path: "Tests/identity",
          sources: ["identity.swift"], swiftSettings: swiftSettings),
        .testTarget(
          name: "SmoteEngineTests", dependencies: ["SmoteEngine", "CSmote", "CKernels"],
          swiftSettings: swiftSettings),
        .testTarget(
          name: "SmoteTests", dependencies: ["Smote"], swiftSettings: swiftSettings),
      ]),
  swiftLanguageModes: [.v6]
)
