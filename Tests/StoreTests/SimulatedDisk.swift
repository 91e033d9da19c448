import Glibc
import Raster
import Store
import Synchronization

/// A disk in memory that knows which bytes and names have reached the medium, so that power can be lost.
///
/// Handles without folder are taken relative to one root folder.
final class SimulatedDisk: Disk {
  enum Loss: Equatable {
    /// Nothing reaches the medium without sync.
    case everything
    case nothing
    /// Any of the unsynced changes got there, writes perhaps in part.
    case some(seed: UInt64)
  }

  fileprivate struct File {
    var bytes: [UInt8] = []
    var durable: [UInt8] = []
    var pending: [Change] = []

    enum Change {
      case write(at: Int, [UInt8])
      case truncate(Int)
    }
  }

  fileprivate struct Folder {
    var names: [String: Int] = [:]
    var durable: [String: Int] = [:]
    /// Each is one change that happens whole or not at all.
    var pending: [[(name: String, node: Int?)]] = []
  }

  fileprivate enum Node {
    case file(File)
    case folder(Folder)
  }

  fileprivate struct State {
    var nodes: [Node] = [.folder(Folder())]
    var open: [Int32: (node: Int, access: FileAccess?)] = [:]
    var lastHandle: Int32 = 0
    var lockHolders: [Int: Int32] = [:]
    var bytesRead: [String: Int] = [:]
    var writingCalls = 0
    var room = Int.max
  }

  private let state = Mutex(State())

  func openFolder(_ name: String, in folder: DiskHandle?) throws(StoreError) -> DiskHandle {
    try state.withLock { state throws(StoreError) in
      let node = try state.node(name, in: folder, .open)
      guard case .folder = state.nodes[node] else { throw .system(.open, name, ENOTDIR) }
      return state.opened(node, nil, name)
    }
  }

  func openFile(_ name: String, in folder: DiskHandle?, for access: FileAccess) throws(StoreError)
    -> DiskHandle
  {
    try state.withLock { state throws(StoreError) in
      let call = access == .reading ? SystemCall.open : .openForWriting
      let parent = try state.parent(name, in: folder, call)
      let existing = try state.folder(parent.node, call).names[parent.name]
      switch (access, existing) {
      case (.creating, .some): throw .system(call, name, EEXIST)
      case (.creating, .none), (.locking, .none):
        let node = state.add(.file(File()))
        try state.change(parent.node, call, [(parent.name, node)])
        return state.opened(node, access, name)
      case (_, .some(let node)): return state.opened(node, access, name)
      case (_, .none): throw .system(call, name, ENOENT)
      }
    }
  }

