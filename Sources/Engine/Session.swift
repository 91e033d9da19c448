public import EditModel
internal import Store

/// One asset under work: its folder, its rounds, its queue.
///
/// A session reads without a lock. The first writing call takes the folder's lock, which is kept until
/// `close()`, or until `releaseLockIfIdle()` finds it unused. Every writing call is one command of the
/// operation log, on disk before the call returns. While `run` is under way, other writing calls are refused
/// with `Problem` code `busy`.
public actor Session {
  /// Where the session's folder stands, as it was named.
  public nonisolated let path: String

  let configuration: EngineConfiguration
  let folder: SessionFolder
  let pictures: PictureCabinet
  let providers: ProviderShelf
  let encoded: EncodedInputs
  /// Notices of the last opening or writing that the user should see once.
  var notices: [Notice] = []
  var isRunning = false
  var lastWrite: Duration?
  nonisolated let interruption = Interruption()

  /// What the session amounts to, as this process has read it.
  var view: View { folder.view }

  /// Reads what other processes have written since; while this one holds the lock, nobody else has.
  func catchUp() throws(Problem) {
    guard !folder.isWriting else { return }
    try problem(about: path) { () throws(StoreError) in try folder.refresh() }
  }

  private nonisolated let executor: SessionExecutor

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  init(
    path: String, folder: consuming sending SessionFolder, configuration: EngineConfiguration,
    damage: StoreError? = nil
  ) {
    self.path = path
    self.configuration = configuration
    self.folder = folder
    pictures = PictureCabinet(
      folder: folder, bands: configuration.bands, libraries: configuration.libraries)
    providers = ProviderShelf(configuration)
    encoded = EncodedInputs(cache: configuration.cache, elapsed: configuration.surroundings.elapsed)
    executor = SessionExecutor(label: "pentimento.session")
    if let damage { notices.append(Notice(.damage(file: damage.path, line: damage.line ?? 0))) }
  }

  /// Opens the session in a folder for reading; nothing is written and no lock is taken.
  ///
  /// - Throws: `Problem` with code `noSession`, `notASession`, `laterFormat` or `notReadable`. A session with
  ///   damage in the middle of a log opens, and refuses to be written with code `damagedSession`.
  public static func open(
    _ path: String, configuration: EngineConfiguration = .system()
  ) throws(Problem) -> Session {
    let folder = try problem(about: path) { () throws(StoreError) in
      try SessionFolder(
        opening: path, disk: configuration.disk, surroundings: configuration.surroundings)
    }
    let damage = folder.damage
    return Session(path: path, folder: folder, configuration: configuration, damage: damage)
  }

  /// Ends the session's writing: derived tables are brought up to date and the lock is given back.
  ///
  /// While a run is in progress it does nothing: the run needs the lock until its end.
  public func close() {
    guard folder.isWriting, !isRunning else { return }
    folder.endWriting()
    lastWrite = nil
  }

  /// Gives the lock back when nothing was written for this long; a running `run` keeps it.
  public func releaseLockIfIdle(for idle: Duration = .seconds(60)) {
    guard !isRunning, let lastWrite, configuration.surroundings.elapsed() - lastWrite >= idle else {
      return
    }
    close()
  }

  /// Asks the running `run`, or else the next one, to send nothing new; what was sent is waited for.
  public nonisolated func interrupt() { interruption.raise(to: .sendNothingNew) }

  /// Gives up the paid call that is under way, whose outcome is unknown then.
  ///
  /// - Returns: False when there is none: the embedded provider's work cannot be given up, and costs nothing.
  @discardableResult
  public nonisolated func giveUp() -> Bool { interruption.raise(to: .giveUp) }

  /// What the last opening or repair has to say, once.
  public func takeNotices() -> [Notice] {
    defer { notices = [] }
    return notices
  }
}
