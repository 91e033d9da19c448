import Glibc
import Shell

// A broken pipe is an error value where it is written to, not the end of the process.
signal(SIGPIPE, SIG_IGN)
resetCrashSignals()

func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

let setting = ProcessSetting(
  arguments: Array(CommandLine.arguments.dropFirst()),
  session: environment("PENTIMENTO_SESSION"), term: environment("TERM"),
  noColour: environment("NO_COLOR"), threads: environment("PENTIMENTO_THREADS"),
  colourTerm: environment("COLORTERM"), libraries: environment("PENTIMENTO_LIBRARIES"))
let interrupts = Interrupts()
let streams = StandardStreams()
let program = Program(setting, console: streams.console(setting))
let code = await program.run { shell in interrupts.deliver(to: shell) }
exit(streams.exitCode(after: code).rawValue)
