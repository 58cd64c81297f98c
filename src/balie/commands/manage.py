"""Django's own commands, with a database that runs."""


def run(args: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["balie manage", *args])
    return 0
