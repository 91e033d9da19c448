package import EditModel
internal import FoundationEssentials

/// A stored file that a service has too, under a name of its own.
package struct UploadedFile: Hashable, Sendable, Codable {
  package let object: Digest
  /// What the name is good for, as a key's digest.
  package let account: String
  /// The service's base address.
  package let address: String
  /// The service's name for it.
  package let id: String
  /// Until when the service keeps it; `nil` when it does not say.
  package let expires: Timestamp?

  package init(object: Digest, account: String, address: String, id: String, expires: Timestamp?) {
    self.object = object
    self.account = account
    self.address = address
    self.id = id
    self.expires = expires
  }
}

extension StateFolder {
  private static let uploads = "uploads"

  /// More are not remembered; the oldest is forgotten first.
  private static let mostUploads = 1000

  /// The service's name for a file that it still has at this time, or `nil` when it is to be sent.
  package func fileID(
    for object: Digest, account: String, address: String, now: Timestamp
  ) throws(StoreError) -> String? {
    try uploadedFiles(contents(of: Self.uploads)).last { file in
      file.object == object && file.account == account && file.address == address && file.lasts(beyond: now)
    }?.id
  }

  /// Remembers that a service has a file, and forgets those that it no longer keeps.
  package func remember(_ file: UploadedFile) throws(StoreError) {
    let now = surroundings.now()
    try update(Self.uploads) { stored in
      let kept = uploadedFiles(stored).filter { $0.lasts(beyond: now) && !$0.isSamePlace(as: file) }
      return lines((kept + [file]).suffix(Self.mostUploads))
    }
  }

  /// Forgets a file that a service turned out not to have.
  package func forget(fileID id: String, account: String, address: String) throws(StoreError) {
    try update(Self.uploads) { stored in
      let files = uploadedFiles(stored)
      let kept = files.filter { $0.id != id || $0.account != account || $0.address != address }
      return kept.count == files.count ? nil : lines(kept[...])
    }
  }

  /// A line that cannot be read costs one more upload, so it is passed over.
  private func uploadedFiles(_ contents: [UInt8]) -> [UploadedFile] {
    contents.split(separator: UInt8(ascii: "\n")).compactMap { line in
      try? JSONDecoder().decode(UploadedFile.self, from: Data(line))
    }
  }

  private func lines(_ files: ArraySlice<UploadedFile>) -> [UInt8] {
    // Texts, a digest and a time always encode.
    files.flatMap { ((try? deterministicJSON($0)) ?? []) + [UInt8(ascii: "\n")] }
  }
}

extension UploadedFile {
  fileprivate func lasts(beyond now: Timestamp) -> Bool { expires.map { $0 > now } ?? true }

  fileprivate func isSamePlace(as other: UploadedFile) -> Bool {
    object == other.object && account == other.account && address == other.address
  }
}
