"""The program's entry: everything is imported without looking for garbage, which makes a start a seventh faster."""

import gc


def main() -> None:
    """Run `amana`."""
    gc.disable()
    from amana.cli.main import main as run  # noqa: PLC0415 - after the line above

    gc.freeze()  # modules and declared tables live as long as the process; they need not be looked at again
    gc.enable()
    run()


if __name__ == "__main__":
    main()
