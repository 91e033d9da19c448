internal import Glibc
internal import Synchronization

/// A library of the system that is opened at run time and need not be there.
public enum ExternalLibrary: String, CaseIterable, Hashable, Sendable {
  case turboJPEG
  case webP

  /// The name under which the dynamic linker knows it.
  public var fileName: String {
    switch self {
    case .turboJPEG: "libturbojpeg.so.0"
    case .webP: "libwebp.so.7"
    }
  }

  /// The package of Debian and its kin that installs it.
  public var debianPackage: String {
    switch self {
    case .turboJPEG: "libturbojpeg0"
    case .webP: "libwebp7"
    }
  }
}

/// Where the system's libraries for JPEG and WebP are looked for.
///
/// A library is opened when it is first needed, its functions are looked up once, and it stays open until the
/// process ends. One that could not be opened is tried anew at the next need.
public struct SystemLibraries: Hashable, Sendable {
  private let folder: String?

  /// - Parameter folder: The only folder that is looked at, as for a build of one's own; an empty folder shows
  ///   what happens without the libraries. `nil`: where the dynamic linker looks.
  public init(folder: String? = nil) {
    self.folder = folder
  }

  /// The libraries that the dynamic linker finds.
  public static let standard = SystemLibraries()

  /// True when the library is there with all functions that are needed.
  public func has(_ library: ExternalLibrary) -> Bool {
    do {
      switch library {
      case .turboJPEG: _ = try turboJPEG()
      case .webP: _ = try webP()
      }
      return true
    } catch {
      return false
    }
  }

  private static let jpegFunctions = Mutex<[SystemLibraries: TurboJPEGFunctions]>([:])
  private static let webPFunctions = Mutex<[SystemLibraries: WebPFunctions]>([:])

  /// - Throws: `CodecError` with `libraryMissing`.
  func turboJPEG() throws(CodecError) -> TurboJPEGFunctions {
    if let known = Self.jpegFunctions.withLock({ $0[self] }) { return known }
    let functions = try TurboJPEGFunctions(in: open(.turboJPEG))
    Self.jpegFunctions.withLock { $0[self] = functions }
    return functions
  }

  /// - Throws: `CodecError` with `libraryMissing`.
  func webP() throws(CodecError) -> WebPFunctions {
    if let known = Self.webPFunctions.withLock({ $0[self] }) { return known }
    let functions = try WebPFunctions(in: open(.webP))
    Self.webPFunctions.withLock { $0[self] = functions }
    return functions
  }

  private func open(_ library: ExternalLibrary) throws(CodecError) -> OpenLibrary {
    let path = folder.map { "\($0)/\(library.fileName)" } ?? library.fileName
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw CodecError(.libraryMissing(library), underlying: CodecError.printable(dlerror()))
    }
    return OpenLibrary(library: library, handle: handle)
  }
}

/// An opened library, for looking up its functions; it is never closed.
struct OpenLibrary {
  let library: ExternalLibrary
  let handle: UnsafeMutableRawPointer

  /// The address of a function.
  ///
  /// The caller states the function's type, which must be that of the library's documented C interface.
  ///
  /// - Throws: `CodecError` with `libraryMissing` when the library is too old to have it.
  func function<Function>(_ name: String, as type: Function.Type) throws(CodecError) -> Function {
    guard let address = dlsym(handle, name) else {
      throw CodecError(.libraryMissing(library), underlying: "no function \(name)")
    }
    return unsafeBitCast(address, to: type)
  }
}

extension CodecError {
  /// A C string up to its end, what is not printable ASCII replaced.
  static func printable(_ text: UnsafePointer<CChar>) -> String {
    printable(String(cString: text).utf8)
  }

  private static func printable(_ bytes: String.UTF8View) -> String {
    String(decoding: bytes.map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
  }
}
