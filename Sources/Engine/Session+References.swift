internal import Codecs
public import EditModel
internal import Raster

extension Session {
  /// Keeps a picture that can go along with paid calls; one of that name is replaced.
  ///
  /// The file goes into the session as it came. Instructions that are queued keep the picture that they named.
  ///
  /// - Throws: `Problem` with code `badName`, or about the file as `create` does.
  @discardableResult
  public func addReference(_ path: String, as name: String) throws(Problem) -> ReferencePicture {
    try checkName(name)
    let bytes = try UserFiles(configuration).read(path)
    let decoded = try problem(about: path) { () throws(CodecError) in
      try PictureFile.decode(bytes, libraries: configuration.libraries, bands: configuration.bands)
    }
    let format = try problem(about: path) { () throws(CodecError) in
      try PictureFile.header(of: bytes).format
    }
    try beginWriting()
    let stored = StoredPicture(
      object: try pictures.put(bytes), pixels: decoded.bitmap.pixelDigest, size: decoded.bitmap.size,
      byteCount: bytes.count)
    let reference = ReferencePicture(name: name, stored: stored, format: format.rawValue)
    try write("ref add \(quoted(lastComponent(of: path))) --name \(name)") { () throws(Problem) in
      Draft(changes: [(.reference(name), .reference(reference))])
    }
    return reference
  }

  /// The reference pictures by name.
  public func references() throws(Problem) -> [ReferencePicture] {
    try catchUp()
    return view.references
  }

  /// Forgets a reference picture; what was queued with it keeps it.
  ///
  /// - Throws: `Problem` with code `unknownReference`.
  public func removeReference(_ name: String) throws(Problem) {
    try write("ref remove \(name)") { () throws(Problem) in
      _ = try existingReference(name)
      return Draft(changes: [(.reference(name), nil)])
    }
  }

  func existingReference(_ name: String) throws(Problem) -> ReferencePicture {
    guard let reference = view.reference(named: name) else {
      throw Problem(.unknownReference, name, allowed: view.references.map(\.name))
    }
    return reference
  }
}
