/// The models of a service as dated data: when they live, what they take, how long they take, their limits.
///
/// What they cost stands in `PriceTable`.
public struct ModelTable: Hashable, Sendable {
  /// In the order of the table.
  public let models: [ModelFacts]

  /// The table that the program was built with.
  ///
  /// A table that cannot be read is a fault of the build, found by its tests, so it stops the program.
  public static let embedded: ModelTable = {
    do {
      return try ModelTable(reading: PackageResources.models_tsv, named: "models.tsv")
    } catch {
      preconditionFailure("embedded model table: \(error)")
    }
  }()

  /// The model with this id or alias, or `nil` when the table does not know it.
  public func model(named name: String) -> ModelFacts? {
    models.first { $0.id == name || $0.alias == name }
  }
}