  func close(_ handle: DiskHandle) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      guard let node = state.open.removeValue(forKey: handle.number)?.node else {
        throw .system(.close, handle.name, EBADF)
      }
      if state.lockHolders[node] == handle.number { state.lockHolders[node] = nil }
    }
  }

  func byteCount(of file: DiskHandle) throws(StoreError) -> Int {
    try state.withLock { state throws(StoreError) in try state.file(file, .status).file.bytes.count }
  }

  func read(_ file: DiskHandle, at offset: Int, into buffer: UnsafeMutableRawBufferPointer)
    throws(StoreError) -> Int
  {
    let bytes = try state.withLock { state throws(StoreError) in
      let bytes = try state.file(file, .read).file.bytes.dropFirst(offset).prefix(buffer.count)
      state.bytesRead[file.name, default: 0] += bytes.count
      return Array(bytes)
    }
    buffer.copyBytes(from: bytes)
    return bytes.count
  }

  func append(_ bytes: UnsafeRawBufferPointer, to file: DiskHandle) throws(StoreError) -> Int {
    let added = Array(bytes)
    try state.withLock { state throws(StoreError) in
      var (node, target) = try state.file(file, .write)
      guard state.open[file.number]?.access != .reading else { throw .system(.write, file.name, EBADF) }
      target.pending.append(.write(at: target.bytes.count, added))
      target.bytes += added
      state.nodes[node] = .file(target)
      state.writingCalls += 1
    }
    return added.count
  }

  func reserve(_ file: DiskHandle, byteCount: Int) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      _ = try state.file(file, .reserve)
      guard state.open[file.number]?.access != .reading else { throw .system(.reserve, file.name, EBADF) }
      guard byteCount <= state.room else { throw .system(.reserve, file.name, ENOSPC) }
      state.writingCalls += 1
    }
  }

  func truncate(_ file: DiskHandle, to byteCount: Int) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      var (node, target) = try state.file(file, .truncate)
      target.pending.append(.truncate(byteCount))
      target.bytes = Self.applied([.truncate(byteCount)], to: target.bytes)
      state.nodes[node] = .file(target)
      state.writingCalls += 1
    }
  }

  func sync(_ handle: DiskHandle) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      guard let node = state.open[handle.number]?.node else {
        throw .system(.sync, handle.name, EBADF)
      }
      switch state.nodes[node] {
      case .file(var file):
        file.durable = file.bytes
        file.pending = []
        state.nodes[node] = .file(file)
      case .folder(var folder):
        folder.durable = folder.names
        folder.pending = []
        state.nodes[node] = .folder(folder)
      }
    }
  }

  func syncData(_ file: DiskHandle) throws(StoreError) { try sync(file) }

  func makeFolder(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      let parent = try state.parent(name, in: folder, .makeFolder)
      guard try state.folder(parent.node, .makeFolder).names[name] == nil else {
        throw .system(.makeFolder, name, EEXIST)
      }
      let node = state.add(.folder(Folder()))
      try state.change(parent.node, .makeFolder, [(name, node)])
    }
  }

  func link(_ name: String, as newName: String, in folder: DiskHandle) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      let node = try state.node(name, in: folder, .link)
      let parent = try state.parent(newName, in: folder, .link).node
      guard try state.folder(parent, .link).names[newName] == nil else {
        throw .system(.link, newName, EEXIST)
      }
      try state.change(parent, .link, [(newName, node)])
    }
  }

  func rename(_ name: String, to newName: String, in folder: DiskHandle) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      let node = try state.node(name, in: folder, .rename)
      let parent = try state.parent(newName, in: folder, .rename).node
      if let target = try state.folder(parent, .rename).names[newName] {
        try state.checkReplacing(target, with: node, newName)
      }
      try state.change(parent, .rename, [(name, nil), (newName, node)])
    }
  }

  func unlink(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      let node = try state.node(name, in: folder, .unlink)
      guard case .file = state.nodes[node] else { throw .system(.unlink, name, EISDIR) }
      try state.change(state.parent(name, in: folder, .unlink).node, .unlink, [(name, nil)])
    }
  }

  func removeFolder(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      let node = try state.node(name, in: folder, .removeFolder)
      guard try state.folder(node, .removeFolder).names.isEmpty else {
        throw .system(.removeFolder, name, ENOTEMPTY)
      }
      try state.change(state.parent(name, in: folder, .removeFolder).node, .removeFolder, [(name, nil)])
    }
  }

  func names(in folder: DiskHandle) throws(StoreError) -> [String] {
    try state.withLock { state throws(StoreError) in
      guard let node = state.open[folder.number]?.node else { throw .system(.list, folder.name, EBADF) }
      return Array(try state.folder(node, .list).names.keys)
    }
  }

  func tryLock(_ file: DiskHandle) throws(StoreError) -> Bool {
    try state.withLock { state throws(StoreError) in
      let node = try state.file(file, .lock).node
      if let holder = state.lockHolders[node] { return holder == file.number }
      state.lockHolders[node] = file.number
      return true
    }
  }
}

extension SimulatedDisk {
  /// How many bytes were read so far from files opened by this name.
  func bytesRead(_ name: String) -> Int { state.withLock { $0.bytesRead[name] ?? 0 } }

