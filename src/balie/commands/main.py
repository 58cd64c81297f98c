"""The `balie` command: finds the command asked for, gives it what it needs, and turns trouble into words.

Each command is a module with `run(args) -> exit status`; none is imported before it is asked for.
"""

import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module

FAILED, MISUSED = 1, 2


@dataclass(frozen=True)
class Command:
    module: str
    does: str
    # "nothing", a "database" that runs, or the desk "ready": database up to date and Django set up.
    needs: str = "nothing"


COMMANDS = {
    "serve": Command("serve", "everything: database, web, live, worker, mail listener  [--demo]"),
    "web": Command("web", "the pages and the API alone", "database"),
    "live": Command("live", "the browsers' live connections alone", "ready"),
    "worker": Command("worker", "what happens after the page is answered", "ready"),
    "listen": Command("listen", "takes mail in by SMTP", "ready"),
    "user add": Command(
        "users", "someone who can sign in: EMAIL --role ROLE [--name NAME] [--password-stdin]", "ready"
    ),
    "token add": Command("tokens", "prints an API token, once: EMAIL [--name NAME]", "ready"),
    "mail parse": Command("mail_parse", "each message as one JSON object: PATH…"),
    "mail ingest": Command("mail_ingest", "takes messages in as if received now: PATH…", "ready"),
    "calendar": Command("calendar", "answers questions about business time, a JSON object a line"),
    "search reindex": Command("search_reindex", "the search index anew, while work goes on  [--anew]", "ready"),
    "doctor": Command("doctor", "checks the installation and says what to do"),
    "backup": Command("backup", "everything, files included: FILE [--force]", "ready"),
    "restore": Command("restore", "everything, from a backup: FILE", "database"),
    "manage": Command("manage", "Django's own commands", "database"),
}


def main(argv: list[str] | None = None) -> int:
    words = sys.argv[1:] if argv is None else argv
    name = next((name for name in (" ".join(words[:2]), *words[:1]) if name in COMMANDS), None)
    if name is None:
        return _usage(words)
    try:
        return _run(name, words[len(name.split()) :])
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:
        # Who read our answer has had enough; Python would complain once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _run(name: str, args: list[str]) -> int:
    command = COMMANDS[name]
    with ExitStack() as stack:
        if command.needs != "nothing":
            from balie.commands import readiness
            from balie.commands.postgres import PostgresError

            ready = readiness.desk if command.needs == "ready" else readiness.database
            try:
                # Whoever only asks how it is used needs no database.
                if {"-h", "--help"} & set(args):
                    readiness.set_up_django()
                else:
                    stack.enter_context(ready(f"balie {name}"))
            except PostgresError as problem:
                sys.stderr.write(f"{problem}\n")
                return FAILED
        status = import_module(f"balie.commands.{command.module}").run(args)
        return int(status or 0)


def _usage(words: list[str]) -> int:
    asked = not words or words[0] in {"-h", "--help", "help"}
    if not asked:
        sys.stderr.write(f"There is no command “{' '.join(words[:2])}”.\n\n")
    width = max(map(len, COMMANDS))
    lines = (f"  balie {name:{width}}  {command.does}" for name, command in COMMANDS.items())
    sys.stderr.write("Balie, the help desk with one front door.\n\n" + "\n".join(lines) + "\n")
    return 0 if asked and words else MISUSED


if __name__ == "__main__":
    sys.exit(main())
