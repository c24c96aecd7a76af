"""The program's entry: everything is imported without looking for garbage, which makes a start a seventh faster."""

import gc


def main() -> None:
    """Run `amana`."""
    gc.disable()
    from amana.cli.main import main as run  # noqa: PLC0415 - after the line above

    run()


if __name__ == "__main__":
    main()