  var openHandles: Int { state.withLock { $0.open.count } }

  /// How many calls have changed anything so far.
  var writingCalls: Int { state.withLock { $0.writingCalls } }

  /// The most bytes that can be reserved for a file.
  var room: Int {
    get { state.withLock { $0.room } }
    set { state.withLock { $0.room = newValue } }
  }

  /// Every file by its path, folders with a slash at the end and no bytes.
  var tree: [String: [UInt8]] { state.withLock { $0.tree(0, "") } }

  /// Puts these bytes where the file is, durably; `nil` removes it.
  func set(_ path: String, _ bytes: [UInt8]?) {
    state.withLock { state in
      var node = 0
      let parts = path.split(separator: "/").map(String.init)
      for part in parts.dropLast() {
        guard case .folder(let folder) = state.nodes[node], let next = folder.names[part] else { return }
        node = next
      }
      guard case .folder(var folder) = state.nodes[node], let name = parts.last else { return }
      let file = bytes.map { state.add(.file(File(bytes: $0, durable: $0))) }
      folder.names[name] = file
      folder.durable[name] = file
      state.nodes[node] = .folder(folder)
    }
  }

  /// What the next process finds after the one that used this disk was killed.
  func afterKill() -> SimulatedDisk { surviving { _ in } }

  /// What the next process finds after the power was lost.
  func afterPowerLoss(_ loss: Loss) -> SimulatedDisk {
    switch loss {
    case .everything:
      return surviving {
        $0.keepDurable { _ in
          []
        } names: { _ in
          []
        }
      }
    case .nothing: return surviving { $0.keepAll() }
    case .some(let seed):
      var random = SplitMix64(seed: seed)
      return surviving { state in
        state.keepDurable {
          Self.subset(of: $0, &random)
        } names: {
          $0.filter { _ in random.next() & 1 == 0 }
        }
      }
    }
  }

  private func surviving(_ change: (inout State) -> Void) -> SimulatedDisk {
    var survivor = state.withLock { $0 }
    change(&survivor)
    survivor.open = [:]
    survivor.lockHolders = [:]
    let disk = SimulatedDisk()
    let copy = survivor
    disk.state.withLock { $0 = copy }
    return disk
  }

  private static func subset(of changes: [File.Change], _ random: inout SplitMix64) -> [File.Change] {
    changes.compactMap { change in
      switch (random.next() % 3, change) {
      case (0, _): nil
      case (1, .write(let offset, let bytes)):
        .write(at: offset, Array(bytes.prefix(Int(random.next() % UInt64(bytes.count + 1)))))
      default: change
      }
    }
  }

  fileprivate static func applied(_ changes: [File.Change], to bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    func resize(_ count: Int) {
      if result.count > count { result.removeLast(result.count - count) }
      result += [UInt8](repeating: 0, count: count - result.count)
    }
    for change in changes {
      switch change {
      case .truncate(let count): resize(count)
      case .write(let offset, let new):
        resize(max(result.count, offset + new.count))
        result.replaceSubrange(offset..<offset + new.count, with: new)
      }
    }
    return result
  }
}

extension SimulatedDisk.State {
  fileprivate mutating func keepAll() {
    for (index, node) in nodes.enumerated() {
      switch node {
      case .file(let file): nodes[index] = .file(.init(bytes: file.bytes, durable: file.bytes))
      case .folder(let folder):
        nodes[index] = .folder(.init(names: folder.names, durable: folder.names))
      }
    }
  }

