package import EditModel

extension SessionFolder {
  /// Stores bytes under their digest and returns it when they and their name are on the medium.
  ///
  /// - Throws: `StoreError` with code `notWriting`, or what the disk said; writing may go on after that,
  ///   since nothing names the object yet.
  package func put(_ bytes: [UInt8]) throws(StoreError) -> Digest {
    guard isWriting else { throw StoreError(.notWriting, path) }
    let digest = SHA256.digest(of: bytes)
    if durableObjects.contains(digest) { return digest }
    try store(bytes, as: ObjectName(digest))
    durableObjects.insert(digest)
    verifiedObjects.insert(digest)
    return digest
  }

  private func store(_ bytes: [UInt8], as name: ObjectName) throws(StoreError) {
    let objects = try folder.folderMadeIfMissing(SessionFormat.objects)
    let shelf = try objects.folderMadeIfMissing(name.shelf)
    if try stored(name, on: shelf) != bytes { try write(bytes, as: name, on: shelf) }
    // Also where all was there: a process that died may have left it without reaching the medium.
    try shelf.sync()
    guard !durableShelves.contains(name.shelf) else { return }
    try objects.sync()
    try folder.sync()
    durableShelves.insert(name.shelf)
  }

  /// The bytes under this name, `nil` where there are none.
  private func stored(_ name: ObjectName, on shelf: OpenFolder) throws(StoreError) -> [UInt8]? {
    do throws(StoreError) {
      return try shelf.file(name.file, for: .reading).bytes(limit: Self.objectLimit)
    } catch  where error.code == .fileMissing {
      return nil
    }
  }

  private func write(_ bytes: [UInt8], as name: ObjectName, on shelf: OpenFolder) throws(StoreError) {
    let temporary = temporaryName(surroundings)
    do throws(StoreError) {
      try shelf.write(bytes, toNew: temporary)
      do throws(StoreError) {
        try shelf.publish(temporary, as: name.file)
      } catch  where error.code == .fileExists {
        // What stands there was found to have other bytes than its name says.
        try shelf.rename(temporary, to: name.file)
      }
    } catch {
      shelf.discard(temporary)
      throw error
    }
  }

  /// Largest object in bytes: above what a picture of the most pixels can take.
  static let objectLimit = 1 << 30

  /// The bytes with this digest.
  ///
  /// They are compared with it when they are first read in this process.
  ///
  /// - Throws: `StoreError` with code `objectMissing`, `objectDamaged`, or what the disk said.
  package func object(_ digest: Digest) throws(StoreError) -> [UInt8] {
    let name = ObjectName(digest)
    let bytes = try opened(name) { file throws(StoreError) in try file.bytes(limit: Self.objectLimit) }
    if !verifiedObjects.contains(digest) {
      guard SHA256.digest(of: bytes) == digest else { throw StoreError(.objectDamaged, name.path) }
      verifiedObjects.insert(digest)
    }
    return bytes
  }

  /// The bytes with this digest, to be read piece by piece.
  ///
  /// They are compared with it before this returns, where that was not done in this process.
  ///
  /// - Throws: As `object(_:)`.
  package func source(ofObject digest: Digest) throws(StoreError) -> any ByteSource {
    let name = ObjectName(digest)
    let source = try opened(name) { file throws(StoreError) in try ObjectSource(file) }
    guard source.byteCount <= Self.objectLimit else { throw StoreError(.objectDamaged, name.path) }
    if !verifiedObjects.contains(digest) {
      guard try source.digest() == digest else { throw StoreError(.objectDamaged, name.path) }
      verifiedObjects.insert(digest)
    }
    return source
  }

  private func opened<Result>(
    _ name: ObjectName, _ body: (OpenFile) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    do throws(StoreError) {
      let shelf = try folder.folder(SessionFormat.objects).folder(name.shelf)
      return try body(shelf.file(name.file, for: .reading))
    } catch {
      switch error.code {
      case .fileMissing: throw StoreError(.objectMissing, name.path)
      case .tooLarge: throw StoreError(.objectDamaged, name.path)
      default: throw error
      }
    }
  }
}

/// Where an object stands: the first two digits of its digest name a folder, the others the file.
private struct ObjectName {
  let shelf: String
  let file: String

  init(_ digest: Digest) {
    let hex = digest.hex
    shelf = String(hex.prefix(2))
    file = String(hex.dropFirst(2))
  }

  var path: String { "\(SessionFormat.objects)/\(shelf)/\(file)" }
}
