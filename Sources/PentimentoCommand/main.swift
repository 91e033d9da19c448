import Glibc
import Shell

// A broken pipe is an error value where it is written to, not the end of the process.
signal(SIGPIPE, SIG_IGN)
resetCrashSignals()
refuseMemoryImages()

@Sendable func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// Where the XDG base directory specification puts a program's folder: where the variable says, else below home.
func folder(_ stated: String?, below home: String) -> String? {
  if let stated, stated.hasPrefix("/") { return stated + "/pentimento" }
  guard let start = environment("HOME"), start.hasPrefix("/") else { return nil }
  return "\(start)/\(home)/pentimento"
}

let setting = ProcessSetting(
  arguments: Array(CommandLine.arguments.dropFirst()),
  session: environment("PENTIMENTO_SESSION"), term: environment("TERM"),
  noColour: environment("NO_COLOR"), threads: environment("PENTIMENTO_THREADS"),
  colourTerm: environment("COLORTERM"), libraries: environment("PENTIMENTO_LIBRARIES"),
  speed: environment("PENTIMENTO_SPEED"),
  stateFolder: folder(environment("XDG_STATE_HOME"), below: ".local/state"),
  cacheFolder: folder(environment("XDG_CACHE_HOME"), below: ".cache"), environment: environment)
let interrupts = Interrupts()
let streams = StandardStreams()
let program = Program(setting, console: streams.console(setting), simulation: simulate)
let code = await program.run { shell in interrupts.deliver(to: shell) }
exit(streams.exitCode(after: code).rawValue)
