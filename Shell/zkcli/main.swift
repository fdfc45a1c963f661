import Glibc

// The shell opens with the client; until then this keeps `make shell` honest from clone to prompt.
let notice = "zkcli: not built yet: the shell comes with the client library. Nothing was started.\n"
_ = write(STDERR_FILENO, notice, notice.utf8.count)
exit(1)
