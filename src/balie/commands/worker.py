"""`balie worker`: what happens after the page is answered."""


def run(args: list[str]) -> int:  # noqa: ARG001 -- settings come from the environment
    serve()
    return 0


def preload() -> None:
    import balie.jobs.worker  # noqa: F401


def serve() -> None:
    """Returns after SIGTERM, when what was begun is done."""
    from balie.jobs.worker import main

    main()
