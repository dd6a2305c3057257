"""One file a command of `impact`: HELP, configure(parser), run(arguments) -> exit code or None."""
