import Findings
import Foundation
import Glibc

CrashReports.silence()
// A reader that has seen enough (`remitd entries | head`) ends our output, not the program.
signal(SIGPIPE, SIG_IGN)
var streams = Streams(output: Output(.standardOutput), errors: Output(.standardError))
let language = Language(environment: ProcessInfo.processInfo.environment)
exit(Program.run(Array(CommandLine.arguments.dropFirst()), &streams, language: language).rawValue)