  fileprivate mutating func keepDurable(
    _ writes: ([SimulatedDisk.File.Change]) -> [SimulatedDisk.File.Change],
    names kept: ([[(name: String, node: Int?)]]) -> [[(name: String, node: Int?)]]
  ) {
    for (index, node) in nodes.enumerated() {
      switch node {
      case .file(let file):
        let bytes = SimulatedDisk.applied(writes(file.pending), to: file.durable)
        nodes[index] = .file(.init(bytes: bytes, durable: bytes))
      case .folder(let folder):
        var names = folder.durable
        for change in kept(folder.pending).joined() { names[change.name] = change.node }
        nodes[index] = .folder(.init(names: names, durable: names))
      }
    }
  }

  fileprivate mutating func add(_ node: SimulatedDisk.Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  fileprivate mutating func opened(_ node: Int, _ access: FileAccess?, _ name: String) -> DiskHandle {
    lastHandle += 1
    open[lastHandle] = (node, access)
    return DiskHandle(number: lastHandle, name: name)
  }

  fileprivate mutating func change(
    _ node: Int, _ call: SystemCall, _ changes: [(name: String, node: Int?)]
  ) throws(StoreError) {
    var folder = try folder(node, call)
    for change in changes { folder.names[change.name] = change.node }
    folder.pending.append(changes)
    nodes[node] = .folder(folder)
    writingCalls += 1
  }

  fileprivate func folder(_ node: Int, _ call: SystemCall) throws(StoreError) -> SimulatedDisk.Folder {
    guard case .folder(let folder) = nodes[node] else { throw .system(call, "", ENOTDIR) }
    return folder
  }

  fileprivate func file(_ handle: DiskHandle, _ call: SystemCall) throws(StoreError)
    -> (node: Int, file: SimulatedDisk.File)
  {
    guard let node = open[handle.number]?.node else { throw .system(call, handle.name, EBADF) }
    guard case .file(let file) = nodes[node] else { throw StoreError(.notAFile, handle.name) }
    return (node, file)
  }

  fileprivate func parent(_ path: String, in folder: DiskHandle?, _ call: SystemCall)
    throws(StoreError) -> (node: Int, name: String)
  {
    var node = 0
    if let folder {
      guard let start = open[folder.number]?.node else { throw .system(call, path, EBADF) }
      node = start
    }
    let parts = path.split(separator: "/").map(String.init)
    for part in parts.dropLast() where part != "." {
      guard let next = try self.folder(node, call).names[part] else {
        throw .system(call, path, ENOENT)
      }
      node = next
    }
    return (node, parts.last ?? ".")
  }

  fileprivate func node(_ path: String, in folder: DiskHandle?, _ call: SystemCall)
    throws(StoreError) -> Int
  {
    let parent = try parent(path, in: folder, call)
    if parent.name == "." { return parent.node }
    if parent.name == ".." { return nodes.indices.first { holds($0, parent.node) } ?? 0 }
    guard let node = try self.folder(parent.node, call).names[parent.name] else {
      throw .system(call, path, ENOENT)
    }
    return node
  }

  private func holds(_ folder: Int, _ node: Int) -> Bool {
    guard case .folder(let folder) = nodes[folder] else { return false }
    return folder.names.values.contains(node)
  }

  fileprivate func checkReplacing(_ target: Int, with node: Int, _ name: String) throws(StoreError) {
    switch (nodes[node], nodes[target]) {
    case (.file, .file): return
    case (.file, .folder): throw .system(.rename, name, EISDIR)
    case (.folder, .file): throw .system(.rename, name, ENOTDIR)
    case (.folder, .folder(let folder)):
      guard folder.names.isEmpty else { throw .system(.rename, name, ENOTEMPTY) }
    }
  }

  fileprivate func tree(_ node: Int, _ path: String) -> [String: [UInt8]] {
    switch nodes[node] {
    case .file(let file): return [path: file.bytes]
    case .folder(let folder):
      var tree: [String: [UInt8]] = path.isEmpty ? [:] : ["\(path)/": []]
      for (name, child) in folder.names {
        tree.merge(self.tree(child, path.isEmpty ? name : "\(path)/\(name)")) { first, _ in first }
      }
      return tree
    }
  }
}
