internal import EditModel
internal import Providers
internal import Raster

/// The providers that this build has, by name.
struct ProviderShelf {
  private let local: LocalProvider

  init(bands: Bands) {
    local = LocalProvider(bands: bands)
  }

  /// - Throws: `Problem` with code `unsupported`, naming the providers that exist; never another provider.
  func provider(named name: String) throws(Problem) -> any ImageProvider {
    guard name == LocalProvider.name else {
      throw Problem(.unsupported, "provider", found: name, allowed: [LocalProvider.name])
    }
    return local
  }
}

/// Facts about the embedded provider for help and messages.
public enum EmbeddedProvider {
  /// Its name in settings and journals.
  public static var name: String { LocalProvider.name }

  /// The instructions that it understands, a form and an example each.
  public static var understood: [String] { LocalProvider.understood }

  /// One word for each kind of instruction that it understands.
  public static var understoodWords: [String] { LocalProvider.understoodWords }
}
